"""What references may show: the rows of the tables that a book points at, each with a label of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, select

from crossfoot_server.accounts.scope import assignable
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store import Pair, Schema
from crossfoot_server.store.rows import in_chunks
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates import model
from crossfoot_templates.model import Language
from crossfoot_templates.types import Reference, Value, canonical

SEPARATOR = " / "


class Entry(NamedTuple):
    """One row of a list."""

    id: str
    key: str
    label: str
    selectable: bool


def reference_lists(
    connection: Connection, opened: OpenBook, tables: Iterable[str], language: Language
) -> dict[str, ReferenceList]:
    """The list of every table that columns of ``tables`` point at."""
    pointing = {target for name in tables for target in opened.view.by_name[name].table.references().values()}
    allowed = assignable(opened.actor, opened.name, opened.store.schema.accounts)
    lists = {}
    for target in sorted(pointing):
        if target in ACCOUNT_KEYS:
            entries = _account_entries(connection, opened, target, allowed[target], language)
        else:
            entries = _row_entries(connection, opened, opened.store.schema.pairs[target])
        lists[target] = make_list(entries)
    return lists


def make_list(entries: Iterable[Entry]) -> ReferenceList:
    """A list of ``entries``, ordered by label. Those that would share one have their key, if need be their id, too."""
    rows = _told_apart(_told_apart(list(entries), lambda entry: entry.key), lambda entry: entry.id)
    rows.sort(key=lambda entry: (entry.label, entry.id))
    made = ReferenceList(
        ids=[entry.id for entry in rows],
        keys=[entry.key for entry in rows],
        labels=[entry.label for entry in rows],
        selectable=[entry.selectable for entry in rows],
    )
    made.digest = hashlib.blake2b(msgspec.json.encode(made), digest_size=8).hexdigest()
    return made


def _told_apart(rows: list[Entry], by: Callable[[Entry], str]) -> list[Entry]:
    shared = Counter(entry.label for entry in rows)
    return [
        entry if shared[entry.label] == 1 else entry._replace(label=f"{entry.label} ({by(entry)})") for entry in rows
    ]


def _account_entries(
    connection: Connection, opened: OpenBook, target: str, allowed: ColumnElement[bool], language: Language
) -> Iterator[Entry]:
    table = opened.store.schema.accounts[target]
    key = table.c[ACCOUNT_KEYS[target]]
    columns = (key, table.c["name" if target == "user" else language])
    chosen: dict[str, str] = {row[0]: row[1] for row in connection.execute(select(*columns).where(allowed))}
    for code, name in chosen.items():
        yield Entry(code, code, name or code, selectable=True)
    for chunk in in_chunks(_pointed_at(connection, opened, target) - chosen.keys()):
        for code in connection.scalars(select(key).where(key.in_(chunk))):
            yield Entry(code, code, code, selectable=False)


def _row_entries(connection: Connection, opened: OpenBook, pair: Pair) -> Iterator[Entry]:
    definition, table, schema = pair.definition, pair.current, opened.store.schema
    columns = [definition.by_name[name] for name in definition.key]
    shown = definition.by_name[definition.shown_by]
    if not _may_read(shown, opened):
        shown = columns[0]
    statement = select(table.c[ID], *_sql(pair, [*columns, shown]))
    rows = list(connection.execute(statement.where(opened.reach.visible(table))).all())
    visible = len(rows)
    for chunk in in_chunks(_pointed_at(connection, opened, definition.name) - {row[0] for row in rows}):
        rows += connection.execute(statement.where(table.c[ID].in_(chunk))).all()
    ids, *values = _turned(rows, len(columns) + 2)
    keys = _key_texts(connection, schema, columns, values[:-1])
    labels = _texts(connection, schema, shown, values[-1], frozenset())
    for position, (row_id, key, shown_text) in enumerate(zip(ids, keys, labels, strict=True)):
        # Of a row out of sight only the key is told.
        selectable = position < visible
        yield Entry(str(row_id), key, (shown_text if selectable else "") or key, selectable)


def _pointed_at(connection: Connection, opened: OpenBook, target: str) -> set[str]:
    """The ids of ``target`` that visible rows of the book point at."""
    found: set[str] = set()
    for view, pair in opened.shown():
        for column, pointed in view.table.references().items():
            if pointed == target:
                held = pair.current.c[column]
                visible = opened.reach.visible(pair.current)
                found.update(connection.scalars(select(held).distinct().where(visible, held.is_not(None))))
    return found


def _key_texts(
    connection: Connection,
    schema: Schema,
    columns: Sequence[model.Column],
    values: Sequence[Sequence[Value]],
    above: frozenset[str] = frozenset(),
) -> list[str]:
    """The keys of rows as text; ``values`` holds one sequence for each of the key's ``columns``."""
    texts = [_texts(connection, schema, *each, above) for each in zip(columns, values, strict=True)]
    return texts[0] if len(texts) == 1 else [SEPARATOR.join(parts) for parts in zip(*texts, strict=True)]


def _texts(
    connection: Connection, schema: Schema, column: model.Column, values: Sequence[Value], above: frozenset[str]
) -> list[str]:
    """The values of one column as text; a reference is written as the key of the row it points at."""
    kind = column.type
    if not isinstance(kind, Reference) or kind.table in ACCOUNT_KEYS or kind.table in above:
        return [canonical(kind, value) for value in values]
    pair = schema.pairs[kind.table]
    columns = [pair.definition.by_name[name] for name in pair.definition.key]
    statement = select(pair.current.c[ID], *_sql(pair, columns))
    rows: list[Row[Any]] = []
    for chunk in in_chunks(str(value) for value in values if value is not None):
        rows += connection.execute(statement.where(pair.current.c[ID].in_(chunk))).all()
    ids, *parts = _turned(rows, len(columns) + 1)
    keys = dict(zip(ids, _key_texts(connection, schema, columns, parts, above | {kind.table}), strict=True))
    return [keys.get(value, "") for value in values]


def _turned(rows: Sequence[Row[Any]], width: int) -> list[tuple[Value, ...]]:
    """The columns of ``rows``."""
    return list(zip(*rows, strict=True)) or [()] * width


def _sql(pair: Pair, columns: Iterable[model.Column]) -> list[Column[Any]]:
    return [pair.current.c[column.name] for column in columns]


def _may_read(column: model.Column, opened: OpenBook) -> bool:
    return not column.read or not set(column.read).isdisjoint(opened.actor.roles_in(opened.name))
