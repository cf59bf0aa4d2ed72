"""What people do to a spreadsheet that a book is laid out in: the requests that Google's own pages would make."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.layout import GOOGLE_BEFORE_SHEET, GOOGLE_BLANK_ROWS, HEADER_ROW, LISTS_SHEET, MANIFEST_SHEET
from crossfoot_tests.emulator.sharing import grid_range
from crossfoot_tests.templates.sheets.laid import Laid

TITLE = "Orders"
ROW_4, ROWS = 3, HEADER_ROW + GOOGLE_BLANK_ROWS


def column(made: Laid, at: int, first: int = ROW_4, last: int = ROWS) -> Json:
    """Rows of a column of the orders, both counted from 0."""
    return grid_range(first, at, last, at + 1, made.number(TITLE))


def lines(made: Laid, dimension: str, start: int, end: int) -> Json:
    """Rows or columns of the orders, counted from 0."""
    return {"sheetId": made.number(TITLE), "dimension": dimension, "startIndex": start, "endIndex": end}


def hide(made: Laid, title: str, hidden: bool) -> Json:
    """Hide a sheet, or show it."""
    properties = {"sheetId": made.number(title), "hidden": hidden}
    return {"updateSheetProperties": {"properties": properties, "fields": "hidden"}}


def repeated(where: Json, cell: Json, fields: str) -> Json:
    """The same in every cell."""
    return {"repeatCell": {"range": where, "cell": cell, "fields": fields}}


def number_format(kind: str) -> Json:
    """A cell with that kind of number format."""
    return {"userEnteredFormat": {"numberFormat": {"type": kind}}}


def protections(made: Laid, title: str) -> list[Json]:
    """Requests that take away all that is protected in a sheet."""
    found = made.sheet(title, "protectedRanges.protectedRangeId").get("protectedRanges", ())
    return [{"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}} for each in found]


def marks(made: Laid, title: str, key: str) -> list[Json]:
    """Requests that take away the marks of a sheet, or of what is in it, that have a key."""
    lookup = {"metadataKey": key, "metadataLocation": {"sheetId": made.number(title)}}
    lookup["locationMatchingStrategy"] = "INTERSECTING_LOCATION"
    return [{"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}]


DAMAGES: dict[str, Callable[[Laid], list[Json]]] = {
    "a validation is removed": lambda made: [{"setDataValidation": {"range": column(made, 2)}}],
    "another validation is pasted over one cell": lambda made: [
        {
            "setDataValidation": {
                "range": column(made, 3, 5, 6),
                "rule": {"condition": {"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "1"}] * 2}},
            }
        }
    ],
    "codes are formatted as numbers": lambda made: [
        repeated(column(made, 1), number_format("NUMBER"), "userEnteredFormat.numberFormat")
    ],
    "formats are cleared in some rows": lambda made: [
        repeated(column(made, 4, 6, 9), {}, "userEnteredFormat.numberFormat")
    ],
    "conditional formats are deleted": lambda made: [
        {"deleteConditionalFormatRule": {"sheetId": made.number(TITLE), "index": index}} for index in (9, 4, 0)
    ],
    "a conditional format is pasted again": lambda made: [
        {
            "addConditionalFormatRule": {
                "rule": made.sheet(TITLE, "conditionalFormats")["conditionalFormats"][2]
                | {"ranges": [column(made, 2, 4, 9)]},
                "index": 1,
            }
        }
    ],
    "a conditional format covers part of its column": lambda made: [
        {
            "updateConditionalFormatRule": {
                "rule": made.sheet(TITLE, "conditionalFormats")["conditionalFormats"][3]
                | {"ranges": [column(made, 4, 3, 20)]},
                "index": 3,
            }
        }
    ],
    "conditional formats change places": lambda made: [
        {"updateConditionalFormatRule": {"sheetId": made.number(TITLE), "index": 7, "newIndex": 0}}
    ],
    "protections are removed": lambda made: protections(made, TITLE),
    "a protection is made smaller": lambda made: [
        {
            "updateProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": made.sheet(TITLE, "protectedRanges")["protectedRanges"][0]["protectedRangeId"],
                    "range": column(made, 0, 0, 2),
                },
                "fields": "range",
            }
        }
    ],
    "the hidden columns are shown": lambda made: [
        {
            "updateDimensionProperties": {
                "range": lines(made, "COLUMNS", 6, 9),
                "properties": {"hiddenByUser": False},
                "fields": "hiddenByUser",
            }
        }
    ],
    "the filter is taken out": lambda made: [{"clearBasicFilter": {"sheetId": made.number(TITLE)}}],
    "hidden sheets are shown": lambda made: [hide(made, title, False) for title in (LISTS_SHEET, MANIFEST_SHEET)],
    "hidden sheets are open to all": lambda made: [
        *protections(made, LISTS_SHEET),
        *protections(made, GOOGLE_BEFORE_SHEET),
    ],
    "a hidden sheet has lost its mark": lambda made: marks(made, LISTS_SHEET, "crossfoot.sheet"),
    "the rows have lost their marks": lambda made: marks(made, TITLE, "crossfoot.row"),
    "the list of columns is lost": lambda made: marks(made, TITLE, "crossfoot.columns"),
    "the entries of a drop-down are overwritten": lambda made: [
        {
            "updateCells": {
                "start": {"sheetId": made.number(LISTS_SHEET), "rowIndex": 1, "columnIndex": 2},
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}] * 9,
                "fields": "userEnteredValue",
            }
        }
    ],
}


THEIR_RULE = {
    "booleanRule": {
        "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$D4>1000"}]},
        "format": {"backgroundColorStyle": {"rgbColor": {"green": 1}}},
    }
}


MOVES: dict[str, Callable[[Laid], list[Json]]] = {
    "a column of somebody's own comes in between": lambda made: [
        {"insertDimension": {"range": lines(made, "COLUMNS", 2, 3), "inheritFromBefore": False}}
    ],
    "a column of somebody's own comes first": lambda made: [
        {"insertDimension": {"range": lines(made, "COLUMNS", 0, 1)}}
    ],
    "a column moves": lambda made: [{"moveDimension": {"source": lines(made, "COLUMNS", 4, 5), "destinationIndex": 2}}],
    "rows come in above": lambda made: [{"insertDimension": {"range": lines(made, "ROWS", 0, 2)}}],
    "a row comes in below the headings": lambda made: [
        {"insertDimension": {"range": lines(made, "ROWS", 3, 4), "inheritFromBefore": True}}
    ],
    "rows are deleted": lambda made: [{"deleteDimension": {"range": lines(made, "ROWS", 3, 9)}}],
    "a column is deleted": lambda made: [{"deleteDimension": {"range": lines(made, "COLUMNS", 3, 4)}}],
    "the tick is deleted": lambda made: [{"deleteDimension": {"range": lines(made, "COLUMNS", 0, 1)}}],
    "rows come in at the end": lambda made: [
        {"appendDimension": {"sheetId": made.number(TITLE), "dimension": "ROWS", "length": 50}}
    ],
}
