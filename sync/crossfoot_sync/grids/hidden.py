"""The very hidden sheets of a workbook: facts in rows, lists in columns. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from crossfoot_templates.types import CellValue

Cells: TypeAlias = Mapping[tuple[int, int], CellValue]
"""What is not blank, by row and column."""


class Told(NamedTuple):
    """A text to be written, and what it is part of, for messages."""

    text: str
    of: str


Changes: TypeAlias = dict[tuple[int, int], Told]
"""What is to be written, by row and column; an empty text is a blank."""


def as_text(value: CellValue) -> str:
    """A cell's value where text is expected: a whole number without the ``.0`` that every number of a file has."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def manifest_rows(cells: Cells) -> dict[str, int]:
    """The row of every key of the manifest; of a key that stands there twice, the first."""
    rows: dict[str, int] = {}
    for (row, column), value in sorted(cells.items()):
        if column == 1:
            rows.setdefault(as_text(value), row)
    return rows


def manifest_facts(cells: Cells) -> dict[str, str]:
    """The manifest as keys and values."""
    return {key: as_text(cells.get((row, 2))) for key, row in manifest_rows(cells).items()}


def manifest_changes(cells: Cells, facts: Mapping[str, str]) -> Changes:
    """The cells in which ``facts`` differ from those that are there."""
    rows, held = manifest_rows(cells), manifest_facts(cells)
    free = max((row for row, _ in cells), default=0) + 1
    changes: Changes = {}
    for key, value in facts.items():
        if key not in rows:
            rows[key] = free
            changes[free, 1] = Told(key, "manifest")
            free += 1
        if held.get(key, "") != value:
            changes[rows[key], 2] = Told(value, key)
    return changes


def list_places(cells: Cells) -> dict[str, int]:
    """The column of every list, by the name in its first row."""
    places: dict[str, int] = {}
    for (row, column), value in sorted(cells.items()):
        if row == 1:
            places.setdefault(as_text(value), column)
    return places


def list_columns(cells: Cells) -> dict[str, list[str]]:
    """The lists by name, without trailing blanks."""
    places = {column: name for name, column in list_places(cells).items()}
    found: dict[str, list[str]] = {name: [] for name in places.values()}
    for (row, column), value in sorted(cells.items()):
        if row > 1 and column in places:
            entries = found[places[column]]
            entries.extend([""] * (row - 2 - len(entries)))
            entries.append(as_text(value))
    return found


def list_changes(cells: Cells, lists: Mapping[str, list[str]]) -> Changes:
    """The cells in which ``lists``, each replaced whole, differ from those that are there."""
    places, held = list_places(cells), list_columns(cells)
    free = max((column for _, column in cells), default=0) + 1
    changes: Changes = {}
    for name, entries in lists.items():
        if name not in places:
            places[name] = free
            changes[1, free] = Told(name, name)
            free += 1
        before = held.get(name, [])
        for index in range(max(len(entries), len(before))):
            entry = entries[index] if index < len(entries) else ""
            if index >= len(before) or before[index] != entry:
                changes[index + 2, places[name]] = Told(entry, name)
    return changes
