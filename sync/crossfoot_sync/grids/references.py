"""References inside formulas, told from the cell that holds the formula: so one that was copied reads the same.

A formula that was told so is called relative. It is kept as a text with marks in the place of references.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crossfoot_sync.grids import address

_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[0-9]{1,7}"
_BEFORE, _AFTER = r"(?<![\w.$@\[])", r"(?![\w(!.\[])"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    r"|'(?:[^']|'')*'"
    rf"|{_BEFORE}(?P<column>{_COLUMN})(?P<row>{_ROW}){_AFTER}"
    rf"|{_BEFORE}(?P<first>{_COLUMN}):(?P<last>{_COLUMN}){_AFTER}"
    rf"|{_BEFORE}(?P<top>{_ROW}):(?P<bottom>{_ROW}){_AFTER}"
    rf"|(?<=[0-9]):(?P<open>{_COLUMN}){_AFTER}"
)
"""A text, a sheet's title in quotes, a cell, whole columns, whole rows, and the open end of ``A2:B``."""

_BEGIN, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_BEGIN}([^:{_END}]*):([^{_END}]*){_END}")
_OWN_ROW = re.compile(f"(?<![:!]){_BEGIN}\\+0:([^{_END}]*){_END}(?!:)")


def letters(column: int) -> str:
    """The letters of a column counted from 0: 27 is ``AB``."""
    return address.letters(column + 1)


def column_index(name: str) -> int:
    """The column, counted from 0, of its letters."""
    return address.column_number(name) - 1


def relative(formula: str, row: int, column: int) -> str:
    """``formula``, which stands in a cell (both counted from 0), told from there."""

    def mark(match: re.Match[str]) -> str:
        if match["column"]:
            return _mark(_row(match["row"], row), _column(match["column"], column))
        if match["first"]:
            ends = (_mark("", _column(match[name], column)) for name in ("first", "last"))
            return ":".join(ends)
        if match["top"]:
            return ":".join(_mark(_row(match[name], row), "") for name in ("top", "bottom"))
        return ":" + _mark("", _column(match["open"], column)) if match["open"] else match[0]

    return _REFERENCE.sub(mark, formula)


def placed(formula: str, row: int, column: int) -> str:
    """The inverse: a relative formula as it reads in that cell; ``#REF!`` for what would lie outside the sheet."""

    def refer(match: re.Match[str]) -> str:
        down, over = _at(match[1], row), _at(match[2], column)
        if down < 0 or over < 0:
            return "#REF!"
        named = f"{'$' * _fixed(match[2])}{letters(over)}" if match[2] else ""
        return named + (f"{'$' * _fixed(match[1])}{down + 1}" if match[1] else "")

    return _MARK.sub(refer, formula)


def by_name(formula: str, row: int, column: int, name: Callable[[int], str | None]) -> str:
    """A relative formula as it reads in that cell, with ``[@name]`` for the cells of its own row that have a name."""
    return placed(named(formula, column, name), row, column)


def named(formula: str, column: int, name: Callable[[int], str | None]) -> str:
    """A relative formula that stands in ``column``, with ``[@name]`` for the cells of its own row that have a name."""

    def refer(match: re.Match[str]) -> str:
        own = name(_at(match[1], column))
        return match[0] if own is None else f"[@{own}]"

    return _OWN_ROW.sub(refer, formula)


def _mark(row: str, column: str) -> str:
    return f"{_BEGIN}{row}:{column}{_END}"


def _row(text: str, home: int) -> str:
    return f"={int(text[1:]) - 1}" if text.startswith("$") else f"+{int(text) - 1 - home}"


def _column(text: str, home: int) -> str:
    return f"={column_index(text[1:])}" if text.startswith("$") else f"+{column_index(text) - home}"


def _fixed(part: str) -> bool:
    return part.startswith("=")


def _at(part: str, home: int) -> int:
    if not part:
        return 0
    return int(part[1:]) if _fixed(part) else home + int(part[1:])
