"""Columns are made of values, and give them back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates import types
from crossfoot_templates.formula import kinds
from crossfoot_templates.formula.vectors import Failed, Given, Numbers, Texts, Vector, values_of, vector_of
from crossfoot_templates.formula.vectors.columns import DIV, LARGEST, NA
from crossfoot_templates.types import ColumnType, Value
from crossfoot_tests.formula.columns import decimals, held, quotients

MONEY = types.Money(currency="currency")
SHANGHAI = types.DateTime(zone="Asia/Shanghai")
SECONDS = st.datetimes(dt.datetime(1950, 1, 2), dt.datetime(2149, 12, 30)).map(lambda day: day.replace(microsecond=0))
BERLIN = types.DateTime(zone="Europe/Berlin")

VALUES: list[tuple[kinds.Kind, ColumnType, st.SearchStrategy[Value]]] = [
    (kinds.Number(0), types.Integer(), st.integers(-(10**15) + 1, 10**15 - 1)),
    (kinds.Number(2, "currency"), MONEY, st.decimals(-(10**15) + 1, 10**15 - 1, places=2)),
    (kinds.Number(6), types.Percent(), st.decimals(0, 1, places=6)),
    (kinds.Number(4), types.Decimal(), st.decimals(-(10**11), 10**11, places=4)),
    (kinds.Date(), types.Date(), st.dates()),
    (kinds.Instant("Asia/Shanghai"), SHANGHAI, SECONDS.map(SHANGHAI.at_wall_clock)),
    (kinds.Boolean(), types.Boolean(), st.booleans()),
    (kinds.Text(), types.Text(), st.text(min_size=1)),
    (kinds.Choice("stage", ranked=True), types.Choice(choices="stage"), st.sampled_from(["a", "b"])),
    (kinds.Reference("customer"), types.Reference(table="customer"), st.uuids().map(str)),
]


@pytest.mark.parametrize(("kind", "column_type", "values"), VALUES)
@given(data=st.data())
def test_values_come_back(
    kind: kinds.Kind, column_type: ColumnType, values: st.SearchStrategy[Value], data: st.DataObject
) -> None:
    column = data.draw(st.lists(st.one_of(st.none(), values), max_size=5))
    assert column == values_of(vector_of(kind, column), column_type)


@pytest.mark.parametrize(
    ("column_type", "vector", "expected"),
    [
        (MONEY, quotients([(1, 3), (1, 200), (-1, 200), (-1, 201)]), ["0.33", "0.01", "-0.01", "0.00"]),
        (MONEY, decimals([5, 1004, 1005, -1005], 3), ["0.01", "1.00", "1.01", "-1.01"]),
        (types.Decimal(scale=0), decimals([24, 25, -25], 1), ["2", "3", "-3"]),
        (types.Decimal(scale=6), decimals([1], 0), ["1.000000"]),
        (MONEY, decimals([10**15 - 1, 10**15, -(10**15)], 0), ["999999999999999.00", "#NUM!", "#NUM!"]),
        (types.Decimal(scale=6), quotients([(10**15 - 1, 1), (10**15, 1)]), ["999999999999999.000000", "#NUM!"]),
    ],
)
def test_numbers_are_rounded_to_the_scale_of_their_column(
    column_type: ColumnType, vector: Numbers, expected: list[str]
) -> None:
    given_values = [each.error if isinstance(each, Failed) else str(each) for each in values_of(vector, column_type)]
    assert expected == given_values


@pytest.mark.parametrize(
    ("column_type", "vector", "expected"),
    [
        (types.Integer(), quotients([(5, 2), (-5, 2), (7, 3)]), [3, -3, 2]),
        (types.Date(), decimals([45351, -1, 10**7], 0), [dt.date(2024, 2, 29), dt.date(1899, 12, 29), Failed("#NUM!")]),
        (types.Date(), quotients([(45351 * 86400 + 86399, 86400)]), [dt.date(2024, 2, 29)]),
        (
            SHANGHAI,
            quotients([(45351 * 86400 + 1, 86400), (10**12, 1)]),
            [dt.datetime(2024, 2, 28, 16, 0, 1, tzinfo=dt.UTC), Failed("#NUM!")],
        ),
        (types.Text(), Texts(np.array(["", " "], np.object_)), [None, " "]),
    ],
)
def test_what_a_column_holds_of_a_result(column_type: ColumnType, vector: Vector, expected: list[Given]) -> None:
    assert expected == values_of(vector, column_type)


def test_errors_stand_for_values_and_before_blanks() -> None:
    blank = np.array([False, True, True])
    vector = Numbers(np.array([5, 0, 0]), 0, blank=blank, errors=np.array([DIV, NA, 0], np.int8))
    assert [Failed("#DIV/0!"), Failed("#N/A"), None] == values_of(vector, types.Integer())


def test_numbers_too_long_for_their_scale_are_held_as_fractions_where_they_fit() -> None:
    column = vector_of(kinds.Number(6), [Decimal("99999999999999.000000"), Decimal("99999999999999.000001"), None])
    assert isinstance(column, Numbers)
    assert [Fraction(99999999999999), "#NUM!", Fraction(0)] == held(column)
    assert [Decimal("99999999999999.00"), Failed("#NUM!"), None] == values_of(column, MONEY)


def test_a_number_with_more_places_than_its_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.005 has more than 2 decimal places"):
        vector_of(kinds.Number(2), [Decimal("1.00"), Decimal("1.005")])


def test_an_instant_is_what_the_clocks_of_its_zone_show() -> None:
    before, after = (dt.datetime(2024, 3, 31, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))
    column = vector_of(kinds.Instant("Europe/Berlin"), [before, after, None])
    assert isinstance(column, Numbers)
    day = 45382 * 86400
    assert [Fraction(day + 5400, 86400), Fraction(day + 12600, 86400), Fraction(0)] == held(column)
    assert [before, after, None] == values_of(column, BERLIN)


def test_the_largest_unit_is_a_number_and_the_next_is_not() -> None:
    column = vector_of(kinds.Number(0), [LARGEST, -LARGEST, LARGEST + 1])
    assert isinstance(column, Numbers)
    assert [Fraction(LARGEST), Fraction(-LARGEST), "#NUM!"] == held(column)
