"""What somebody may see of a table: ids and revisions, their digest, and the exact sums of money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from crossfoot_server.accounts.scope import TableReach
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store.schema import COMPUTED_SEQ, ID, REV, SEQ
from crossfoot_server.store.statements import kept
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.wire import Totals, Visible
from crossfoot_templates.types import Money


class Mark(NamedTuple):
    """A visible row: its id, its revision, the feed number of its newest version, and its computed stamp.

    The stamp is the feed number at which kept computed columns last changed by themselves.
    """

    id: str
    rev: int
    seq: int
    computed: int | None = None

    @property
    def newest(self) -> int:
        """The feed number at which anything of the row last changed."""
        return self.seq if self.computed is None else max(self.seq, self.computed)


def visible_marks(connection: Connection, opened: OpenBook, name: str) -> list[Mark]:
    """The marks of every visible row of a table."""
    _, pair = opened.table(name)
    return [Mark._make(row) for row in connection.execute(_marks(pair.current, opened.reach_of(name))).all()]


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
    counted = connection.scalar(_count(pair.current, opened.reach_of(name)))
    return Totals(counted or 0, _money(connection, opened, name))


def _money(connection: Connection, opened: OpenBook, name: str) -> dict[str, dict[str, str]]:
    view, pair = opened.table(name)
    totals: dict[str, dict[str, str]] = {}
    for column in view.table.columns:
        if isinstance(column.type, Money) and not column.computed:
            found = connection.execute(_sums(pair.current, opened.reach_of(name), column.name, column.type.currency))
            totals[column.name] = {code or "": str(column.type.encode(total)) for code, total in found}
    return totals


@kept
def _marks(table: Table, reach: TableReach) -> Select[str, int, int, int | None]:
    columns = table.c[ID], table.c[REV], table.c[SEQ], table.c[COMPUTED_SEQ]
    return select(*columns).where(reach.visible(table))


@kept
def _count(table: Table, reach: TableReach) -> Select[int]:
    return select(func.count()).select_from(table).where(reach.visible(table))


@kept
def _sums(table: Table, reach: TableReach, amount: str, currency: str) -> Select[str, int]:
    code, money = table.c[currency], table.c[amount]
    sums = select(code, func.sum(money)).where(reach.visible(table), money.is_not(None))
    return sums.group_by(code).order_by(code)
