"""The marks of a sheet: each row that holds something has one, before a sync and after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.engine.marks import Marks, marks_after, marks_of, told
from crossfoot_templates.layout import ID, TICK
from crossfoot_tests.sync.sheets import Line, in_step, row_id, sheet

STORED = in_step(1, 1, number="HT-001", name="Acme")


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        (replace(STORED, tick="✓"), "✓"),
        (replace(STORED, tick="⚠"), "⚠"),
        (replace(STORED, tick="Keep mine"), "●"),
        (STORED, "●"),
        (Line({"name": "new"}), "+"),
        (Line({"name": "new"}, tick="✗"), "✗"),
    ],
)
def test_a_row_has_its_tick_or_is_new_or_edited(line: Line, mark: str) -> None:
    assert marks_of(sheet([line])) == {mark: 1}


def test_a_row_that_was_emptied_is_none() -> None:
    assert marks_of(sheet([replace(STORED, shows={}, tick="✓"), Line({"name": "new"})])) == {"+": 1}


def test_rows_that_come_go_and_are_filled_again_are_counted_as_they_will_stand() -> None:
    emptied = replace(in_step(2, 1, number="HT-002", name="Blue"), shows={}, tick="✓")
    leaving = replace(in_step(3, 1, number="HT-003", name="Cyan"), tick="✓")
    table = sheet([replace(STORED, tick="●"), emptied, leaving, replace(emptied, id=row_id(4))])
    edits = Edits(
        cells=[
            SetCell("deal", 4, TICK, "●", "⚠"),
            SetCell("deal", 5, "name", None, "Blue"),
            SetCell("deal", 7, ID, row_id(4), None),
            SetCell("other", 6, TICK, "✓", "✗"),
        ],
        removed=[RemoveRow("deal", 6, row_id(3))],
        appended=[AppendRow("deal", {"name": "Dora"}), AppendRow("other", {})],
    )
    assert marks_after(table, edits) == {"⚠": 1, "✓": 2}


def test_in_a_preview_what_would_be_taken_would_be_in_step() -> None:
    table = sheet([replace(STORED, tick="✓"), Line({"name": "new"}, id=row_id(2)), Line({"name": "x"}, id=row_id(3))])
    edits = Edits(cells=[SetCell("deal", 4, TICK, "✓", "●"), SetCell("deal", 6, TICK, None, "✗")])
    assert marks_after(table, edits, {row_id(1), row_id(2), row_id(3)}) == {"✓": 2, "✗": 1}


def test_marks_are_told_in_one_order_and_only_those_there_are() -> None:
    assert told(Marks("✗✓✓")) == "✓2  ✗1"
