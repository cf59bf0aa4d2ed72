"""What a row may point at: rows in force that the actor may see, and new rows of the same push that go through."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from crossfoot_server.accounts.scope import assignable
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.store.rows import in_chunks
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID
from crossfoot_templates.messages import Message, say
from crossfoot_templates.standard import ACCOUNT_TABLES, SCOPE_COLUMNS


def reference_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that every reference to be written points at something; the targets are looked up once, here."""
    wanted: dict[str, set[str]] = {}
    for _, row, column, target in plan.new_references():
        wanted.setdefault(target, set()).add(str(row.taken[column]))
    there = {target: _visible_targets(connection, plan.opened, target, ids) for target, ids in wanted.items()}

    def check(plan: PushPlan) -> bool:
        refused = False
        for table, row, column, target in list(plan.new_references()):
            pointed = row.taken.get(column)
            if row.writes_values and isinstance(pointed, str):
                problem = _problem(plan, column, target, pointed, there[target])
                if problem is not None:
                    plan.refuse(table, row, column, problem)
                    refused = True
        return refused

    return check


def _problem(plan: PushPlan, column: str, target: str, pointed: str, there: set[str]) -> Message | None:
    pushed = plan.tables[target].by_id.get(pointed) if target in plan.tables else None
    if pushed is not None and pushed.is_new:
        if pushed.action == "insert":
            return None
        return say("reference_refused", table=_label(plan, target))
    if pointed in there and not (pushed is not None and pushed.leaves):
        return None
    if column in SCOPE_COLUMNS and target in ACCOUNT_TABLES and not plan.opened.reach.everything:
        return say("scope_left", column=column)
    return say("reference_gone", table=_label(plan, target))


def _label(plan: PushPlan, target: str) -> str:
    table = plan.opened.store.catalog.tables.get(target)
    return target if table is None else table.label.in_(plan.language)


def _visible_targets(connection: Connection, opened: OpenBook, target: str, ids: set[str]) -> set[str]:
    schema = opened.store.schema
    if target in ACCOUNT_TABLES:
        accounts = schema.accounts
        key = accounts[target].c[ACCOUNT_KEYS[target]]
        allowed = assignable(opened.actor, opened.name, accounts)[target]
    else:
        table = schema.pairs[target].current
        key = table.c[ID]
        allowed = opened.reach.visible(table)
    found: set[str] = set()
    for chunk in in_chunks(ids):
        found.update(connection.scalars(select(key).where(key.in_(chunk), allowed)))
    return found
