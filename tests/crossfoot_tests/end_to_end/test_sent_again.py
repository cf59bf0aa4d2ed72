"""What was refused for what other cells hold goes in by itself once these are mended, whoever mends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.store import Store
from crossfoot_templates.layout import FIRST_ROW, MESSAGE, TICK
from crossfoot_templates.model import Column, Label, Rule
from crossfoot_templates.types import Money, Text
from crossfoot_tests.end_to_end.desks import Desks, Person, open_desks
from crossfoot_tests.end_to_end.world import CATALOG

DISPUTE = Column(name="dispute", type=Text(), label=Label("争议", "Dispute"), required_when="=[@disputed]")
CREDIT = Column(name="credit", type=Money(currency="currency"), label=Label("额度", "Credit"))
CURRENCY = CATALOG.tables["invoice"].by_name["currency"]
CREDIT_CURRENCY = msgspec.structs.replace(CURRENCY, required=False)
WITHIN_CREDIT = Rule(
    name="within_credit",
    kind="limit",
    formula='=OR(ISBLANK([@credit]),SUMIFS(invoice[amount],invoice[customer],[@code],invoice[currency],"CNY")<=[@credit])',
    message=Label("超出信用额度。", "The customer's credit does not reach."),
)
WHOLE_HUNDREDS = Rule(
    name="whole_hundreds",
    kind="balance",
    formula='=MOD(SUMIFS(invoice[amount],invoice[customer],[@code],invoice[currency],"CNY"),100)=0',
    message=Label("合计须为整百。", "The invoices come to whole hundreds."),
    when="=ISBLANK([@credit])",
)
CATALOG_WITH = msgspec.structs.replace(
    CATALOG,
    tables=CATALOG.tables
    | {
        "customer": msgspec.structs.replace(
            CATALOG.tables["customer"],
            columns=(*CATALOG.tables["customer"].columns, CREDIT, CREDIT_CURRENCY),
            rules=(WITHIN_CREDIT, WHOLE_HUNDREDS),
        ),
        "invoice": msgspec.structs.replace(
            CATALOG.tables["invoice"], columns=(*CATALOG.tables["invoice"].columns, DISPUTE)
        ),
    },
)
FIRST, SECOND = FIRST_ROW, FIRST_ROW + 1


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desks]:
    """People in step over two invoices of 100 of a customer with a credit of 300, and two of one without."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'memory.sqlite'}", CATALOG_WITH)) as store:
        opened = open_desks(store)
        li = opened.people[0]
        li.sheet("customer").append(code="*1", name="Acme", credit=300.0, currency="Yuan")
        li.sheet("customer").append(code="*2", name="Bosch")
        li.desk.sync()
        for customer in ("Acme", "Acme", "Bosch", "Bosch"):
            li.sheet("invoice").append(customer=customer, issued_on=dt.date(2026, 1, 1), amount=100.0, currency="Yuan")
        for person in opened.people:
            person.desk.sync()
        yield opened


def shown(person: Person, line: int, column: str, table: str = "invoice") -> list[object]:
    """Tick, value and message of a row."""
    return [person.shows(table, line, name) for name in (TICK, column, MESSAGE)]


