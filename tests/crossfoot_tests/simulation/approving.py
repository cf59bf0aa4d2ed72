"""What people do about changes that others approve: ask, decide, think better of it, and get in each other's way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crossfoot_sync.grids.memory_sheet import Content
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.layout import ID, TAKE_THEIRS, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end import world
from crossfoot_tests.simulation.acts import Act, delete_line, type_row
from crossfoot_tests.simulation.company import APPROVERS
from crossfoot_tests.simulation.goingback import undo_batch
from crossfoot_tests.simulation.ledger import FOLLOWED
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.syncing import SYNCING

PENDING = {"en": "Pending", "zh": "待审批"}
APPROVE = {"en": "Approve", "zh": "批准"}
REJECT = {"en": "Reject", "zh": "不批准"}
WITHDRAW = {"en": "Withdraw", "zh": "撤回"}
NAMES = {each.login: each.name for each in world.ORGANISATION.users}

Spot = tuple[str, int]
"""A row: its table and its line."""


def ask(moment: Moment) -> bool:
    """Give a discount of more than half, in a new invoice or one that is there, and mostly sync."""
    place, dice = moment.place, moment.dice
    lines, discounts = place.lines("invoice"), (moment.small(), moment.most())
    fitting = [
        (line, each) for line in lines for each in discounts if _is_large(place.shows("invoice", line, "amount"), each)
    ]
    if fitting and dice.random() < 0.5:
        line, discount = dice.choice(fitting)
    elif not lines or dice.random() < 0.3:
        line, discount = place.sheet("invoice").append(), discounts[1]
        type_row(moment, "invoice", line)
    else:
        line, discount = dice.choice(lines), discounts[1]
        place.type("invoice", line, "amount", moment.amount())
    place.type("invoice", line, "discount", discount)
    if dice.random() < 0.3:
        place.type("invoice", line, "terms", moment.text())
    _mostly_sync(moment)
    return True


def _is_large(amount: CellValue, discount: float) -> bool:
    return isinstance(amount, int | float) and amount / 2 < discount <= amount


def decide(moment: Moment) -> bool:
    """Look what others ask for, approve or reject one of it, and mostly sync. Who has no say sends for who has."""
    if moment.place.login not in APPROVERS:
        places = [each for each in moment.office.places if each.login in APPROVERS]
        moment = replace(moment, place=moment.dice.choice(places))
    place = moment.place
    if not _asked_of_me(moment):
        SYNCING["pull"].do(moment)
    asked = _asked_of_me(moment)
    if not asked:
        return False
    words = APPROVE if moment.dice.random() < 0.75 else REJECT
    return _say(moment, moment.dice.choice(asked), words[place.language])


def approve_own(moment: Moment) -> bool:
    """Approve one's own request, or try to."""
    return _decide_own(moment, APPROVE[moment.place.language])


def withdraw(moment: Moment) -> bool:
    """Take a request back: in the table of approvals, or in the row."""
    place = moment.place
    if moment.dice.random() < 0.5 and _decide_own(moment, WITHDRAW[place.language]):
        return True
    spots = [spot for spot in _waiting(moment) if place.sheet(spot[0]).has(TICK)]
    if not spots:
        return False
    table, line = moment.dice.choice(spots)
    for column in place.opened(table, line):
        if column in FOLLOWED[table] and place.sheet(table).has(column):
            place.ledger.bring_back(place.workbook, table, column, place.content(table, line, column))
            place.give_up(table, line, column)
    place.sheet(table).set(line, TICK, TAKE_THEIRS[place.language])
    SYNCING[moment.dice.choice(("sync", "sync", "pull"))].do(moment)
    return True


