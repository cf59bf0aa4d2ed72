"""A real spreadsheet program calculates the formulas that are written into a rendered book as they are meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl.formula.translate import Translator

from crossfoot_sync.engine.cells import AppendRow, Edits, SetCell
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_templates.live import SheetFormulas, live_formulas
from crossfoot_templates.model import RuleKind
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.columns import place_columns
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.types import CellValue
from crossfoot_tests.office.person import LibreOffice
from crossfoot_tests.sync.grids.books import row_id
from crossfoot_tests.templates.computed_views import ORDER, computed_view

pytestmark = pytest.mark.slow

ROWS: tuple[dict[str, CellValue], ...] = (
    {
        "number": "0012",
        "stage": "方案",
        "amount": 1000.0,
        "currency": "人民币",
        "rate": 0.13,
        "ordered_on": dt.date(2024, 1, 31),
        "called_at": dt.datetime(2024, 2, 29, 23, 30),
        "urgent": "是",
        "buyer": "张伟明",
        "paid": 250.5,
    },
    {"number": "0013", "stage": "立项", "amount": 0.3, "urgent": False, "paid": 0.1},
    {"number": "0014"},
)
KINDS: tuple[RuleKind, ...] = ("check", "lock_when", "highlight")
NOTHING: dict[str, CellValue] = dict.fromkeys(("net", "due_on", "called_on", "risk", "same", "share"))
MEANT: tuple[dict[str, CellValue], ...] = (
    {
        "net": 884.96,
        "left": 749.5,
        "due_on": dt.date(2024, 2, 29),
        "called_on": dt.date(2024, 2, 29),
        "hurry": "是",
        "risk": "高",
        "title": "0012-张伟",
        "place": 1.0,
        "same": "张伟明",
        "share": 0.7495,
    },
    NOTHING | {"net": 0.3, "left": 0.2, "hurry": "否", "risk": "低", "title": "0013-", "place": 0.0, "share": 0.666667},
    NOTHING | {"left": 0.0, "hurry": "否", "title": "0014-", "place": 0.0},
)
"""What the formulas of each row come to, in words and in numbers as its cells show them."""


@pytest.fixture
def grid(tmp_path: Path) -> XlsxGrid:
    """A rendered book with orders, whose formulas have wrong results as yet."""
    path = tmp_path / "orders.xlsx"
    path.write_bytes(render_workbook(computed_view(), "zh", {"book": "receivables"}))
    made = XlsxGrid(path)
    formulas = live_formulas(computed_view(), ORDER, "zh")
    wrong = dict.fromkeys(formulas, "?")
    rows = [AppendRow("order", {**wrong, **row, ID: row_id(at)}, formulas) for at, row in enumerate(ROWS)]
    assert made.write(Edits(appended=rows), made.read()) == []
    return made


def results(grid: XlsxGrid) -> list[dict[str, CellValue]]:
    """What stands in the cells of computed columns that hold formulas."""
    cells = grid.read().tables["order"]
    assert cells.faults == {}
    return [
        {name: rounded(cells.columns[name][at]) for name in MEANT[0] if (name, at) in cells.formulas}
        for at in range(len(cells.rows))
    ]


def rounded(value: CellValue) -> CellValue:
    """A number with the digits that a cell shows."""
    return float(f"{value:.15g}") if isinstance(value, float) else value


def test_it_calculates_what_is_meant(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    libreoffice.work(grid.path, ("calculate",))
    assert results(grid) == [*MEANT]


def test_a_cell_that_is_typed_into_is_calculated_on(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    libreoffice.work(grid.path, ("calculate",), ("type", "订单", f"D{FIRST_ROW}", 2000), ("type", "订单", "C5", "投标"))
    first, second, third = MEANT
    assert results(grid) == [
        first | {"net": 1769.91, "left": 1749.5, "share": 0.87475},
        second | {"risk": "高", "place": 1.0},
        third,
    ]


def test_formulas_that_it_saved_are_written_again_and_calculated(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    libreoffice.work(grid.path, ("calculate",))
    seen = grid.read()
    formulas = live_formulas(computed_view(), ORDER, "zh")
    edits = Edits(
        cells=[
            SetCell("order", FIRST_ROW, "amount", 1000.0, 500.5),
            SetCell("order", FIRST_ROW, "left", 749.5, 0.0, formula=formulas["left"]),
        ]
    )
    assert grid.write(edits, seen) == []
    assert results(grid)[0] == MEANT[0] | {"left": 0.0}
    libreoffice.work(grid.path, ("calculate",))
    assert results(grid)[0] == MEANT[0] | {"net": 442.92, "left": 250.0, "share": 0.499500}


def test_rules_hold_of_the_rows_that_they_are_meant_for(grid: XlsxGrid, libreoffice: LibreOffice) -> None:
    view = computed_view()
    rules = RowRules(SheetFormulas(view, ORDER, "zh"), place_columns(view, view.tables[0], "zh"))
    told = [*rules.required(), *(each.condition for kind in KINDS for each in rules.of_kind(kind))]
    asked = [
        (
            "type",
            "订单",
            f"{letter}{row}",
            Translator(f"={each.formula}", f"{letter}{FIRST_ROW}").translate_formula(f"{letter}{row}"),
        )
        for letter, each in zip(("AB", "AC", "AD", "AE", "AF"), told, strict=True)
        for row in range(FIRST_ROW, FIRST_ROW + 4)
    ]
    typed = [
        ("type", "订单", "J5", "李"),
        ("type", "订单", "D6", -5),
        ("type", "订单", "D7", 7),
        ("type", "订单", "K7", 7),
    ]
    libreoffice.work(grid.path, ("calculate",), *typed, *asked)
    with libreoffice.opened(grid.path) as screen:
        (answers,) = screen.do(("read", "订单", f"AB{FIRST_ROW}:AF{FIRST_ROW + 3}"))
    assert [[*map(bool, line)] for line in answers] == [
        # must name its buyer, amount is right, buyer is right, is paid, is overdue
        [True, True, True, False, True],
        [False, True, False, False, False],
        [False, False, True, False, False],
        [False, True, True, True, False],
    ]
