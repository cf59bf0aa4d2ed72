"""What people do that rules and formulas speak of: discounts, credit, settling, closing, and typing over figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crossfoot_sync.grids.memory_sheet import Content, Formula
from crossfoot_templates.layout import REFUSED, TICK
from crossfoot_tests.simulation.acts import Act
from crossfoot_tests.simulation.figures import COMPUTED
from crossfoot_tests.simulation.moment import Moment

SETTLED = {"en": "Settled", "zh": "已结清"}
OPEN = {"en": "Open", "zh": "未结"}


def give_discount(moment: Moment) -> bool:
    """Type a discount: a small one, one that exceeds every amount so far, or none."""
    line = _line(moment, "invoice")
    if line is None:
        return False
    value = moment.dice.choice((moment.small(), moment.small(), moment.amount(), None))
    moment.place.type("invoice", line, "discount", value)
    return True


def set_credit(moment: Moment) -> bool:
    """Give a customer credit: about what its invoices in the sheet come to, or as much as it likes."""
    line = _line(moment, "customer")
    if line is None or not moment.place.sheet("customer").has("credit"):
        return False
    owed = sum(amount for _, amount in _invoices_of(moment, line))
    bounds: tuple[Content, ...] = (round(owed * 0.8, 2), round(owed, 2), round(owed * 1.2 + 5000, 2), 0.0, None)
    moment.place.type("customer", line, "credit", moment.dice.choice(bounds))
    return True


def bound_visits(moment: Moment) -> bool:
    """Say how many visits a customer gets at most."""
    return _type(moment, "customer", "most_visits", moment.dice.choice((0, 1, 1, 2, 3, None)))


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
        line
        for line in place.lines("invoice")
        if place.sheet("invoice").has("status") and place.shows("invoice", line, "status") in SETTLED.values()
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
    return _type(moment, "visit", "closed", moment.dice.choice(("Yes", "是", "No")))


def mend(moment: Moment) -> bool:
    """Mend rows that were refused: with a smaller value, another customer, a day, or by making room elsewhere."""
    place, mended = moment.place, False
    for table in place.tables:
        refused = [line for line, row in place.rows(table) if row.get(TICK) == REFUSED]
        for line in refused[:3]:
            mended |= table in _MENDS and _MENDS[table](moment, line)
    return mended


def _mend_invoice(moment: Moment, line: int) -> bool:
    place = moment.place
    match moment.dice.randrange(4):
        case 0:
            place.type("invoice", line, "amount", moment.amount())
            place.type("invoice", line, "discount", None)
        case 1:
            place.type("invoice", line, "settled_on", dt.date(2026, 9, 1))
        case 2:
            place.type("invoice", line, "status", OPEN[place.language])
        case _:
            # in all of a small company there is seldom a customer without invoices: room is made by removing one
            customer = place.shows("invoice", line, "customer")
            others = [
                each
                for each, row in place.rows("invoice")
                if row.get("customer") == customer and row.get(TICK) != REFUSED
            ]
            if customer is None or not others:
                return False
            gone = moment.dice.choice(others)
            place.give_up("invoice", gone)
            place.sheet("invoice").delete_rows([gone])
    return True


def _mend_customer(moment: Moment, line: int) -> bool:
    if not moment.place.sheet("customer").has("credit"):
        return False
    moment.place.type("customer", line, "credit", None)
    moment.place.type("customer", line, "most_visits", 5)
    return True


def _mend_visit(moment: Moment, line: int) -> bool:
    names = [moment.place.content("customer", each, "name") for each in moment.place.lines("customer")]
    if not names:
        return False
    moment.place.type("visit", line, "customer", moment.dice.choice(names))
    return True


_MENDS = {"customer": _mend_customer, "invoice": _mend_invoice, "visit": _mend_visit}


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


def _line(moment: Moment, table: str) -> int | None:
    """A row of ``table``, if the workbook has the table and that has any."""
    lines = moment.place.lines(table) if table in moment.place.tables else []
    return moment.dice.choice(lines) if lines else None


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
    "set a credit": Act(set_credit, 12),
    "bound the visits": Act(bound_visits, 8),
    "change the credit's currency": Act(change_currency, 3),
    "settle an invoice": Act(settle, 8),
    "open an invoice again": Act(reopen, 6),
    "forget the day": Act(forget_day, 3),
    "close a visit": Act(close_visit, 4),
    "mend what was refused": Act(mend, 14),
    "type over a figure": Act(type_over_figure, 10),
}
"""What is done to values that rules and formulas look at."""
