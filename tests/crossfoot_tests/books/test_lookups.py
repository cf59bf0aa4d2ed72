"""What functions in cells ask of the shipped books: what customers owe, and single cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import event

from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.ledger import BANDS
from crossfoot_server.services import look_up
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import (
    AgingOf,
    Amount,
    Answer,
    BalanceOf,
    Cell,
    CellOf,
    Lookups,
    OverdueOf,
    Question,
    Refused,
)
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.messages import say
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import PEOPLE, customer, told
from crossfoot_tests.books.test_receivables import ALLOC_1, INV1, R1, allocation, item, receipt
from crossfoot_tests.server.builders import NOW, Desk, change, new, open_store, remove, row_id
from crossfoot_tests.server.conftest import shop
from crossfoot_tests.server.documented import body_of, client_of

__all__ = ["shop"]

pytestmark = pytest.mark.slow

ON = "2025-03-31"


@pytest.fixture
def alloc_1(finance: Desk) -> Desk:
    """ALLOC-1, allocated first in, first out."""
    reply = finance.sync(
        item(INV1, "invoice", "2025-01-10", "10000.00", "2025-02-09"),
        item(102, "invoice", "2025-02-05", "6000.00", "2025-03-07"),
        item(103, "invoice", "2025-03-01", "8000.00", "2025-03-31"),
        item(104, "credit_note", "2025-03-05", "-1500.00", source=row_id(102)),
        receipt(R1, "15000.00"),
    )
    assert told(reply) == {"receivable": ["ok"] * 4, "receipt": ["ok"]}
    assert set(told(finance.sync(*ALLOC_1["first in, first out"][0]))["allocation"]) == {"ok"}
    return finance


def ask(desk: Desk, *questions: Question, now: dt.datetime = NOW) -> list[Answer]:
    return look_up(desk.store, desk.actor, Lookups(list(questions), "en"), now).answers


def said(answers: Sequence[Answer]) -> list[str]:
    """What was said of questions that have no answer."""
    return [each.message.text("en") for each in answers if isinstance(each, Refused)]


def test_what_a_customer_owes_as_of_a_day_is_what_was_worked_out(alloc_1: Desk) -> None:
    assert ask(
        alloc_1,
        BalanceOf("K1", ON),
        BalanceOf(" Acme ", "2025-03-19"),
        BalanceOf("K1", "2025-01-09"),
        OverdueOf("K1", "2025-03-19"),
        OverdueOf("K1", ON),
        OverdueOf("K1", "2025-04-01"),
        AgingOf("K1", "not due", ON),
        AgingOf("K1", "1-30", "2025-03-19"),
        AgingOf("K1", "31–60 天", "2025-03-19"),
        AgingOf("K1", "未核销余额", ON),
        AgingOf("K1", "total", ON, buckets="audit"),
        AgingOf("K1", "0-1", ON, "cny", "Audit"),
        BalanceOf("K2"),
        BalanceOf("K2", currency="USD"),
    ) == [
        Amount("7500.00", "CNY"),
        Amount("22500.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("14500.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("7500.00", "CNY"),
        Amount("7500.00", "CNY"),
        Amount("4500.00", "CNY"),
        Amount("10000.00", "CNY"),
        Amount("0.00", "CNY"),
        Amount("7500.00", "CNY"),
        Amount("7500.00", "CNY"),
        Amount("0.00", ""),
        Amount("0.00", "USD"),
    ]


def test_today_is_the_day_in_the_house(alloc_1: Desk) -> None:
    late = dt.datetime(2025, 3, 31, 15, 59, tzinfo=dt.UTC)
    (before, after) = (ask(alloc_1, OverdueOf("K1"), now=late + dt.timedelta(minutes=each)) for each in (0, 1))
    assert (before, after) == ([Amount("0.00", "CNY")], [Amount("7500.00", "CNY")])


def test_what_was_voided_and_other_customers_do_not_count(alloc_1: Desk) -> None:
    others = alloc_1.sync(
        item(105, "invoice", "2025-03-01", "99.00", "2025-03-31", customer=row_id(2)),
        item(106, "invoice", "2025-03-01", "55.00", "2025-03-31"),
        receipt(202, "1.00", customer=None),
    )
    assert told(others) == {"receivable": ["ok", "ok"], "receipt": ["ok"]}
    alloc_1.sync(remove("receivable", row_id(106)))
    assert ask(alloc_1, BalanceOf("K1", ON), BalanceOf("Bolt", ON)) == [
        Amount("7500.00", "CNY"),
        Amount("99.00", "CNY"),
    ]


def test_rev_1_a_reversal_counts_from_its_own_day(alloc_1: Desk) -> None:
    undone = allocation(
        306, INV1, "10000.00", reverses=row_id(302), allocated_on="2025-04-10", reason="the wrong invoice"
    )
    assert told(alloc_1.sync(undone)) == {"allocation": ["ok"]}
    assert ask(
        alloc_1,
        AgingOf("K1", "unapplied", "2025-04-09"),
        AgingOf("K1", "unapplied", "2025-04-10"),
        OverdueOf("K1", "2025-04-09"),
        OverdueOf("K1", "2025-04-10"),
        BalanceOf("K1", "2025-04-10"),
    ) == [
        Amount("0.00", "CNY"),
        Amount("-10000.00", "CNY"),
        Amount("7500.00", "CNY"),
        Amount("17500.00", "CNY"),
        Amount("7500.00", "CNY"),
    ]


def test_several_open_currencies_ask_for_one(alloc_1: Desk) -> None:
    alloc_1.sync(item(105, "invoice", "2025-03-25", "300.00", "2025-04-24", currency="USD", exchange_rate="7.180000"))
    answers = ask(
        alloc_1,
        BalanceOf("K1", ON),
        BalanceOf("K1", "2025-03-24"),
        BalanceOf("K1", ON, "USD"),
        BalanceOf("K1", ON, "CNY"),
        BalanceOf("K1", ON, "RMB"),
    )
    assert answers[:4] == [
        Refused(say("several_currencies", customer="K1", currencies="CNY, USD", first="CNY")),
        Amount("7500.00", "CNY"),
        Amount("300.00", "USD"),
        Amount("7500.00", "CNY"),
    ]
    assert said(answers)[0] == 'K1 has open items in CNY, USD; give one as the argument currency, such as "CNY".'
    assert said(answers)[1].startswith("There is no currency “RMB”; there are CNY, USD, EUR")


def test_each_question_that_has_no_answer_says_why_and_keeps_no_other_from_one(alloc_1: Desk) -> None:
    answers = ask(
        alloc_1,
        BalanceOf("K9"),
        BalanceOf(""),
        BalanceOf("K1", "31/3/2025"),
        AgingOf("K1", "1-31"),
        AgingOf("K1", "1-30", buckets="weekly"),
        BalanceOf("K1", ON),
    )
    assert said(answers) == [
        "You see no customer “K9”; write the code or the full name.",
        "You see no customer “”; write the code or the full name.",
        "The day “31/3/2025” is no date; give one, such as DATE(2025,3,31).",
        f"There is no column “1-31”; there are {', '.join(BANDS['standard'].columns)}, total.",
        "There is no set of columns “weekly”; there are standard, long, issued, audit.",
    ]
    assert answers[-1] == Amount("7500.00", "CNY")


def test_columns_are_named_as_the_asker_calls_them_and_are_taken_so(alloc_1: Desk) -> None:
    def ask_in_chinese(*questions: Question) -> list[Answer]:
        return look_up(alloc_1.store, alloc_1.actor, Lookups([*questions], "zh"), NOW).answers

    told = ask_in_chinese(AgingOf("K1", "0-30"), AgingOf("K1", "0-31", buckets="issued"))
    names = "未到期、未达付款条件、1-30、31-60、61-90、91-120、>120、未核销余额、合计"
    assert [each.message.text("zh") for each in told if isinstance(each, Refused)] == [
        f"没有账龄列“0-30”；可填 {names}。",
        "没有账龄列“0-31”；可填 0-30、31-60、61-90、91-120、>120、未核销余额、合计。",
    ]
    in_english = [*BANDS["standard"].columns, "total"]
    assert ask_in_chinese(*(AgingOf("K1", name, ON) for name in names.split("、"))) == ask(
        alloc_1, *(AgingOf("K1", name, ON) for name in in_english)
    )


def test_of_a_customer_some_of_whose_documents_are_out_of_sight_no_total_is_told(house: Store, alloc_1: Desk) -> None:
    li, boss = Desk(house, "li", book="follow_up"), Desk(house, "boss", book="receivables")
    whole = Refused(say("partly_out_of_sight", customer="K1"))
    assert ask(li, BalanceOf("Acme", ON), BalanceOf("Acme", "2025-01-09")) == [whole, Amount("0.00", "CNY")]
    mine = {number: {"owner": "li"} for number in (INV1, 102, 103, 104)}
    alloc_1.sync(*(change("receivable", row_id(number), **values) for number, values in mine.items()))
    assert ask(li, BalanceOf("K1", "2025-03-19"), BalanceOf("K1", ON)) == [Amount("22500.00", "CNY"), whole]
    alloc_1.sync(change("receipt", row_id(R1), owner="li"))
    assert ask(li, BalanceOf("K1", ON)) == ask(boss, BalanceOf("K1", ON)) == [Amount("7500.00", "CNY")]


def test_a_customer_out_of_sight_is_not_told_from_none(house: Store, alloc_1: Desk) -> None:
    others = new("customer", row_id(3), code="K3", name="Crane", owner="grace")
    Desk(house, "grace", book="follow_up").sync(others)
    li = Desk(house, "li", book="follow_up")
    answers = ask(li, BalanceOf("Crane"), CellOf("customer", "Crane", "grade"), CellOf("customer", "Crane9", "grade"))
    assert said(answers) == [
        "You see no customer “Crane”; write the code or the full name.",
        "You see no “Crane” in “Customer”; write its number, code or name.",
        "You see no “Crane9” in “Customer”; write its number, code or name.",
    ]


@pytest.mark.parametrize(
    ("table", "key", "column", "expected"),
    [
        ("customer", "K1", "name", Cell("Acme", "text")),
        ("Customer", "Acme", "Customer code", Cell("K1", "text")),
        ("客户", "K1", "应收余额", Cell("7500.00", "number")),
        ("customer", "K1", "owner", Cell("李娜", "text")),
        ("customer", "K1", "state", Cell(None, "text")),
        ("receivable", "N103", "customer", Cell("Acme", "text")),
        ("receivable", "N103", "kind", Cell("Invoice", "text")),
        ("receivable", "N103", "due_on", Cell("2025-03-31", "date")),
        ("receivable", "N103", "days_overdue", Cell(335, "number")),
        ("receivable", "N103", "residual", Cell("7500.00", "number")),
        ("receivable", "N104", "source", Cell("N102", "text")),
        ("allocation", "A304", "reverses", Cell(None, "text")),
    ],
)
def test_a_cell_is_what_the_sheet_shows(alloc_1: Desk, table: str, key: str, column: str, expected: Cell) -> None:
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    alloc_1.sync(now=now)
    assert ask(alloc_1, CellOf(table, key, column), now=now) == [expected]


def test_a_cell_that_cannot_be_found_says_what_there_is(house: Store, alloc_1: Desk) -> None:
    grace = Desk(house, "grace", book="follow_up")
    grace.sync(new("contact", row_id(11), number="P1", name="Wu", customer=row_id(1)),
               new("contact", row_id(12), number="P2", name="Wu", customer=row_id(2)))  # fmt: skip
    answers = ask(
        grace,
        CellOf("invoices", "N1", "amount"),
        CellOf("receivable", "N101", "amuont"),
        CellOf("follow_up", "x", "content"),
        CellOf("contact", "Wu", "customer"),
        CellOf("contact", "P2", "customer"),
    )
    first, *others = said(answers)
    assert first.startswith(
        "Your books show no table “invoices”; there are Tender, Bid opening, Bid price line, Customer, Contact"
    )
    assert others == [
        "“Receivable item” shows you no column “amuont”; try Amount.",
        "A row of “Follow-up” is known by several columns together and cannot be looked up by one.",
        "“Wu” is more than one row: P1, P2; write the number or code.",
    ]
    assert answers[-1] == Cell("Bolt", "text")


def test_what_somebody_may_not_read_they_cannot_look_up(house: Store, alloc_1: Desk) -> None:
    li, grace = (Desk(house, login, book="follow_up") for login in ("li", "grace"))
    values = {"number": "P1", "name": "Bridge", "owner": "li", "stage": "development", "margin_estimate": "0.30"}
    deal = new("opportunity", row_id(21), customer=row_id(1), **values)
    assert told(grace.sync(deal)) == {"opportunity": ["ok"]}
    margin = CellOf("opportunity", "P1", "margin_estimate")
    assert ask(grace, margin) == [Cell("0.300000", "number")]
    assert said(ask(li, margin, CellOf("opportunity", "P1", "name")))[0].startswith(
        "“Opportunity” shows you no column “margin_estimate”; try "
    )


def test_a_figure_of_columns_that_somebody_may_not_read_is_not_told(tmp_path: Path) -> None:
    catalog = load_catalog()
    receivable = catalog.tables["receivable"]
    columns = tuple(
        msgspec.structs.replace(each, read=("finance",)) if each.name == "due_on" else each
        for each in receivable.columns
    )
    hidden = msgspec.structs.replace(receivable, columns=columns)
    catalog = msgspec.structs.replace(catalog, tables={**catalog.tables, "receivable": hidden})
    with closing(open_store(tmp_path, catalog, PEOPLE)) as store:
        grace = Desk(store, "grace", book="follow_up")
        grace.sync(customer(1, "Acme"))
        answers = ask(grace, OverdueOf("K1"), AgingOf("K1", "1-30"), BalanceOf("K1"))
    out_of_sight = Refused(say("figure_out_of_sight", table="Receivable item", column="Due on"))
    assert answers == [out_of_sight, out_of_sight, Amount("0.00", "")]


def test_over_http_a_batch_is_answered_as_documented(alloc_1: Desk) -> None:
    client = client_of(create_app(alloc_1.store, Settings(), lambda: NOW))
    token = issue_token(alloc_1.store, "fin", "test", NOW)
    asked = {
        "language": "zh",
        "questions": [
            {"kind": "balance", "customer": "K1", "as_of": ON},
            {"kind": "cell", "table": "receivable", "key": "N101", "column": "kind"},
            {"kind": "overdue", "customer": "K9"},
        ],
    }
    response = client.post("/api/v1/lookups", json=asked, headers={"Authorization": f"Bearer {token}"})
    assert (response.status_code, body_of(response)) == (
        200,
        {
            "answers": [
                {"kind": "amount", "amount": "7500.00", "currency": "CNY"},
                {"kind": "cell", "value": "发票", "shown": "text"},
                {"kind": "refused", "message": {"code": "unknown_customer", "facts": {"value": "K9"}}},
            ]
        },
    )
    many = {"questions": [{"kind": "balance", "customer": "K1"}] * 501}
    refused = client.post("/api/v1/lookups", json=many, headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, body_of(refused)["code"]) == (400, "bad_request")


def test_where_no_book_holds_receivables_that_is_said(shop: Store) -> None:
    manager = Desk(shop, "mia")
    assert ask(manager, BalanceOf("K1")) == [Refused(say("no_receivables"))]


def test_a_batch_costs_the_same_however_many_questions_there_are(house: Store, alloc_1: Desk) -> None:
    sales = Desk(house, "grace", book="follow_up")
    sales.sync(*(customer(number, f"Customer {number}", currency="CNY") for number in range(1000, 1060)))
    alloc_1.sync(
        *(
            item(number, "invoice", "2025-03-01", "10.00", "2025-03-31", customer=row_id(number))
            for number in range(1000, 1060)
        )
    )

    def questions(count: int) -> list[Question]:
        keys = [f"K{number}" for number in range(1000, 1000 + count)]
        kinds: list[Question] = []
        for key in keys:
            kinds += [BalanceOf(key), OverdueOf(key, ON), AgingOf(key, "1-30"), AgingOf(key, "not due", ON)]
            kinds += [CellOf("customer", key, column) for column in ("name", "owner", "balance", "parent")]
            kinds += [CellOf("receivable", f"N{key[1:]}", column) for column in ("residual", "customer")]
        return kinds[: count * 10]

    def cost(count: int) -> int:
        asked = questions(count)
        sent: list[WireValue] = []
        listener = lambda *each: sent.append(each[2])  # noqa: E731 - taken away again by its name
        event.listen(house.engine, "before_cursor_execute", listener)
        answers = ask(alloc_1, *asked)
        event.remove(house.engine, "before_cursor_execute", listener)
        assert not said(answers)
        return len(sent)

    assert cost(1) == cost(50) == 14
