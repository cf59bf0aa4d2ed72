"""One request that reads: what it gives out, and what it leaves out (decision 0023, 1)."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.grids.google.batch import grid_range, note
from crossfoot_sync.grids.google.given import Cell
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.spreadsheet import READ_BODY, READ_FIELDS
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_ROW, GOOGLE_SHEET, GOOGLE_TABLE
from crossfoot_templates.sheets import MENDING
from crossfoot_tests.at_google.place import Place, as_read, extended, formula, lines, title_of, trimmed
from crossfoot_tests.probing.probe import Finding, compared

_DATE = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
_CELLS = (
    ("text", 1.5, True),
    (formula("=B1*2"), formula("=1/0"), 46083),
    (),
    (None, "below a blank row", None),
)


def one_request(place: Place) -> Iterator[Finding]:
    """Sheets with our marks, hidden ones too, with all that stands in them, and no others."""
    table = place.sheet(_CELLS, rows=6, columns=4, marks={GOOGLE_TABLE: "check"}, more=_around)
    hidden = place.sheet([["key", "value"]], marks={GOOGLE_SHEET: "manifest"}, hidden=True)
    place.sheet([["not ours"]])
    answer = place.read(*READ_BODY["dataFilters"], fields=READ_FIELDS)
    sheets = {each.id: each for each in map(as_read, answer["sheets"])}
    yield compared("the sheets", sorted([table, hidden]), sorted(sheets))
    yield compared("parts of the answer", {"properties", "sheets"}, {*answer} - {"namedRanges"})
    found = sheets[table]
    yield compared("its title and size", (title_of(table), 6, 4), (found.title, found.height, found.width))
    yield compared("cells", _expected(), [trimmed([_plain(each) for each in line]) for line in found.lines])
    yield compared("what is merged", [Area(4, 0, 5, 2)], found.merged)
    yield compared("marks of the sheet", {GOOGLE_TABLE: "check"}, found.notes)
    yield compared("marks of rows", [(GOOGLE_ROW, "check.header", 1)], found.row_notes)
    yield compared("marks of columns", [(GOOGLE_COLUMN, "check.code", 2)], found.column_notes)


def _around(sheet: int) -> list[Json]:
    where = {"range": grid_range(sheet, Area(1, 2, 2, 3)), "cell": _DATE, "fields": "userEnteredFormat.numberFormat"}
    return [
        {"repeatCell": where},
        {"mergeCells": {"range": grid_range(sheet, Area(4, 0, 5, 2)), "mergeType": "MERGE_ALL"}},
        note(GOOGLE_ROW, "check.header", {"dimensionRange": lines(sheet, "ROWS", 1)}),
        note(GOOGLE_COLUMN, "check.code", {"dimensionRange": lines(sheet, "COLUMNS", 2)}),
    ]


def _expected() -> list[list[Json]]:
    typed: list[list[Json]] = [
        [{"stringValue": "text"}, {"numberValue": 1.5}, {"boolValue": True}],
        [{"formulaValue": "=B1*2"}, {"formulaValue": "=1/0"}, {"numberValue": 46083}],
        [],
        [{}, {"stringValue": "below a blank row"}],
    ]
    shown = [[_same(each) for each in row] for row in typed]
    shown[1][0]["effectiveValue"] = {"numberValue": 3}
    shown[1][1]["effectiveValue"] = {"errorValue": {"type": "DIVIDE_BY_ZERO"}}
    shown[1][2]["effectiveFormat"] = {"numberFormat": {"type": "DATE"}}
    return shown


def _same(value: Json) -> Json:
    return {"userEnteredValue": value, "effectiveValue": value} if value else {}


def _plain(cell: Cell) -> Json:
    """A cell without the sentence that Google says of an error, and without what is empty."""
    number = cell.effective_format.number_format if cell.effective_format else None
    entered, shows = extended(cell.user_entered_value), extended(cell.effective_value)
    if "errorValue" in shows:
        shows = {"errorValue": {"type": shows["errorValue"]["type"]}}
    formats = {"numberFormat": {"type": number.type}} if number else {}
    parts = {"userEnteredValue": entered, "effectiveValue": shows, "effectiveFormat": formats}
    return {name: part for name, part in parts.items() if part}


def blank_sheet(place: Place) -> Iterator[Finding]:
    """Rows and columns without anything are counted in the answer: by them we know what was asked for."""
    sheet = place.sheet(rows=7, columns=5)
    (data,) = place.one(sheet, MENDING)["data"]
    counted = len(data.get("rowMetadata", ())), len(data.get("columnMetadata", ()))
    yield compared("rows and columns told of", (7, 5), counted)
    yield compared("rows of cells", 0, len(trimmed([each.get("values", []) for each in data.get("rowData", ())])))
    within = place.read({"gridRange": grid_range(sheet, Area(2, 1, 5, 4))}, fields=MENDING)
    (data,) = next(each for each in within["sheets"] if each["properties"].get("sheetId", 0) == sheet)["data"]
    begins = data.get("startRow", 0), data.get("startColumn", 0)
    counted = len(data.get("rowMetadata", ())), len(data.get("columnMetadata", ()))
    yield compared("a part of it: where it begins, and its size", ((2, 1), (3, 3)), (begins, counted))
