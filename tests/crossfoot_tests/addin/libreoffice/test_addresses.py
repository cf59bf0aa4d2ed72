from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.libreoffice.addresses import (
    COLUMNS,
    ROWS,
    Area,
    column_name,
    column_number,
    parse,
    quoted,
    split_sheet,
)

AREAS = st.builds(Area, st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 500), st.integers(1, 500))


@given(AREAS, st.booleans(), st.booleans())
def test_an_address_names_the_rectangle_that_it_was_made_of(area: Area, rows: bool, columns: bool) -> None:
    assert parse(area.address(rows, columns)) == area


@given(st.integers(1, COLUMNS))
def test_letters_of_a_column_name_it(column: int) -> None:
    assert column_number(column_name(column)) == column


@given(AREAS, AREAS)
def test_two_rectangles_fit_into_the_one_that_joins_them(one: Area, other: Area) -> None:
    joined = one.joined(other)

    assert [joined.joined(one), joined.joined(other)] == [joined, joined]


@given(st.text("abc 'é表.", min_size=1))
def test_a_sheet_is_found_again_in_what_formulas_write(name: str) -> None:
    assert split_sheet(f"{quoted(name)}!A1") == (name, "A1")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("$b$4:D9", Area(4, 2, 6, 3)),
        ("D9:B4", Area(4, 2, 6, 3)),
        ("C:A", Area(1, 1, ROWS, 3)),
        ("$3:3", Area(3, 1, 1, COLUMNS)),
        ("XFD1048576", Area(ROWS, COLUMNS)),
        ("XFE1", None),
        ("A0", None),
        ("amount", None),
    ],
)
def test_what_an_address_names(text: str, area: Area | None) -> None:
    assert parse(text) == area
