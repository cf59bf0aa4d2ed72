"""What a row may hold by itself: the limits of its columns, the rules over its fields, the actor's reach."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.store.columns import storable
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.rules import check_new_row, check_row
from crossfoot_templates.standard import SCOPE_COLUMNS


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
    check = check_new_row if row.arrives else check_row
    found = dict(_unstorable(definition, row))
    found |= check(definition, row.end(), plan.opened.store.catalog.choices, row.taken.keys())
    return found | dict(_blanked_numbers(definition, row))


def _unstorable(definition: Table, row: RowPlan) -> Iterator[tuple[str, Message]]:
    for column, value in row.taken.items():
        problem = storable(definition.by_name[column].type, value)
        if problem is not None:
            yield column, problem


def _blanked_numbers(definition: Table, row: RowPlan) -> Iterator[tuple[str, Message]]:
    """A blank number is filled in for a new row only; one that was given stays."""
    if row.action == "update" and row.stored is not None:
        for column, value in row.taken.items():
            given = row.stored.values[column]
            if definition.by_name[column].numbered and value is None and given is not None:
                yield column, say("number_blank", value=str(given))


def _reach_left(plan: PushPlan, row: RowPlan) -> Iterator[tuple[str, Message]]:
    changed = [name for name in SCOPE_COLUMNS if name in row.taken]
    if not changed or plan.opened.reach.covers(row.end()):
        return
    # Of a new row the columns that were typed are to blame, and where none was, all three.
    typed = [name for name in changed if row.incoming.values.get(name) is not None or row.action == "update"]
    for name in typed or changed:
        yield name, say("scope_blank") if row.taken[name] is None else say("scope_left", column=name)
