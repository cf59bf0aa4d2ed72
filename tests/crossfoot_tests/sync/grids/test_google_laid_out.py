"""The grid over books as they are really laid out."""

from __future__ import annotations

from random import Random

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.grid.cell import Cell, pattern
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import Patience
from crossfoot_sync.google.transport import Transport
from crossfoot_sync.grids.google import GoogleGrid, SharedSpreadsheet
from crossfoot_sync.grids.memory import memory_book
from crossfoot_templates.layout import BASE, FIRST_ROW, GOOGLE_BLANK_ROWS, HEADER_ROW, ID, MANAGED, TICK
from crossfoot_tests.google.faketime import FakeTime
from crossfoot_tests.sync.grids.books import row_id
from crossfoot_tests.sync.grids.google_books import GivenTokens
from crossfoot_tests.templates.sheets.laid import FACTS, OWN, Laid, unshaped
from crossfoot_tests.templates.views import sample_view


@pytest.fixture
def laid(discovery: Discovery) -> Laid:
    made = Laid(unshaped(discovery), sample_view(), "zh")
    made.shared.batch(*made.requests())
    return made


def grid_of(laid: Laid) -> GoogleGrid:
    """The grid over a book that was laid out."""
    time = FakeTime(laid.shared.clock)
    line = Line(laid.shared.google.session(), clock=time)
    tokens = GivenTokens(laid.shared.google, laid.shared.worker)
    transport = Transport(tokens, LocalBucket(clock=time), line, patience=Patience(random=Random(1)))
    return GoogleGrid(SharedSpreadsheet(transport, laid.shared.id))


@pytest.mark.slow
def test_a_book_just_laid_out_has_all_its_tables_and_no_rows(laid: Laid) -> None:
    reading = grid_of(laid).read()
    expected = {name: made.cells() for name, made in memory_book(laid.view).sheets.items()}
    assert {name: {*each.columns} for name, each in reading.tables.items()} == {
        name: {*each.columns} for name, each in expected.items()
    }
    assert {name: (each.rows, each.lost) for name, each in reading.tables.items()} == dict.fromkeys(
        expected, ([], frozenset())
    )
    assert reading.manifest == FACTS
    assert reading.program == "sheets"


@pytest.mark.slow
def test_rows_come_and_change_and_go_and_what_the_team_had_stays(laid: Laid) -> None:
    grid = grid_of(laid)
    for name in [*grid.read().tables][:2]:
        rows = [AppendRow(name, {TICK: "✓", ID: row_id(number), BASE: f"1:{number}"}) for number in range(3)]
        assert grid.write(Edits(appended=rows, manifest={"cursor": "1"}), grid.read()) == []
        seen = grid.read()
        first, second, third = seen.tables[name].rows
        edits = Edits(cells=[SetCell(name, third, TICK, "✓", "●")], removed=[RemoveRow(name, first, row_id(0))])
        assert grid.write(edits, seen) == []
        now = grid.read().tables[name]
        assert (now.rows, now.columns[ID], now.columns[TICK]) == ([first, second], [row_id(1), row_id(2)], ["✓", "●"])
        assert {*now.columns} >= {*MANAGED}
    assert laid.shared.values("Sheet1", valueRenderOption="UNFORMATTED_VALUE") == OWN


@pytest.mark.slow
def test_after_a_sync_nothing_is_to_be_mended(laid: Laid) -> None:
    grid = grid_of(laid)
    name = next(iter(grid.read().tables))
    rows = [AppendRow(name, {ID: row_id(number)}) for number in range(3)]
    grid.write(Edits(appended=rows), grid.read())
    grid.write(Edits(removed=[RemoveRow(name, grid.read().tables[name].rows[0], row_id(0))]), grid.read())
    assert laid.mending() == []


def sheet_of(laid: Laid, title: str) -> Sheet:
    """A sheet as Google has it."""
    found = laid.shared.google.state.files[laid.shared.id].book.titled(title)
    assert found is not None
    return found


def last_rows(laid: Laid, title: str) -> list[list[Cell]]:
    """The cells of the last row of a sheet and of the one before."""
    sheet = sheet_of(laid, title)
    last = len(sheet.rows) - 1
    return [[sheet.cell(row, at) for at in range(len(sheet.columns))] for row in (last - 1, last)]


def set_on(rows: list[list[Cell]]) -> list[list[object]]:
    """The kinds of number format and the validations of cells."""
    return [[(pattern(cell), cell.validation) for cell in row] for row in rows]


@pytest.mark.slow
def test_where_people_typed_most_blank_rows_full_a_sync_adds_some_that_look_like_them(laid: Laid) -> None:
    grid = grid_of(laid)
    name, cells = next(iter(grid.read().tables.items()))
    before, typed = last_rows(laid, cells.sheet), GOOGLE_BLANK_ROWS // 2
    hands = laid.shared.ann.opens(laid.shared.id, cells.sheet)
    hands.pastes(f"B{FIRST_ROW}", [[f"typed {at}"] for at in range(typed)])
    assert grid.write(Edits(manifest={"cursor": "1"}), grid.read()) == []
    assert len(sheet_of(laid, cells.sheet).rows) == HEADER_ROW + GOOGLE_BLANK_ROWS
    hands.pastes(f"B{FIRST_ROW + typed}", [["one more"]])
    assert grid.write(Edits(manifest={"cursor": "2"}), grid.read()) == []
    assert len(sheet_of(laid, cells.sheet).rows) == HEADER_ROW + typed + 1 + GOOGLE_BLANK_ROWS
    assert grid.read().tables[name].rows == [*range(FIRST_ROW, FIRST_ROW + typed + 1)]
    assert last_rows(laid, cells.sheet) == before
    assert laid.mending() == []


@pytest.mark.slow
def test_a_sheet_that_a_paste_filled_to_its_last_row_gets_blank_rows_below(laid: Laid) -> None:
    grid = grid_of(laid)
    name, cells = next(iter(grid.read().tables.items()))
    hands, pasted = laid.shared.ann.opens(laid.shared.id, cells.sheet), GOOGLE_BLANK_ROWS + 20
    before = set_on(last_rows(laid, cells.sheet))
    hands.asks({"appendDimension": {"sheetId": hands.sheet_id, "dimension": "ROWS", "length": 20}})
    hands.pastes(f"B{FIRST_ROW}", [[f"pasted {at}"] for at in range(pasted)])
    assert grid.write(Edits(manifest={"cursor": "1"}), grid.read()) == []
    assert len(sheet_of(laid, cells.sheet).rows) == HEADER_ROW + pasted + GOOGLE_BLANK_ROWS
    assert grid.read().tables[name].rows == [*range(FIRST_ROW, FIRST_ROW + pasted)]
    assert laid.mended() != []
    assert set_on(last_rows(laid, cells.sheet)) == before
    assert laid.mending() == []
