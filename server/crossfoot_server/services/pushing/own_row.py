"""What a row may hold by itself: the limits of its columns, the rules over its fields, the actor's reach."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.store.columns import storable
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.rules import check_row
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Money


def judge_rows(plan: PushPlan) -> bool:
    """Refuse the fields that break a limit, a rule or the actor's reach; only rows that changed since are looked at."""
    refused = False
    for table, row in plan.rows():
        if row.writes_values and not row.judged:
            row.judged = True
            for column, message in {**dict(_reach_left(plan, row)), **_broken(plan, table, row)}.items():
                plan.refuse(table, row, column, message)
                refused = True
    return refused


def _broken(plan: PushPlan, table: TablePlan, row: RowPlan) -> dict[str, Message]:
    definition = table.pair.definition
    found = dict(_unstorable(definition, row))
    touched = row.taken.keys() | _amounts_of(definition, row)
    for column, message in check_row(definition, row.end(), plan.opened.store.catalog.choices, touched).items():
        # An amount that lost its currency is found at the amount; what must be taken back is the currency.
        found[column if column in row.taken else _currency_of(definition, column)] = message
    if row.action == "update":
        for column in row.taken.keys() - found.keys():
            # A blank number is filled in for a new row only; one that was given stays.
            if definition.by_name[column].numbered and row.taken[column] is None:
                found[column] = say("required")
    return found


def _unstorable(definition: Table, row: RowPlan) -> Iterator[tuple[str, Message]]:
    for column, value in row.taken.items():
        problem = storable(definition.by_name[column].type, value)
        if problem is not None:
            yield column, problem


def _amounts_of(definition: Table, row: RowPlan) -> set[str]:
    return {
        column.name
        for column in definition.columns
        if isinstance(column.type, Money) and column.type.currency in row.taken
    }


def _currency_of(definition: Table, amount: str) -> str:
    column_type = definition.by_name[amount].type
    return column_type.currency if isinstance(column_type, Money) else amount


def _reach_left(plan: PushPlan, row: RowPlan) -> Iterator[tuple[str, Message]]:
    changed = [name for name in SCOPE_COLUMNS if name in row.taken]
    if not changed or plan.opened.reach.covers(row.end()):
        return
    # Of a new row the columns that were typed are to blame, and where none was, all three.
    typed = [name for name in changed if row.incoming.values.get(name) is not None or row.action == "update"]
    for name in typed or changed:
        yield name, say("scope_left", column=name)
