"""What is to be read of a spreadsheet before it is mended: not all of it, for that can be tens of megabytes."""

from __future__ import annotations

from crossfoot_templates.layout import GOOGLE_BLANK_ROWS, GOOGLE_SHEET, GOOGLE_TABLE
from crossfoot_templates.sheets.batch import Json
from crossfoot_templates.sheets.hidden import HIDDEN_TITLES
from crossfoot_templates.sheets.marks import LISTS

LOOKING = "sheets(properties(sheetId,title,gridProperties(rowCount)),developerMetadata(metadataKey,metadataValue))"
"""The fields of ``spreadsheets.get`` that tell where to look."""

_ROWS = 20


def where_to_look(spreadsheet: Json, rows: int = _ROWS) -> list[Json]:
    """The data filters of ``spreadsheets.getByDataFilter``, which is asked for the fields ``MENDING``.

    They take in the first ``rows`` of each table's sheet and the last ones, which are to be blank, the lists whole, and
    a cell of the other hidden sheets.
    """
    filters = []
    for sheet in spreadsheet.get("sheets", ()):
        properties = sheet["properties"]
        marks = {each["metadataKey"]: each.get("metadataValue") for each in sheet.get("developerMetadata", ())}
        number, count = int(properties.get("sheetId", 0)), int(properties["gridProperties"]["rowCount"])
        if marks.get(GOOGLE_SHEET) == LISTS or properties["title"] == HIDDEN_TITLES[LISTS]:
            spans = [(0, count)]
        elif GOOGLE_TABLE in marks:
            last = count - GOOGLE_BLANK_ROWS
            spans = [(0, count)] if last <= rows else [(0, rows), (last, count)]
        elif GOOGLE_SHEET in marks or properties["title"] in HIDDEN_TITLES.values():
            spans = [(0, 1)]
        else:
            continue
        filters += [
            {"gridRange": {"sheetId": number, "startRowIndex": start, "endRowIndex": end}} for start, end in spans
        ]
    return filters
