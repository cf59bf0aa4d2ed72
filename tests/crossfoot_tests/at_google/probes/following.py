"""Marks on rows and columns go where these go, and stay where a sort moves cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crossfoot_sync.grids.google.batch import grid_range, note
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_ROW
from crossfoot_tests.at_google.place import Place, entered_in, lines
from crossfoot_tests.probing.probe import Finding, compared

_CELLS = [[row * 10 + column for column in range(4)] for row in range(6)]


class _Step(NamedTuple):
    """Something that people do, and the row and column that the marks are on afterwards; -1 where they are gone."""

    what: str
    request: Json
    row: int
    column: int


def _steps(sheet: int) -> list[_Step]:
    cells = grid_range(sheet, Area(0, 0, 8, 8))
    return [
        _Step("two rows inserted above", {"insertDimension": {"range": lines(sheet, "ROWS", 0, 2)}}, 5, 2),
        _Step("a row deleted above", {"deleteDimension": {"range": lines(sheet, "ROWS", 1)}}, 4, 2),
        _Step("the row moved up", _moved(lines(sheet, "ROWS", 4), 1), 1, 2),
        _Step("another row moved above it", _moved(lines(sheet, "ROWS", 4), 0), 2, 2),
        _Step("a column inserted before", {"insertDimension": {"range": lines(sheet, "COLUMNS", 1)}}, 2, 3),
        _Step("a column deleted before", {"deleteDimension": {"range": lines(sheet, "COLUMNS", 0)}}, 2, 2),
        _Step("the column moved to the right", _moved(lines(sheet, "COLUMNS", 2), 5), 2, 4),
        _Step("cells sorted", {"sortRange": {"range": cells, "sortSpecs": [_by(0)]}}, 2, 4),
        _Step("the row copied", _copied(sheet), 2, 4),
        _Step("the row deleted", {"deleteDimension": {"range": lines(sheet, "ROWS", 2)}}, -1, 4),
        _Step("the column deleted", {"deleteDimension": {"range": lines(sheet, "COLUMNS", 4)}}, -1, -1),
    ]


def marks(place: Place) -> Iterator[Finding]:
    """Where the marks are after each step."""
    sheet = place.sheet(_CELLS, more=_marked)
    for step in _steps(sheet):
        place.batch(step.request)
        found = place.look(sheet)
        where = [at for _, _, at in found.row_notes], [at for _, _, at in found.column_notes]
        expected = [each] if (each := step.row) >= 0 else [], [each] if (each := step.column) >= 0 else []
        yield compared(step.what, expected, where)


def rows_with_filter(place: Place) -> Iterator[Finding]:
    """A sort leaves rows that a filter hides where they are, and a write reaches them."""
    sheet = place.sheet([["name"], ["d"], ["hide"], ["b"], ["c"], ["a"]], rows=8, columns=3, more=_filtered)
    (data,) = place.one(sheet, "sheets(properties,data.rowMetadata.hiddenByFilter)")["data"]
    hidden = [at for at, each in enumerate(data.get("rowMetadata", ())) if each.get("hiddenByFilter")]
    yield compared("rows that the filter hides", [2], hidden)
    area = grid_range(sheet, Area(1, 0, 6, 1))
    place.batch({"sortRange": {"range": area, "sortSpecs": [_by(0, "ASCENDING")]}})
    yield compared("sorted", [["name"], ["a"], ["hide"], ["b"], ["c"], ["d"]], place.entered(sheet))
    cells = [{"values": [{"userEnteredValue": {"numberValue": at}}]} for at in range(1, 6)]
    start = {"sheetId": sheet, "rowIndex": 1, "columnIndex": 1}
    place.batch(
        {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}},
        {"insertDimension": {"range": lines(sheet, "ROWS", 6), "inheritFromBefore": True}},
    )
    found = place.one(sheet, "sheets(properties,basicFilter,data.rowData.values.userEnteredValue)")
    numbers = [each["values"][1]["userEnteredValue"]["numberValue"] for each in found["data"][0]["rowData"][1:6]]
    yield compared("written to all of them", [1, 2, 3, 4, 5], numbers)
    place.batch({"deleteDimension": {"range": lines(sheet, "ROWS", 1, 3)}})
    left = [row[0] for row in entered_in(place.look(sheet)) if row]
    yield compared("rows deleted, the hidden one too", ["name", "b", "c", "d"], left)


def _marked(sheet: int) -> list[Json]:
    return [
        note(GOOGLE_ROW, "check.header", {"dimensionRange": lines(sheet, "ROWS", 3)}),
        note(GOOGLE_COLUMN, "check.code", {"dimensionRange": lines(sheet, "COLUMNS", 2)}),
    ]


def _filtered(sheet: int) -> list[Json]:
    where = grid_range(sheet, Area(0, 0, 6, 3))
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["hide"]}}]
    return [{"setBasicFilter": {"filter": {"range": where, "filterSpecs": specs}}}]


def _moved(source: Json, before: int) -> Json:
    return {"moveDimension": {"source": source, "destinationIndex": before}}


def _copied(sheet: int) -> Json:
    row = {"sheetId": sheet, "startRowIndex": 2, "endRowIndex": 3}
    below = {"sheetId": sheet, "startRowIndex": 8, "endRowIndex": 9}
    return {"copyPaste": {"source": row, "destination": below, "pasteType": "PASTE_NORMAL"}}


def _by(column: int, order: str = "DESCENDING") -> Json:
    return {"dimensionIndex": column, "sortOrder": order}