def test_what_a_gate_refused_goes_in_with_what_it_asked_for(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", FIRST, "disputed", "Yes")
    li.desk.sync()
    assert shown(li, FIRST, "disputed") == ["✗", "Yes", "Disputed: Dispute must be filled in first."]
    li.desk.sync()
    assert shown(li, FIRST, "disputed") == ["✗", "Yes", "Disputed: Dispute must be filled in first."]
    li.type("invoice", FIRST, "dispute", "late")
    report = li.desk.sync()
    assert shown(li, FIRST, "disputed") == ["✓", "Yes", None]
    assert report.rows == []
    grace.desk.sync()
    assert [grace.shows("invoice", FIRST, name) for name in ("disputed", "dispute")] == ["Yes", "late"]


def test_what_a_gate_refused_goes_in_once_a_colleague_has_filled_in_what_it_asked_for(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", FIRST, "disputed", "Yes")
    li.desk.sync()
    grace.type("invoice", FIRST, "dispute", "late")
    grace.desk.sync()
    li.desk.sync()
    assert li.shows("invoice", FIRST, "dispute") == "late"
    assert shown(li, FIRST, "disputed") == ["✓", "Yes", "Merged with a change by Grace Chen."]


def test_a_value_that_a_colleague_has_given_the_very_field_is_a_conflict(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", FIRST, "disputed", "Yes")
    li.desk.sync()
    grace.type("invoice", FIRST, "disputed", "No")
    grace.desk.sync()
    li.desk.sync()
    li.type("invoice", FIRST, "dispute", "late")
    li.desk.sync()
    assert li.shows("invoice", FIRST, TICK) == "⚠"
    grace.desk.sync()
    assert [grace.shows("invoice", FIRST, name) for name in ("disputed", "dispute")] == ["No", "late"]


def test_what_a_limit_refused_goes_in_once_another_row_makes_room(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", SECOND, "amount", 250.0)
    li.desk.sync()
    assert shown(li, SECOND, "amount")[:2] == ["✗", 250.0]
    li.type("invoice", FIRST, "amount", 50.0)
    li.desk.sync()
    assert [shown(li, line, "amount") for line in (FIRST, SECOND)] == [["✓", 50.0, None], ["✓", 250.0, None]]


def test_what_a_limit_refused_goes_in_once_somebody_else_has_made_room(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", SECOND, "amount", 250.0)
    li.desk.sync()
    grace.type("invoice", FIRST, "amount", 50.0)
    grace.desk.sync()
    li.desk.sync()
    assert [shown(li, line, "amount") for line in (FIRST, SECOND)] == [["✓", 50.0, None], ["✓", 250.0, None]]


def test_a_group_out_of_balance_goes_in_whole_once_one_of_its_rows_is_mended(office: Desks) -> None:
    li, *_ = office.people
    third, fourth = SECOND + 1, SECOND + 2
    li.type("invoice", third, "amount", 130.0)
    li.type("invoice", fourth, "amount", 60.0)
    li.desk.sync()
    assert [shown(li, line, "amount")[:2] for line in (third, fourth)] == [["✗", 130.0], ["✗", 60.0]]
    li.type("invoice", fourth, "amount", 70.0)
    li.desk.sync()
    assert [shown(li, line, "amount") for line in (third, fourth)] == [["✓", 130.0, None], ["✓", 70.0, None]]


def test_rows_that_go_out_again_are_no_flood_of_changes(office: Desks) -> None:
    li, *_ = office.people
    for number in range(30):
        li.sheet("invoice").append(
            customer="Acme", issued_on=dt.date(2026, 2, 1), amount=1.0, currency="Yuan", terms=f"{number}"
        )
    li.desk.sync()
    for line in range(SECOND + 3, SECOND + 33):
        li.type("invoice", line, "disputed", "Yes")
    li.desk.sync(confirmed=True)
    assert [li.shows("invoice", line, TICK) for line in range(SECOND + 3, SECOND + 33)] == ["✗"] * 30
    li.type("invoice", FIRST, "terms", "new")
    li.desk.sync()
    assert [li.shows("invoice", line, TICK) for line in (FIRST, SECOND + 3)] == ["✓", "✗"]


def test_what_was_refused_and_is_given_up_does_not_go_out_again(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", FIRST, "disputed", "Yes")
    li.desk.sync()
    li.type("invoice", FIRST, TICK, "Take theirs")
    li.type("invoice", FIRST, "dispute", "late")
    li.desk.sync()
    assert shown(li, FIRST, "disputed") == ["✓", None, None]
    grace.desk.sync()
    assert grace.shows("invoice", FIRST, "disputed") is None
