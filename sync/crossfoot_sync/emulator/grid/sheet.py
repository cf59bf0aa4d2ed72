"""One sheet: its cells, and what is set on ranges of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.axis import Axis
from crossfoot_sync.emulator.grid.cell import EMPTY, Cell
from crossfoot_sync.emulator.grid.shifts import Deleted, Dimension, Inserted, Moved, Shift, shifted_range
from crossfoot_sync.emulator.json_types import Json


@dataclass
class Sheet:
    """A sheet. What it holds in lists and dictionaries is replaced, never changed inside: so a copy is cheap."""

    id: int
    title: str
    rows: Axis
    columns: Axis
    properties: Json = field(default_factory=dict)  # hidden, tabColorStyle, gridProperties without the counts …
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    banded: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    groups: dict[Dimension, list[Json]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})

    @classmethod
    def blank(cls, sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
        """An empty one of that size."""
        return cls(sheet_id, title, Axis.of("ROWS", rows), Axis.of("COLUMNS", columns))

    def copy(self) -> Sheet:
        """One that can be changed without changing this."""
        return replace(
            self,
            rows=self.rows.copy(),
            columns=self.columns.copy(),
            properties=dict(self.properties),
            cells=dict(self.cells),
            merges=list(self.merges),
            protected=list(self.protected),
            conditional=list(self.conditional),
            banded=list(self.banded),
            groups={dimension: list(groups) for dimension, groups in self.groups.items()},
        )

    @property
    def whole(self) -> Area:
        """All of it."""
        return Area(0, 0, len(self.rows), len(self.columns))

    @property
    def size(self) -> int:
        """How many cells its grid has, filled or not."""
        return len(self.rows) * len(self.columns)

    def axis(self, dimension: Dimension) -> Axis:
        """Its rows or its columns."""
        return self.rows if dimension == "ROWS" else self.columns

    def bounded(self, grid_range: Json) -> Area:
        """The area that a GridRange means here; what reaches over the edge is cut off, and it may be empty.

        Raises:
            InvalidArgumentError: it begins outside the grid.
        """
        whole = self.whole
        top, left = int(grid_range.get("startRowIndex", 0)), int(grid_range.get("startColumnIndex", 0))
        bottom = int(grid_range.get("endRowIndex", whole.bottom))
        right = int(grid_range.get("endColumnIndex", whole.right))
        if top < 0 or left < 0 or bottom < top or right < left:
            raise InvalidArgumentError(f"Invalid range: rows {top} to {bottom}, columns {left} to {right}.")
        if top >= whole.bottom or left >= whole.right:
            raise InvalidArgumentError(
                f"Range ({a1.open_ended(self.title, grid_range)}) exceeds grid limits. "
                f"Max rows: {whole.bottom}, max columns: {whole.right}"
            )
        return Area(top, left, min(bottom, whole.bottom), min(right, whole.right))

    def cell(self, row: int, column: int) -> Cell:
        """A cell, an empty one where nothing was ever put."""
        return self.cells.get((row, column), EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell in its place."""
        if cell.blank:
            self.cells.pop((row, column), None)
        else:
            self.cells[row, column] = cell

    def within(self, area: Area) -> list[tuple[tuple[int, int], Cell]]:
        """The cells of an area that hold anything, in order of rows, then columns."""
        if area.height * area.width <= len(self.cells):
            return [(place, self.cells[place]) for place in area.cells() if place in self.cells]
        return sorted((each for each in self.cells.items() if area.has(*each[0])), key=lambda each: each[0])

    def resize(self, dimension: Dimension, count: int) -> None:
        """Make it so many rows or columns, adding or taking away at the end."""
        axis = self.axis(dimension)
        if count > len(axis):
            axis.insert(len(axis), count - len(axis))
        elif count < len(axis):
            self.shift(Deleted(dimension, count, len(axis)))

    def shift(self, shift: Shift) -> None:
        """Insert, delete or move rows or columns, and with them whatever stands on them."""
        axis = self.axis(shift.dimension)
        if isinstance(shift, Inserted):
            axis.insert(shift.at, shift.count)
        elif isinstance(shift, Deleted):
            axis.delete(shift.start, shift.end)
        elif isinstance(shift, Moved):
            axis.move(shift.start, shift.end, shift.to)
        self.cells = _shifted_cells(self.cells, shift)
        self._shift_ranges(shift)

    def _shift_ranges(self, shift: Shift) -> None:
        self.merges = [moved for area in self.merges if (moved := _shifted_area(area, shift)) and not moved.single]
        self.protected = [each for thing in self.protected if (each := shifted_thing(thing, shift))]
        self.banded = [each for thing in self.banded if (each := shifted_thing(thing, shift))]
        self.conditional = [each for rule in self.conditional if (each := shifted_rule(rule, shift))]
        if self.basic_filter is not None:
            self.basic_filter = shifted_filter(self.basic_filter, shift)
        self.groups[shift.dimension] = [
            {**group, "range": {**group["range"], "startIndex": span[0], "endIndex": span[1]}}
            for group in self.groups[shift.dimension]
            if (span := shift.span(group["range"]["startIndex"], group["range"]["endIndex"]))
        ]


