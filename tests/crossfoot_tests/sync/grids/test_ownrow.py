"""Formulas of Excel's, by the cells of their own row that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.grids.ownrow import Headed, by_name, written

COLUMNS = {"net": 2, "tax": 3, "gross": 5}
AROUND = Headed("Sales", 2, ("Net [CNY]", "Tax", "Mine"))


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("Sales[[#This Row],[Tax]]*2", "[@tax]*2"),
        ("Sales[[#this row], [Tax]]*2", "[@tax]*2"),
        ("[[#This Row],[Tax]]*2", "[@tax]*2"),
        ("[@Tax]*2", "[@tax]*2"),
        ("Sales[@Tax]*2", "[@tax]*2"),
        ("[@[Net '[CNY']]]*2", "[@net]*2"),
        ("b7+$E7", "[@net]+[@gross]"),
        ("Others[@Tax]+[@Mine]+[@]", "Others[@Tax]+[@Mine]+[@]"),
        ("\"B7\"&'2026'!B7&B8", "\"B7\"&'2026'!B7&B8"),
    ],
)
def test_cells_of_its_own_row_are_told_by_name_however_a_program_writes_them(formula: str, named: str) -> None:
    assert by_name(formula, COLUMNS, 7, AROUND) == named


def test_neither_end_of_a_range_is_a_cell_of_its_own() -> None:
    assert by_name("SUM(B7:C7)", COLUMNS, 7, AROUND) == "SUM(B7:C7)"


def test_a_column_without_a_heading_is_named_by_its_address() -> None:
    headless = Headed("Sales", 2, ("Net", "", ""))
    assert written("[@net]+[@tax]", COLUMNS, 7, headless) == "Sales[[#This Row],[Net]]+C7"
    assert by_name("Sales[[#This Row],[]]", COLUMNS, 7, headless) == "Sales[[#This Row],[]]"


def test_a_column_beside_the_excel_table_is_named_by_its_address() -> None:
    assert written("[@tax]+[@gross]", COLUMNS, 7, AROUND) == "Sales[[#This Row],[Tax]]+E7"


@given(
    headings=st.lists(st.text(min_size=1), min_size=3, max_size=3, unique=True),
    row=st.integers(2, 1_048_576),
    inside=st.booleans(),
)
def test_what_was_written_is_read_by_the_same_names(headings: list[str], row: int, inside: bool) -> None:
    around = Headed("Sales", 2, tuple(headings)) if inside else None
    formula = 'IF([@net]="[@tax]",[@tax],ROUND([@gross],2))'
    assert by_name(written(formula, COLUMNS, row, around), COLUMNS, row, around) == formula
