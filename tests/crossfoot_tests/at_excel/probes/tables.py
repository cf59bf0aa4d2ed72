"""Excel Tables: formulas in them, rows that come and rows that leave."""

from __future__ import annotations

from collections.abc import Iterator

import xlwings as xw

from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.ownrow import Headed, by_name, written
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.probing.probe import Finding, compared, told
from crossfoot_tests.sync.grids.books import book, customer, row_id, sheet

HEADINGS = ("Order", "Net [CNY] #1", "Gross")
COLUMNS = {"order": 2, "net": 3, "gross": 4}
AMOUNT = 5
"""The column of amounts in the small book."""


def formulas(place: Place) -> Iterator[Finding]:
    """A formula that names cells of its own row is told as it was meant, and goes on in new rows."""
    at = place.sheet()
    at.range("B2").value = [HEADINGS, ["a", 100, None], ["b", 200, None]]
    table = at.tables.add(at.range("B2:D4"), name="orders")
    headed = Headed("orders", 2, HEADINGS)
    at.range("D3:D4").formula = "=" + written("ROUND([@net]*1.13,2)", COLUMNS, 3, headed)
    yield compared("its values", [113.0, 226.0], at.range("D3:D4").value)
    formula = str(at.range("D4").formula)
    yield told("how Excel tells it", formula)
    yield compared("what is understood of that", "=ROUND([@net]*1.13,2)", by_name(formula, COLUMNS, 4, headed))
    at.range("B5:C5").value = ["c", 300]
    table.resize(at.range("B2:D5"))
    yield compared("a resized table goes on with it", 339.0, at.range("D5").value)


def grows(place: Place) -> Iterator[Finding]:
    """New rows come in above what stands below the table, with the formats of those above."""
    opened = place.opened(book(sheet(customer(1), customer(2))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW, AMOUNT), (FIRST_ROW + 1, AMOUNT)).number_format = "#,##0.00"
    screen.range((FIRST_ROW + 3, AMOUNT)).formula = f"=SUM(E{FIRST_ROW}:E{FIRST_ROW + 1})"
    screen.range((FIRST_ROW + 3, 16)).value = "elsewhere"
    rows = [AppendRow("customer", {ID: row_id(at), "name": f"新 {at}", "amount": 5.0}) for at in (3, 4, 5)]
    yield compared("what could not be written", [], grid.write(Edits(appended=rows), grid.read()))
    names = grid.read().tables["customer"].columns["name"]
    yield compared("the rows", ["客户 1", "客户 2", "新 3", "新 4", "新 5"], names[:5])
    yield compared("the last row of the table", FIRST_ROW + 4, screen.tables[0].range.last_cell.row)
    yield compared("the format of a new amount", "#,##0.00", screen.range((FIRST_ROW + 4, AMOUNT)).number_format)
    yield compared("what stood below", 2004.0, screen.range((FIRST_ROW + 6, AMOUNT)).value)
    yield compared("what stands beside", "elsewhere", screen.range((FIRST_ROW + 3, 16)).value)


def hidden_rows(place: Place) -> Iterator[Finding]:
    """Rows that a filter hides are written and deleted like others, and nothing beside the table moves."""
    opened = place.opened(book(sheet(*(customer(number) for number in range(1, 7)))))
    grid, screen = ExcelGrid(opened), opened.sheets["客户"]
    screen.range((FIRST_ROW, 16), (FIRST_ROW + 5, 16)).value = [[f"beside {at}"] for at in range(1, 7)]
    screen.tables[0].autofilter.apply_values(3, ["客户 1", "客户 6"])
    yield compared("the filter hides rows", True, _hidden(screen, FIRST_ROW + 1))
    edits = Edits(
        cells=[SetCell("customer", FIRST_ROW + 2, "name", "客户 3", "新")],
        removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2)), RemoveRow("customer", FIRST_ROW + 3, row_id(4))],
        appended=[AppendRow("customer", {ID: row_id(7), "name": "第七"})],
    )
    yield compared("what could not be written", [], grid.write(edits, grid.read()))
    names = grid.read().tables["customer"].columns["name"]
    yield compared("the rows", ["客户 1", "新", "客户 5", "客户 6", "第七"], [name for name in names if name])
    beside = [screen.range((FIRST_ROW + at, 16)).value for at in range(6)]
    yield compared("what stands beside", [f"beside {at}" for at in range(1, 7)], beside)


def last_row(place: Place) -> Iterator[Finding]:
    """A table whose last row leaves goes on, and takes new ones."""
    opened = place.opened(book(sheet(customer(1))))
    grid = ExcelGrid(opened)
    grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), grid.read())
    yield compared("rows that are left", [], [each for each in grid.read().tables["customer"].columns[ID] if each])
    grid.write(Edits(appended=[AppendRow("customer", {ID: row_id(2), "name": "新"})]), grid.read())
    names = grid.read().tables["customer"].columns["name"]
    yield compared("a new one", ["新"], [each for each in names if each])
    yield compared("where the table ends", FIRST_ROW, opened.sheets["客户"].tables[0].range.last_cell.row)


def _hidden(sheet: xw.Sheet, row: int) -> bool:
    return bool(sheet.range(f"{row}:{row}").rows.hidden)
