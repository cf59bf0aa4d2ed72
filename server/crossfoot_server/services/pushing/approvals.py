"""Changes that others have to approve: which rules ask for that, and taking such rows out of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection

from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.rules import rows_to_be
from crossfoot_server.services.pushing.sets.overlay import PlannedRows
from crossfoot_server.services.pushing.sets.touched import stages_behind, touched_by
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.logic import JudgingRule
from crossfoot_templates.messages import say
from crossfoot_templates.questions import questions


def approval_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that holds the rows that a rule asks about, whole; only rows that changed since are looked at.

    The last of the checks: nobody is asked about a change that would be refused anyway. Other rows count as the push
    would leave them, and rows that wait themselves count for nothing: so where a rule looks at other rows, they are
    asked one after the other, as they stand in the sheet.
    """
    rules = [rule for name in plan.tables for rule in plan.opened.store.logic[name].approvals]
    touched = touched_by(connection, plan, stages_behind(plan.opened.store, rules))
    planned = PlannedRows(plan, touched.beside)
    context = context_of(connection, plan.opened, plan.at, planned)

    def check(plan: PushPlan) -> bool:
        held = False
        for table in plan.tables.values():
            fresh = [row for row in table.rows if row.writes_values and not row.asked]
            for row, rules in _in_turn(plan, table, fresh, planned, context):
                held = True
                if row.returning:
                    row.stay(say("approval_needed_back", zh=rules[0].rule.message.zh, en=rules[0].rule.message.en))
                else:
                    plan.hold(table, row, tuple(each.rule.name for each in rules))
            for row in fresh:
                row.asked = True
        return held

    return check


MOST_IN_TURN = 200
"""Of more rows than this that a rule asks about in one push all wait: each of them is a query of its own."""


def _in_turn(
    plan: PushPlan, table: TablePlan, rows: Sequence[RowPlan], planned: PlannedRows, context: Context
) -> list[tuple[RowPlan, list[JudgingRule]]]:
    """The rows that are to wait, each asked beside those before it that do not."""
    asking = list(_asking(plan, table, rows, context))
    elsewhere = any(questions(each.formula.expression) for _, rules in asking for each in rules)
    if not elsewhere or not 1 < len(asking) <= MOST_IN_TURN:
        return asking
    waiting = {(table.name, row.id): rules for row, rules in asking}
    for row, _ in asking:
        place = (table.name, row.id)
        planned.leave_out(waiting.keys() - {place})
        alone = [rules for _, rules in _asking(plan, table, [row], context)]
        if alone:
            waiting[place] = alone[0]
        else:
            del waiting[place]
    planned.leave_out(())
    return [(row, waiting[table.name, row.id]) for row, _ in asking if (table.name, row.id) in waiting]


def _asking(
    plan: PushPlan, table: TablePlan, rows: Sequence[RowPlan], context: Context
) -> Iterator[tuple[RowPlan, list[JudgingRule]]]:
    """The rows that are to wait, with the rules that say so: those of which something that they look at changed."""
    logic = plan.opened.store.logic[table.name]
    if not rows or not logic.approvals:
        return
    in_hand = rows_to_be(plan, logic, rows, context)
    found: dict[str, list[JudgingRule]] = {}
    for each in logic.approvals:
        if any(each.sources.intersection(row.taken) for row in rows):
            for row, holds in zip(rows, verdicts(in_hand, each.formula), strict=True):
                # What cannot be calculated is for somebody to look at.
                looked_at = each.sources.intersection(row.taken) and each.rule.name not in row.approved
                if looked_at and holds is not False:
                    found.setdefault(row.id, []).append(each)
    for row in rows:
        if row.id in found:
            yield row, found[row.id]
