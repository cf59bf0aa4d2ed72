"""What people do that rules and formulas speak of: discounts, credit, settling, visits, and typing over figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from crossfoot_sync.grids.memory_sheet import Content, Formula
from crossfoot_templates.layout import ID, KEEP_MINE, MESSAGE, REFUSED, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.simulation import books
from crossfoot_tests.simulation.acts import Act
from crossfoot_tests.simulation.figures import COMPUTED
from crossfoot_tests.simulation.ledger import FOLLOWED
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.rules import GATE
from crossfoot_tests.simulation.syncing import SYNCING

SETTLED = {"en": "Settled", "zh": "已结清"}
OPEN = {"en": "Open", "zh": "未结"}
YES = {"en": "Yes", "zh": "是"}


def give_discount(moment: Moment) -> bool:
    """Type a discount: a small one, one that exceeds every amount so far, or none."""
    line = _line(moment, "invoice")
    if line is None:
        return False
    if moment.dice.random() < 0.2:
        # too much in dollars
        moment.place.type("invoice", line, "amount", moment.amount())
        moment.place.type("invoice", line, "discount", moment.most())
        return True
    value = moment.dice.choice((moment.small(), moment.small(), moment.amount(), None))
    moment.place.type("invoice", line, "discount", value)
    return True


def set_credit(moment: Moment) -> bool:
    """Give a customer credit: about what its invoices in the sheet come to, or plenty."""
    line = _line(moment, "customer")
    if line is None or not moment.place.sheet("customer").has("credit"):
        return False
    owed = sum(amount for _, amount in _invoices_of(moment, line))
    bounds: tuple[Content, ...] = (round(owed * 0.8, 2), round(owed, 2), round(owed * 1.2 + 5000, 2), 300000.0)
    moment.place.type("customer", line, "credit", moment.dice.choice(bounds))
    _often_sync(moment)
    return True


def bound_visits(moment: Moment) -> bool:
    """Say how many visits a customer gets at most."""
    bounded = _type(moment, "customer", "most_visits", moment.dice.choice((0, 1, 1, 2, 3, None)))
    if bounded:
        _often_sync(moment)
    return bounded


def change_currency(moment: Moment) -> bool:
    """Give a customer its credit in another currency: other invoices count then."""
    return _type(moment, "customer", "currency", moment.dice.choice(("Yuan", "US dollar")))


def settle(moment: Moment) -> bool:
    """Settle an invoice, and sometimes forget to say on which day, or change it by the same stroke."""
    line = _line(moment, "invoice")
    if line is None:
        return False
    place = moment.place
    place.type("invoice", line, "status", SETTLED[place.language])
    if moment.dice.random() < 0.7:
        place.type("invoice", line, "settled_on", dt.date(2026, 9, moment.dice.randint(1, 30)))
    if moment.dice.random() < 0.3:
        place.type("invoice", line, "amount", moment.amount())
    return True


def reopen(moment: Moment) -> bool:
    """Open a settled invoice again, sometimes with another amount by the same stroke: that one is locked still."""
    place = moment.place
    settled = [
        line for line in _lines(moment, "invoice") if _shows(moment, "invoice", line, "status") in SETTLED.values()
    ]
    if not settled:
        return False
    line = moment.dice.choice(settled)
    place.type("invoice", line, "status", OPEN[place.language])
    if moment.dice.random() < 0.3:
        place.type("invoice", line, "amount", moment.amount())
    return True


def forget_day(moment: Moment) -> bool:
    """Empty the day on which an invoice was settled."""
    return _type(moment, "invoice", "settled_on", None)


def close_visit(moment: Moment) -> bool:
    """Close a visit: it stays as it is from then on."""
    return _type(moment, "visit", "closed", moment.dice.choice(("Yes", "是", "Yes", "No")))


def visit(moment: Moment) -> bool:
    """Type a visit of a customer, often one that was visited before."""
    place = moment.place
    line = _line(moment, "customer")
    if line is None or "visit" not in place.tables:
        return False
    first = place.lines("customer")[0]
    below = place.sheet("visit").append()
    place.type("visit", below, "day", dt.date(2026, 2, 1) + dt.timedelta(days=moment.dice.randrange(300)))
    place.type("visit", below, "customer", place.content("customer", moment.dice.choice((first, line)), "name"))
    place.type("visit", below, "result", moment.text())
    _often_sync(moment)
    return True


def invoice_on_credit(moment: Moment) -> bool:
    """Send one more invoice to a customer with a credit, or make one of its invoices larger."""
    place = moment.place
    limited = [line for line in _lines(moment, "customer") if _shows(moment, "customer", line, "credit") is not None]
    if not limited:
        return False
    line = moment.dice.choice(limited)
    theirs = [number for number, _ in _invoices_of(moment, line)]
    if theirs and moment.dice.random() < 0.5:
        place.type("invoice", moment.dice.choice(theirs), "amount", moment.amount())
        _often_sync(moment)
        return True
    below = place.sheet("invoice").append()
    place.type("invoice", below, "customer", place.content("customer", line, "name"))
    place.type("invoice", below, "currency", _shows(moment, "customer", line, "currency"))
    place.type("invoice", below, "issued_on", dt.date(2026, 3, moment.dice.randint(1, 31)))
    place.type("invoice", below, "amount", moment.amount())
    _often_sync(moment)
    return True


def work_on_locked(moment: Moment) -> bool:
    """Type in a settled invoice or a closed visit, or delete the visit."""
    place = moment.place
    locked = [
        (table, line)
        for table, column, words in (("invoice", "status", SETTLED), ("visit", "closed", YES))
        for line in _lines(moment, table)
        if _shows(moment, table, line, column) in words.values()
    ]
    if not locked:
        return False
    kind = moment.dice.choice(sorted({table for table, _ in locked}))
    table, line = moment.dice.choice([each for each in locked if each[0] == kind])
    if table == "visit" and moment.dice.random() < 0.3:
        place.give_up(table, line)
        place.sheet(table).delete_rows([line])
        return True
    column = moment.dice.choice({"invoice": ("amount", "terms"), "visit": ("result",)}[table])
    place.type(table, line, column, moment.value(column))
    return True


def mend(moment: Moment) -> bool:
    """Mend a row that a rule refused, as it says, whosever it is: with another value, or by making room elsewhere.

    A rule that refuses few rows has its turn as often as one that refuses many. What room was made for is insisted on.
    """
    refused: dict[str, list[tuple[Moment, str, int]]] = {}
    for each in moment.office.within_reach(moment.place):
        for rule, table, line in _refused(theirs := replace(moment, place=each)):
            refused.setdefault(rule, []).append((theirs, table, line))
    if not refused:
        return False
    rule = moment.dice.choice(sorted(refused))
    moment, table, line = moment.dice.choice(refused[rule])
    place = moment.place
    row_id = _shows(moment, table, line, ID)
    if not MENDS[rule](moment, table, line):
        return False
    lines = [line for line, row in place.rows(table) if row_id is not None and row.get(ID) == row_id]
    if len(lines) == 1 and place.sheet(table).has(TICK):
        place.insist(table, lines[0], *(name for name in place.opened(table, lines[0]) if name in FOLLOWED[table]))
        place.sheet(table).set(lines[0], TICK, KEEP_MINE[place.language])
    _often_sync(moment)
    return True


def _refused(moment: Moment) -> Iterator[tuple[str, str, int]]:
    """The refused rows, each with every rule that its message names; the gate is told in other words."""
    for table in ("customer", "invoice", "visit"):
        for line in _lines(moment, table):
            if _shows(moment, table, line, TICK) == REFUSED:
                said = str(_shows(moment, table, line, MESSAGE) or "")
                named = [rule.name for rule in BY_MESSAGE if rule.message.en in said or rule.message.zh in said]
                if not named and _shows(moment, table, line, "status") in SETTLED.values():
                    named = [GATE]
                yield from ((name, table, line) for name in named)


def _make_credit(moment: Moment, table: str, line: int) -> bool:
    """Raise the credit, or remove another invoice of the same customer."""
    place = moment.place
    if table == "customer":
        place.type(table, line, "credit", None)
        return True
    customer = _shows(moment, "invoice", line, "customer")
    others = [each for each in _lines(moment, "invoice") if each != line]
    others = [each for each in others if _shows(moment, "invoice", each, "customer") == customer]
    if others and moment.dice.random() < 0.4:
        gone = moment.dice.choice(others)
        place.give_up("invoice", gone)
        place.sheet("invoice").delete_rows([gone])
        return True
    heads = [each for each in _lines(moment, "customer") if _shows(moment, "customer", each, "name") == customer]
    if not heads or not place.sheet("customer").has("credit"):
        return False
    place.type("customer", heads[0], "credit", 900000.0)
    return True


def _make_room(moment: Moment, table: str, line: int) -> bool:
    """Allow more visits, or visit somebody else."""
    place = moment.place
    if table == "customer":
        place.type(table, line, "most_visits", 9)
        return True
    heads = [each for each in _lines(moment, "customer") if _shows(moment, "customer", each, "name")]
    if not heads:
        return False
    if moment.dice.random() < 0.5 and place.sheet("customer").has("most_visits"):
        visited = _shows(moment, "visit", line, "customer")
        for each in heads:
            if _shows(moment, "customer", each, "name") == visited:
                place.type("customer", each, "most_visits", 9)
                return True
    place.type("visit", line, "customer", place.content("customer", moment.dice.choice(heads), "name"))
    return True


def _lower_discount(moment: Moment, table: str, line: int) -> bool:
    """Give no discount, or a larger invoice."""
    if moment.dice.random() < 0.5:
        moment.place.type(table, line, "amount", moment.amount())
    moment.place.type(table, line, "discount", None)
    return True


def _unlock(moment: Moment, table: str, line: int) -> bool:
    if table == "invoice":
        moment.place.type(table, line, "status", OPEN[moment.place.language])
    return table == "invoice"


def _say_the_day(moment: Moment, table: str, line: int) -> bool:
    if table != "invoice" or _shows(moment, table, line, "status") not in SETTLED.values():
        return False
    moment.place.type(table, line, "settled_on", dt.date(2026, 9, 1))
    return True


BY_MESSAGE = (books.CREDIT, books.VISITS, books.DISCOUNT, books.DOLLARS, books.SETTLED)
"""The rules that a row can be mended for and that say in their own words what is wrong."""

MENDS: dict[str, Callable[[Moment, str, int], bool]] = {
    books.CREDIT.name: _make_credit,
    books.VISITS.name: _make_room,
    books.DISCOUNT.name: _lower_discount,
    books.DOLLARS.name: _lower_discount,
    books.SETTLED.name: _unlock,
    GATE: _say_the_day,
}


def type_over_figure(moment: Moment) -> bool:
    """Type over a computed cell: a text, an amount, nothing, or a formula of one's own."""
    place = moment.place
    cells = [
        (table, line, column)
        for table in place.tables
        for column in COMPUTED[table]
        if place.sheet(table).has(column)
        for line in place.lines(table)
    ]
    if not cells:
        return False
    text = moment.text()
    contents: tuple[Content, ...] = (text, text, moment.amount(), None, Formula(text, f'"{text}"'))
    place.type(*moment.dice.choice(cells), moment.dice.choice(contents))
    return True


