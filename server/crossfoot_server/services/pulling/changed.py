"""The rows a pull sends: which, in feed order and at most a page of them, and their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select

from crossfoot_server.services.calculating.computed import computed_values
from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.calculating.rows import ByColumn
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.visible import Mark
from crossfoot_server.store.schema import ID, REV
from crossfoot_server.store.statements import among, in_chunks, kept
from crossfoot_sync.engine.wire import SyncRequest, TablePull
from crossfoot_templates.keeping import read_for
from crossfoot_templates.types import Value

PAGE = 20_000
"""The most rows one reply carries."""


@dataclass(frozen=True)
class Selection:
    """The ids to be sent, by table in feed order; ``cursor`` is where the next pull goes on; ``more`` if it was cut."""

    ids: dict[str, list[str]]
    cursor: int
    more: bool


def select_rows(
    request: SyncRequest, since: int, feed: int, marks: Mapping[str, Sequence[Mark]], page: int
) -> Selection:
    """Which of the visible rows ``marks`` are new to the workbook, which says what it knows in ``request``.

    Pure. ``since`` is the feed number up to which it is in step, ``feed`` the store's last.
    """
    due = sorted(
        (mark.newest, name, mark.id)
        for name, visible in marks.items()
        for mark in visible
        if _is_due(request, since, name, mark)
    )
    cut = due[:page]
    more = len(due) > page
    ids: dict[str, list[str]] = {}
    for _, name, row_id in cut:
        ids.setdefault(name, []).append(row_id)
    for name in request.want.keys() & marks.keys():
        visible_ids = {mark.id for mark in marks[name]}
        asked = [row_id for row_id in dict.fromkeys(request.want[name]) if row_id in visible_ids]
        fresh = set(ids.get(name, ()))
        if asked:
            ids[name] = ids.get(name, []) + [row_id for row_id in asked if row_id not in fresh]
    return Selection(ids, cut[-1][0] if more else feed, more)


def _is_due(request: SyncRequest, since: int, name: str, mark: Mark) -> bool:
    if name in request.known:
        # What it shows right needs no sending, unless it came after what the workbook is in step with: it may be of a
        # store that was restored since, in which a row that was sent once more has the revision of what was lost.
        return request.known[name].get(mark.id) != mark.rev or mark.newest > since
    return mark.newest > since


def pull_rows(connection: Connection, opened: OpenBook, name: str, ids: Sequence[str], at: dt.datetime) -> TablePull:
    """The rows with these ``ids``, in their order: every column that the actor may read, whole.

    Computed columns that are not kept are calculated as of ``at``, from columns that the actor may not read as well.
    """
    view, pair = opened.table(name)
    logic, kept_columns = opened.store.logic[name], opened.store.keeping.of(name)
    computed = [column.name for column in view.table.computed if column.name not in kept_columns]
    given = tuple(column.name for column in view.table.columns if column.name not in computed)
    needed = (*given, *sorted(read_for(logic, computed, kept_columns) - {*given}))
    statement = _rows(pair.current, needed)
    rows: dict[str, Row[Any]] = {}
    for chunk in in_chunks(ids):
        rows |= {row[0]: row for row in connection.execute(statement, chunk)}
    ordered = [rows[row_id] for row_id in ids if row_id in rows]
    turned = list(zip(*ordered, strict=True)) or [()] * (len(needed) + 2)
    values: dict[str, Sequence[Value]] = dict(zip(needed, turned[2:], strict=True))
    if computed:
        in_hand = ByColumn(turned[0], values, kept_columns & values.keys())
        values |= computed_values(logic, in_hand, computed, context_of(connection, opened, at))
    return TablePull(
        table=name,
        ids=list(turned[0]),
        revs=list(turned[1]),
        columns={
            column.name: [column.type.encode(value) for value in values[column.name]] for column in view.table.columns
        },
    )


@kept
def _rows(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    named = [table.c[name] for name in (ID, REV, *columns)]
    return select(*named).where(among(table.c[ID]))
