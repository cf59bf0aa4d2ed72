"""People work in an open workbook between any two calls of a write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.memory_sheet import Content
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.books import book, column, customer, row_id, sheet
from crossfoot_tests.sync.grids.excel_adversary import written_against
from crossfoot_tests.sync.grids.excel_books import ExcelHands, open_book
from crossfoot_tests.sync.grids.seam import Seam

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("held", [True, False])
def test_h27_whatever_people_do_between_two_calls_nothing_of_theirs_is_lost(
    app: xw.App, tmp_path: Path, held: bool
) -> None:
    wrongs = {}
    for seed in range(60 if held else 100):
        played = written_against(app, tmp_path, seed, held=held)
        if found := played.wrongs():
            wrongs[seed] = found
        played.adversary.place.book.close()
    assert wrongs == {}


@dataclass
class OnMac:
    """A workbook open where keys cannot be kept away, and what somebody does right before a call."""

    opened: xw.Book
    seam: Seam
    grid: ExcelGrid

    def before(self, call: str, act: Callable[[ExcelHands], object], times: int = 1) -> None:
        """Have something done right before a call, the first time that it is made."""
        left = times

        def between(name: str) -> None:
            nonlocal left
            if name == call and left:
                left -= 1
                act(ExcelHands.of(self.opened, "customer"))

        self.seam.between = between


@pytest.fixture
def mac(app: xw.App, tmp_path: Path) -> Iterator[OnMac]:
    opened = open_book(app, tmp_path / "book.xlsx", book(sheet(*(customer(number) for number in range(1, 5)))))
    seam = Seam(lacking=frozenset({"interactive="}))
    yield OnMac(opened, seam, ExcelGrid(seam.under(opened)))
    seam.between = None
    opened.close()


def renamed(*rows: int) -> list[SetCell]:
    """New names for some of the rows, from 0."""
    return [SetCell("customer", FIRST_ROW + at, "name", f"客户 {at + 1}", f"新 {at + 1}") for at in rows]


def test_h27_what_a_write_displaced_after_a_row_was_inserted_is_put_back(mac: OnMac) -> None:
    seen = mac.grid.read()
    mac.before("raw_value=", lambda hands: hands.insert_rows(FIRST_ROW + 1))
    assert mac.grid.write(Edits(cells=renamed(1, 2)), seen) == []
    assert column(mac.grid, "name") == ["客户 1", "新 2", "新 3", "客户 4"]
    assert column(mac.grid, ID) == [row_id(number) for number in range(1, 5)]


def test_h27_a_cell_cleared_in_the_wrong_row_gets_its_value_back(mac: OnMac) -> None:
    seen = mac.grid.read()
    mac.before("raw_value=", lambda hands: hands.move_row(FIRST_ROW + 3, FIRST_ROW))
    edit = SetCell("customer", FIRST_ROW + 1, "code", "KH-00002", None)
    assert mac.grid.write(Edits(cells=[edit]), seen) == []
    assert column(mac.grid, "code") == ["KH-00004", "KH-00001", None, "KH-00003"]


def test_h27_what_a_write_displaced_after_a_sort_is_put_back(mac: OnMac) -> None:
    seen = mac.grid.read()

    def sort(hands: ExcelHands) -> None:
        hands.set(FIRST_ROW, "code", "Z")
        hands.sort("code")

    mac.before("raw_value=", sort)
    assert mac.grid.write(Edits(cells=renamed(0, 3)), seen) == []
    assert column(mac.grid, "name") == ["客户 2", "客户 3", "新 4", "新 1"]


def test_h27_a_row_deleted_in_the_wrong_place_comes_back_and_the_right_one_goes_in_an_open_workbook(mac: OnMac) -> None:
    seen = mac.grid.read()
    mac.before("delete", lambda hands: hands.move_row(FIRST_ROW + 3, FIRST_ROW))
    assert mac.grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))]), seen) == []
    assert sorted(map(str, column(mac.grid, "name"))) == ["客户 1", "客户 3", "客户 4"]
    assert sorted(map(str, column(mac.grid, ID))) == [row_id(1), row_id(3), row_id(4)]


def test_h27_a_new_row_that_came_over_another_leaves_both(mac: OnMac) -> None:
    seen = mac.grid.read()
    mac.before("raw_value=", lambda hands: hands.insert_rows(FIRST_ROW, 2))
    row = AppendRow("customer", {**seen_values(customer(9)), ID: row_id(9)})
    assert mac.grid.write(Edits(appended=[row]), seen) == []
    assert sorted(map(str, column(mac.grid, "name"))) == ["客户 1", "客户 2", "客户 3", "客户 4", "客户 9"]
    assert len({*column(mac.grid, ID)}) == 5


def seen_values(row: dict[str, Content]) -> dict[str, CellValue]:
    """A row's plain values."""
    return {name: value for name, value in row.items() if isinstance(value, str | float | dt.date)}
