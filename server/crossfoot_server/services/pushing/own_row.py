"""What a row may hold by itself: the limits of its columns, the actor's reach, and the rules over its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.rules import broken_rules
from crossfoot_server.services.pushing.sets.overlay import PlannedRows
from crossfoot_server.services.pushing.wording import wordings
from crossfoot_server.services.within_reach import scope_context, seen
from crossfoot_server.store.columns import storable
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.questions import questions
from crossfoot_templates.rules import check_row
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Money


def own_row_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that no field breaks a limit or a rule, or takes its row out of the actor's reach.

    Only rows that changed since are looked at, and those whose reach comes from other rows of the push.
    """
    planned = scope_context(connection, plan.opened, PlannedRows(plan))
    wording = wordings(connection, plan.opened, plan.language)

    def check(plan: PushPlan) -> bool:
        refused = False
        for table in plan.tables.values():
            written = [row for row in table.rows if row.writes_values]
            fresh = [row for row in written if not row.judged]
            left = _reach_left(plan, table, written if _looks_at(plan, table) else fresh, planned)
            by_rules = broken_rules(plan, table, fresh, wording)
            for row in fresh:
                row.judged = True
                by_rules[row.id] = {**by_rules.get(row.id, {}), **left.pop(row.id, {}), **_broken(plan, table, row)}
            for row in written:
                for column, message in {**by_rules.get(row.id, {}), **left.get(row.id, {})}.items():
                    plan.refuse(table, row, column, message)
                    refused = True
        return refused

    return check


def _broken(plan: PushPlan, table: TablePlan, row: RowPlan) -> dict[str, Message]:
    definition = table.pair.definition
    found = dict(_unstorable(definition, row))
    found |= check_row(definition, row.end(), plan.opened.store.catalog.choices, row.taken.keys())
    for column in row.taken.keys() - found.keys():
        declared = definition.by_name[column]
        # A default may come to a blank, and what one filled in may be blanked later.
        if declared.required and declared.default is not None and row.taken[column] is None:
            found[column] = say("required")
    for column in _amounts_without_currency(definition, row):
        # It must not go in under the currency that the store has, nor without one where a default came to none.
        found.setdefault(column, say("currency_missing"))
    if row.action == "update" and row.stored is not None:
        for column in row.taken.keys() - found.keys():
            # A blank number is filled in for a new row only; one that was given stays.
            if definition.by_name[column].numbered and row.taken[column] is None:
                found[column] = say("number_stays", value=str(row.stored.values[column]))
    return found


def _unstorable(definition: Table, row: RowPlan) -> Iterator[tuple[str, Message]]:
    for column, value in row.taken.items():
        problem = storable(definition.by_name[column].type, value)
        if problem is not None:
            yield column, problem


def _amounts_without_currency(definition: Table, row: RowPlan) -> Iterator[str]:
    """The amounts that would go in while the currency beside them is blank."""
    for column in definition.columns:
        amount = row.taken.get(column.name)
        if not isinstance(column.type, Money) or amount is None or row.value(column.type.currency) is not None:
            continue
        if row.action == "update" or definition.by_name[column.type.currency].default is not None:
            yield column.name


def _looks_at(plan: PushPlan, table: TablePlan) -> bool:
    """Whether who sees the rows of ``table`` comes from rows that are pushed as well."""
    visible = plan.opened.store.logic[table.name].visible
    return visible is not None and any(each.table in plan.tables for each in questions(visible.expression))


def _reach_left(
    plan: PushPlan, table: TablePlan, rows: Sequence[RowPlan], planned: Context
) -> dict[str, dict[str, Message]]:
    """By row and column, what would take ``rows`` out of the actor's reach; ``planned`` is what that is asked in."""
    visible = plan.opened.store.logic[table.name].visible
    deciding = dict.fromkeys((*SCOPE_COLUMNS, *(visible.names if visible else ())))
    changed = {row.id: [name for name in deciding if name in row.taken] for row in rows}
    ends = {row.id: row.end() for row in rows if changed[row.id]}
    within = seen(plan.opened, table.name, ends, planned)
    return {row.id: dict(_blamed(row, changed[row.id])) for row in rows if row.id in ends and row.id not in within}


def _blamed(row: RowPlan, changed: list[str]) -> Iterator[tuple[str, Message]]:
    # Of a new row the columns that were typed are to blame, and where none was, all.
    typed = [name for name in changed if row.incoming.values.get(name) is not None or row.action == "update"]
    for name in typed or changed:
        yield name, say("scope_blank") if row.taken[name] is None else say("scope_left", column=name)
