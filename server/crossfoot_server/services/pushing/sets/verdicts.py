"""Whether a rule holds of heads, as a push would leave the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from sqlalchemy import Connection

from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.sets.figures import Heads
from crossfoot_server.services.pushing.sets.groups import stored_heads
from crossfoot_server.services.pushing.sets.overlay import Place, PlannedRows
from crossfoot_server.services.pushing.sets.touched import TouchedRows
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import JudgingRule, TableLogic
from crossfoot_templates.types import Value

Broken: TypeAlias = dict[str, bool | Failed]
"""By head, the verdict on it where that is not that the rule holds."""


class Judge:
    """Judges the heads of one table. What is stored is read once, however often rows of the push are taken back."""

    def __init__(self, connection: Connection, plan: PushPlan, logic: TableLogic, touched: TouchedRows) -> None:
        self._connection = connection
        self._logic = logic
        self._pair = plan.opened.store.schema.pairs[logic.table.name]
        self._planned = PlannedRows(plan, touched.beside)
        self._context = context_of(connection, plan.opened, plan.at, self._planned)
        self._stored: dict[str, Mapping[str, Value] | None] = {}

    def broken(self, rule: JudgingRule, heads: Collection[str], without: Collection[Place] = ()) -> Broken:
        """The heads in force of which ``rule`` does not hold, the planned rows ``without`` being left out."""
        judged = self.heads(heads, without)
        rows, in_hand = judged.values, judged.rows
        if not rows:
            return {}
        asked = [True] * len(rows) if rule.when is None else verdicts(in_hand, rule.when)
        found = zip(rows, asked, verdicts(in_hand, rule.formula), strict=True)
        return {head: verdict for head, is_asked, verdict in found if is_asked is not False and verdict is not True}

    def heads(self, ids: Collection[str], without: Collection[Place] = ()) -> Heads:
        """Those of the heads that are in force. What is asked of them is calculated when it is asked.

        It is to be asked before the next time that anything else is left out.
        """
        self._planned.leave_out(without)
        rows = dict(self._in_force(ids))
        return Heads(rows, RowsInHand(self._logic, ByRow(list(rows), list(rows.values())), self._context))

    def _in_force(self, heads: Iterable[str]) -> Iterable[tuple[str, Mapping[str, Value]]]:
        name = self._logic.table.name
        planned = self._planned.ids(name)
        columns = tuple(self._pair.definition.by_name)
        unread = [head for head in heads if head not in planned and head not in self._stored]
        self._stored.update(dict.fromkeys(unread))
        self._stored.update(stored_heads(self._connection, self._pair.current, columns, unread))
        for head in heads:
            values = self._planned.row(name, head) if head in planned else self._stored[head]
            if values is not None:
                yield head, values
