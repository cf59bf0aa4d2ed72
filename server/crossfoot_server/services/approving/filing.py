"""From the rows of a plan that wait to requests: asked once, not again for the same, and anew for something else."""

from __future__ import annotations

from sqlalchemy import Connection

from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.held import CARRIED, Held
from crossfoot_server.services.approving.register import Register, scope_of, words_of
from crossfoot_server.services.pushing.plan import Hold, OpenField, PushPlan, RowPlan
from crossfoot_templates.messages import Message
from crossfoot_templates.model import Language
from crossfoot_templates.types import Value


def file_held(connection: Connection, plan: PushPlan, register: Register) -> set[int]:
    """Make the requests of what waits in ``plan``, and say of it whom it waits for.

    What was turned down is not asked again as it was, unless its user insists. Returned are the numbers of the held
    changes that wait in this plan; whatever else the same person asked of these rows, this takes the place of.
    """
    waiting: set[int] = set()
    for table in plan.tables.values():
        holds = [(row, row.held) for row in table.rows if row.held is not None]
        if holds:
            login, ids = plan.opened.actor.login, [row.id for row, _ in holds]
            before = kept.newest_of(connection, plan.opened.store, login, table.name, ids)
            for row, hold in holds:
                last = before.get(row.id)
                same = last if last is not None and _same(last, row, hold) else None
                if same is not None and _stands_turned_down(same, row, hold):
                    _turn_down(row, hold, same.reason)
                    continue
                found = same if same is not None and same.pending else _made(register, table.name, row, hold)
                _say(row, hold, found.reason)
                waiting.add(found.id)
    return waiting


def _same(last: Held, row: RowPlan, hold: Hold) -> bool:
    typed = {name: hold.values[name] for name in hold.typed}
    return (last.kind, last.given, last.rules) == (_kind(row), typed, frozenset(hold.rules))


def _stands_turned_down(same: Held, row: RowPlan, hold: Hold) -> bool:
    """Whether nothing came of the same change before, and its user has not said that they want it all the same."""
    return not same.pending and same.state != CARRIED and not hold.values.keys() & row.incoming.decided.keys()


def _kind(row: RowPlan) -> kept.Kind:
    return "new" if row.is_new else "change"


def _made(register: Register, table: str, row: RowPlan, hold: Hold) -> Held:
    plan, received = register.plan, register.received
    held = Held(
        id=kept.next_id(register.connection, register.store),
        table=table,
        row=row.id,
        kind=_kind(row),
        book=plan.opened.name,
        batch=received.batch.id,
        requester=plan.opened.actor.login,
        asked_at=received.at,
        rev=0 if row.stored is None else row.stored.rev,
        values=hold.values,
        typed=hold.typed,
    )
    before = None if row.stored is None else dict(row.stored.values)
    after = {**(before or {}), **hold.values}
    words: dict[Language, dict[str, Value]] = {}
    for name in hold.rules:
        rule = register.rule(held, name)
        if rule is not None:
            language = register.language(held, rule.roles[0], after)
            if language not in words:
                words[language] = words_of(register, held, before, language)
            register.ask(held, rule, 0, {**words[language], **scope_of(after)}, language)
    held.reason = register.waits(held, after)
    kept.keep(register.connection, register.store, held)
    return held


def _say(row: RowPlan, hold: Hold, message: Message | None) -> None:
    row.waits = message
    row.open |= {name: OpenField("waiting", message) for name in hold.typed}


def _turn_down(row: RowPlan, hold: Hold, message: Message | None) -> None:
    row.waits, row.held = message, None
    row.open |= {name: OpenField("refused", message) for name in hold.typed}
