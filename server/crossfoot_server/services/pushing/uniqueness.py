"""Keys that no two rows in force may share, judged on the end state: two rows may swap theirs in one push."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from sqlalchemy import Connection, false, select, tuple_

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.wording import Wording, wordings
from crossfoot_server.store import Pair
from crossfoot_server.store.dialect import CHUNK
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID, VOIDED
from crossfoot_templates.messages import say
from crossfoot_templates.types import Value

Key: TypeAlias = tuple[Value, ...]
Columns: TypeAlias = tuple[str, ...]


class Holders:
    """Which stored row in force holds a key, looked up many at a time and remembered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, Columns], dict[Key, str | None]] = {}

    def of(self, pair: Pair, columns: Columns, keys: Iterable[Key]) -> dict[Key, str | None]:
        """The id of the row that holds each of ``keys``, or ``None``."""
        known = self._known.setdefault((pair.definition.name, columns), {})
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        known.update(dict.fromkeys(missing))
        table = pair.current
        named = [table.c[name] for name in columns]
        size = max(1, CHUNK // len(columns))
        for start in range(0, len(missing), size):
            chunk: list[Any] = missing[start : start + size]
            among = named[0].in_([key[0] for key in chunk]) if len(named) == 1 else tuple_(*named).in_(chunk)
            found = self._connection.execute(select(table.c[ID], *named).where(among, table.c[VOIDED] == false()))
            known.update({tuple(row[1:]): row[0] for row in found})
        return known


def uniqueness_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that no key would be held twice; of two rows that want the same one the first in the sheet has it."""
    holders = Holders(connection)
    wording = wordings(connection, plan.opened, plan.language)

    def check(plan: PushPlan) -> bool:
        refused = False
        for table in plan.tables.values():
            for columns in table.pair.unique_sets:
                for row, key in _clashes(table, columns, holders):
                    _refuse(plan, table, row, columns, _shown(table, columns, key, wording(table.name)))
                    refused = True
        return refused

    return check


def _clashes(table: TablePlan, columns: Columns, holders: Holders) -> list[tuple[RowPlan, Key]]:
    claims = list(_claims(table, columns))
    held = holders.of(table.pair, columns, (key for _, key in claims))
    first: dict[Key, str] = {}
    clashes = []
    for row, key in claims:
        holder = held[key]
        elsewhere = holder is not None and holder != row.id and not _gives_up(table, holder, columns, key)
        if elsewhere or first.setdefault(key, row.id) != row.id:
            clashes.append((row, key))
    return clashes


def _claims(table: TablePlan, columns: Columns) -> Iterable[tuple[RowPlan, Key]]:
    for row in table.rows:
        if row.writes_values and not row.taken.keys().isdisjoint(columns):
            key = tuple(row.value(name) for name in columns)
            # A blank is not compared: a number that the server has still to give, for one.
            if None not in key:
                yield row, key


def _gives_up(table: TablePlan, holder: str, columns: Columns, key: Key) -> bool:
    row = table.by_id.get(holder)
    if row is None:
        return False
    return row.leaves or (row.action == "update" and tuple(row.value(name) for name in columns) != key)


def _shown(table: TablePlan, columns: Columns, key: Key, wording: Wording) -> str:
    """A key as the sheet shows it, without references of which nothing but an id is known: that says nothing."""
    definition = table.pair.definition
    parts = ((definition.by_name[name], value) for name, value in zip(columns, key, strict=True))
    return " / ".join(
        wording.value(column, value)
        for column, value in parts
        # what the accounts supply has a code for an id
        if definition.references().get(column.name) in ACCOUNT_KEYS
        or wording.display.knows(column, column.type.encode(value))
    )


def _refuse(plan: PushPlan, table: TablePlan, row: RowPlan, columns: Columns, shown: str) -> None:
    definition = table.pair.definition
    labels = " / ".join(definition.by_name[name].label.in_(plan.language) for name in columns)
    # a copied row has the number of the other one, which nobody typed
    given = row.is_new and len(columns) == 1 and definition.by_name[columns[0]].numbered
    message = say("duplicate_number" if given else "duplicate_key", columns=labels, value=shown)
    for name in columns:
        if name in row.taken and (row.arrives or row.stored is None or row.taken[name] != row.stored.values.get(name)):
            plan.refuse(table, row, name, message)
