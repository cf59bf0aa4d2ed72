"""One sheet as Google gave it out: its cells, what is merged, and the developer metadata on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from crossfoot_sync.grids.google.given import Cell, GivenSheet, Grid, Notes, Part
from crossfoot_sync.grids.google.values import Entered, Json, entered, holding, holds, number_format

_NOTHING = Cell()


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


class Barred(NamedTuple):
    """A protected range that keeps the service account out, and the parts of it that do not."""

    area: Area
    spared: tuple[Area, ...] = ()

    def bars(self, row: int, column: int) -> bool:
        """Whether a cell may not be written."""
        return self.area.covers(row, column) and not any(each.covers(row, column) for each in self.spared)


@dataclass(frozen=True)
class Sheet:
    """A sheet at one moment. Rows and columns count from 0.

    Attributes:
        height: rows of its grid, blank ones among them; ``width`` its columns.
        lines: the cells of each row from the top, without those at the end of which nothing is known.
        barred: what of it may not be edited.
        notes: values of developer metadata on the sheet itself, by key.
        row_notes: key, value and row of developer metadata on rows; ``column_notes`` the same for columns.
    """

    id: int
    title: str
    height: int
    width: int
    lines: list[list[Cell]]
    merged: list[Area] = field(default_factory=list)
    barred: list[Barred] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    row_notes: list[tuple[str, str, int]] = field(default_factory=list)
    column_notes: list[tuple[str, str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, given: GivenSheet) -> Sheet:
        """A sheet as Google gave it out."""
        properties = given.properties
        lines: dict[int, list[Cell]] = {}
        row_notes: dict[tuple[str, str, int], None] = {}
        column_notes: dict[tuple[str, str, int], None] = {}
        for part in given.data:
            _take_in(part, lines)
            row_notes |= dict.fromkeys(_notes(part.row_metadata, part.start_row))
            column_notes |= dict.fromkeys(_notes(part.column_metadata, part.start_column))
        return cls(
            properties.sheet_id,
            properties.title,
            properties.grid_properties.row_count,
            properties.grid_properties.column_count,
            [lines.get(row, []) for row in range(max(lines, default=-1) + 1)],
            [_area(each, properties.grid_properties) for each in given.merges],
            [*_barred(given)],
            {each.metadata_key: each.metadata_value for each in given.developer_metadata},
            [*row_notes],
            [*column_notes],
        )

    def cell(self, row: int, column: int) -> Cell:
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

    def bars(self, row: int, column: int) -> bool:
        """Whether a cell is protected against the service account."""
        return any(each.bars(row, column) for each in self.barred)

    def bars_row(self, row: int) -> bool:
        """Whether a row cannot be deleted, for something in it is protected."""
        return any(each.area.top <= row < each.area.bottom for each in self.barred)

    def bars_rows_at(self, row: int) -> bool:
        """Whether no rows can be inserted before that one, for they would come into a protected range."""
        return any(each.area.top < row < each.area.bottom for each in self.barred)

    @property
    def blank_rows(self) -> int:
        """Rows at its end in which nothing stands, in whatever column."""
        filled = (row for row in reversed(range(len(self.lines))) if any(map(holds, self.lines[row])))
        return self.height - next(filled, -1) - 1

    def in_merge(self, row: int, column: int) -> bool:
        """Whether the cell is part of a merged range."""
        return any(each.covers(row, column) for each in self.merged)

    def with_entered(self, cells: dict[tuple[int, int], Put]) -> Sheet:
        """The sheet after plain values were put into cells."""
        lines = list(self.lines)
        lines += [[] for _ in range(max((row for row, _ in cells), default=-1) + 1 - len(lines))]
        for (row, column), put in cells.items():
            line = [*lines[row], *[_NOTHING] * (column + 1 - len(lines[row]))]
            line[column] = holding(put.value, number_format(line[column]) if put.format is None else put.format)
            lines[row] = line
        return replace(self, lines=lines)


def _take_in(part: Part, lines: dict[int, list[Cell]]) -> None:
    left = part.start_column
    for row, data in enumerate(part.row_data, start=part.start_row):
        cells = [each or _NOTHING for each in data.values]
        known = lines.get(row)
        if known is None and not left:
            lines[row] = cells
            continue
        line = known or []
        line += [_NOTHING] * (left - len(line))
        line[left : left + len(cells)] = cells
        lines[row] = line


def _notes(lines: list[Notes], start: int) -> Iterator[tuple[str, str, int]]:
    for at, line in enumerate(lines, start=start):
        yield from ((each.metadata_key, each.metadata_value, at) for each in line.developer_metadata)


def _barred(given: GivenSheet) -> Iterator[Barred]:
    grid = given.properties.grid_properties
    for each in given.protected_ranges:
        if each.range is not None and not each.warning_only and not each.requesting_user_can_edit:
            yield Barred(_area(each.range, grid), tuple(_area(part, grid) for part in each.unprotected_ranges))


def _area(grid_range: Json, grid: Grid) -> Area:
    """A ``GridRange``; one without an end reaches to that of the sheet."""
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        grid_range.get("endRowIndex", grid.row_count),
        grid_range.get("endColumnIndex", grid.column_count),
    )