def _often_sync(moment: Moment) -> None:
    """What a limit looks at in several workbooks comes together before the end."""
    if moment.dice.random() < 0.5:
        SYNCING["sync"].do(moment)


def _line(moment: Moment, table: str) -> int | None:
    """A row of ``table``, if the workbook has the table and that has any."""
    lines = _lines(moment, table)
    return moment.dice.choice(lines) if lines else None


def _lines(moment: Moment, table: str) -> list[int]:
    return moment.place.lines(table) if table in moment.place.tables else []


def _shows(moment: Moment, table: str, line: int, column: str) -> CellValue:
    return moment.place.shows(table, line, column) if moment.place.sheet(table).has(column) else None


def _type(moment: Moment, table: str, column: str, content: Content) -> bool:
    line = _line(moment, table)
    if line is None or not moment.place.sheet(table).has(column):
        return False
    moment.place.type(table, line, column, content)
    return True


def _invoices_of(moment: Moment, line: int) -> Iterator[tuple[int, float]]:
    """The invoices in the sheet of the customer in a line, with their amounts."""
    place = moment.place
    names = {place.shows("customer", line, name) for name in ("name", "code")} - {None}
    for number, row in place.rows("invoice"):
        amount = row.get("amount")
        if row.get("customer") in names and isinstance(amount, int | float):
            yield number, amount


BUSINESS: dict[str, Act] = {
    "give a discount": Act(give_discount, 12),
    "set a credit": Act(set_credit, 16),
    "bound the visits": Act(bound_visits, 10),
    "change the credit's currency": Act(change_currency, 3),
    "visit a customer": Act(visit, 20),
    "invoice on credit": Act(invoice_on_credit, 14),
    "settle an invoice": Act(settle, 10),
    "open an invoice again": Act(reopen, 6),
    "forget the day": Act(forget_day, 3),
    "close a visit": Act(close_visit, 10),
    "work on what is locked": Act(work_on_locked, 14),
    "mend what was refused": Act(mend, 24),
    "type over a figure": Act(type_over_figure, 10),
}
"""What is done to values that rules and formulas look at."""
