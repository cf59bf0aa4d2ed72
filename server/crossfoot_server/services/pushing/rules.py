"""The rules of the definitions over the fields of one row: checks, and columns that become required."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.calculating.rows import ByRow, Former, RowsInHand
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.wording import JOINED, Wording
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import JudgingRule, TableLogic
from crossfoot_templates.messages import Message, say

Blamed: TypeAlias = tuple[str, str, Message]
"""A row's id, one of its columns, and what is wrong with it."""


def broken_rules(
    plan: PushPlan, table: TablePlan, rows: Sequence[RowPlan], wording: Callable[[str], Wording]
) -> dict[str, dict[str, Message]]:
    """By row and column, what the rules of ``table`` refuse in ``rows``; ``wording`` has the words for its values.

    A rule is asked only where something that it looks at has changed: what was stored before it was made stays.
    """
    logic = plan.opened.store.logic[table.name]
    if not rows or not (logic.checks or logic.required_when):
        return {}
    in_hand = rows_to_be(plan, logic, rows, plan.context)
    found: dict[str, dict[str, Message]] = {}
    by_gates = _by_gates(plan, table, rows, in_hand, wording)
    for row_id, column, message in (*_by_checks(logic, rows, in_hand), *by_gates):
        found.setdefault(row_id, {}).setdefault(column, message)
    return found


def rows_to_be(plan: PushPlan, logic: TableLogic, rows: Sequence[RowPlan], context: Context) -> RowsInHand:
    """``rows`` as they would be, for formulas; of one that comes back what it last held is what it was."""
    former = Former([None if row.stored is None else row.stored.values for row in rows], plan.context)
    return RowsInHand(logic, ByRow([row.id for row in rows], [row.end() for row in rows]), context, former)


def _by_checks(logic: TableLogic, rows: Sequence[RowPlan], in_hand: RowsInHand) -> Iterator[Blamed]:
    for each in logic.checks:
        if any(each.sources.intersection(row.taken) for row in rows):
            for row, holds in zip(rows, verdicts(in_hand, each.formula), strict=True):
                if holds is not True:
                    for name in each.blamed(row.taken):
                        yield row.id, name, words_of(each, holds)


def words_of(rule: JudgingRule, verdict: bool | Failed) -> Message:
    """What a row is told that breaks ``rule``, or of which it cannot be judged."""
    message = rule.rule.message
    if isinstance(verdict, Failed):
        return say("rule_failed", zh=message.zh, en=message.en, error=verdict.error)
    return say("rule_broken", zh=message.zh, en=message.en)


def _by_gates(
    plan: PushPlan,
    table: TablePlan,
    rows: Sequence[RowPlan],
    in_hand: RowsInHand,
    wording: Callable[[str], Wording],
) -> Iterator[Blamed]:
    """Blank columns that are required as the row is: they are to blame, or what was changed to make them so."""
    logic = plan.opened.store.logic[table.name]
    missing: dict[tuple[str, str], list[str]] = {}
    for column, condition in logic.required_when.items():
        sources = logic.sources(condition.names)
        asked = [column in row.taken or bool(sources.intersection(row.taken)) for row in rows]
        if not any(asked):
            continue
        for row, holds, is_asked in zip(rows, verdicts(in_hand, condition), asked, strict=True):
            if not is_asked or holds is False or row.value(column) is not None:
                continue
            if row.arrives or column in row.taken:
                yield row.id, column, _required_as(table, row, sources, wording)
            else:
                for name in sources.intersection(row.taken):
                    missing.setdefault((row.id, name), []).append(column)
    for (row_id, name), columns in missing.items():
        labels = [logic.table.by_name[each].label.in_(plan.language) for each in columns]
        yield row_id, name, say("required_then", columns=JOINED[plan.language].join(labels))


def _required_as(table: TablePlan, row: RowPlan, sources: frozenset[str], wording: Callable[[str], Wording]) -> Message:
    """That a column is required as the row has ``sources``, where whoever is told may read them all."""
    readable = table.view.table.by_name
    asking = [column for name, column in readable.items() if name in sources]
    filled = [column for column in asking if row.value(column.name) is not None] or asking
    if not asking or not sources <= readable.keys():
        return say("required")
    words = wording(table.name)
    return say("required_as", given=words.joined([words.is_so(each, row.value(each.name)) for each in filled]))
