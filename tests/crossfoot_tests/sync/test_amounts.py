"""Amounts beside the currency of their row: one that is written in another is a finding, and nothing is lost (H12)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.amounts import other_currencies
from crossfoot_sync.engine.diff import find_changes
from crossfoot_sync.engine.parsers import Context, parse
from crossfoot_sync.engine.parsers.currencies import CURRENCIES
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.importing.mapping import ColumnMapping, Target
from crossfoot_sync.importing.prepare import prepare
from crossfoot_sync.importing.prepared import ImportFinding, PreparedRow, Setting
from crossfoot_sync.importing.source import SourceRow
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.model import ChoiceList, Column, Label
from crossfoot_templates.types import Choice, Code, Money
from crossfoot_tests.sync.sheets import CONTEXT, VIEW, Line, in_step, sheet, workbook

MONEY = Money(currency="currency")
AMOUNT = Column(name="amount", type=MONEY, label=Label("金额", "Amount"))
OF_CODES = {"amount": AMOUNT, "currency": Column(name="currency", type=Code(), label=Label("币种", "Currency"))}


def dollars(text: str) -> Message:
    """What is said of an amount in dollars in a row of yuan."""
    return say("other_currency", value=text, written="US dollar", currency="Yuan")


def said(amount: str, currency: str | None) -> dict[str, Message]:
    """What is said of an amount that could be read beside a currency of any code."""
    values = {"amount": parse(amount, MONEY, CONTEXT), "currency": currency}
    return dict(other_currencies(OF_CODES, {"amount": amount, "currency": currency}, values, CONTEXT))


@pytest.mark.parametrize("text", ["USD 5000", "$7000", "8000美元", "us$8万", "-$5"])
def test_h12_an_amount_written_in_another_currency_than_its_row_is_a_finding(text: str) -> None:
    (row,) = sheet([Line({"name": "New", "amount": text, "currency": "Yuan"})]).rows
    assert (row.findings, "amount" in row.wire, row.wire["currency"]) == ({"amount": dollars(text)}, False, "CNY")


def test_what_it_says_is_said_in_both_languages() -> None:
    assert dollars("USD 5000").text("en") == (
        "“USD 5000” says US dollar, and the row's currency is Yuan; change the currency, or write the number alone."
    )
    chinese = say("other_currency", value="USD 5000", written="美元", currency="人民币")
    assert chinese.text("zh") == "“USD 5000”写的是美元，而本行币种是人民币；请改币种，或只填数字。"


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("¥5000", "CNY"),
        ("¥5000", "JPY"),
        ("5000元", "CNY"),
        ("5000元", "HKD"),
        ("5000圆", "JPY"),
        ("$5000", "USD"),
        ("$5000", "HKD"),
        ("HK$5000", "hkd"),
        ("RMB 5000", "CNY"),
        ("CNY 5000", "RMB"),
        ("5000", "USD"),
        # what a currency is that nobody knows by this name cannot be told
        ("$5000", "other"),
        ("$5000", None),
    ],
)
def test_a_sign_agrees_with_every_currency_it_may_stand_for(amount: str, currency: str | None) -> None:
    assert said(amount, currency) == {}


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("¥5000", "USD", "CNY"),
        ("5000元", "EUR", "CNY"),
        ("$5000", "CNY", "USD"),
        ("HK$5000", "USD", "HKD"),
        ("€100", "GBP", "EUR"),
        ("100欧元", "SEK", "EUR"),
    ],
)
def test_a_sign_of_other_currencies_is_told(amount: str, currency: str, written: str) -> None:
    message = say("other_currency", value=amount, written=written, currency=currency)
    assert said(amount, currency) == {"amount": message}


def test_a_currency_with_a_code_of_the_house_s_own_is_known_by_its_label() -> None:
    listed = ChoiceList("money", (Entry("1", Label("人民币", "Yuan")), Entry("2", Label("其他", "Other"))))
    columns = {"amount": AMOUNT, "currency": Column(name="currency", type=Choice(choices="money"), label=AMOUNT.label)}
    context = Context("zh", choices={"money": listed})

    def found(amount: str, code: str) -> list[tuple[str, Message]]:
        return list(other_currencies(columns, {"amount": amount}, {"amount": 5, "currency": code}, context))

    message = say("other_currency", value="$5", written="USD", currency="人民币")
    assert [found("$5", "1"), found("¥5", "1"), found("$5", "2")] == [[("amount", message)], [], []]


@pytest.mark.parametrize("currency", [None, "yen"])
def test_beside_a_currency_that_is_blank_or_unreadable_nothing_is_said_of_the_amount(currency: str | None) -> None:
    (row,) = sheet([Line({"name": "New", "amount": "$7000", "currency": currency})]).rows
    assert (row.wire["amount"], "amount" in row.findings) == ("7000.00", False)


def test_a_new_row_with_an_amount_in_another_currency_is_not_sent() -> None:
    book = workbook([Line({"name": "New", "amount": "$7000", "currency": "Yuan"})])
    assert find_changes(book) == {}
    (row,) = book.tables["deal"].rows
    assert (row.findings, row.notes) == ({"amount": dollars("$7000")}, [say("row_refused", columns="amount")])


def test_of_a_stored_row_the_rest_goes_out_until_the_currency_is_changed_too() -> None:
    line = in_step(1, 4, number="HT-001", name="Acme", amount="7000.00", currency="CNY")
    typed = replace(line, shows={**line.shows, "name": "Bosch", "amount": "$7000"})
    book = workbook([typed])
    (change,) = find_changes(book)["deal"]
    assert (change.fields, book.tables["deal"].rows[0].findings) == ({"name": "Bosch"}, {"amount": dollars("$7000")})
    mended = replace(typed, shows={**typed.shows, "currency": "US dollar"})
    (change,) = find_changes(workbook([mended]))["deal"]
    # the number is the one that is stored
    assert change.fields == {"name": "Bosch", "currency": "USD"}


def test_a_changed_currency_waits_for_the_amount_that_names_another() -> None:
    line = in_step(1, 4, number="HT-001", name="Acme", amount="100.00", currency="CNY")
    book = workbook([replace(line, shows={**line.shows, "amount": "¥100", "currency": "US dollar"})])
    assert find_changes(book) == {}
    assert book.tables["deal"].rows[0].findings == {
        "amount": say("other_currency", value="¥100", written="Yuan", currency="US dollar"),
        "currency": say("currency_waits"),
    }


def test_h12_an_import_refuses_rows_whose_amounts_are_written_in_another_currency() -> None:
    names = ("name", "amount", "currency")
    lines = [("Acme", "8000美元", "CNY"), ("Bosch", "8000美元", "USD"), ("Cog", "¥5000", "人民币"), ("Dorn", "€1", "")]
    target = Target(table="deal", columns=tuple(ColumnMapping(name=name, source=name) for name in names))
    source = [SourceRow(line, dict(zip(names, cells, strict=True))) for line, cells in enumerate(lines, 2)]
    context = replace(CONTEXT, references={"deal": ReferenceIndex()})
    prepared = prepare(target, source, Setting(VIEW, context), "old")
    assert prepared.findings == [
        ImportFinding(2, "amount", "8000美元", dollars("8000美元"), "refused"),
        ImportFinding(5, "currency", "", say("currency_missing"), "refused"),
    ]
    assert [PreparedRow("", row.line, row.fields) for row in prepared.rows] == [
        PreparedRow("", 3, {"name": "Bosch", "amount": "8000.00", "currency": "USD"}),
        PreparedRow("", 4, {"name": "Cog", "amount": "5000.00", "currency": "CNY"}),
    ]


SIGNED = [(code, sign) for code, names in CURRENCIES.items() for sign in sorted(names.signs)]


@given(
    signed=st.sampled_from(SIGNED),
    amount=st.decimals(-(10**12), 10**12, places=2).map(lambda value: f"{value:,f}"),
    before=st.booleans(),
    blank=st.sampled_from(["", " ", "\u3000"]),
    upper=st.booleans(),
)
def test_h12_an_amount_with_a_sign_of_its_row_s_currency_is_the_amount_without_it(
    signed: tuple[str, str], amount: str, before: bool, blank: str, upper: bool
) -> None:
    code, sign = signed
    written = sign.upper() if upper else sign
    text = f"{written}{blank}{amount}" if before else f"{amount}{blank}{written}"
    assert parse(text, MONEY, CONTEXT) == parse(amount, MONEY, CONTEXT)
    assert said(text, code) == {}
