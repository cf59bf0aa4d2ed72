"""Taking back what may not be. Refusing one field can make another one wrong, so the checks run until content."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Connection

from crossfoot_server.services.pushing.approvals import approval_check
from crossfoot_server.services.pushing.locks import refuse_locked
from crossfoot_server.services.pushing.own_row import own_row_check
from crossfoot_server.services.pushing.plan import Draft, PushPlan, RowPlan
from crossfoot_server.services.pushing.references import reference_check
from crossfoot_server.services.pushing.removals import removal_check
from crossfoot_server.services.pushing.sets import set_rules_check
from crossfoot_server.services.pushing.uniqueness import uniqueness_check

Check: TypeAlias = Callable[[PushPlan], bool]
"""Looks at the whole push, takes out what may not be, and says whether it took anything."""


def settle(connection: Connection, plan: PushPlan) -> None:
    """Shrink ``plan`` to what may be written. Every refusal leaves less, so this ends.

    What waits for an approval counts for nothing. So where rows are taken out to wait, those that were refused beside
    them are judged once more; of what waits there is more each time.
    """
    refuse_locked(connection, plan)
    drafts = _drafts(plan)
    checks: tuple[Check, ...] = (
        own_row_check(connection, plan),
        reference_check(connection, plan),
        uniqueness_check(connection, plan),
        removal_check(connection, plan),
        set_rules_check(connection, plan),
        approval_check(connection, plan),
    )
    waiting = -1
    while (waits := sum(row.held is not None for row, _ in drafts)) > waiting:
        waiting = waits
        for row, draft in drafts:
            if row.held is None and row.draft() != draft:
                row.take_up(draft)
        # From the first check again after each refusal: uniqueness is to see rows that are otherwise sound.
        while any(check(plan) for check in checks):
            pass


def _drafts(plan: PushPlan) -> list[tuple[RowPlan, Draft]]:
    """The rows of ``plan`` as they are planned before they are judged, where any may have to wait."""
    logic = plan.opened.store.logic
    return [(row, row.draft()) for _, row in plan.rows()] if any(logic[each].approvals for each in plan.tables) else []
