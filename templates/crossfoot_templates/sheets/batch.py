"""The requests of a ``batchUpdate``, as they are sent. Rows and columns are counted from 1, as people count them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, TypeAlias, TypeVar

from crossfoot_templates.render.clip import printable

Json: TypeAlias = dict[str, Any]
_T = TypeVar("_T")

TEXT_FORMAT: Json = {"type": "TEXT"}
"""The number format of text: what looks like a number, a date or a formula stays as it was typed."""


def grid_range(sheet: int, rows: tuple[int, int | None], columns: tuple[int, int]) -> Json:
    """Rows and columns of a sheet, both ends included; without a last row it has no end."""
    found = {
        "sheetId": sheet,
        "startRowIndex": rows[0] - 1,
        "startColumnIndex": columns[0] - 1,
        "endColumnIndex": columns[1],
    }
    return found if rows[1] is None else found | {"endRowIndex": rows[1]}


def line(sheet: int, dimension: str, first: int, last: int | None = None) -> Json:
    """A row or column, or several, as a ``DimensionRange``."""
    return {"sheetId": sheet, "dimension": dimension, "startIndex": first - 1, "endIndex": last or first}


def add_sheet(sheet: int, title: str, rows: int, columns: int, *, grid: Json | None = None, **properties: Any) -> Json:
    """A new sheet; ``grid`` are properties of its grid, such as frozen rows."""
    size = {"rowCount": rows, "columnCount": columns, **(grid or {})}
    return {"addSheet": {"properties": {"sheetId": sheet, "title": title, "gridProperties": size, **properties}}}


def update_cells(sheet: int, row: int, column: int, rows: Sequence[Sequence[Json]], fields: str) -> Json:
    """Cells from one on."""
    start = {"sheetId": sheet, "rowIndex": row - 1, "columnIndex": column - 1}
    return {"updateCells": {"start": start, "rows": [{"values": list(cells)} for cells in rows], "fields": fields}}


def repeat_cell(where: Json, cell: Json, fields: str) -> Json:
    """The same in every cell of a range."""
    return {"repeatCell": {"range": where, "cell": cell, "fields": fields}}


def set_sizes(sheet: int, dimension: str, sizes: Sequence[int]) -> list[Json]:
    """The pixels of rows or columns from the first on, equal neighbours together."""
    return [
        {
            "updateDimensionProperties": {
                "range": line(sheet, dimension, first, last),
                "properties": {"pixelSize": size},
                "fields": "pixelSize",
            }
        }
        for first, last, size in _runs(sizes)
    ]


def hide_columns(sheet: int, columns: Iterable[int]) -> list[Json]:
    """Hide columns, neighbours together."""
    return [
        {
            "updateDimensionProperties": {
                "range": line(sheet, "COLUMNS", first, last),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        }
        for first, last in neighbours(columns)
    ]


def hide_sheet(sheet: int) -> Json:
    """Hide a sheet."""
    return {"updateSheetProperties": {"properties": {"sheetId": sheet, "hidden": True}, "fields": "hidden"}}


def text_cell(words: str, **look: Any) -> Json:
    """A cell that holds text and shows it with ``look``, its format. Nothing in it runs as a formula."""
    return {"userEnteredValue": {"stringValue": printable(words)}, **({"userEnteredFormat": look} if look else {})}


def colour(rgb: str) -> Json:
    """A ``ColorStyle`` out of six digits such as ``24323D``."""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


def neighbours(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last of each run of ``numbers`` that follow one another."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] + 1 == number:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _runs(values: Sequence[_T]) -> Iterable[tuple[int, int, _T]]:
    """Each run of equal values with its first and last place, counted from 1."""
    place = 1
    for value, run in groupby(values):
        last = place + len(list(run)) - 1
        yield place, last, value
        place = last + 1
