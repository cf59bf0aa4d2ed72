"""Rows that are to be deleted must not be pointed at any more once the push is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
from crossfoot_server.store.rows import in_chunks
from crossfoot_server.store.schema import ID
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
    for name, pair in plan.opened.store.schema.pairs.items():
        for column, target in pair.definition.references().items():
            table = pair.current
            for chunk in in_chunks(deleted.get(target, ())):
                pointing = select(table.c[ID], table.c[column]).where(table.c[column].in_(chunk))
                for row_id, pointed in connection.execute(pointing):
                    yield Use(name, row_id, column, target, pointed)


def _still_points(plan: PushPlan, use: Use) -> bool:
    row = plan.tables[use.table].by_id.get(use.row_id) if use.table in plan.tables else None
    if row is None or row.action in {"none", "void"}:
        return True
    # A row may point at itself, or go in the same push, or be turned away from what goes.
    return row.action != "delete" and row.value(use.column) == use.pointed


def _put_back(plan: PushPlan, row: RowPlan, user: str) -> None:
    label = plan.opened.store.catalog.tables[user].label.in_(plan.language)
    row.action = "none"
    row.put_back = say("removed_used", table=label)
