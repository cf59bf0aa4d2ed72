from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.commands.selection import Selection, areas


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("$A$4", [(4, 4)]),
        ("$A$4:$C$9", [(4, 9)]),
        ("A4:C9,$B$12", [(4, 9), (12, 12)]),
        ("$4:$9", [(4, 9)]),
        ("$A:$C", [(1, 1_048_576)]),
        ("'[a b.xlsx]Invoices'!$A$4:$A$5", [(4, 5)]),
        ("", []),
    ],
)
def test_an_address_has_the_rows_of_its_areas(address: str, rows: list[tuple[int, int]]) -> None:
    assert list(areas(address)) == rows


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 50)), min_size=1, max_size=5), st.integers(1, 600))
def test_a_row_is_selected_where_one_of_the_areas_has_it(spans: list[tuple[int, int]], row: int) -> None:
    address = ",".join(f"$B${first}:$D${first + more}" for first, more in spans)
    selection = Selection("Invoices", tuple(areas(address)))
    assert (row in selection) == any(first <= row <= first + more for first, more in spans)
