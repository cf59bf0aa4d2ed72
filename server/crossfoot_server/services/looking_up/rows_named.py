"""Rows by what people call them: the number or code, or what references show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select

from crossfoot_server.accounts.scope import TableReach
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store.schema import ID
from crossfoot_server.store.statements import among, in_chunks, kept
from crossfoot_templates.types import Code, LongText, Text


@dataclass
class Named:
    """The visible rows of a table that were asked for: ids by each of the ``columns`` that name a row, in their order.

    Attributes:
        names: the text of the first of ``columns`` by id.
    """

    columns: tuple[str, ...]
    ids: list[dict[str, list[str]]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> list[str]:
        """The ids that ``text`` may mean: rows of that key before those that are shown so."""
        return next((found[text] for found in self.ids if text in found), [])

    @cached_property
    def all_ids(self) -> list[str]:
        """The ids of every row."""
        return list(self.names)


def naming_columns(opened: OpenBook, table: str) -> tuple[str, ...]:
    """The columns of ``table`` that name a row by one text; none where only several together do."""
    shown, _ = opened.table(table)
    candidates = dict.fromkeys((*(shown.table.key if len(shown.table.key) == 1 else ()), shown.table.shown_by))
    columns = shown.table.by_name
    return tuple(
        name
        for name in candidates
        if name in columns and not columns[name].computed and isinstance(columns[name].type, (Code, Text, LongText))
    )


def rows_named(connection: Connection, opened: OpenBook, table: str, texts: Iterable[str]) -> Named:
    """The rows of ``table`` that the actor sees and that one of ``texts`` names."""
    columns = naming_columns(opened, table)
    found = Named(columns, [{} for _ in columns])
    if not columns:
        return found
    _, pair = opened.table(table)
    statement = _called(pair.current, columns, opened.reach_of(table))
    for chunk in in_chunks(text for text in texts if text):
        for row_id, *names in connection.execute(statement, chunk):
            found.names[row_id] = names[0] or ""
            for ids, name in zip(found.ids, names, strict=True):
                if name is not None:
                    ids.setdefault(name, []).append(row_id)
    return found


@kept
def _called(table: Table, columns: tuple[str, ...], reach: TableReach) -> Select[Any]:
    wanted = or_(*(among(table.c[name]) for name in columns))
    named = (table.c[name] for name in columns)
    return select(table.c[ID], *named).where(reach.visible(table), wanted).order_by(table.c[ID])
