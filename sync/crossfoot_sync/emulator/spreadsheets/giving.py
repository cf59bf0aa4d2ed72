"""A spreadsheet as ``Spreadsheet``, whole or in part."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import BadFieldError
from crossfoot_sync.emulator.grid.area import Area, without_zero_sheet
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.sheet import Place, Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.spreadsheets.cells import grid_data

_FIELDS = frozenset(
    {
        "spreadsheetId",
        "properties",
        "sheets",
        "namedRanges",
        "spreadsheetUrl",
        "developerMetadata",
        "dataSources",
        "dataSourceSchedules",
        "*",
    }
)
_ON_SHEETS = frozenset(
    {
        "properties",
        "data",
        "merges",
        "conditionalFormats",
        "filterViews",
        "protectedRanges",
        "basicFilter",
        "charts",
        "bandedRanges",
        "developerMetadata",
        "rowGroups",
        "columnGroups",
        "slicers",
        "tables",
        "*",
    }
)


def spreadsheet(edit: Edit, places: list[Place] | None = None, *, fields: str = "", data: bool = False) -> Json:
    """What ``spreadsheets.get`` answers.

    Args:
        edit: the spreadsheet, and who asks.
        places: the areas asked for; sheets without one are left out. ``None`` means all sheets, whole.
        fields: a field mask. Where it is given it decides whether there is grid data, and ``data`` does not count.
        data: whether there is grid data.

    Raises:
        BadFieldError: the mask names what does not exist.
    """
    mask = _mask(fields)
    on_sheets = mask.get("sheets", {})
    with_data = (
        data
        if not fields
        else "*" in mask or ("sheets" in mask and (not on_sheets or bool({"data", "*"} & set(on_sheets))))
    )
    book, calculator = edit.book, edit.calculator()
    chosen = book.sheets if places is None else [each for each in book.sheets if any(each is at for at, _ in places)]
    answer: Json = {"spreadsheetId": book.id, "properties": book.properties}
    areas = {each.id: [area for at, area in places if at is each] if places else [each.whole] for each in chosen}
    answer["sheets"] = [_sheet(edit, each, areas[each.id]) for each in chosen]
    if book.named:
        answer["namedRanges"] = [{**each, "range": without_zero_sheet(each["range"])} for each in book.named]
    noted = [each for each in book.metadata if each.sheet_id is None and each.seen_by(edit.account.project)]
    if noted:
        answer["developerMetadata"] = [each.json(None) for each in noted]
    answer["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    shown: Json = fieldmask.picked(answer, mask)
    if with_data:
        for sheet, given in zip(chosen, shown.get("sheets", ()), strict=True):
            noted = [each for each in book.metadata if each.on(sheet) and each.seen_by(edit.account.project)]
            parts = on_sheets.get("data", {})
            given["data"] = [grid_data(calculator, sheet, area, noted, parts) for area in areas[sheet.id]]
    return shown


def _mask(fields: str) -> fieldmask.Mask:
    if not fields:
        return {}
    mask = fieldmask.parsed(fields)
    for known, named, before in ((_FIELDS, mask, ""), (_ON_SHEETS, mask.get("sheets", {}), "sheets.")):
        unknown = next((name for name in named if name not in known), None)
        if unknown is not None:
            raise BadFieldError.mask(before + unknown)
    return mask


def _sheet(edit: Edit, sheet: Sheet, areas: list[Area]) -> Json:
    answer: Json = {"properties": sheet_properties(edit.book, sheet)}
    merges = [each for each in sheet.merges if any(each.meets(area) for area in areas)]
    if merges:
        answer["merges"] = [each.grid_range(sheet.id) for each in merges]
    if sheet.conditional:
        answer["conditionalFormats"] = [
            {**each, "ranges": [without_zero_sheet(one) for one in each["ranges"]]} for each in sheet.conditional
        ]
    if sheet.protected:
        answer["protectedRanges"] = [protected_range(edit, each) for each in sheet.protected]
    if sheet.basic_filter is not None:
        bounded = sheet.bounded(sheet.basic_filter["range"]).grid_range(sheet.id)
        answer["basicFilter"] = {**sheet.basic_filter, "range": bounded}
    if sheet.banded:
        answer["bandedRanges"] = [{**each, "range": without_zero_sheet(each["range"])} for each in sheet.banded]
    on_sheet = [each for each in edit.book.metadata if each.on(sheet) and each.dimension is None]
    if any(each.seen_by(edit.account.project) for each in on_sheet):
        answer["developerMetadata"] = [each.json(sheet) for each in on_sheet if each.seen_by(edit.account.project)]
    for name, groups in (("rowGroups", sheet.groups["ROWS"]), ("columnGroups", sheet.groups["COLUMNS"])):
        if groups:
            answer[name] = [{**each, "range": without_zero_sheet(each["range"])} for each in groups]
    return answer


def sheet_properties(book: Book, sheet: Sheet) -> Json:
    """A sheet's ``SheetProperties``."""
    index = next((at for at, each in enumerate(book.sheets) if each is sheet), len(book.sheets))
    grid = {
        "rowCount": len(sheet.rows),
        "columnCount": len(sheet.columns),
        **sheet.properties.get("gridProperties", {}),
    }
    rest = {name: value for name, value in sheet.properties.items() if name != "gridProperties"}
    answer: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    return answer | rest


def protected_range(edit: Edit, protected: Json) -> Json:
    """A protected range as the caller sees it: who may edit it only those see who may."""
    allowed = edit.may_edit(protected)
    shown = {name: value for name, value in protected.items() if value and (name != "editors" or allowed)}
    if "range" in shown:
        shown["range"] = without_zero_sheet(shown["range"])
    return shown | ({"requestingUserCanEdit": True} if allowed else {})
