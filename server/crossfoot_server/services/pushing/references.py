"""What a row may point at: rows in force that the actor may see, and rows that arrive with the same push.

A row that comes back may point where it last pointed, within the actor's reach or not, as a row that stays may. And
what goes back may point at a row that was voided already when it last did: that is no worse than it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import ColumnElement, Connection, case, literal, select, true

from crossfoot_server.accounts.scope import assignable
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.store.schema import ACCOUNT_KEYS, ID, SEQ, VOIDED
from crossfoot_server.store.statements import among, in_chunks
from crossfoot_templates.messages import Message, say
from crossfoot_templates.standard import ACCOUNT_TABLES, SCOPE_COLUMNS


def reference_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that every reference to be written points at something; the targets are looked up once, here."""
    wanted: dict[str, set[str]] = {}
    kept: dict[str, set[str]] = {}
    for _, row, column, target in plan.new_references():
        (kept if row.keeps(column) else wanted).setdefault(target, set()).add(str(row.taken[column]))
    within_reach = {name: _targets(connection, plan.opened, name, ids, _reached) for name, ids in wanted.items()}
    anywhere = {name: _targets(connection, plan.opened, name, ids, _any) for name, ids in kept.items()}

    def check(plan: PushPlan) -> bool:
        refused = False
        for table, row, column, target in list(plan.new_references()):
            pointed = row.taken.get(column)
            if row.writes_values and isinstance(pointed, str):
                voided_at = (anywhere if row.keeps(column) else within_reach)[target].get(pointed)
                there = voided_at is not None and (voided_at == IN_FORCE or voided_at < row.as_of)
                problem = _problem(plan, column, target, pointed, there=there)
                if problem is not None:
                    plan.refuse(table, row, column, problem)
                    refused = True
        return refused

    return check


def _problem(plan: PushPlan, column: str, target: str, pointed: str, *, there: bool) -> Message | None:
    pushed = plan.tables[target].by_id.get(pointed) if target in plan.tables else None
    if pushed is not None and pushed.arrives:
        code = "reference_refused" if pushed.held is None else "reference_waits"
        return None if pushed.writes_values else say(code, table=_label(plan, target))
    if there and not (pushed is not None and pushed.leaves):
        return None
    if column in SCOPE_COLUMNS and target in ACCOUNT_TABLES and not plan.opened.reach.everything:
        return say("scope_left", column=column)
    return say("reference_gone", table=_label(plan, target))


def _label(plan: PushPlan, target: str) -> str:
    table = plan.opened.store.catalog.tables.get(target)
    return target if table is None else table.label.in_(plan.language)


IN_FORCE = 0
"""In place of the feed number at which a row was voided."""

Allowed: TypeAlias = Callable[[OpenBook, str], ColumnElement[bool]]
"""The predicate of the rows of a table that the actor may point at."""


def _reached(opened: OpenBook, target: str) -> ColumnElement[bool]:
    schema = opened.store.schema
    if target in ACCOUNT_TABLES:
        return assignable(opened.actor, opened.name, schema.accounts)[target]
    return opened.reach_of(target).predicate(schema.pairs[target].current)


def _any(_opened: OpenBook, _target: str) -> ColumnElement[bool]:
    return true()


def _targets(connection: Connection, opened: OpenBook, target: str, ids: set[str], allowed: Allowed) -> dict[str, int]:
    """Those of ``ids`` that there are, each with the feed number at which it was voided."""
    schema = opened.store.schema
    if target in ACCOUNT_TABLES:
        key = schema.accounts[target].c[ACCOUNT_KEYS[target]]
        voided_at: ColumnElement[int] = literal(IN_FORCE)
    else:
        table = schema.pairs[target].current
        key = table.c[ID]
        voided_at = case((table.c[VOIDED], table.c[SEQ]), else_=IN_FORCE)
    statement = select(key, voided_at).where(among(key), allowed(opened, target))
    found: dict[str, int] = {}
    for chunk in in_chunks(ids):
        rows = connection.execute(statement, chunk)
        found.update({row[0]: row[1] for row in rows})
    return found
