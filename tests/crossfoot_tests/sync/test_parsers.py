"""Cells to values: what people leave in cells, and what is a finding instead of a guess (H12, H13, H14, H26)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as Exact

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.display import Display, same_cell
from crossfoot_sync.engine.parsers import PARSERS, Context, Parsed, parse
from crossfoot_sync.engine.parsers.currencies import CURRENCIES
from crossfoot_sync.engine.parsers.numbers import currencies_beside
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.model import ChoiceList, Column, DateOrder, Label
from crossfoot_templates.types import (
    TYPES,
    Boolean,
    CellValue,
    Choice,
    Code,
    ColumnType,
    Date,
    DateTime,
    Decimal,
    Integer,
    LongText,
    Money,
    Percent,
    Reference,
    Text,
    Value,
)

STAGES = ChoiceList(
    "stage",
    (Entry("won", Label("赢单", "Won")), Entry("lost", Label("输单", "Lost")), Entry("4", Label("投标", "Tender"))),
)
CUSTOMERS = ReferenceList(
    ids=["a", "b", "c"],
    keys=["KH-001", "KH-002", "KH-003"],
    labels=["上海（华东）电气", "Acme Ltd", "ACME LTD"],
    selectable=[True, True, True],
)
CONTEXT = Context(language="en", choices={"stage": STAGES}, references={"customer": ReferenceIndex.of(CUSTOMERS)})
MONEY = Money(currency="currency")


def test_every_type_has_a_parser() -> None:
    assert set(PARSERS) == set(TYPES.values())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (35000.0, Exact("35000.00")),
        (35000, Exact("35000.00")),
        (0.1 + 0.2, Exact("0.30")),
        ("1234.5", Exact("1234.50")),
        ("１，２３４．５０", Exact("1234.50")),
        ("¥1,234.5", Exact("1234.50")),
        ("1,234.5 元", Exact("1234.50")),
        ("USD 12", Exact("12.00")),
        ("-¥5", Exact("-5.00")),
        ("¥-5", Exact("-5.00")),
        ("−5", Exact("-5.00")),
        ("(1,234.50)", Exact("-1234.50")),
        ("3.5万", Exact("35000.00")),
        ("1.2亿元", Exact("120000000.00")),
        ("1.2万亿", Exact("1200000000000.00")),
        ("8000美元", Exact("8000.00")),
        ("HK$9000", Exact("9000.00")),
        ("100欧元", Exact("100.00")),
        ("us$ -1,200", Exact("-1200.00")),
        ("人民币5000元", Exact("5000.00")),
        ("20万元人民币", Exact("200000.00")),
        ("20万万", say("not_a_number", value="20万万")),
        ("20万亿万", say("not_a_number", value="20万亿万")),
        ("20亿亿", say("not_a_number", value="20亿亿")),
        ("2 万 亿", say("not_a_number", value="2 万 亿")),
        ("$5000欧元", say("not_a_number", value="$5000欧元")),
        ("5 pounds", say("not_a_number", value="5 pounds")),
        ("ıNR 5", say("not_a_number", value="ıNR 5")),
        ("USD", say("not_a_number", value="USD")),
        ("  ", None),
        ("12,34", say("not_a_number", value="12,34")),
        ("1.234,50", say("not_a_number", value="1.234,50")),
        ("1e5", say("not_a_number", value="1e5")),
        ("一百", say("not_a_number", value="一百")),
        ("--5", say("not_a_number", value="--5")),
        (True, say("not_a_number", value="True")),
        (dt.date(2024, 3, 5), say("not_a_number", value="2024-03-05")),
        (33.333, say("too_many_decimals", value="33.333", scale=2, suggestion="33.33")),
        (2.005, say("too_many_decimals", value="2.005", scale=2, suggestion="2.01")),
        (1e20, say("too_many_digits", value="100000000000000000000")),
        ("12345678901234.56", say("too_many_digits", value="12345678901234.56")),
        (float("inf"), say("not_a_number", value="inf")),
    ],
)
def test_h12_money(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, MONEY, CONTEXT) == expected


def test_h12_a_column_that_takes_no_myriads_says_so() -> None:
    assert parse("3万", Decimal(), CONTEXT) == say("wan_not_allowed", value="3万")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0.05, Exact("0.050000")),
        ("5%", Exact("0.050000")),
        ("５．５％", Exact("0.055000")),
        ("0.3", Exact("0.300000")),
        ("%", say("not_a_percent", value="%")),
        ("abc%", say("not_a_percent", value="abc%")),
        ("x", say("not_a_percent", value="x")),
    ],
)
def test_percent(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Percent(), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (3.0, 3),
        ("1,200", 1200),
        (3.5, say("not_an_integer", value="3.5")),
        ("x", say("not_an_integer", value="x")),
        (True, say("not_an_integer", value="True")),
        (1e15, say("too_many_digits", value="1" + "0" * 15)),
    ],
)
def test_integer(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Integer(), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        (dt.date(2024, 3, 5), None, dt.date(2024, 3, 5)),
        (dt.datetime(2024, 3, 5), None, dt.date(2024, 3, 5)),
        (45356, None, dt.date(2024, 3, 5)),
        (45356.0, None, dt.date(2024, 3, 5)),
        ("2024-03-05", None, dt.date(2024, 3, 5)),
        ("2024.3.5", None, dt.date(2024, 3, 5)),
        ("2024/3/5", None, dt.date(2024, 3, 5)),
        ("2024年3月5日", None, dt.date(2024, 3, 5)),
        ("２０２４年３月５号", None, dt.date(2024, 3, 5)),
        ("20240305", None, dt.date(2024, 3, 5)),
        ("2024-03-05 00:00:00", None, dt.date(2024, 3, 5)),
        ("5 Mar 2024", None, dt.date(2024, 3, 5)),
        ("Mar 5, 2024", None, dt.date(2024, 3, 5)),
        ("3/5/2024", "mdy", dt.date(2024, 3, 5)),
        ("3/5/2024", "dmy", dt.date(2024, 5, 3)),
        ("3/5/2024", None, say("date_order_unknown", value="3/5/2024")),
        ("3/5/2024", "ymd", say("date_order_unknown", value="3/5/2024")),
        # there is no fifteenth month, and the fifth of May is the fifth of May
        ("15/9/2024", None, dt.date(2024, 9, 15)),
        ("9-15-2024", None, dt.date(2024, 9, 15)),
        ("15/9/2024", "ymd", dt.date(2024, 9, 15)),
        ("5/5/2024", None, dt.date(2024, 5, 5)),
        ("15/13/2024", None, say("not_a_date", value="15/13/2024")),
        ("15/9/2024 10:00", None, say("date_has_time", value="15/9/2024 10:00")),
        ("13/5/2024", "mdy", say("not_a_date", value="13/5/2024")),
        ("2024-02-30", None, say("not_a_date", value="2024-02-30")),
        ("下周三", None, say("not_a_date", value="下周三")),
        ("24/3/5", None, say("not_a_date", value="24/3/5")),
        (2017.1, None, say("number_as_date", value="2017.1")),
        (dt.datetime(1905, 7, 9, 2, 24), None, say("number_as_date", value="2017.1")),
        (2017, None, say("number_as_date", value="2017")),
        (dt.date(1905, 7, 9), None, say("number_as_date", value="2017")),
        (20240305, None, say("number_as_date", value="20240305")),
        (45356.5, None, say("date_has_time", value="2024-03-05 12:00:00")),
        ("2024-03-05 10:00", None, say("date_has_time", value="2024-03-05 10:00")),
        (True, None, say("not_a_date", value="True")),
    ],
)
def test_h13_dates(cell: CellValue, order: DateOrder | None, expected: Parsed) -> None:
    assert parse(cell, Date(), Context(date_order=order)) == expected


def test_h13_a_bare_serial_counts_from_1904_where_the_workbook_does() -> None:
    assert parse(43894, Date(), Context(date1904=True)) == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.datetime(2024, 3, 5, 14, 30), dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        (dt.datetime(2024, 3, 5, 14, 29, 59, 999_999), dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        (45356.604166666664, dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        ("2024-03-05 14:30", dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        ("2024年3月5日 14时30分", dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        ("2024-03-05T06:30:00Z", dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        ("2024-03-05T14:30+08:00", dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)),
        ("2024-03-05 25:00", say("not_a_datetime", value="2024-03-05 25:00")),
        (2017.1, say("not_a_datetime", value="2017.1")),
    ],
)
def test_date_times(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, DateTime(), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0000611365", "0000611365"),
        ("１２３ＡＢ", "123AB"),
        (" KH-1 ", "KH-1"),
        (61136500.0, say("code_is_number", suggestion="0061136500")),
        (611365.0, say("wrong_length", value="611365", length=6, expected=10)),
        (12345678901.0, say("wrong_length", value="12345678901", length=11, expected=10)),
        (914403001922038216.0, say("digits_lost")),
        ("a\x07b", say("control_character")),
        (True, say("not_text", value="True")),
    ],
)
def test_h14_codes(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Code(length=10), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  王伟\u3000", "王伟"),
        ("e\u0301", "é"),
        ("line one\nline two", "line one line two"),
        ("👩‍👩‍👧 سلام", "👩‍👩‍👧 سلام"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        (3.0, "3"),
        (1e18, say("digits_lost")),
        ("\ufeff", None),
        ("\ud800", say("control_character")),
    ],
)
def test_h26_text(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Text(), CONTEXT) == expected


def test_long_text_keeps_its_lines() -> None:
    assert parse("one\r\ntwo", LongText(), CONTEXT) == "one\ntwo"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, True),
        ("是", True),
        ("Ｎ", False),
        ("YES", True),
        (0.0, False),
        ("maybe", say("not_a_boolean", value="maybe")),
    ],
)
def test_booleans(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Boolean(), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("won", "won"),
        ("赢单", "won"),
        (" LOST ", "lost"),
        (4.0, "4"),
        ("Wom", say("not_a_choice_of_near", value="Wom", choices="Won, Lost, Tender", suggestion="Won")),
        ("pending", say("not_a_choice_of", value="pending", choices="Won, Lost, Tender")),
    ],
)
def test_choices(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Choice(choices="stage"), CONTEXT) == expected


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [("拒绝", "不批准"), ("驳回", "不批准"), ("同意", "批准"), ("OK", "批准"), ("取消", "撤回"), ("rejct", "不批准")],
)
def test_a_decision_in_other_words_is_no_decision_and_the_right_word_is_suggested(cell: str, suggestion: str) -> None:
    words = {"approve": ("批准", "Approve"), "reject": ("不批准", "Reject"), "withdraw": ("撤回", "Withdraw")}
    decisions = ChoiceList("decision", tuple(Entry(code, Label(*texts)) for code, texts in words.items()))
    said = parse(cell, Choice(choices="decision"), Context("zh", choices={"decision": decisions}))
    choices = "批准、不批准、撤回"
    assert said == say("not_a_choice_of_near", value=cell, choices=choices, suggestion=suggestion)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000", ()),
        ("20万", ()),
        ("\u200bUSD 5000", ("USD",)),
        ("-¥5", ("CNY", "JPY")),
        ("¥-5", ("CNY", "JPY")),
        ("（５０００元）", ("CNY", "HKD", "JPY", "MOP", "TWD")),
        ("1.2亿元", ("CNY", "HKD", "JPY", "MOP", "TWD")),
        ("＄7000", ("USD", "HKD", "AUD", "CAD", "MOP", "NZD", "SGD", "TWD")),
        ("HK$9000元", ("HKD",)),
        ("¥9000日元", ("JPY",)),
        ("100 eur", ("EUR",)),
        ("£1", ("GBP",)),
        ("3韩元", ("KRW",)),
        ("$5000欧元", ()),
        ("\ud800", ()),
        ("", ()),
    ],
)
def test_the_signs_beside_an_amount_name_the_currencies_they_may_stand_for(
    text: str, expected: tuple[str, ...]
) -> None:
    assert currencies_beside(text) == expected


def test_no_name_is_that_of_two_currencies() -> None:
    names = [name for each in CURRENCIES.values() for name in each.all]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("cell", ["RMB", "rmb", "¥", "￥", "元", "人民币", "Yuan"])
def test_a_currency_in_other_words_is_suggested(cell: str) -> None:
    labels = {"CNY": ("人民币 CNY", "Chinese yuan CNY"), "USD": ("美元 USD", "US dollar USD")}
    currencies = ChoiceList("currency", tuple(Entry(code, Label(*texts)) for code, texts in labels.items()))
    assert parse(cell, Choice(choices="currency"), Context("zh", choices={"currency": currencies})) == say(
        "not_a_choice_of_near", value=cell, choices="人民币 CNY、美元 USD", suggestion="人民币 CNY"
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2", say("not_a_choice_near", value="2", suggestion="2 step")),
        ("3 setp", say("not_a_choice_near", value="3 setp", suggestion="3 step")),
        ("?", say("not_a_choice", value="?")),
    ],
)
def test_of_a_long_list_only_the_nearest_choice_is_named(cell: str, expected: Message) -> None:
    steps = ChoiceList("steps", tuple(Entry(f"s{at}", Label(f"第{at}步", f"{at} step")) for at in range(1, 10)))
    assert parse(cell, Choice(choices="steps"), Context("en", choices={"steps": steps})) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("KH-001", "a"),
        ("上海(华东) 电气", "a"),
        ("Acme Ltd", "b"),
        ("acme ltd", say("ambiguous_reference", value="acme ltd", candidates="ACME LTD, Acme Ltd")),
        ("KH-00l", say("unknown_reference_near", value="KH-00l", suggestion="KH-003")),
        ("上海", say("unknown_reference_near", value="上海", suggestion="上海（华东）电气")),
        ("acme", say("unknown_reference_among", value="acme", candidates="Acme Ltd, ACME LTD")),
        ("nobody", say("unknown_reference", value="nobody")),
    ],
)
def test_references(cell: CellValue, expected: Parsed) -> None:
    assert parse(cell, Reference(table="customer"), CONTEXT) == expected


def test_of_many_rows_that_begin_as_a_cell_says_three_are_named() -> None:
    labels = [f"Acme {what}" for what in ("Valves", "Pumps", "Pipes", "Tools")]
    listed = ReferenceList(ids=[*"abcd"], keys=["1", "2", "3", "4"], labels=labels, selectable=[True] * 4)
    context = Context(language="en", references={"customer": ReferenceIndex.of(listed)})
    said = say("unknown_reference_among", value="Acme", candidates="Acme Valves, Acme Pumps, Acme Pipes")
    assert parse("Acme", Reference(table="customer"), context) == said


A_TYPE: dict[type[ColumnType], ColumnType] = {
    each: each() for each in TYPES.values() if each not in (Money, Choice, Reference)
} | {Money: MONEY, Choice: Choice(choices="stage"), Reference: Reference(table="customer")}

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes()
)


@given(cell=CELLS, kind=st.sampled_from(sorted(A_TYPE, key=str)))
def test_a_parser_never_raises_and_its_values_have_a_wire_form(cell: CellValue, kind: type[ColumnType]) -> None:
    column_type = A_TYPE[kind]
    parsed = parse(cell, column_type, CONTEXT)
    if isinstance(parsed, Message):
        assert parsed.text("zh")
        assert parsed.text("en")
    else:
        assert column_type.decode(column_type.encode(parsed)) == parsed


VALUES: dict[type[ColumnType], st.SearchStrategy[Value]] = {
    Text: st.just("王伟 = +1"),
    LongText: st.just("one\ntwo"),
    Code: st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True),
    Integer: st.integers(-(10**14), 10**14),
    Decimal: st.decimals(-(10**9), 10**9, places=4),
    Money: st.decimals(-(10**12), 10**12, places=2),
    Percent: st.decimals(0, 1, places=6),
    Date: st.dates(dt.date(1950, 1, 1), dt.date(2149, 12, 31)),
    DateTime: st.datetimes(dt.datetime(1992, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    Boolean: st.booleans(),
    Choice: st.sampled_from(["won", "lost", "4"]),
    Reference: st.sampled_from(["a", "b", "c"]),
}


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES, key=str)))
def test_what_is_shown_for_a_value_reads_back_as_that_value(data: st.DataObject, kind: type[ColumnType]) -> None:
    column_type = A_TYPE[kind]
    value = data.draw(VALUES[kind])
    column = Column(name="x", type=column_type, label=Label("x", "x"))  # type: ignore[arg-type]  # all are AnyType
    for language in ("zh", "en"):
        display = Display(language, CONTEXT.choices, CONTEXT.references)
        cell = display.cell(column, column_type.encode(value))
        assert parse(cell, column_type, CONTEXT) == value
        assert same_cell(cell, cell)
