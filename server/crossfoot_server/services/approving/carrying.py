"""A held change carried out, in the name of who asked: merged once more, and judged by all rules as they stand now."""

from __future__ import annotations

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
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
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
    """

    void: Message | None = None
    refused: Message | None = None
    more: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.void is None and self.refused is None and not self.more


def carry(connection: Connection, decider: Pusher, held: Held, register: Register) -> Carried:
    """Carry out ``held``, all of whose requests have been approved, or say why not; then nothing is written."""
    plan = register.plan
    opened = _opened(connection, plan, held)
    if opened is None:
        who = decider.name(held.requester)
        return Carried(refused=say("approval_refused_now", why=say("approval_asker_left", who=who).text(plan.language)))
    pusher = Pusher(opened, True, decider.people)
    incoming = IncomingRow(held.row, held.kind, held.rev, None, dict(held.given))
    if held.kind == "change":
        incoming.decided = dict.fromkeys(held.given, held.rev)
    context = context_of(connection, opened, plan.at)
    table = start_table(connection, pusher, held.table, [incoming], context)
    row = table.rows[0]
    if row.is_new and row.action == "insert":
        row.taken |= held.values
    changed = [name for name, field in row.open.items() if field.state == "conflict"]
    if changed:
        return Carried(void=_contradicted(plan, held, row, decider, changed))
    row.approved = approved_rules(held)
    own = PushPlan(opened, plan.at, plan.language, {held.table: table}, PUSH, context)
    settle(connection, own)
    if row.held is not None:
        return Carried(more=row.held.rules)
    if row.open or row.refusal is not None:
        return Carried(refused=say("approval_refused_now", why=_why(plan, held, row)))
    void_overtaken(connection, own, pusher, register, {held.id})
    put_down(connection, own, register.received)
    return Carried()


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
