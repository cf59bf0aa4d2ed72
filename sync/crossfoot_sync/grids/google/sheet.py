"""One sheet as Google gave it out: its cells, what is merged, and the developer metadata on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crossfoot_sync.grids.google.values import Entered, Json, at_home, entered, number_format

_NOTHING: Json = {}


class Put(NamedTuple):
    """What is put into a cell, with the type of number format to set where one is."""

    value: Entered
    format: str | None = None


@dataclass(frozen=True)
class Area:
    """A rectangle of cells; rows and columns count from 0, ends are excluded."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True)
class Sheet:
    """A sheet at one moment. Rows and columns count from 0.

    Attributes:
        height: rows of its grid, blank ones among them; ``width`` its columns.
        lines: the cells of each row from the top, as ``CellData``, without blank ones at the end.
        notes: values of developer metadata on the sheet itself, by key.
        row_notes: key, value and row of developer metadata on rows; ``column_notes`` the same for columns.
    """

    id: int
    title: str
    height: int
    width: int
    lines: list[list[Json]]
    merged: list[Area] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    row_notes: list[tuple[str, str, int]] = field(default_factory=list)
    column_notes: list[tuple[str, str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, data: Json) -> Sheet:
        """A sheet from a ``Sheet`` of Google's."""
        properties = data["properties"]
        grid = properties.get("gridProperties", {})
        lines: dict[int, list[Json]] = {}
        row_notes: dict[tuple[str, str, int], None] = {}
        column_notes: dict[tuple[str, str, int], None] = {}
        for part in data.get("data", ()):
            _take_in(part, lines)
            row_notes |= dict.fromkeys(_notes(part.get("rowMetadata", ()), part.get("startRow", 0)))
            column_notes |= dict.fromkeys(_notes(part.get("columnMetadata", ()), part.get("startColumn", 0)))
        return cls(
            properties.get("sheetId", 0),
            properties.get("title", ""),
            grid.get("rowCount", 0),
            grid.get("columnCount", 0),
            [lines.get(row, []) for row in range(max(lines, default=-1) + 1)],
            [_area(each) for each in data.get("merges", ())],
            {each["metadataKey"]: each.get("metadataValue", "") for each in data.get("developerMetadata", ())},
            [*row_notes],
            [*column_notes],
        )

    def cell(self, row: int, column: int) -> Json:
        """A cell's data, empty where there is none."""
        if 0 <= row < len(self.lines):
            line = self.lines[row]
            if column < len(line):
                return line[column]
        return _NOTHING

    def entered(self, row: int, column: int) -> Entered:
        """What was put into a cell."""
        return entered(self.cell(row, column), row, column)

    def row(self, row: int) -> list[Entered]:
        """What was put into the cells of a row, over the whole width of the sheet."""
        return [self.entered(row, column) for column in range(self.width)]

    def in_merge(self, row: int, column: int) -> bool:
        """Whether the cell is part of a merged range."""
        return any(each.covers(row, column) for each in self.merged)

    def with_entered(self, cells: dict[tuple[int, int], Put]) -> Sheet:
        """The sheet after plain values were put into cells."""
        lines = list(self.lines)
        lines += [[] for _ in range(max((row for row, _ in cells), default=-1) + 1 - len(lines))]
        for (row, column), put in cells.items():
            line = [*lines[row], *[{}] * (column + 1 - len(lines[row]))]
            data = at_home(put.value, row, column)
            held = number_format(line[column]) if put.format is None else put.format
            cell: Json = {"userEnteredValue": data, "effectiveValue": data} if data else {}
            line[column] = cell | ({"effectiveFormat": {"numberFormat": {"type": held}}} if held else {})
            lines[row] = line
        return replace(self, lines=lines)


def _take_in(part: Json, lines: dict[int, list[Json]]) -> None:
    top, left = part.get("startRow", 0), part.get("startColumn", 0)
    for row, data in enumerate(part.get("rowData", ()), start=top):
        cells = [each or {} for each in data.get("values", ())]
        known = lines.get(row)
        if known is None and not left:
            lines[row] = cells
            continue
        line = known or []
        line += [{} for _ in range(left - len(line))]
        line[left : left + len(cells)] = cells
        lines[row] = line


def _notes(lines: list[Json], start: int) -> Iterator[tuple[str, str, int]]:
    for at, line in enumerate(lines, start=start):
        for each in line.get("developerMetadata", ()):
            yield each["metadataKey"], each.get("metadataValue", ""), at


def _area(grid_range: Json) -> Area:
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        grid_range["endRowIndex"],
        grid_range["endColumnIndex"],
    )
