"""What a row may hold by itself: the limits of its columns, the actor's reach, and the rules over its fields."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.rules import broken_rules
from crossfoot_server.store.columns import storable
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Table
from crossfoot_templates.rules import check_row
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Money


def judge_rows(plan: PushPlan) -> bool:
    """Refuse the fields that break a limit, a rule or the actor's reach; only rows that changed since are looked at."""
    refused = False
    for table in plan.tables.values():
        fresh = [row for row in table.rows if row.writes_values and not row.judged]
        by_rules = broken_rules(plan, table, fresh)
        for row in fresh:
            row.judged = True
            found = {**dict(_reach_left(plan, table, row)), **_broken(plan, table, row)}
            for column, message in {**by_rules.get(row.id, {}), **found}.items():
                plan.refuse(table, row, column, message)
                refused = True
    return refused


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


def _reach_left(plan: PushPlan, table: TablePlan, row: RowPlan) -> Iterator[tuple[str, Message]]:
    logic = plan.opened.store.logic[table.name]
    deciding = (*SCOPE_COLUMNS, *(logic.visible.names if logic.visible else ()))
    changed = [name for name in dict.fromkeys(deciding) if name in row.taken]
    if not changed or plan.opened.reach_of(table.name).covers(row.end()):
        return
    # Of a new row the columns that were typed are to blame, and where none was, all.
    typed = [name for name in changed if row.incoming.values.get(name) is not None or row.action == "update"]
    for name in typed or changed:
        yield name, say("scope_blank") if row.taken[name] is None else say("scope_left", column=name)
