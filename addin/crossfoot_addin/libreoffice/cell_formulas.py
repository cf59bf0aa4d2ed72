"""The formulas of a range, as Excel writes them in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.errors import BadFormula
from crossfoot_addin.libreoffice.formats import LOGICAL
from crossfoot_addin.libreoffice.formula_runs import runs
from crossfoot_addin.libreoffice.formula_words import moved
from crossfoot_addin.libreoffice.formulas import to_excel, to_office
from crossfoot_addin.libreoffice.placed import Placed
from crossfoot_addin.libreoffice.typing_in import ERRORS
from crossfoot_addin.libreoffice.values import plain_number

NOT_UNDERSTOOD = {501, 506, 507, 508, 509, 510, 511, 512, 515, 516, 517, 518, 520, 533}
"""LibreOffice's numbers for formulas that it cannot understand. Excel does not take such a formula."""
TRUTHS = {"1": "TRUE", "0": "FALSE"}
ERROR = 4  # com.sun.star.sheet.FormulaResult.ERROR


class Formulas(Placed):
    """Formulas of a range."""

    @property
    def formula(self) -> Any:
        """Rows of formulas, or the one; a cell without a formula gives what would be typed into it, as text."""
        if self.cells is None:
            return None
        written, held = self.cells.getFormulaArray(), self.cells.getDataArray()
        tables = self.sheet.table_areas() if any("[" in text for row in written for text in row) else {}
        rows = [
            [
                text if text == value else self._read(text, value, down, across, tables)
                for across, (text, value) in enumerate(zip(texts, values, strict=True))
            ]
            for down, (texts, values) in enumerate(zip(written, held, strict=True))
        ]
        self._read_truths(rows)
        return rows[0][0] if self.shape == (1, 1) else tuple(map(tuple, rows))

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        """As :attr:`formula`: LibreOffice has no dynamic arrays."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula_array(self) -> str | None:
        """The array formula of the cells, or the formula of the first one."""
        if self.cells is None:
            return None
        text = str(self.cells.getArrayFormula()).strip("{}")
        return self._excel(text) if text else str(self.sheet.at(Area(self.row, self.column)).formula)

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if self.cells is not None:
            self.changing_content()
            self.cells.setArrayFormula(self._office(value, Area(self.row, self.column), self._tables([value])))
            _refuse_misunderstood(self.first, value)

    @property
    def has_array(self) -> bool:
        """Whether its cells are part of one array formula."""
        return self.cells is not None and bool(self.cells.getArrayFormula())

    def _read(self, text: str, value: Any, down: int, across: int, tables: dict[str, Area]) -> str:
        if text.startswith("{="):
            text = text[1:-1]
        if text.startswith("="):
            if text[1:] in ERRORS:
                return text[1:]  # an error that was typed, which LibreOffice holds as a formula
            cell = Area(self.row + down, self.column + across)
            return self._excel(text, _table_of(cell, tables))
        return plain_number(value) if isinstance(value, float) else str(value)

    def _read_truths(self, rows: list[list[str]]) -> None:
        """Write truth values as such; LibreOffice holds 1 and 0."""
        for span in self.number_formats():
            if self.book.formats.kind(span.key) & LOGICAL:
                for row in rows[span.top : span.bottom + 1]:
                    row[span.left : span.right + 1] = [
                        TRUTHS.get(text, text) for text in row[span.left : span.right + 1]
                    ]

    def _excel(self, text: str, own_table: str | None = None) -> str:
        return to_excel(text, self.book.functions, own_table)

    def fill_formula(self, formula: str) -> None:
        """Enter a formula into all cells; its relative references move with them."""
        with self.book.at_rest():
            if _fills_evenly(self.cells, self.area):
                self._enter(Area(self.row, self.column), (formula,), self._tables([formula]))
                if self.area.columns > 1:
                    _fill(self.part(Area(self.row, self.column, 1, self.area.columns)), "TO_RIGHT")
                if self.area.rows > 1:
                    _fill(self.cells, "TO_BOTTOM")
            else:
                every = ((down, across) for down in range(self.area.rows) for across in range(self.area.columns))
                self.write_formulas({cell: moved(formula, *cell) for cell in every})

    def write_formulas(self, formulas: dict[tuple[int, int], str]) -> None:
        """Enter formulas by (down, across) from the first cell.

        Raises:
            BadFormula: one of them cannot be understood; those before it are entered.
        """
        tables = self._tables(formulas.values())
        for run in runs({(self.row + down, self.column + across): text for (down, across), text in formulas.items()}):
            cells = self.part(run.area)
            if run.copies and _fills_evenly(cells, run.area):
                self._enter(Area(run.row, run.column), run.formulas[:1], tables)
                _fill(cells, "TO_BOTTOM")
            else:
                self._enter(run.area, run.formulas, tables)

    def _tables(self, formulas: Iterable[str]) -> dict[str, Area]:
        """The tables of the sheet, if a formula may refer to one."""
        return self.sheet.table_areas() if any("[" in formula for formula in formulas) else {}

    def _enter(self, area: Area, formulas: Sequence[str], tables: dict[str, Area]) -> None:
        """Enter formulas into cells of one column, each its own."""
        cells = self.part(area)
        cells.setFormulaArray(
            tuple((self._office(text, Area(area.row + at, area.column), tables),) for at, text in enumerate(formulas))
        )
        for place in cells.queryFormulaCells(ERROR).getRangeAddresses():
            for row in range(place.StartRow, place.EndRow + 1):
                _refuse_misunderstood(cells.getCellByPosition(0, row - area.row + 1), formulas[row - area.row + 1])

    def _office(self, formula: str, cell: Area, tables: dict[str, Area]) -> str:
        return to_office(formula, self.book.functions, _table_of(cell, tables))


def _refuse_misunderstood(cell: Any, formula: str) -> None:
    error = cell.getError()
    if error in NOT_UNDERSTOOD:
        cell.setFormula("")
        raise BadFormula(formula, f"LibreOffice does not understand it (Err:{error})")


def _table_of(cell: Area, tables: dict[str, Area]) -> str | None:
    return next((name for name, area in tables.items() if area.meets(cell)), None)


def _fill(cells: Any, direction: str) -> None:
    """Copy the first row down, or the first column to the right."""
    cells.fillAuto(bridge.choice("sheet.FillDirection", direction), 1)


def _fills_evenly(cells: Any, area: Area) -> bool:
    """Whether filling would copy the formula and nothing else: it takes formats along, and skips filtered rows."""
    visible = cells.queryVisibleCells().getRangeAddresses()
    return (
        cells.getUniqueCellFormatRanges().Count == 1
        and len(visible) == 1
        and (
            visible[0].EndRow - visible[0].StartRow,
            visible[0].EndColumn - visible[0].StartColumn,
        )
        == (area.rows - 1, area.columns - 1)
    )
