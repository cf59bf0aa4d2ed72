"""The words of a request: which row, what changes, and why somebody is asked.

They stand in a table that many see, so they name columns that everybody may read. Of a referenced row they tell its
key, and its name where whoever sees the request sees that row as well. Where a condition says who sees the rows
themselves, the columns are named, and what is in them is not.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.services.approving.pointing import PointedAt
from crossfoot_server.services.pulling.lists import reference_lists
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_templates.model import Column, Language, Table
from crossfoot_templates.standard import ACCOUNT_TABLES
from crossfoot_templates.types import Money, Reference, Value

LONGEST = 4000
_SUBJECT = 200
_BETWEEN = "\n"
_ONE: dict[Language, str] = {"zh": "{column}：{before} → {after}", "en": "{column}: {before} → {after}"}
_NEW: dict[Language, str] = {"zh": "{column}：{after}", "en": "{column}: {after}"}
_OTHERS: dict[Language, str] = {"zh": "及并非人人可看的列", "en": "and columns that not everybody may read"}
_ADDED: dict[Language, str] = {"zh": "新行", "en": "New row"}

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Words:
    """How rows of one table are told, in the language of who is asked."""

    table: Table
    display: Display
    pointed: PointedAt

    @classmethod
    def of(cls, connection: Connection, plan: PushPlan, table: str, language: Language) -> Words:
        """The words for rows of ``table``."""
        catalog = plan.opened.store.catalog
        lists = reference_lists(connection, plan.opened, [table], language)
        # who somebody is and what teams are called is no secret
        accounts = {name: ReferenceIndex.of(each) for name, each in lists.items() if name in ACCOUNT_TABLES}
        display = Display(language, catalog.choices, accounts)
        return cls(catalog.tables[table], display, PointedAt(connection, plan, lists))

    def subject(self, row: Row) -> str:
        """The row as people know it: its key and its name; of one without a name, what it belongs to."""
        texts = [self._value(self.table.by_name[name], row) for name in self._named() if row.get(name) is not None]
        told = " ".join(texts) or _ADDED[self.display.language]
        return told[:_SUBJECT]

    def _named(self) -> Iterator[str]:
        yield from self.table.key
        if self.table.visible_when:
            return
        if self.table.shown_by not in self.table.key:
            yield self.table.shown_by
        else:
            yield from (each.name for each in self.table.columns if self._says_whose(each))

    def _says_whose(self, column: Column) -> bool:
        needed = column.required and not column.read and column.name not in self.table.key
        return needed and isinstance(column.type, Reference) and column.type.table not in ACCOUNT_TABLES

    def change(self, before: Row | None, after: Row, given: Container[str]) -> str:
        """What becomes of the ``given`` columns, line by line; ``before`` is ``None`` of a new row."""
        return _BETWEEN.join(self._parts(before, after, given))[:LONGEST]

    def _parts(self, before: Row | None, after: Row, given: Container[str]) -> Iterator[str]:
        language = self.display.language
        changed = [column for column in self.table.columns if column.name in given]
        for column in changed:
            if not column.read:
                yield self._form(before is None).format(
                    column=column.label.in_(language),
                    before=self._value(column, before or {}),
                    after=self._value(column, after),
                )
        if any(column.read for column in changed):
            yield _OTHERS[language]

    def _form(self, new: bool) -> str:
        if self.table.visible_when:
            return "{column}"
        return (_NEW if new else _ONE)[self.display.language]

    def _value(self, column: Column, row: Row) -> str:
        value = row.get(column.name)
        text = self.display.whole(column, column.type.encode(value))
        match column.type:
            case Money(currency=name) if value is not None and row.get(name) and not self.table.by_name[name].read:
                return f"{row[name]} {text}"
            case Reference(table=target) if value is not None and target not in ACCOUNT_TABLES:
                return self.pointed.named(target, str(value), row) or _ADDED[self.display.language]
        return text
