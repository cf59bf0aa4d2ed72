"""A sheet's cells read as a whole: two calls however many there are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from crossfoot_sync.grids.excel.values import BLANK, ERRORS, Held, agree, held_of

if TYPE_CHECKING:
    import xlwings as xw

Lines: TypeAlias = list[list[Held]]
"""Rows of cells, the first row of the sheet first."""

_CELLS: Final = 500_000
"""Cells of one call."""


class Torn(Exception):
    """Somebody changed the cells between the calls that read them."""


def read_lines(sheet: xw.Sheet, rows: int, columns: int, *, date1904: bool) -> Lines:
    """The cells of a sheet from A1 on.

    Raises:
        Torn: they changed meanwhile.
    """
    lines: Lines = []
    step = max(1, _CELLS // columns)
    for top in range(1, rows + 1, step):
        bottom = min(rows, top + step - 1)
        lines += _read(sheet.range((top, 1), (bottom, columns)), bottom - top + 1, columns, date1904=date1904)
    return lines


def _read(cells: xw.Range, rows: int, columns: int, *, date1904: bool) -> Lines:
    values: list[list[Any]] = cells.options(ndim=2, empty="").value
    formulas = _squared(cells.formula, rows, columns)
    errors = _errors(cells, values, formulas)
    return [
        [
            _held(value, formula or "", errors[down][across] if errors else None, date1904)
            for across, (value, formula) in enumerate(zip(values[down], formulas[down], strict=True))
        ]
        for down in range(rows)
    ]


def _held(value: Any, formula: str, shown: Any, date1904: bool) -> Held:
    if value == "" and not formula:
        return BLANK
    # nearly every cell is one of these two
    if type(value) is str and value == formula:
        return Held(value)
    if type(value) is float and formula[:1] != "=":
        if not agree(value, formula):
            raise Torn
        return Held(value)
    if not agree(value, formula):
        raise Torn
    error = shown if isinstance(shown, str) and (value is None or (value == "" and shown)) else ""
    return held_of(value, formula, error, date1904=date1904)


def _errors(cells: xw.Range, values: Sequence[Sequence[Any]], formulas: Sequence[Sequence[str]]) -> Any:
    """What the cells show as texts, where any may show an error: on macOS one looks like a blank."""
    blanks = sys.platform == "darwin"
    unclear = any(
        value is None or (blanks and value == "" and (formula[:1] == "=" or formula in ERRORS))
        for line, texts in zip(values, formulas, strict=True)
        for value, formula in zip(line, texts, strict=True)
    )
    return cells.options(ndim=2, empty="", err_to_str=True).value if unclear else None


def _squared(formulas: Any, rows: int, columns: int) -> Sequence[Sequence[str]]:
    """Formulas as rows, however few there are."""
    if not isinstance(formulas, list | tuple):
        return [[formulas]]
    if formulas and not isinstance(formulas[0], list | tuple):
        return [formulas] if rows == 1 else [[each] for each in formulas]
    return formulas
