"""What references may show: the rows of the tables that a book points at, each with a label of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import CompoundSelect, Connection, Row, Select, Table, literal, select, union

from crossfoot_server.accounts import Actor
from crossfoot_server.accounts.scope import TableReach, assignable
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store import Pair, Schema
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID
from crossfoot_server.store.statements import among, in_chunks, kept
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
    shown = _pointed_at(connection, opened, pointing)
    lists = {}
    for target in sorted(pointing):
        if target in ACCOUNT_KEYS:
            entries = _account_entries(connection, opened, target, language, shown[target])
        else:
            entries = _row_entries(connection, opened, opened.store.schema.pairs[target], shown[target])
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
    connection: Connection, opened: OpenBook, target: str, language: Language, shown: set[str]
) -> Iterator[Entry]:
    schema = opened.store.schema
    allowed = _assignable(schema, opened.actor, opened.name, target, language)
    chosen = {row[0]: row[1] for row in connection.execute(allowed)}
    for code, name in chosen.items():
        yield Entry(code, code, name or code, selectable=True)
    for chunk in in_chunks(shown - chosen.keys()):
        for code in connection.scalars(_codes(schema, target), chunk):
            yield Entry(code, code, code, selectable=False)


@kept
def _assignable(schema: Schema, actor: Actor, book: str, target: str, language: Language) -> Select[str, str]:
    table = schema.accounts[target]
    columns = table.c[ACCOUNT_KEYS[target]], table.c["name" if target == "user" else language]
    return select(*columns).where(assignable(actor, book, schema.accounts)[target])


@kept
def _codes(schema: Schema, target: str) -> Select[str]:
    key = schema.accounts[target].c[ACCOUNT_KEYS[target]]
    return select(key).where(among(key))


def _row_entries(connection: Connection, opened: OpenBook, pair: Pair, pointed: set[str]) -> Iterator[Entry]:
    definition, schema = pair.definition, opened.store.schema
    columns = [definition.by_name[name] for name in definition.key]
    shown = definition.by_name[definition.shown_by]
    if not may_read(shown, opened):
        shown = columns[0]
    named = tuple(column.name for column in (*columns, shown))
    rows = list(connection.execute(_visible(pair.current, named, opened.reach_of(definition.name))).all())
    visible = len(rows)
    for chunk in in_chunks(pointed - {row[0] for row in rows}):
        rows += connection.execute(_these(pair.current, named), chunk).all()
    ids, *values = _turned(rows, len(columns) + 2)
    keys = key_texts(connection, schema, columns, values[:-1])
    labels = _texts(connection, schema, shown, values[-1], frozenset())
    for position, (row_id, key, shown_text) in enumerate(zip(ids, keys, labels, strict=True)):
        # Of a row out of sight only the key is told.
        selectable = position < visible
        yield Entry(str(row_id), key, (shown_text if selectable else "") or key, selectable)


@kept
def _visible(table: Table, columns: tuple[str, ...], reach: TableReach) -> Select[Any]:
    return select(*(table.c[name] for name in (ID, *columns))).where(reach.visible(table))


@kept
def _these(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    return select(*(table.c[name] for name in (ID, *columns))).where(among(table.c[ID]))


def _pointed_at(connection: Connection, opened: OpenBook, targets: Iterable[str]) -> dict[str, set[str]]:
    """By each of ``targets``, the ids that visible rows of the book point at."""
    found: dict[str, set[str]] = {target: set() for target in targets}
    columns = tuple(
        (target, pair.current, column, opened.reach_of(view.table.name))
        for view, pair in opened.shown()
        for column, target in view.table.references().items()
        # what is computed when a row is read points where a column of the same row does
        if target in found and column in pair.current.c
    )
    for target, pointed in connection.execute(_pointing(columns)) if columns else ():
        found[target].add(pointed)
    return found


@kept
def _pointing(columns: tuple[tuple[str, Table, str, TableReach], ...]) -> CompoundSelect[str, str]:
    """What visible rows hold in ``columns``, each with the table it points at, its own and who sees what of that."""
    return union(
        *(
            select(literal(target), table.c[column]).where(reach.visible(table), table.c[column].is_not(None))
            for target, table, column, reach in columns
        )
    )


def key_texts(
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
    rows: list[Row[Any]] = []
    for chunk in in_chunks(str(value) for value in values if value is not None):
        rows += connection.execute(_these(pair.current, pair.definition.key), chunk).all()
    ids, *parts = _turned(rows, len(columns) + 1)
    keys = dict(zip(ids, key_texts(connection, schema, columns, parts, above | {kind.table}), strict=True))
    return [keys.get(value, "") for value in values]


def _turned(rows: Sequence[Row[Any]], width: int) -> list[tuple[Value, ...]]:
    """The columns of ``rows``."""
    return list(zip(*rows, strict=True)) or [()] * width


def may_read(column: model.Column, opened: OpenBook) -> bool:
    """Whether the actor may read ``column``, whatever table of whichever book it is in."""
    return not column.read or not set(column.read).isdisjoint(opened.actor.roles_in(opened.name))
