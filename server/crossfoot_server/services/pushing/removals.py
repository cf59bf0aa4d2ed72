"""Rows that leave should not be pointed at any more once the push is in; the ``manner`` says what holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Boolean, Connection, select
from sqlalchemy import column as column_of
from sqlalchemy import table as table_of

from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_server.store.statements import among, in_chunks
from crossfoot_server.store.upgrade import every_reference
from crossfoot_templates.messages import say


@dataclass(frozen=True, slots=True)
class Use:
    """A stored row of ``table``, voided or in force, whose ``column`` points at a row that is to leave."""

    table: str
    row_id: str
    voided: bool
    column: str
    target: str
    pointed: str


def removal_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that holds rows that stay in use; who uses them is looked up once, here."""
    uses = list(_uses(connection, plan))

    def check(plan: PushPlan) -> bool:
        held = False
        for use in uses:
            row = plan.tables[use.target].by_id[use.pointed]
            in_force = _points(plan, use)
            if in_force is not None and (row.action, in_force) in plan.manner.held:
                row.action = plan.manner.held[row.action, in_force]
                held = True
                if row.action == "none":
                    row.stay(say(plan.manner.in_use, table=_label(plan, use.table)))
        return held

    return check


def _uses(connection: Connection, plan: PushPlan) -> Iterator[Use]:
    holdable = {action for action, _ in plan.manner.held}
    leaving = {
        table.name: ids
        for table in plan.tables.values()
        if (ids := [row.id for row in table.rows if row.action in holdable])
    }
    if not leaving:
        return
    for name, held, target in every_reference(connection, plan.opened.store.schema):
        pointing = table_of(name, column_of(ID), column_of(VOIDED, Boolean), column_of(held))
        found = select(pointing.c[ID], pointing.c[VOIDED], pointing.c[held]).where(among(pointing.c[held]))
        for chunk in in_chunks(leaving.get(target, ())):
            for row_id, voided, pointed in connection.execute(found, chunk):
                yield Use(name, row_id, voided, held, target, pointed)


def _points(plan: PushPlan, use: Use) -> bool | None:
    """Whether what points will be in force; ``None`` where it will point no more."""
    table = plan.tables.get(use.table)
    row = None if table is None else table.by_id.get(use.row_id)
    if table is None or row is None or row.action == "none":
        return not use.voided
    if row.leaves:
        # A voided row keeps its reference, so what it points at cannot be deleted.
        return False if row.action == "void" else None
    # A column that left the definition still points, and nobody can turn it away.
    points = use.column not in table.pair.definition.by_name or row.value(use.column) == use.pointed
    return True if points else None


def _label(plan: PushPlan, user: str) -> str:
    table = plan.opened.store.catalog.tables.get(user)
    return user if table is None else table.label.in_(plan.language)
