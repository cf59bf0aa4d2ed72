"""What is checked on a field and on a row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot_templates.loader import load_catalog
from crossfoot_templates.messages import Message, say
from crossfoot_templates.rules import advise, check_field, check_row
from crossfoot_templates.types import Value

CATALOG = load_catalog()
RECEIVABLE = CATALOG.tables["receivable"]
GOOD: dict[str, Value] = {
    "kind": "invoice",
    "customer": "c1",
    "issued_on": None,
    "currency": "CNY",
    "amount": Decimal("113000.00"),
}


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("number", None, None),  # the server gives it
        ("number", "0000611365", None),
        ("number", "x" * 41, say("too_long", length=41, limit=40)),
        ("customer", None, say("required")),
        ("due_on", None, None),
        ("kind", "invoice", None),
        ("kind", "bill", say("not_a_choice", value="bill")),
        ("terms_days", -1, say("too_small", value="-1", limit="0")),
        ("terms_days", 1801, say("too_large", value="1801", limit="1800")),
        ("disputed", False, None),
    ],
)
def test_a_field_by_itself(column: str, value: Value, problem: Message | None) -> None:
    assert check_field(RECEIVABLE.by_name[column], value, CATALOG.choices) == problem


def test_a_row_is_judged_where_it_changed() -> None:
    assert check_row(RECEIVABLE, GOOD, CATALOG.choices, {"kind", "amount"}) == {}
    assert check_row(RECEIVABLE, GOOD, CATALOG.choices, {"issued_on"}) == {"issued_on": say("required")}


def test_an_amount_needs_its_currency() -> None:
    row = GOOD | {"currency": None, "net": Decimal("100000.00")}
    assert check_row(RECEIVABLE, row, CATALOG.choices, {"net", "amount"}) == {
        "net": say("currency_missing"),
        "amount": say("currency_missing"),
    }
    assert check_row(RECEIVABLE, row, CATALOG.choices, {"kind"}) == {}


def test_the_finding_stands_at_the_currency_where_that_is_judged_too() -> None:
    opportunity = CATALOG.tables["opportunity"]
    row: dict[str, Value] = {"expected_amount": Decimal(5), "currency": None}
    missing = {"currency": say("currency_missing")}
    assert check_row(opportunity, row, CATALOG.choices, {"expected_amount", "currency"}) == missing
    assert check_row(opportunity, row, CATALOG.choices, {"currency"}) == missing


def test_nothing_is_said_of_a_currency_that_is_not_known() -> None:
    row = {name: value for name, value in GOOD.items() if name != "currency"}
    assert check_row(RECEIVABLE, row, CATALOG.choices, {"amount"}) == {}


def test_a_blank_amount_needs_no_currency() -> None:
    row = GOOD | {"currency": None, "amount": None}
    assert check_row(CATALOG.tables["tender"], row, CATALOG.choices, {"ceiling_price", "bid_price"}) == {}


def test_a_column_s_own_problem_comes_before_the_row_s() -> None:
    receipt = CATALOG.tables["receipt"]
    row = GOOD | {"currency": None, "amount": Decimal("-5.00")}
    assert check_row(receipt, row, CATALOG.choices, {"amount"}) == {
        "amount": say("too_small", value="-5.00", limit="0.01")
    }


def test_what_is_recommended_is_said_and_never_refused() -> None:
    opportunity = CATALOG.tables["opportunity"]
    row: dict[str, Value] = {"name": "产线改造", "stage": "development", "next_action": "拜访"}
    missing = {"customer", "expected_amount", "expected_sign_on"}
    assert advise(opportunity, row) == dict.fromkeys(missing, say("recommended"))
    assert check_row(opportunity, row, CATALOG.choices, missing) == {}
