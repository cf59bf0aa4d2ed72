"""Which of the rows below a header are data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Filled(NamedTuple):
    """A row that holds anything in a bound column; ``formula`` is whether one that not every row is given."""

    row: int
    has_id: bool
    formula: bool


def data_rows(rows: Iterable[Filled], end: int, totals: int = 0) -> tuple[list[int], list[int]]:
    """Positions of the rows that are data, and numbers of those that are not; ``rows`` ascend.

    ``end`` is the last row of the Excel Table around them, or the header; ``totals`` how many of its rows are totals.

    Data is whatever stands below the header in a bound column, however many blank lines are left in between: what
    somebody typed must not be passed over. Not data are the Excel Table's own totals row and what lies below it,
    and a line of formulas further down, which is somebody's own total; a row that carries an id is data anywhere.
    """
    reach = end - totals
    data: list[int] = []
    below: list[int] = []
    for position, each in enumerate(rows):
        own_total = each.row > reach + 1 and each.formula
        if each.has_id or each.row <= reach or not (own_total or totals):
            data.append(position)
            reach = reach if totals else max(reach, each.row)
        elif each.row > end:
            below.append(each.row)
    return data, below
