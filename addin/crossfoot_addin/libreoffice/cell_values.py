"""What the cells of a range hold, read and written whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.cell_formulas import Formulas
from crossfoot_addin.libreoffice.formats import GENERAL, LOGICAL, MOMENT, TEXT, Span
from crossfoot_addin.libreoffice.typing_in import DATE, DATE_AND_TIME, TIME, Entry, entered
from crossfoot_addin.libreoffice.typing_in import GENERAL as NO_FORMAT
from crossfoot_addin.libreoffice.values import (
    ERRORS,
    UNREAD_ERROR,
    ErrorValue,
    plain_number,
    to_moment,
    to_serial,
)

CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
FORMAT = 32 | 64  # HARDATTR, STYLES
EVERYTHING = 1023
TRUTH = "BOOLEAN"
"""LibreOffice's number format of truth values, which are numbers there."""


class Values(Formulas):
    """Values of a range."""

    @property
    def raw_value(self) -> Any:
        """Rows of values, or the value of the one cell; ``None`` where there is no cell.

        Numbers are floats, dates and times are ``datetime``, blanks are ``""``, errors are
        :class:`~crossfoot_addin.libreoffice.values.ErrorValue`.
        """
        if self.cells is None:
            return None
        rows = self._rows()
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if self.cells is None:
            return
        self.changing_content()
        if isinstance(data, list | tuple):
            self._write([tuple(row) for row in data])
        elif isinstance(data, str) and data.startswith("=") and len(data) > 1:
            self._forget_truth(self.number_formats())
            self.fill_formula(data)
        else:
            self._write([(data,) * self.area.columns] * self.area.rows)

    def _rows(self) -> list[list[Any]]:
        data = self.cells.getDataArray()
        spans = [span for span in self.number_formats() if self.book.formats.kind(span.key) & (MOMENT | LOGICAL)]
        rows = [list(row) for row in data]
        for span in spans:
            self._read_span(rows, span)
        if any(None in row for row in data):
            self._read_errors(rows)
        return rows

    def _read_span(self, rows: list[list[Any]], span: Span) -> None:
        """Turn the numbers of a span into what their format shows."""
        epoch = self.book.epoch
        moment = self.book.formats.kind(span.key) & MOMENT
        for row in rows[span.top : span.bottom + 1]:
            for at in range(span.left, span.right + 1):
                if type(row[at]) is float:
                    row[at] = to_moment(row[at], epoch) if moment else bool(row[at])

    def _read_errors(self, rows: list[list[Any]]) -> None:
        """Name the errors, cell by cell and so only if they are wanted: xlwings gives them as ``None`` otherwise."""
        wanted = self.options.get("err_to_str")
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if value is None:
                    row[across] = self._error(down, across) if wanted else UNREAD_ERROR

    def _error(self, down: int, across: int) -> ErrorValue:
        return ErrorValue(ERRORS.get(self.cells.getCellByPosition(across, down).getError(), "#VALUE!"))

    def _write(self, rows: list[tuple[Any, ...]]) -> None:
        """Write rows of values as Excel takes them: what looks like a formula, a number or a date is one.

        Raises:
            ValueError: they are not as many as the range has.
        """
        if len(rows) != self.area.rows or any(len(row) != self.area.columns for row in rows):
            raise ValueError(
                f"{self.address} has {self.area.rows} rows and {self.area.columns} columns, not so the data"
            )
        spans = self.number_formats()
        texts = [span for span in spans if self.book.formats.kind(span.key) & TEXT]
        entries = _Entries(self.book.epoch, texts)
        data = tuple(
            tuple([entries.of(value, down, across) for across, value in enumerate(row)])
            for down, row in enumerate(rows)
        )
        with self.book.at_rest():
            self._forget_truth(spans)
            self.cells.setDataArray(data)
            self._show(entries.formats, [span for span in spans if span.key != GENERAL])
            self.write_formulas(entries.formulas)

    def _forget_truth(self, spans: list[Span]) -> None:
        """Take the format of truth values away: what comes next may be a number."""
        for span in spans:
            if self.book.formats.kind(span.key) & LOGICAL:
                self.cells.getCellRangeByPosition(span.left, span.top, span.right, span.bottom).NumberFormat = GENERAL

    def _show(self, formats: dict[str, list[tuple[int, int]]], formatted: list[Span]) -> None:
        """Format the cells that have no format yet as what they hold asks for."""
        for code, cells in formats.items():
            free = [cell for cell in cells if code == TRUTH or not _within(formatted, cell, self.book.formats)]
            if free:
                group = self.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
                group.addRangeAddresses(tuple(self._boxes(free)), True)
                group.NumberFormat = self.book.formats.key(code)

    def _boxes(self, cells: list[tuple[int, int]]) -> Iterable[Any]:
        """The rectangles of one column that cells (down, across) make up."""
        sheet = self.sheet.index - 1
        ordered = sorted((across, down) for down, across in cells)
        start = 0
        for at, (across, down) in enumerate(ordered):
            if at + 1 == len(ordered) or ordered[at + 1] != (across, down + 1):
                column, top = self.area.column - 1 + across, self.area.row - 1
                yield bridge.struct(
                    "table.CellRangeAddress",
                    Sheet=sheet,
                    StartColumn=column,
                    EndColumn=column,
                    StartRow=top + ordered[start][1],
                    EndRow=top + down,
                )
                start = at + 1

    def clear_contents(self) -> None:
        """Leave the cells blank, with their formats."""
        if self.cells is not None:
            self.changing_content()
            self.cells.clearContents(CONTENT)

    def clear_formats(self) -> None:
        """Leave the cells without formats."""
        self.changing_shape()
        self.cells.clearContents(FORMAT)

    def clear(self) -> None:
        """Leave the cells without content, formats and notes."""
        if self.cells is not None:
            self.changing_shape()
            self.cells.clearContents(EVERYTHING)


