"""What functions make of the values of cells, and of answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.functions.cells import ShapesDiffer, day, shown, text, together
from crossfoot_sync.engine.lookups import Amount, Answer, Cell, Refused
from crossfoot_templates.messages import say


@pytest.mark.parametrize(
    ("value", "asked"), [(None, ""), ("  K1 ", "K1"), (1001.0, "1001"), (1001, "1001"), (0.5, "0.5"), ("007", "007")]
)
def test_a_key_is_asked_for_as_it_is_read(value: object, asked: str) -> None:
    assert text(value) == asked


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        (None, ""),
        ("", ""),
        (dt.datetime(2025, 3, 31, 12), "2025-03-31"),
        (dt.date(2025, 3, 31), "2025-03-31"),
        (45747.0, "2025-03-31"),
        (45747.75, "2025-03-31"),
        ("2025-03-31", "2025-03-31"),
        ("2025/3/31", "2025-03-31"),
        ("2025年3月31日", "2025-03-31"),
        ("31/3/2025", "31/3/2025"),
        (-1.0, "-1"),
        (True, "True"),
    ],
)
def test_a_day_is_a_date_its_number_or_a_text(value: object, asked: str) -> None:
    assert day(value) == asked


@given(st.dates(dt.date(1900, 3, 1)))
def test_every_day_comes_back_from_the_number_that_excel_keeps(date: dt.date) -> None:
    assert day(float((date - dt.date(1899, 12, 30)).days)) == date.isoformat()


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        (["a", None], [[("a", None)]]),
        ([[["a"]], "x"], [[("a", "x")]]),
        ([[["a"], ["b"]], "x"], [[("a", "x")], [("b", "x")]]),
        ([[["a"], ["b"]], [["x", "y"]]], [[("a", "x"), ("a", "y")], [("b", "x"), ("b", "y")]]),
        ([["a", "b"], [["x", "y"]]], [[("a", "x"), ("b", "y")]]),
        ([(("a",), ("b",)), (("x",), ("y",))], [[("a", "x")], [("b", "y")]]),
    ],
)
def test_blocks_stand_beside_each_other(values: list[Any], cells: list[list[tuple[object, ...]]]) -> None:
    assert together(values) == cells


def test_blocks_of_different_sizes_do_not_go_together() -> None:
    with pytest.raises(ShapesDiffer, match="2×1, 3×1, 1×1"):
        together([[["a"], ["b"]], [["x"], ["y"], ["z"]], "one"])


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (Amount("7500.05", "CNY"), 7500.05),
        (Cell(None, "number"), ""),
        (Cell("", "text"), ""),
        (Cell("Acme", "text"), "Acme"),
        (Cell("0.300000", "number"), 0.3),
        (Cell(12, "number"), 12),
        (Cell(False, "truth"), False),
        (Cell("2025-03-31", "date"), dt.datetime(2025, 3, 31)),
        (Cell("2025-03-31T16:30:00Z", "time"), dt.datetime(2025, 4, 1, 0, 30)),
        (Refused(say("unknown_customer", value="K9")), "#CF! 没有您可以查看的客户“K9”；请填客户编号或全称。"),
    ],
)
def test_an_answer_is_shown_as_what_it_is(answer: Answer, value: object) -> None:
    found = shown(answer, "zh")
    assert (type(found), found) == (type(value), value)