class Place(NamedTuple):
    """An area of a sheet."""

    sheet: Sheet
    area: Area


def shifted_thing(thing: Json, shift: Shift) -> Json | None:
    """Something with a ``range`` after a shift; what has none (or a whole sheet) stays as it is."""
    if "range" not in thing:
        return thing
    moved = shifted_range(thing["range"], shift)
    if moved is None:
        return None
    if "unprotectedRanges" not in thing:
        return {**thing, "range": moved}
    spared = [kept for each in thing["unprotectedRanges"] if (kept := shifted_range(each, shift))]
    return {**thing, "range": moved, "unprotectedRanges": spared}


def shifted_rule(rule: Json, shift: Shift) -> Json | None:
    """A conditional format after a shift; it goes with the last of its ranges."""
    ranges = [each for each in (shifted_range(each, shift) for each in rule["ranges"]) if each]
    return {**rule, "ranges": ranges} if ranges else None


def shifted_filter(basic_filter: Json, shift: Shift) -> Json | None:
    """The filter after a shift: its criteria and its sort go by column."""
    moved = shifted_range(basic_filter["range"], shift)
    if moved is None:
        return None
    changed = {**basic_filter, "range": moved}
    if shift.dimension == "COLUMNS":
        criteria = basic_filter.get("criteria", {})
        if criteria:
            changed["criteria"] = {
                str(at): one for name, one in criteria.items() if (at := shift.index(int(name))) is not None
            }
        for part, name in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
            if part in basic_filter:
                changed[part] = [
                    {**each, name: at}
                    for each in basic_filter[part]
                    if (at := shift.index(each.get(name, 0))) is not None
                ]
    return changed


def _shifted_area(area: Area, shift: Shift) -> Area | None:
    rows: tuple[int, int] | None = (area.top, area.bottom)
    columns: tuple[int, int] | None = (area.left, area.right)
    if shift.dimension == "ROWS":
        rows = shift.span(area.top, area.bottom)
    else:
        columns = shift.span(area.left, area.right)
    return Area(rows[0], columns[0], rows[1], columns[1]) if rows and columns else None


def _shifted_cells(cells: dict[tuple[int, int], Cell], shift: Shift) -> dict[tuple[int, int], Cell]:
    moved: dict[tuple[int, int], Cell] = {}
    by_rows = shift.dimension == "ROWS"
    places: dict[int, int | None] = {}
    for (row, column), cell in cells.items():
        at = row if by_rows else column
        if at not in places:
            places[at] = shift.index(at)
        to = places[at]
        if to is not None:
            moved[(to, column) if by_rows else (row, to)] = cell
    return moved
