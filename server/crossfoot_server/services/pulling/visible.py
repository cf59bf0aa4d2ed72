"""What somebody may see of a table: ids and revisions, their digest, and the exact sums of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store.schema import ID, REV, SEQ
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.wire import Totals, Visible
from crossfoot_templates.types import Money


class Mark(NamedTuple):
    """A visible row: its id, its revision and the feed number of its newest version."""

    id: str
    rev: int
    seq: int


def visible_marks(connection: Connection, opened: OpenBook, name: str) -> list[Mark]:
    """The marks of every visible row of a table."""
    _, pair = opened.table(name)
    table = pair.current
    statement = select(table.c[ID], table.c[REV], table.c[SEQ]).where(opened.reach.visible(table))
    return [Mark._make(row) for row in connection.execute(statement).all()]


def visible(connection: Connection, opened: OpenBook, name: str, marks: Sequence[Mark]) -> Visible:
    """Count, digest and sums of the visible rows of a table, whose ``marks`` these are."""
    return Visible(
        count=len(marks),
        digest=set_digest((mark.id, mark.rev) for mark in marks),
        totals=_money(connection, opened, name),
    )


def control_totals(connection: Connection, opened: OpenBook, name: str) -> Totals:
    """Count and sums of the visible rows of a table."""
    _, pair = opened.table(name)
    counted = select(func.count()).select_from(pair.current).where(opened.reach.visible(pair.current))
    return Totals(connection.scalar(counted) or 0, _money(connection, opened, name))


def _money(connection: Connection, opened: OpenBook, name: str) -> dict[str, dict[str, str]]:
    view, pair = opened.table(name)
    table = pair.current
    totals: dict[str, dict[str, str]] = {}
    for column in view.table.columns:
        if isinstance(column.type, Money):
            amount, currency = table.c[column.name], table.c[column.type.currency]
            sums = select(currency, func.sum(amount)).where(opened.reach.visible(table), amount.is_not(None))
            found = connection.execute(sums.group_by(currency).order_by(currency))
            totals[column.name] = {code or "": str(column.type.encode(total)) for code, total in found}
    return totals
