"""What every column type promises: exact round trips, one text for equal values, limits, cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as Exact

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import (
    TYPES,
    AnyType,
    Boolean,
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
    WireValue,
    canonical,
)

WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def exact(scale: int) -> st.SearchStrategy[Exact]:
    return st.decimals(Exact(-(10**11)), Exact(10**11), places=scale, allow_nan=False)


INSTANTS = st.datetimes(dt.datetime(1950, 1, 2), dt.datetime(2149, 12, 30), timezones=st.just(dt.UTC)).map(
    lambda instant: instant.replace(microsecond=0)
)
EXAMPLES: dict[str, tuple[ColumnType, st.SearchStrategy[Value]]] = {
    "text": (Text(), WRITTEN),
    "long_text": (LongText(), WRITTEN),
    "code": (Code(), WRITTEN | st.from_regex(r"0\d{9}", fullmatch=True)),
    "integer": (Integer(), st.integers(-(10**14), 10**14)),
    "decimal": (Decimal(), exact(4)),
    "money": (Money(currency="currency"), exact(2)),
    "percent": (Percent(), exact(6)),
    "date": (Date(), st.dates()),
    "datetime": (DateTime(), INSTANTS),
    "boolean": (Boolean(), st.booleans()),
    "choice": (Choice(choices="stage"), st.sampled_from(["won", "lost"])),
    "reference": (Reference(table="customer"), WRITTEN),
}
NAMES = sorted(EXAMPLES)


def test_every_type_is_tried_here() -> None:
    assert EXAMPLES.keys() == TYPES.keys()


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_value_comes_back_from_the_wire_as_it_went(name: str, data: st.DataObject) -> None:
    column_type, values = EXAMPLES[name]
    value = data.draw(values | st.none())
    wire = msgspec.json.decode(msgspec.json.encode(column_type.encode(value)))
    assert column_type.decode(wire) == value


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_equal_texts_mean_equal_values(name: str, data: st.DataObject) -> None:
    column_type, values = EXAMPLES[name]
    one, other = data.draw(values | st.none()), data.draw(values | st.none())
    assert (canonical(column_type, one) == canonical(column_type, other)) == (one == other)


@pytest.mark.parametrize("name", NAMES)
@given(wire=st.none() | st.booleans() | st.integers() | st.text(max_size=12))
@example(wire="1E80000000000015")
@example(wire="-1E-80000000000015")
def test_a_wire_value_is_decoded_or_is_a_value_error(name: str, wire: WireValue) -> None:
    column_type, _ = EXAMPLES[name]
    try:
        value = column_type.decode(wire)
    except ValueError:
        return
    assert column_type.decode(column_type.encode(value)) == value


@pytest.mark.parametrize("name", NAMES)
def test_a_type_travels_as_json_with_its_options(name: str) -> None:
    column_type, _ = EXAMPLES[name]
    assert msgspec.json.decode(msgspec.json.encode(column_type), type=AnyType) == column_type


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_is_blank_everywhere(name: str) -> None:
    column_type, _ = EXAMPLES[name]
    assert (column_type.encode(None), column_type.decode(None), column_type.cell(None)) == (None, None, None)
    assert (column_type.check(None), canonical(column_type, None)) == (None, "")


@pytest.mark.parametrize(
    ("column_type", "value"),
    [
        (Text(), 5),
        (Code(), 5),
        (Integer(), True),
        (Integer(), Exact(5)),
        (Money(currency="currency"), 5),
        (Money(currency="currency"), 5.0),
        (Percent(), 0.5),
        (Date(), dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
        (Date(), "2025-01-01"),
        (DateTime(), dt.date(2025, 1, 1)),
        (DateTime(), dt.datetime(2025, 1, 1)),
        (Boolean(), 1),
        (Choice(choices="stage"), 1),
        (Reference(table="customer"), 1),
    ],
)
def test_a_value_of_another_kind_is_not_encoded(column_type: ColumnType, value: Value) -> None:
    with pytest.raises(TypeError):
        column_type.encode(value)


@pytest.mark.parametrize(
    ("column_type", "wire"),
    [
        (Integer(), "5"),
        (Integer(), True),
        (Money(currency="currency"), 5),
        (Money(currency="currency"), "1.005"),
        (Money(currency="currency"), "NaN"),
        (Money(currency="currency"), "1000000000000000"),
        (Money(currency="currency"), "one"),
        (Date(), "20250101"),
        (Date(), "2025-1-1"),
        (Date(), "2025-02-30"),
        (DateTime(), "2025-01-01T00:00:00+08:00"),
        (DateTime(), "2025-01-01"),
        (Boolean(), "true"),
        (Boolean(), 1),
        (Text(), 5),
    ],
)
def test_a_wire_value_of_another_kind_is_not_decoded(column_type: ColumnType, wire: WireValue) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        column_type.decode(wire)


@pytest.mark.parametrize(
    ("column_type", "value", "problem"),
    [
        (Text(max_length=3), "abc", None),
        (Text(max_length=3), "abcd", say("too_long", length=4, limit=3)),
        (Code(length=3), "ab", say("wrong_length", value="ab", length=2, expected=3)),
        (Code(pattern="[A-Z]+"), "AB", None),
        (Code(pattern="[A-Z]+"), "AB1", say("wrong_pattern", value="AB1", pattern="[A-Z]+")),
        (Code(max_length=2, length=3), "abc", say("too_long", length=3, limit=2)),
        (Integer(min=1), 0, say("too_small", value="0", limit="1")),
        (Integer(max=9), 10, say("too_large", value="10", limit="9")),
        (Decimal(min=Exact("0.5")), Exact("0.5"), None),
        (Percent(), Exact("1.01"), say("too_large", value="101%", limit="100%")),
        (Percent(), Exact(30), say("too_large_near", value="3000%", limit="100%", suggestion="30%")),
        (Percent(), Exact(300), say("too_large", value="30000%", limit="100%")),
        (Percent(), Exact("-0.01"), say("too_small", value="-1%", limit="0%")),
        (Date(), dt.date(1949, 12, 31), say("date_range", value="1949-12-31", min="1950-01-01", max="2149-12-31")),
        (Date(), dt.date(1950, 1, 1), None),
    ],
)
def test_limits(column_type: ColumnType, value: Value, problem: Message | None) -> None:
    assert column_type.check(value) == problem


@pytest.mark.parametrize(
    ("column_type", "value", "cell"),
    [
        (Money(currency="currency"), Exact("1234.50"), 1234.5),
        (Integer(), 7, 7),
        (Code(), "007", "007"),
        (Date(), dt.date(2025, 3, 5), dt.date(2025, 3, 5)),
        (DateTime(), dt.datetime(2025, 3, 5, 6, 30, tzinfo=dt.UTC), dt.datetime(2025, 3, 5, 14, 30)),
        (Boolean(), False, False),
    ],
)
def test_what_a_cell_holds(column_type: ColumnType, value: Value, cell: object) -> None:
    assert column_type.cell(value) == cell


@given(instant=INSTANTS, zone=st.sampled_from(["Asia/Shanghai", "UTC", "Asia/Kolkata"]))
def test_a_wall_clock_names_its_instant(instant: dt.datetime, zone: str) -> None:
    column_type = DateTime(zone=zone)
    shown = column_type.cell(instant)
    assert isinstance(shown, dt.datetime)
    # Shanghai turned its clocks back in some autumns before 1992: one reading then names two instants
    if zone != "Asia/Shanghai" or instant.year >= 1992:
        assert column_type.at_wall_clock(shown) == instant


def test_amounts_of_one_value_are_written_alike() -> None:
    money = Money(currency="currency")
    assert {canonical(money, Exact(text)) for text in ("5", "5.0", "5.00", "0.5E1")} == {"5.00"}
    assert canonical(money, Exact("-0.00")) == canonical(money, Exact(0)) == "0.00"


@pytest.mark.parametrize(
    ("numbering", "number", "code"),
    [("YS-#####", 7, "YS-00007"), ("YS-#####", 123456, "YS-123456"), ("#", 12, "12"), ("A##B", 3, "A03B")],
)
def test_a_running_number_fills_the_numbering(numbering: str, number: int, code: str) -> None:
    assert Code(numbering=numbering).numbered(number) == code


def test_a_code_without_numbering_gives_no_number() -> None:
    with pytest.raises(ValueError, match="this code has no numbering"):
        Code().numbered(1)
