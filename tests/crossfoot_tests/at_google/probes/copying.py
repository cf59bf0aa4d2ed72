"""How a batch keeps what it is about to displace (decision 0023, 3): copies, and a sheet that is emptied."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.grids.google.batch import grid_range
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.spreadsheet import WRITE_FIELDS
from crossfoot_sync.grids.google.values import Json
from crossfoot_tests.at_google.place import Content, Place, as_read, entered_in, formula, put, title_of
from crossfoot_tests.probing.probe import Finding, compared, told

_ROW = ("text", 1.5, True, 46083, "007", formula("=B1*2"), formula("=$A$1"), formula("=1/0"))
_KEPT = ["text", 1.5, True, 46083, "007", "=D1*2", "=$A$1", "=1/0"]
"""The same two columns further right: a formula goes along with its cell."""

_LOOKS = "sheets(properties,conditionalFormats,data.rowData.values(userEnteredFormat,dataValidation,note))"
_ALL = (
    "sheets(properties,merges,conditionalFormats,"
    "data.rowData.values(userEnteredValue,userEnteredFormat,dataValidation,note))"
)


def formulas_alone(place: Place) -> Iterator[Finding]:
    """Pasting formulas alone brings values and formulas of whole rows along, and no looks."""
    source = place.sheet([_ROW, _ROW], columns=len(_ROW), more=_dressed)
    target = place.sheet(columns=len(_ROW) + 2)
    place.batch(_pasted(source, target, "PASTE_FORMULA"))
    yield compared("what came, though the place named is one column wide", [None, None, *_KEPT], _row(place, target))
    looks = place.one(target, _LOOKS)
    yield compared("conditional formats that came along", [], looks.get("conditionalFormats", []))
    yield compared("formats, validations and notes that came along", [], _dressing(looks))
    place.batch(_pasted(source, target, "PASTE_VALUES"))
    shown = [*_KEPT[:5], 3, "text"]
    yield compared("pasting values brings what is shown", [None, None, *shown], _row(place, target)[:9])


def with_formats(place: Place) -> Iterator[Finding]:
    """A normal paste brings formats along, and as is said conditional formats too, every time."""
    source = place.sheet([_ROW, _ROW], columns=len(_ROW), more=_dressed)
    target = place.sheet(columns=len(_ROW) + 2)
    place.batch(_pasted(source, target, "PASTE_NORMAL"))
    yield compared("what came", [None, None, *_KEPT], _row(place, target))
    looks = place.one(target, _LOOKS)
    yield told("conditional formats that came along", len(looks.get("conditionalFormats", ())))
    (data,) = looks["data"]
    kept = data["rowData"][0]["values"][5].get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
    yield compared("the number format of the date", "DATE", kept)


def filtered(place: Place) -> Iterator[Finding]:
    """A copied range has all its rows, also those that a filter hides."""
    names = ("name", "a", "hide", "b", "hide", "c")
    cells: list[list[Content]] = [[name, at] for at, name in enumerate(names)]
    source, target = place.sheet(cells, more=_hiding), place.sheet(rows=20)
    for at, kind in ((0, "PASTE_FORMULA"), (3, "PASTE_NORMAL")):
        whole = {"sheetId": source, "startRowIndex": 0, "endRowIndex": 6}
        spot = grid_range(target, Area(0, at, 6, at + 1))
        wide = grid_range(source, Area(0, 0, 6, 2)) if at else whole
        place.batch({"copyPaste": {"source": wide, "destination": spot, "pasteType": kind}})
        found = [row[at : at + 2] for row in entered_in(place.look(target))]
        yield compared(f"rows that came with {kind}", cells, found)


def emptied(place: Place) -> Iterator[Finding]:
    """A sheet that is made one cell large, and large again, keeps nothing of what was in it."""
    sheet = place.sheet([_ROW, _ROW, _ROW], columns=len(_ROW), more=_dressed)
    merged = {"range": grid_range(sheet, Area(3, 0, 5, 2)), "mergeType": "MERGE_ALL"}
    place.batch({"mergeCells": merged})
    place.batch(
        resized(sheet, 1, 1),
        {"updateCells": {"range": grid_range(sheet, Area(0, 0, 1, 1)), "fields": "*"}},
        resized(sheet, 12, len(_ROW)),
    )
    found = place.one(sheet, _ALL)
    yield compared("cells", [], _dressing(found, "userEnteredValue"))
    yield compared("formats, validations and notes", [], _dressing(found))
    yield compared("merged ranges", [], found.get("merges", []))
    yield told("conditional formats that are left", len(found.get("conditionalFormats", ())))
    look = place.look(sheet)
    yield compared("its size", (12, len(_ROW)), (look.height, look.width))


def answer(place: Place) -> Iterator[Finding]:
    """The answer to a batch brings the ranges that it is asked for, as they are after the last request."""
    first, second = place.sheet([["old", 1]]), place.sheet([["other"]])
    got = place.batch(
        put(first, [["new", formula("=1+1")]]),
        {"copyPaste": {"source": _area(first), "destination": _area(second, 2), "pasteType": "PASTE_FORMULA"}},
        put(second, [["last"]]),
        fields=WRITE_FIELDS,
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=[f"'{title_of(second)}'!A1:A1", f"'{title_of(second)}'!C1:D1"],
    )
    sheets = [as_read(each) for each in got.get("updatedSpreadsheet", {}).get("sheets", ())]
    yield compared("the sheets", [second], [each.id for each in sheets])
    yield compared("the cells", [["last", None, "new", "=1+1"]], entered_in(sheets[0]))


def resized(sheet: int, rows: int, columns: int) -> Json:
    """The request that makes a sheet so large."""
    grid = {"rowCount": rows, "columnCount": columns}
    fields = "gridProperties(rowCount,columnCount)"
    return {"updateSheetProperties": {"properties": {"sheetId": sheet, "gridProperties": grid}, "fields": fields}}


def _dressed(sheet: int) -> list[Json]:
    """Everything that a cell can wear."""
    first = grid_range(sheet, Area(0, 0, 2, 1))
    rule = {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=AND($B1>1,N("crossfoot")=0)'}]}}
    look = rule | {"format": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    listed = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "text"}, {"userEnteredValue": "other"}]}
    date = {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    return [
        {"addConditionalFormatRule": {"rule": {"ranges": [first], "booleanRule": look}, "index": 0}},
        {"setDataValidation": {"range": first, "rule": {"condition": listed, "strict": False}}},
        _repeated(grid_range(sheet, Area(0, 3, 2, 4)), {"userEnteredFormat": date}, "userEnteredFormat.numberFormat"),
        _repeated(first, {"note": "a note"}, "note"),
        _repeated(first, {"userEnteredFormat": {"textFormat": {"bold": True}}}, "userEnteredFormat.textFormat.bold"),
    ]


def _hiding(sheet: int) -> list[Json]:
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["hide"]}}]
    return [{"setBasicFilter": {"filter": {"range": grid_range(sheet, Area(0, 0, 6, 2)), "filterSpecs": specs}}}]


def _repeated(where: Json, cell: Json, fields: str) -> Json:
    return {"repeatCell": {"range": where, "cell": cell, "fields": fields}}


def _pasted(source: int, target: int, kind: str) -> Json:
    """All columns of a row, to a place that is named by its first cell."""
    row = {"sheetId": source, "startRowIndex": 0, "endRowIndex": 1}
    spot = grid_range(target, Area(0, 2, 1, 3))
    return {"copyPaste": {"source": row, "destination": spot, "pasteType": kind}}


def _area(sheet: int, left: int = 0) -> Json:
    return grid_range(sheet, Area(0, left, 1, left + 2))


def _row(place: Place, sheet: int) -> list[object]:
    found = entered_in(place.look(sheet))
    return found[0] if found else []


def _dressing(sheet: Json, *names: str) -> list[Json]:
    """What cells wear, or hold."""
    wanted = names or ("userEnteredFormat", "dataValidation", "note")
    rows = (row for data in sheet.get("data", ()) for row in data.get("rowData", ()))
    cells = (cell for row in rows for cell in row.get("values", ()))
    worn = ({name: cell[name] for name in wanted if cell.get(name)} for cell in cells)
    return [each for each in worn if each]
