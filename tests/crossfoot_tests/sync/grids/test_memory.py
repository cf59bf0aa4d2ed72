from __future__ import annotations

from copy import deepcopy

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, SetCell
from crossfoot_sync.grids.memory import memory_book
from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.render.columns import place_columns
from crossfoot_tests.sync.grids.books import MemoryBench, book, column, customer, row_id, sheet
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.templates.views import sample_view


class TestMemoryGrid(GridConformance):
    @pytest.fixture
    def lay(self) -> Lay:
        return MemoryBench


def test_a_book_of_a_view_has_the_columns_of_the_rendered_one() -> None:
    view = sample_view()
    sheets = memory_book(view, "en").sheets
    assert {table: [each.name for each in made.columns] for table, made in sheets.items()} == {
        each.table.name: [placed.name for placed in place_columns(view, each, "en").all] for each in view.tables
    }


def test_a_deep_copy_goes_its_own_way() -> None:
    grid = book(sheet(customer(1)))
    seen = grid.read()
    copy = deepcopy(grid)
    copy.sheets["customer"].set(FIRST_ROW, "name", "改")
    copy.write(Edits(manifest={"cursor": "99"}, lists={"currency.pick": []}), copy.read())
    assert grid.read() == seen
    assert column(copy, "name") == ["改"]


def test_a_reading_of_one_copy_does_not_pass_for_one_of_the_other() -> None:
    grid = book(sheet(customer(1)))
    copy = deepcopy(grid)
    copy.sheets["customer"].set(FIRST_ROW, "name", "改")
    missed = copy.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")]), grid.read())
    assert [each.found for each in missed] == ["改"]


def test_a_removed_row_makes_those_below_move_up() -> None:
    made = sheet(customer(1), customer(2), customer(3))
    made.delete_rows([FIRST_ROW, FIRST_ROW + 1])
    assert made.cells().rows == [FIRST_ROW]
    assert made.cells().columns[ID] == [row_id(3)]


def test_a_row_cut_and_inserted_elsewhere_takes_its_hidden_cells_along() -> None:
    made = sheet(customer(1), customer(2), customer(3))
    made.move_row(FIRST_ROW, FIRST_ROW + 3)
    made.move_row(FIRST_ROW + 1, FIRST_ROW)
    assert made.cells().columns[ID] == [row_id(3), row_id(2), row_id(1)]
    assert made.cells().columns["name"] == ["客户 3", "客户 2", "客户 1"]


def test_a_sort_of_a_selection_leaves_the_other_columns_behind() -> None:
    made = sheet(customer(1, "b"), customer(2, "a"))
    made.sort("name", columns=["code", "name"])
    assert made.cells().columns["code"] == ["KH-00002", "KH-00001"]
    assert made.cells().columns[ID] == [row_id(1), row_id(2)]


def test_a_sort_puts_numbers_before_text_and_blanks_last() -> None:
    made = sheet(
        {"amount": None, "code": "blank"}, {"amount": "x"}, {"amount": True}, {"amount": 2.0}, {"amount": Formula(1.0)}
    )
    made.sort("amount")
    assert made.cells().columns["amount"] == [1.0, 2.0, "x", True, None]


def test_typing_below_the_last_row_skips_none() -> None:
    made = sheet(customer(1), {})
    assert made.append(name="新") == FIRST_ROW + 1


def test_appended_values_of_columns_that_are_not_there_are_left_out() -> None:
    grid = book(sheet())
    grid.write(Edits(appended=[AppendRow("customer", {"name": "x", "unheard_of": 1})]), grid.read())
    assert column(grid, "name") == ["x"]
