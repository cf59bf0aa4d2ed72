"""Cells that are locked as their row is stored, whatever the push would make of it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.sets.overlay import PlannedRows
from crossfoot_server.services.within_reach import editable, scope_context
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.messages import say
from crossfoot_templates.model import Rule


def refuse_locked(connection: Connection, plan: PushPlan) -> None:
    """Take out the changes of locked cells, and keep rows in force all of whose cells are locked."""
    planned = scope_context(connection, plan.opened, PlannedRows(plan))
    for table in plan.tables.values():
        _refuse_not_editable(plan, table, planned)
        for row, rule in _locked(plan, table):
            if row.leaves and not rule.columns:
                row.stay(say("removed_locked", zh=rule.message.zh, en=rule.message.en))
            elif row.action == "update":
                reason = say("locked", zh=rule.message.zh, en=rule.message.en)
                for name in [name for name in row.taken if not rule.columns or name in rule.columns]:
                    plan.refuse(table, row, name, reason, mendable=False)


def _refuse_not_editable(plan: PushPlan, table: TablePlan, planned: Context) -> None:
    """Refuse the changes of rows that their pusher may only look at, as they are stored or, of new ones, would be."""
    touched = [row for row in table.rows if row.action != "none"]
    stored = {row.id: row.stored.values for row in touched if row.stored is not None}
    new = {row.id: row.end() for row in touched if row.stored is None}
    may = editable(plan.opened, table.name, stored, plan.context) | editable(plan.opened, table.name, new, planned)
    reason = say("row_not_editable")
    for row in touched:
        if row.id in may:
            continue
        if row.leaves:
            row.stay(reason)
        elif row.arrives:
            row.action, row.refusal = "none", reason
        else:
            for name in [*row.taken]:
                plan.refuse(table, row, name, reason, mendable=False)


def _locked(plan: PushPlan, table: TablePlan) -> Iterator[tuple[RowPlan, Rule]]:
    """The changed or leaving rows that a rule locks, with each rule that does. An error locks nothing."""
    logic = plan.opened.store.logic[table.name]
    touched = [row for row in table.rows if row.stored is not None and (row.action == "update" or row.leaves)]
    if not touched or not logic.locks:
        return
    stored = {row.id: row.stored.values for row in touched if row.stored is not None}
    in_hand = RowsInHand(logic, ByRow(list(stored), list(stored.values())), plan.context)
    for each in logic.locks:
        for row, holds in zip(touched, verdicts(in_hand, each.formula), strict=True):
            if holds is True:
                yield row, each.rule
