"""The words of a request: which row, what changes, and why somebody is asked.

They stand in a table that many see, so they name columns that everybody may read, and of referenced rows their keys.
Where a condition says who sees the rows themselves, the columns are named, and what is in them is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.lists import reference_lists
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_templates.model import Column, Language, Table
from crossfoot_templates.types import Value

LONGEST = 4000
_SUBJECT = 200
_BETWEEN = "\n"
_ONE: dict[Language, str] = {"zh": "{column}：{before} → {after}", "en": "{column}: {before} → {after}"}
_NEW: dict[Language, str] = {"zh": "{column}：{after}", "en": "{column}: {after}"}
_OTHERS: dict[Language, str] = {"zh": "及并非人人可看的列", "en": "and columns that not everybody may read"}
_ADDED: dict[Language, str] = {"zh": "新行", "en": "New row"}


@dataclass(frozen=True)
class Words:
    """How rows of one table are told, in the language of who asks."""

    table: Table
    display: Display

    @classmethod
    def of(cls, connection: Connection, opened: OpenBook, table: str, language: Language) -> Words:
        """The words for rows of ``table``."""
        lists = reference_lists(connection, opened, [table], language)
        keys = {name: ReferenceIndex(shown=dict(zip(each.ids, each.keys, strict=True))) for name, each in lists.items()}
        catalog = opened.store.catalog
        return cls(catalog.tables[table], Display(language, catalog.choices, keys))

    def subject(self, row: Mapping[str, Value]) -> str:
        """The row as people know it: its key, and the column that it is shown by."""
        shown_by = () if self.table.visible_when else (self.table.shown_by,)
        names = dict.fromkeys((*self.table.key, *shown_by))
        texts = [self._value(self.table.by_name[name], row[name]) for name in names if row.get(name) is not None]
        told = " ".join(texts) or _ADDED[self.display.language]
        return told[:_SUBJECT]

    def change(self, before: Mapping[str, Value] | None, after: Mapping[str, Value]) -> str:
        """What becomes of each column, line by line; ``before`` is ``None`` of a new row."""
        return _BETWEEN.join(self._parts(before, after))[:LONGEST]

    def _parts(self, before: Mapping[str, Value] | None, after: Mapping[str, Value]) -> Iterator[str]:
        language = self.display.language
        for column in self.table.columns:
            if column.name in after and not column.read:
                yield self._form(before is None).format(
                    column=column.label.in_(language),
                    before=self._value(column, None if before is None else before.get(column.name)),
                    after=self._value(column, after[column.name]),
                )
        if any(self.table.by_name[name].read for name in after):
            yield _OTHERS[language]

    def _form(self, new: bool) -> str:
        if self.table.visible_when:
            return "{column}"
        return (_NEW if new else _ONE)[self.display.language]

    def _value(self, column: Column, value: Value) -> str:
        return self.display.whole(column, column.type.encode(value))