def edit_waiting(moment: Moment) -> bool:
    """Change what waits once more: more or less of it, to something that nobody need approve, or beside it."""
    place, spots = moment.place, _waiting(moment)
    if not spots:
        return False
    table, line = moment.dice.choice(spots)
    contents: tuple[tuple[str, Content], ...] = (
        ("discount", moment.small()),
        ("discount", moment.most()),
        ("discount", None),
        ("amount", moment.amount()),
        ("terms", moment.text()),
        ("notes", moment.text()),
    )
    column, content = moment.dice.choice(contents)
    if not place.sheet(table).has(column):
        return False
    place.type(table, line, column, content)
    _mostly_sync(moment)
    return True


def remove_waiting(moment: Moment) -> bool:
    """Delete a row in which a change of one's own or of somebody else's waits."""
    spots = [*_waiting(moment), *_asked_by_others(moment)]
    if not spots:
        return False
    delete_line(moment, *moment.dice.choice(spots))
    _mostly_sync(moment)
    return True


def overtake(moment: Moment) -> bool:
    """Change what the rule looked at, or something else, in a row of which somebody else asks for a change."""
    spots = _asked_by_others(moment)
    if not spots:
        return False
    table, line = moment.dice.choice(spots)
    column = moment.dice.choice(("amount", "amount", "terms"))
    moment.place.type(table, line, column, moment.value(column))
    _mostly_sync(moment)
    return True


def undo_request(moment: Moment) -> bool:
    """Undo a batch that asked for something, or one's own that decided about it."""
    place = moment.place
    batches = {each.batch: None for each in moment.office.pending.waiting() if each.requester == place.login}
    batches |= {each.ended_by: None for each in moment.office.pending.known.values() if each.decider == place.login}
    return bool(batches) and undo_batch(moment, moment.dice.choice([*batches]))


def _requests(moment: Moment) -> Iterator[tuple[int, object]]:
    """The requests in the sheet that nobody has decided, each with who asked."""
    place = moment.place
    for line, row in place.rows(APPROVAL):
        if row.get("state") in PENDING.values():
            yield line, row.get("requested_by")


def _asked_of_me(moment: Moment) -> list[int]:
    return [line for line, by in _requests(moment) if by != NAMES.get(moment.place.login)]


def _decide_own(moment: Moment, decision: str) -> bool:
    own = [line for line, by in _requests(moment) if by == NAMES.get(moment.place.login)]
    return bool(own) and _say(moment, moment.dice.choice(own), decision)


def _say(moment: Moment, line: int, decision: str) -> bool:
    place = moment.place
    if not place.sheet(APPROVAL).has("decision"):
        return False
    place.type(APPROVAL, line, "decision", decision)
    if moment.dice.random() < 0.4:
        place.type(APPROVAL, line, "comment", moment.text())
    _mostly_sync(moment)
    return True


def _waiting(moment: Moment) -> list[Spot]:
    """The rows of the workbook that say that something of theirs waits."""
    place = moment.place
    return [
        ("invoice", line)
        for line in place.lines("invoice")
        if any(each.state == "w" for each in place.opened("invoice", line).values())
    ]


def _asked_by_others(moment: Moment) -> list[Spot]:
    """The rows of the workbook of which somebody else asks for a change."""
    place, waiting = moment.place, moment.office.pending.waiting()
    asked = {each.row_id for each in waiting if each.requester != place.login}
    return [("invoice", line) for line, row in place.rows("invoice") if row.get(ID) in asked]


def _mostly_sync(moment: Moment) -> None:
    if moment.dice.random() < 0.7:
        SYNCING["sync"].do(moment)


APPROVING: dict[str, Act] = {
    "ask for a discount": Act(ask, 22),
    "decide what others ask": Act(decide, 24),
    "approve one's own": Act(approve_own, 6),
    "withdraw": Act(withdraw, 10),
    "change what waits": Act(edit_waiting, 14),
    "remove what waits": Act(remove_waiting, 8),
    "overtake what waits": Act(overtake, 12),
}
"""What is done about changes that others approve; trouble may strike meanwhile."""

UNDOING: dict[str, Act] = {
    "undo a request": Act(undo_request, 10),
}
"""What is taken back of it."""