class _Entries:
    """Values on their way into cells: what LibreOffice takes at once, and what has to follow."""

    def __init__(self, epoch: dt.datetime, texts: list[Span]) -> None:
        self._epoch = epoch
        self._texts = texts
        self.formats: dict[str, list[tuple[int, int]]] = {}
        self.formulas: dict[tuple[int, int], str] = {}

    def of(self, value: Any, down: int, across: int) -> float | str:
        """What goes into the cell at (down, across)."""
        kind = type(value)
        if self._texts and any(
            span.top <= down <= span.bottom and span.left <= across <= span.right for span in self._texts
        ):
            return _as_text(value)
        if kind is str:
            if value.startswith("=") and len(value) > 1:
                self.formulas[down, across] = value
                return ""
            value, code = entered(value)
        else:
            code = NO_FORMAT
        return self._plain(Entry(value, code), down, across)

    def _plain(self, entry: Entry, down: int, across: int) -> float | str:
        value, code = entry
        kind = type(value)
        if kind is float or kind is str:
            number = value
        elif value is None:
            number = ""
        elif kind is bool:
            number, code = float(value), TRUTH
        elif kind is ErrorValue:
            self.formulas[down, across] = f"={value.text}"
            return ""
        elif isinstance(value, dt.datetime | dt.date | dt.time):
            number = to_serial(value, self._epoch)
            code = _moment_code(value) if code == NO_FORMAT else code
        else:
            number = float(value)
        if code != NO_FORMAT:
            self.formats.setdefault(code, []).append((down, across))
        return number  # type: ignore[no-any-return]  # a number or a text by now


def _moment_code(value: dt.datetime | dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return TIME
    return DATE_AND_TIME if isinstance(value, dt.datetime) and value.time() != dt.time() else DATE


def _as_text(value: Any) -> str:
    """A value in a cell that is formatted as text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.month}/{value.day}/{value.year}"
    if isinstance(value, str):
        return value.removeprefix("'")
    return "" if value is None else plain_number(float(value)) if isinstance(value, int | float) else str(value)


def _within(spans: list[Span], cell: tuple[int, int], formats: Any) -> bool:
    down, across = cell
    return any(
        span.top <= down <= span.bottom and span.left <= across <= span.right and not formats.kind(span.key) & LOGICAL
        for span in spans
    )
