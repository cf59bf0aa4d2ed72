"""One cell. It never changes: a change is a new cell, so that a spreadsheet can be copied cheaply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from crossfoot_sync.emulator.json_types import Json


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """What a formula gives when it gives no value; ``type`` is Google's, ``shown`` what the cell shows."""

    type: str
    shown: str
    message: str


T = TypeVar("T")
Scalar: TypeAlias = bool | int | float | str
Result: TypeAlias = Scalar | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What was put into a cell: a value or a formula, and what is set on it."""

    value: Scalar | ErrorValue | None = None
    formula: str | None = None
    format: Json | None = None
    note: str = ""
    validation: Json | None = None
    extra: Json | None = None  # textFormatRuns, hyperlink and the like: kept and given back

    @property
    def filled(self) -> bool:
        """Whether it holds a value or a formula."""
        return self.formula is not None or self.value is not None

    @property
    def blank(self) -> bool:
        """Whether nothing at all is known of it."""
        return not (self.filled or self.format or self.note or self.extra or self.validation is not None)

    def without_value(self) -> Cell:
        """With everything but its value."""
        return Cell(None, None, self.format, self.note, self.validation)

    def with_value(self, value: Scalar | ErrorValue | None = None, formula: str | None = None) -> Cell:
        """With another value; whole numbers are kept as such, and empty text is no value."""
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        if isinstance(value, int) and abs(value) > 2**53:
            value = float(value)  # a cell holds no more digits than a double
        if isinstance(value, str) and not value:
            value = None
        return Cell(value, formula, self.format, self.note, self.validation)


EMPTY = Cell()


class Alike(Generic[T]):
    """Changes things, each of them once: most cells of a column are one and the same, and so is what is set on them."""

    def __init__(self, change: Callable[[T], T]) -> None:
        self._change = change
        self._changed: dict[int, tuple[T, T]] = {}  # the old ones are kept, else another could take its id

    def of(self, thing: T) -> T:
        """What becomes of it."""
        found = self._changed.get(id(thing))
        if found is None:
            found = self._changed[id(thing)] = thing, self._change(thing)
        return found[1]


def pattern(cell: Cell) -> tuple[str, str]:
    """The type and pattern of its number format; both empty where it has none."""
    number_format = (cell.format or {}).get("numberFormat", {})
    return number_format.get("type", ""), number_format.get("pattern", "")
