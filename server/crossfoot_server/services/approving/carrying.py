"""A held change carried out, in the name of who asked: merged once more, and judged by all rules as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.accounts import person
from crossfoot_server.errors import ServerError
from crossfoot_server.services.approving.held import Held, approved_rules
from crossfoot_server.services.approving.overtaken import void_overtaken
from crossfoot_server.services.approving.register import Register
from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.pushing.incoming import IncomingRow
from crossfoot_server.services.pushing.manner import PUSH
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.pusher import Pusher
from crossfoot_server.services.pushing.put_down import put_down
from crossfoot_server.services.pushing.sets.figures import without_figures
from crossfoot_server.services.pushing.settle import settle
from crossfoot_server.services.pushing.start import start_table
from crossfoot_server.services.pushing.wording import JOINED
from crossfoot_server.services.when import utc_text
from crossfoot_templates.messages import Message, say


@dataclass(frozen=True)
class Carried:
    """What came of it.

    Attributes:
        void: why nothing can come of it any more.
        refused: why it cannot be carried out as things are; it goes on waiting.
        more: further rules that ask about it by now, and that nobody has been asked about.
        along: what else was carried out with it.
    """

    void: Message | None = None
    refused: Message | None = None
    more: tuple[str, ...] = ()
    along: tuple[Held, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.void is None and self.refused is None and not self.more


def carry(
    connection: Connection, decider: Pusher, held: Held, register: Register, along: Sequence[Held] = ()
) -> Carried:
    """Carry out ``held``, all of whose requests have been approved, or say why not; then nothing is written.

    What the same batch asked for, ``along``, is carried out with it as far as it can be.
    """
    tried = _tried(connection, decider, held, along, register)
    if tried.plan is None:
        return tried.carried
    void_overtaken(connection, tried.plan, tried.pusher, register, {each.id for each in (held, *along)})
    put_down(connection, tried.plan, register.received)
    return tried.carried


def goes_along(
    connection: Connection, decider: Pusher, held: Held, register: Register, along: Sequence[Held]
) -> tuple[Held, ...] | None:
    """Those of ``along`` that would be carried out with ``held`` if all were approved; ``None`` where it would not be.

    Nothing is written.
    """
    tried = _tried(connection, decider, held, along, register)
    return None if tried.plan is None else tried.carried.along


@dataclass(frozen=True)
class _Tried:
    """What came of an attempt; ``plan``, by ``pusher``, is what would be written, ``None`` where nothing would be."""

    carried: Carried
    pusher: Pusher
    plan: PushPlan | None = None


def _tried(connection: Connection, decider: Pusher, held: Held, along: Sequence[Held], register: Register) -> _Tried:
    plan = register.plan
    opened = _opened(connection, plan, held)
    if opened is None:
        why = say("approval_asker_left", who=decider.name(held.requester)).text(plan.language)
        return _Tried(Carried(refused=say("approval_refused_now", why=why)), decider)
    pusher = Pusher(opened, True, decider.people)
    own = _started(connection, pusher, (held, *along), plan)
    row, others = _row_of(own, held), [(each, _row_of(own, each)) for each in along]
    changed = [name for name, field in row.open.items() if field.state == "conflict"]
    if changed:
        return _Tried(Carried(void=_contradicted(plan, held, row, decider, changed)), pusher)
    row.approved = approved_rules(held)
    for each, other in others:
        other.approved = each.rules
    _settle_whole(connection, own, [other for _, other in others])
    if row.held is not None:
        return _Tried(Carried(more=row.held.rules), pusher)
    if not _goes(row):
        return _Tried(Carried(refused=say("approval_refused_now", why=_why(plan, held, row))), pusher)
    return _Tried(Carried(along=tuple(each for each, other in others if _goes(other))), pusher, own)


def _settle_whole(connection: Connection, plan: PushPlan, rows: Sequence[RowPlan]) -> None:
    """Settle ``plan``, in which each of ``rows`` goes whole or not at all: else it goes on waiting."""
    settle(connection, plan)
    while partly := [row for row in rows if row.action != "none" and not _goes(row)]:
        for row in partly:
            row.action, row.taken = "none", {}
        settle(connection, plan)


def _row_of(plan: PushPlan, held: Held) -> RowPlan:
    return plan.tables[held.table].by_id[held.row]


def _goes(row: RowPlan) -> bool:
    return not row.open and row.refusal is None and row.held is None


def _started(connection: Connection, pusher: Pusher, together: Sequence[Held], plan: PushPlan) -> PushPlan:
    """The plan of what was asked for, as if who asked pushed it now."""
    opened = pusher.opened
    context = context_of(connection, opened, plan.at)
    tables: dict[str, TablePlan] = {}
    for name in opened.store.catalog.write_order:
        asked = [each for each in together if each.table == name]
        if asked:
            tables[name] = start_table(connection, pusher, name, [_incoming(each) for each in asked], context)
        for each in asked:
            row = tables[name].by_id[each.row]
            if row.is_new and row.action == "insert":
                row.taken |= each.values
    return PushPlan(opened, plan.at, plan.language, tables, PUSH, context)


def _incoming(held: Held) -> IncomingRow:
    decided = dict.fromkeys(held.given, held.rev) if held.kind == "change" else {}
    return IncomingRow(held.row, held.kind, held.rev, None, dict(held.given), decided)


def _opened(connection: Connection, plan: PushPlan, held: Held) -> OpenBook | None:
    """The book as who asked has it now; ``None`` where they may not change the table any more."""
    store = plan.opened.store
    requester = person(connection, store, held.requester)
    try:
        opened = None if requester is None else open_book(store, requester, held.book)
    except ServerError:
        return None
    return opened if opened is not None and held.table in opened.view.by_name else None


def _contradicted(plan: PushPlan, held: Held, row: RowPlan, decider: Pusher, changed: list[str]) -> Message:
    columns = plan.opened.store.catalog.tables[held.table].columns
    told = [each.name for each in columns if each.name in changed and not each.read]
    who = "" if row.stored is None else decider.name(row.stored.updated_by)
    when = "" if row.stored is None else utc_text(row.stored.updated_at)
    return say("approval_overtaken", who=who, when=when, columns=", ".join(told) or "…")


def _why(plan: PushPlan, held: Held, row: RowPlan) -> str:
    """What refuses the change, in the words of who decides; of columns that not everybody may read no name."""
    if row.refusal is not None:
        return row.refusal.text(plan.language)
    columns = plan.opened.store.catalog.tables[held.table].by_name
    told: dict[str, list[str]] = {}
    for name, field in row.open.items():
        if field.message is not None and not columns[name].read:
            told.setdefault(without_figures(field.message).text(plan.language), []).append(
                columns[name].label.in_(plan.language)
            )
    join = JOINED[plan.language].join
    return " ".join(f"{join(labels)}: {text}" for text, labels in told.items()) or "…"
