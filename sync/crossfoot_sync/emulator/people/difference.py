"""What one step changed in a spreadsheet, told by the rows and columns it happened in, so that it can be undone later.

It can be undone after others have inserted, deleted or sorted: cells are found by the keys of their row and column,
not by where they were. Like in Google's sheets, an undo takes back one's own step, also where somebody has typed over
it since. Ranges (named, protected, merged and so on) come back where nothing else has changed them meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crossfoot_sync.emulator.grid.axis import Axis
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import EMPTY, Cell
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Deleted, Dimension, Inserted
from crossfoot_sync.emulator.json_types import Json

Keys = tuple[int, int]
NamedRanges = tuple[list[Json], frozenset[str]]
_DIMENSIONS: tuple[Dimension, ...] = ("ROWS", "COLUMNS")
_PARTS = ("title", "merges", "protected", "conditional", "banded", "basic_filter", "groups", "properties")


@dataclass(frozen=True)
class AxisDifference:
    """Which lines came, which went (each after which key), and in what order they were."""

    added: tuple[int, ...]
    removed: tuple[tuple[int | None, int], ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    properties: dict[int, Any]


@dataclass(frozen=True)
class SheetDifference:
    """What changed on one sheet: the cells as they were before, by the keys of row and column."""

    cells: dict[Keys, Cell]
    axes: dict[Dimension, AxisDifference]
    parts: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Difference:
    """What changed in a spreadsheet; ``named`` are its named ranges before and after, with the lost names."""

    sheets: dict[int, SheetDifference]
    named: tuple[NamedRanges, NamedRanges]
    metadata: tuple[Metadata, ...] = ()
    added: tuple[Sheet, ...] = ()
    removed: tuple[tuple[int, Sheet], ...] = field(default=())


def difference(before: Book, after: Book) -> Difference:
    """What lies between two states."""
    old = {each.id: each for each in before.sheets}
    new = {each.id: each for each in after.sheets}
    sheets = {sheet_id: _between(old[sheet_id], new[sheet_id]) for sheet_id in old if sheet_id in new}
    known = {each.id for each in after.metadata}
    return Difference(
        sheets,
        ((before.named, before.lost_names), (after.named, after.lost_names)),
        tuple(each for each in before.metadata if each.id not in known),
        tuple(each for each in after.sheets if each.id not in old),
        tuple((at, each) for at, each in enumerate(before.sheets) if each.id not in new),
    )


def _between(before: Sheet, after: Sheet) -> SheetDifference:
    changed = _changed_cells(before, after)
    axes = {dimension: _axis(before.axis(dimension), after.axis(dimension)) for dimension in _DIMENSIONS}
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in _PARTS}
    return SheetDifference(changed, axes, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def _changed_cells(before: Sheet, after: Sheet) -> dict[Keys, Cell]:
    if before.rows.keys == after.rows.keys and before.columns.keys == after.columns.keys:
        rows, columns = after.rows.keys, after.columns.keys
        places = [place for place, cell in before.cells.items() if after.cells.get(place) != cell]
        places += [place for place in after.cells if place not in before.cells]
        return {(rows[row], columns[column]): before.cell(row, column) for row, column in places}
    old, new = _by_keys(before), _by_keys(after)
    return {keys: old.get(keys, EMPTY) for keys in {*old, *new} if old.get(keys, EMPTY) != new.get(keys, EMPTY)}


def _by_keys(sheet: Sheet) -> dict[Keys, Cell]:
    rows, columns = sheet.rows.keys, sheet.columns.keys
    return {(rows[row], columns[column]): cell for (row, column), cell in sheet.cells.items()}


def _axis(before: Axis, after: Axis) -> AxisDifference:
    if before.keys == after.keys:
        return AxisDifference((), (), (), (), dict(before.properties))
    old, new = set(before.keys), set(after.keys)
    removed = tuple((before.keys[at - 1] if at else None, key) for at, key in enumerate(before.keys) if key not in new)
    added = tuple(key for key in after.keys if key not in old)
    return AxisDifference(added, removed, tuple(before.keys), tuple(after.keys), dict(before.properties))


def revert(book: Book, step: Difference) -> None:
    """Take a step back, whatever has happened to the spreadsheet since."""
    old_names, new_names = step.named
    untouched = (book.named, book.lost_names) == new_names
    for sheet in step.added:
        if len(book.sheets) > 1:
            book.sheets = [each for each in book.sheets if each.id != sheet.id]
    for at, sheet in step.removed:
        book.sheets.insert(min(at, len(book.sheets)), sheet.copy())
    for sheet in book.sheets:
        if sheet.id in step.sheets:
            _revert_sheet(book, sheet, step.sheets[sheet.id])
    if untouched:
        book.named, book.lost_names = list(old_names[0]), old_names[1]
    present = {each.id for each in book.metadata}
    book.metadata += [each for each in step.metadata if each.id not in present]


def _revert_sheet(book: Book, sheet: Sheet, step: SheetDifference) -> None:
    untouched = {name for name, (_, new) in step.parts.items() if getattr(sheet, name) == new}
    for dimension, changed in step.axes.items():
        _revert_axis(book, sheet, dimension, changed)
    rows = {key: at for at, key in enumerate(sheet.rows.keys)}
    columns = {key: at for at, key in enumerate(sheet.columns.keys)}
    for (row, column), cell in step.cells.items():
        if row in rows and column in columns:
            sheet.put(rows[row], columns[column], cell)
    for name, (old, _) in step.parts.items():
        if name in untouched:
            setattr(sheet, name, old)


def _revert_axis(book: Book, sheet: Sheet, dimension: Dimension, step: AxisDifference) -> None:
    axis = sheet.axis(dimension)
    if step.before and set(step.before) == set(step.after) and tuple(axis.keys) == step.after:
        _reorder(sheet, dimension, list(step.before))
        return
    for key in step.added:
        if key in axis.keys and len(axis) > 1:
            at = axis.keys.index(key)
            book.shift(sheet, Deleted(dimension, at, at + 1))
    for previous, key in step.removed:
        if key not in axis.keys:
            at = axis.keys.index(previous) + 1 if previous in axis.keys else 0
            book.shift(sheet, Inserted(dimension, at, 1))
            axis.keys[at] = key
            if key in step.properties:
                axis.properties[key] = step.properties[key]


def _reorder(sheet: Sheet, dimension: Dimension, keys: list[int]) -> None:
    axis = sheet.axis(dimension)
    places = {key: at for at, key in enumerate(keys)}
    moved = [places[key] for key in axis.keys]
    by_rows = dimension == "ROWS"
    sheet.cells = {
        ((moved[row], column) if by_rows else (row, moved[column])): cell for (row, column), cell in sheet.cells.items()
    }
    axis.keys = keys
