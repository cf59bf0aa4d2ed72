"""The functions of texts."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_sync.emulator.formulas.kinds import Operand, number, text
from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.locales import locale

_NOT_FOUND = ErrorValue("VALUE", "#VALUE!", "The text was not found.")
_NO_COUNT = ErrorValue("VALUE", "#VALUE!", "A count of characters is negative, or a place is before the first.")


def _cutting(texts: int, calculate: Callable[..., Result]) -> Callable[[list[Operand]], Result]:
    """A function of so many texts and then of whole numbers."""

    def function(operands: list[Operand]) -> Result:
        said = [text(each) for each in operands[:texts]]
        counted = [number(each) for each in operands[texts:]]
        wrong = next((each for each in (*said, *counted) if isinstance(each, ErrorValue)), None)
        if wrong is not None:
            return wrong
        return calculate(*said, *(int(each) for each in counted if not isinstance(each, ErrorValue)))

    return function


def _left(whole: str, count: int = 1) -> Result:
    return whole[:count] if count >= 0 else _NO_COUNT


def _right(whole: str, count: int = 1) -> Result:
    return whole[max(len(whole) - count, 0) :] if count >= 0 else _NO_COUNT


def _mid(whole: str, start: int, count: int) -> Result:
    return whole[start - 1 : start - 1 + count] if start > 0 and count >= 0 else _NO_COUNT


def _find(wanted: str, whole: str, start: int = 1) -> Result:
    if not 0 < start <= max(len(whole), 1):
        return _NO_COUNT
    found = whole.find(wanted, start - 1)
    return found + 1 if found >= 0 else _NOT_FOUND


def _substitute(whole: str, old: str, new: str, which: int | None = None) -> Result:
    if which is not None and which < 1:
        return _NO_COUNT
    if not old or which is None:
        return whole.replace(old, new) if old else whole
    parts = whole.split(old)
    return whole if which >= len(parts) else old.join(parts[:which]) + new + old.join(parts[which:])


def _text(operands: list[Operand]) -> Result:
    value, pattern = number(operands[0]), text(operands[1])
    if isinstance(value, ErrorValue) or isinstance(pattern, ErrorValue):
        return value if isinstance(value, ErrorValue) else pattern
    kind = "DATE" if set("ymd") & set(pattern.lower()) else "NUMBER"
    written = shown(Cell(format={"numberFormat": {"type": kind, "pattern": pattern}}), value, locale("en_US"))
    return written if set(written) & set("123456789") else written.removeprefix("-")


TEXTS: dict[str, Callable[[list[Operand]], Result]] = {
    "EXACT": _cutting(2, lambda one, other: one == other),
    "FIND": _cutting(2, _find),
    "LEFT": _cutting(1, _left),
    "MID": _cutting(1, _mid),
    "RIGHT": _cutting(1, _right),
    "SEARCH": _cutting(2, lambda wanted, whole, start=1: _find(wanted.lower(), whole.lower(), start)),
    "SUBSTITUTE": _cutting(3, _substitute),
    "TEXT": _text,
}
