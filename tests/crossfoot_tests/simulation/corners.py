"""Corners into which chance alone leads too seldom: work at the worst moment of a sync, and rows that compete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from crossfoot_templates.layout import ID, TICK
from crossfoot_tests.simulation.acts import Act, choose, type_row
from crossfoot_tests.simulation.ledger import mark_of
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.network import Trouble
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.simulation.syncing import SYNCING


def work_on_cut_off(moment: Moment) -> bool:
    """Type a new invoice, sync, hear nothing, and change most of the row before the next sync."""
    place, text = moment.place, moment.text()
    line = place.sheet("invoice").append()
    type_row(moment, "invoice", line)
    place.type("invoice", line, "terms", text)
    place.line.trouble = Trouble(moment.dice.choice(("lost reply", "lost reply", "lost request")))
    SYNCING["sync"].do(moment)
    if place.content("invoice", line, "terms") != text:
        return False
    place.type("invoice", line, "amount", moment.amount())
    place.type("invoice", line, "issued_on", dt.date(2026, 12, moment.dice.randint(1, 31)))
    place.type("invoice", line, "currency", moment.dice.choice(("Yuan", "US dollar")))
    _mostly_sync(moment)
    return True


def choose_too_early(moment: Moment) -> bool:
    """Choose in a row that waits for that, while a sync that brings another conflict in it is on its way."""
    shared = [
        (table, line, other, column)
        for table in moment.place.tables
        for line in moment.place.lines(table)
        if moment.place.opened(table, line)
        for other, column in _shared_cells(moment, table, line)
    ]
    if not shared:
        return False
    place = moment.place
    table, line, other, column = moment.dice.choice(shared)
    row_id = place.shows(table, line, ID)
    place.type(table, line, column, moment.value(column))

    def ahead() -> None:
        theirs = replace(moment, place=other)
        at = _line_of(other, table, row_id)
        if at is not None:
            other.type(table, at, column, theirs.value(column))
            place.line.others_meanwhile = True
            SYNCING["sync"].do(theirs)
            moment.count = theirs.count

    def behind() -> None:
        at = _line_of(place, table, row_id)
        if at is not None:
            place.line.typed_meanwhile = place.page.stepped_back = True
            opened = place.followed(table) if at in place.held(table) else list(place.opened(table, at))
            choose(moment, table, at, opened, moment.dice.choice(("mine", "theirs")))

    moment.race, place.line.trouble = (ahead, behind), Trouble("overtaken")
    SYNCING["sync"].do(moment)
    return True


def crowd(moment: Moment) -> bool:
    """Send a customer with just enough credit for it an invoice, and before it one that is refused, or that waits."""
    place = moment.place
    if "customer" not in place.tables or not place.sheet("customer").has("credit"):
        return False
    customers = [line for line, row in place.rows("customer") if mark_of(row.get("name")) and row.get("code")]
    if not customers:
        return False
    line = moment.dice.choice(customers)
    name, currency = (place.content("customer", line, column) for column in ("name", "currency"))
    first, second = moment.amount(), moment.amount()
    place.type("customer", line, "credit", round(_owed(place, line) + first / 2 + second, 2))
    for amount, discount in ((first, moment.dice.choice((moment.amount(), moment.most()))), (second, None)):
        below = place.sheet("invoice").append()
        type_row(moment, "invoice", below)
        for column, value in (("customer", name), ("currency", currency), ("amount", amount), ("discount", discount)):
            place.type("invoice", below, column, value)
    _mostly_sync(moment)
    return True


def _shared_cells(moment: Moment, table: str, line: int) -> Iterator[tuple[Place, str]]:
    """Where else a row stands, and in whose hands, with a column of it that waits for nobody here."""
    place, row_id = moment.place, moment.place.shows(table, line, ID)
    if not place.sheet(table).has(TICK) or row_id not in place.known(table):
        return
    free = [column for column in place.followed(table) if column not in place.opened(table, line)]
    for other in moment.office.places:
        if other.login != place.login and table in other.tables and _line_of(other, table, row_id) is not None:
            yield from ((other, column) for column in free if other.sheet(table).has(column))


def _line_of(place: Place, table: str, row_id: object) -> int | None:
    return next((line for line, row in place.rows(table) if row.get(ID) == row_id), None)


def _owed(place: Place, customer: int) -> float:
    """What the invoices in the sheet of a customer come to, in the currency of its credit."""
    row = dict(place.rows("customer"))[customer]
    names = {row.get("name"), row.get("code")} - {None}
    theirs = [each for _, each in place.rows("invoice") if each.get("customer") in names]
    amounts = (each.get("amount") for each in theirs if each.get("currency") == row.get("currency"))
    return sum(amount for amount in amounts if isinstance(amount, int | float))


def _mostly_sync(moment: Moment) -> None:
    if moment.dice.random() < 0.7:
        SYNCING["sync"].do(moment)


CORNERS: dict[str, Act] = {
    "work on what was cut off": Act(work_on_cut_off, 8, "H23"),
    "choose while a conflict comes": Act(choose_too_early, 12, "H27"),
    "crowd a credit": Act(crowd, 10),
}
"""What brings its own trouble, or needs none."""
