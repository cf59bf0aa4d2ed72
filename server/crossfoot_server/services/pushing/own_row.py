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
    found |= check_row(definition, row.end(), plan.opened.store.catalog.choices, row.taken.keys())
    if row.action == "update" and row.stored is not None:
        for column in _amounts_without_currency(definition, row):
            # It must not go in under the currency that the store has.
            found.setdefault(column, say("currency_missing"))
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
        if isinstance(column.type, Money) and amount is not None and row.value(column.type.currency) is None:
            yield column.name


def _reach_left(plan: PushPlan, row: RowPlan) -> Iterator[tuple[str, Message]]:
    changed = [name for name in SCOPE_COLUMNS if name in row.taken]
    if not changed or plan.opened.reach.covers(row.end()):
        return
    # Of a new row the columns that were typed are to blame, and where none was, all three.
    typed = [name for name in changed if row.incoming.values.get(name) is not None or row.action == "update"]
    for name in typed or changed:
        yield name, say("scope_blank") if row.taken[name] is None else say("scope_left", column=name)
