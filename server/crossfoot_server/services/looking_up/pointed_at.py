"""What references show of the rows they point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from crossfoot_server.accounts.scope import TableReach
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.lists import key_texts, may_read
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID
from crossfoot_server.store.statements import among, in_chunks, kept
from crossfoot_templates.label import Language
from crossfoot_templates.types import canonical


def pointed_at(
    connection: Connection, opened: OpenBook, target: str, ids: Iterable[str], language: Language
) -> Mapping[str, str]:
    """By id what each of ``ids`` is called. Of a row out of sight only the key is told, as everywhere."""
    schema = opened.store.schema
    found: dict[str, str] = {}
    if target in ACCOUNT_KEYS:
        named = _named(schema.accounts[target], ACCOUNT_KEYS[target], "name" if target == "user" else language)
        for chunk in in_chunks(ids):
            found |= {key: name or key for key, name in connection.execute(named, chunk)}
        return found
    pair = schema.pairs[target]
    columns, shown = [pair.definition.by_name[name] for name in pair.definition.key], pair.definition.by_name
    statement = _shown(pair.current, pair.definition.key, pair.definition.shown_by, opened.reach_of(target))
    readable = may_read(shown[pair.definition.shown_by], opened)
    for chunk in in_chunks(ids):
        rows = list(connection.execute(statement, chunk))
        keys = list(zip(*(row[3:] for row in rows), strict=True)) or [()] * len(columns)
        for row, key in zip(rows, key_texts(connection, schema, columns, keys), strict=True):
            row_id, seen, name = row[:3]
            told = canonical(shown[pair.definition.shown_by].type, name) if seen and readable else ""
            found[row_id] = told or key
    return found


@kept
def _named(table: Table, key: str, name: str) -> Select[str, str]:
    return select(table.c[key], table.c[name]).where(among(table.c[key]))


@kept
def _shown(table: Table, key: tuple[str, ...], shown: str, reach: TableReach) -> Select[Any]:
    named = (table.c[name] for name in key)
    return select(table.c[ID], reach.visible(table), table.c[shown], *named).where(among(table.c[ID]))
