"""Any cell in any column is a value or a finding, and what is shown for a value is read as that value again."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.parsers import Context, parse
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.model import ChoiceList, Column, DateOrder, Label, Language
from crossfoot_templates.types import (
    TYPES,
    AnyType,
    Boolean,
    CellValue,
    Choice,
    Code,
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
from crossfoot_tests.hostile.effort import examples

ZONES = st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"])
LENGTHS = st.integers(1, 300)
SCALES = st.integers(0, 10)
AMOUNTS = st.none() | st.decimals(-(10**15), 10**15, places=2)
COLUMN_TYPES: st.SearchStrategy[AnyType] = st.one_of(
    st.builds(Text, max_length=LENGTHS),
    st.builds(LongText, max_length=LENGTHS),
    st.builds(Code, max_length=LENGTHS, length=st.none() | LENGTHS, pattern=st.sampled_from([None, "[A-Z]+", r"\d*"])),
    st.builds(Integer, min=st.none() | st.integers(), max=st.none() | st.integers(), wan=st.booleans()),
    st.builds(Decimal, scale=SCALES, min=AMOUNTS, max=AMOUNTS, wan=st.booleans()),
    st.builds(Money, currency=st.just("currency"), scale=SCALES, min=AMOUNTS, max=AMOUNTS, wan=st.booleans()),
    st.builds(Percent, scale=SCALES, min=AMOUNTS, max=AMOUNTS),
    st.builds(Date, min=st.dates(), max=st.dates()),
    st.builds(DateTime, zone=ZONES),
    st.builds(Boolean),
    st.just(Choice(choices="grade")),
    st.just(Reference(table="customer")),
    st.just(Reference(table="nowhere")),
)
GRADES = ChoiceList(
    "grade",
    (Entry("A", Label("甲 级", "Grade A")), Entry("b", Label("1", "b ")), Entry("c", Label("Ｃ级", "Ⅲ"))),
)
CUSTOMERS = ReferenceIndex.of(
    ReferenceList(
        ids=[new_row_id(1, at) for at in range(5)],
        keys=["0001", "C-2", "", "C-4", "1.5"],
        labels=["宏远（上海）", "Acme", "acme (2)", "2024-01-01", "否"],
        selectable=[True, True, False, True, True],
    )
)
CONTEXTS = st.builds(
    Context,
    language=st.sampled_from(get_args(Language)),
    date_order=st.sampled_from([None, *get_args(DateOrder)]),
    date1904=st.booleans(),
    choices=st.just({"grade": GRADES}),
    references=st.just({"customer": CUSTOMERS}),
)

SIGNS = "0123456789０９٣௧①Ⅳ½².,-+−()（）%％¥￥$€万亿元年月日号时点分秒/:： TZeE'=@*\u3000\u200b\n\t"
TYPED = st.text(st.sampled_from(SIGNS), max_size=24)
"""Texts of the signs that parsers look for."""
PIECES = (
    "2024",
    "29",
    "02",
    "13",
    "00",
    "99999",
    "-",
    "/",
    ".",
    "年",
    "月",
    "日",
    " ",
    "T",
    "24:60",
    "8:30",
    "Z",
    "+99:99",
    "Feb",
    "sept",
    ",",
    "(",
    ")",
    "¥",
    "CNY",
    "人民币",
    "HK$",
    "美元",
    "ıNR",
    "万",
    "亿",
    "%",
    "1,234",
    "١٢",
    "①",
    "=",
    "是",
)
MANGLED = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.floats(),
    st.floats(0, 100_000),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.text(max_size=40),
    st.text(st.characters(), max_size=5).map(lambda text: text * 300),
    TYPED,
    MANGLED,
    st.sampled_from(["#N/A", "#REF!", "=1+1", "\ud800", "\x00", "9" * 5000, "1e999999999", "٣" * 3000, "É" * 40_000]),
)


@pytest.mark.slow
@given(CELLS, COLUMN_TYPES, CONTEXTS)
@examples(800)
def test_any_cell_in_any_column_is_a_value_or_a_finding(cell: CellValue, kind: AnyType, context: Context) -> None:
    parsed = parse(cell, kind, context)
    if isinstance(parsed, Message):
        assert all(parsed.text(language) for language in get_args(Language))
    else:
        assert kind.decode(kind.encode(parsed)) == parsed
        problem = kind.check(parsed)
        assert problem is None or all(problem.text(language) for language in get_args(Language))


@pytest.mark.slow
@given(CELLS, COLUMN_TYPES, CONTEXTS)
@examples(300)
def test_what_is_shown_for_a_value_is_read_as_that_value(cell: CellValue, kind: AnyType, context: Context) -> None:
    value = parse(cell, kind, context)
    assume(not isinstance(value, Message))
    assert parse(shown(value, kind, context), kind, context) == value


def shown(value: Value | Message, kind: AnyType, context: Context) -> CellValue:
    """What a cell shows for ``value``."""
    assert not isinstance(value, Message)
    column = Column(name="c", type=kind, label=Label("列", "Column"))
    display = Display(context.language, context.choices, context.references)
    assert display.text(column, kind.encode(value))
    return display.cell(column, kind.encode(value))


STORED: dict[AnyType, st.SearchStrategy[Value]] = {
    Integer(): st.integers(-(10**15) + 1, 10**15 - 1),
    Decimal(): st.decimals(-(10**10), 10**10, places=4),
    Money(currency="currency"): st.decimals(-(10**12), 10**12, places=2),
    Percent(): st.decimals(0, 1, places=6),
    Date(): st.dates(dt.date(1950, 1, 1), dt.date(2149, 12, 31)),
    DateTime(): st.datetimes(dt.datetime(1950, 1, 2), dt.datetime(2149, 12, 30), timezones=st.just(dt.UTC)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    Boolean(): st.booleans(),
    Choice(choices="grade"): st.sampled_from(["A", "b", "c"]),
    Reference(table="customer"): st.sampled_from(list(CUSTOMERS.shown)),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.name)
@given(st.data(), CONTEXTS)
@examples(60)
def test_a_stored_value_comes_back_from_its_cell(kind: AnyType, data: st.DataObject, context: Context) -> None:
    value = data.draw(STORED[kind])
    assert parse(shown(value, kind, context), kind, context) == value


def test_every_column_type_is_fuzzed() -> None:
    assert {*map(type, STORED), Text, LongText, Code} == {*TYPES.values()}


@pytest.mark.parametrize("digits", [16, 309, 4000])
def test_a_number_of_very_many_digits_is_a_finding_in_a_date_column(digits: int) -> None:
    assert parse(int("9" * digits), Date(), Context()) == say("number_as_date", value="9" * min(digits, 40))
