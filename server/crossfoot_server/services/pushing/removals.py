"""Rows that are to be deleted must not be pointed at any more once the push is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy import column as column_of
from sqlalchemy import table as table_of

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
from crossfoot_server.store.rows import in_chunks
from crossfoot_server.store.schema import ID
from crossfoot_server.store.upgrade import every_reference
from crossfoot_templates.messages import say


@dataclass(frozen=True, slots=True)
class Use:
    """A stored row of ``table`` whose ``column`` points at a row that is to be deleted."""

    table: str
    row_id: str
    column: str
    target: str
    pointed: str


def removal_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that puts back deleted rows that stay in use; who uses them is looked up once, here."""
    uses = list(_uses(connection, plan))

    def check(plan: PushPlan) -> bool:
        restored = False
        for use in uses:
            row = plan.tables[use.target].by_id[use.pointed]
            if row.action == "delete" and _still_points(plan, use):
                _put_back(plan, row, use.table)
                restored = True
        return restored

    return check


def _uses(connection: Connection, plan: PushPlan) -> Iterator[Use]:
    deleted = {
        table.name: ids
        for table in plan.tables.values()
        if (ids := [row.id for row in table.rows if row.action == "delete"])
    }
    if not deleted:
        return
    for name, held, target in every_reference(connection, plan.opened.store.schema):
        pointing = table_of(name, column_of(ID), column_of(held))
        for chunk in in_chunks(deleted.get(target, ())):
            found = select(pointing.c[ID], pointing.c[held]).where(pointing.c[held].in_(chunk))
            for row_id, pointed in connection.execute(found):
                yield Use(name, row_id, held, target, pointed)


def _still_points(plan: PushPlan, use: Use) -> bool:
    table = plan.tables.get(use.table)
    row = None if table is None else table.by_id.get(use.row_id)
    if table is None or row is None or row.action in {"none", "void"}:
        return True
    if row.action == "delete":
        return False
    # A column that left the definition still points, and nobody can turn it away.
    return use.column not in table.pair.definition.by_name or row.value(use.column) == use.pointed


def _put_back(plan: PushPlan, row: RowPlan, user: str) -> None:
    table = plan.opened.store.catalog.tables.get(user)
    row.action = "none"
    row.put_back = say("removed_used", table=user if table is None else table.label.in_(plan.language))
