"""Sheets added, deleted, copied and changed; the properties of the spreadsheet."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.fieldmask import Mask
from crossfoot_sync.emulator.grid import locales, timezones
from crossfoot_sync.emulator.grid.formats import kept, named_in
from crossfoot_sync.emulator.grid.rewriting import renamed
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.spreadsheets.giving import sheet_properties

_COUNTS = {"rowCount", "columnCount"}
_OWN = {"sheetId", "title", "index", "sheetType", "gridProperties"}


def add_sheet(edit: Edit, request: Json) -> Json:
    """``addSheet``: at the end unless an index is given; Google gives it a title and an id where none is."""
    given = request.get("properties", {})
    grid = given.get("gridProperties", {})
    rows, columns = int(grid.get("rowCount", 1000)), int(grid.get("columnCount", 26))
    _check_counts(rows, columns)
    sheet = Sheet.blank(_new_id(edit, given.get("sheetId")), _new_title(edit, given.get("title")), rows, columns)
    _set(sheet, {name: value for name, value in given.items() if name not in _OWN}, fieldmask.parsed("*"))
    sheet.properties["gridProperties"] = {name: value for name, value in grid.items() if name not in _COUNTS and value}
    if not sheet.properties["gridProperties"]:
        del sheet.properties["gridProperties"]
    index = given.get("index", len(edit.book.sheets))
    edit.book.sheets.insert(min(int(index), len(edit.book.sheets)), sheet)
    edit.book.check_size()
    return {"properties": sheet_properties(edit.book, sheet)}


def delete_sheet(edit: Edit, request: Json) -> None:
    """``deleteSheet``; a spreadsheet keeps at least one that is not hidden."""
    sheet = edit.book.sheet(int(request.get("sheetId", 0)))
    edit.guard_sheet(sheet)
    if all(each is sheet or each.properties.get("hidden") for each in edit.book.sheets):
        raise InvalidArgumentError(
            "You can't remove all the sheets in a document."
            if len(edit.book.sheets) == 1
            else "You can't remove all the visible sheets in a document."
        )
    edit.book.sheets.remove(sheet)
    before = edit.book.named
    edit.book.named = [each for each in before if each["range"].get("sheetId", 0) != sheet.id]
    edit.book.lose(before)
    edit.book.metadata = [each for each in edit.book.metadata if not each.on(sheet)]


def duplicate_sheet(edit: Edit, request: Json) -> Json:
    """``duplicateSheet``: in front of all unless an index is given."""
    source = edit.book.sheet(int(request.get("sourceSheetId", 0)))
    copied = source.copy()
    copied.id = _new_id(edit, request.get("newSheetId"))
    copied.title = _new_title(edit, request.get("newSheetName") or _copy_title(edit, source.title))
    copied.protected = [{**each, "protectedRangeId": edit.book.new_id()} for each in source.protected]
    edit.book.sheets.insert(int(request.get("insertSheetIndex", 0)), copied)
    _rehome(copied)
    edit.book.check_size()
    return {"properties": sheet_properties(edit.book, copied)}


def _rehome(sheet: Sheet) -> None:
    sheet.protected = [
        {**each, "range": {**each["range"], "sheetId": sheet.id}} if "range" in each else each
        for each in sheet.protected
    ]
    sheet.conditional = [
        {**each, "ranges": [{**one, "sheetId": sheet.id} for one in each["ranges"]]} for each in sheet.conditional
    ]
    sheet.banded = [{**each, "range": {**each["range"], "sheetId": sheet.id}} for each in sheet.banded]
    if sheet.basic_filter is not None:
        sheet.basic_filter = {**sheet.basic_filter, "range": {**sheet.basic_filter["range"], "sheetId": sheet.id}}


def update_sheet_properties(edit: Edit, request: Json) -> None:
    """``updateSheetProperties``: its title, place, size, and how it looks."""
    mask = fieldmask.required(request)
    given = request["properties"]
    sheet = edit.book.sheet(int(given.get("sheetId", 0)))
    edit.guard_sheet(sheet)
    everything = "*" in mask
    if everything or "title" in mask:
        _rename(edit, sheet, str(given.get("title", "")))
    if (everything or "hidden" in mask) and given.get("hidden"):
        _check_hiding(edit, sheet)
    if everything or "gridProperties" in mask:
        _resize(edit, sheet, given.get("gridProperties", {}), mask.get("gridProperties", {}))
    _set(sheet, given, mask)
    if everything or "index" in mask:
        # Google counts the place before the sheet is taken out of the row.
        before = edit.book.sheets.index(sheet)
        to = int(given.get("index", 0))
        edit.book.sheets.remove(sheet)
        edit.book.sheets.insert(to - 1 if to > before else to, sheet)


def _rename(edit: Edit, sheet: Sheet, title: str) -> None:
    other = edit.book.titled(title)
    if other is not None and other is not sheet:
        raise _title_taken(title)
    if not title:
        raise InvalidArgumentError("Sheet name cannot be empty.")
    old, sheet.title = sheet.title, title
    for each in edit.book.sheets:
        renamed(each, old, title)


def _check_hiding(edit: Edit, sheet: Sheet) -> None:
    if all(each is sheet or each.properties.get("hidden") for each in edit.book.sheets):
        raise InvalidArgumentError("You can't hide all the sheets in a document.")


def _resize(edit: Edit, sheet: Sheet, grid: Json, mask: Mask) -> None:
    whole = not mask or "*" in mask
    rows = int(grid.get("rowCount", len(sheet.rows))) if whole or "rowCount" in mask else len(sheet.rows)
    columns = int(grid.get("columnCount", len(sheet.columns))) if whole or "columnCount" in mask else len(sheet.columns)
    _check_counts(rows, columns)
    if rows < len(sheet.rows):
        edit.guard_lines(sheet, "ROWS", rows, len(sheet.rows))
    if columns < len(sheet.columns):
        edit.guard_lines(sheet, "COLUMNS", columns, len(sheet.columns))
    sheet.resize("ROWS", rows)
    edit.book.check_size()  # Google looks before the columns are changed: fewer of them come too late
    sheet.resize("COLUMNS", columns)
    edit.book.check_size()


def _check_counts(rows: int, columns: int) -> None:
    if rows < 1:
        raise InvalidArgumentError(f"Invalid value at 'gridProperties.rowCount': {rows} is less than 1.")
    if columns < 1:
        raise InvalidArgumentError(f"Invalid value at 'gridProperties.columnCount': {columns} is less than 1.")


def _set(sheet: Sheet, given: Json, mask: Mask) -> None:
    old = dict(sheet.properties)
    if "*" in mask:
        mask = {name: {} for name in given}
    colours = {"tabColor", "tabColorStyle"}
    narrowed = {name: inner for name, inner in mask.items() if name not in _OWN}
    if colours & set(narrowed):
        narrowed |= {name: {} for name in named_in(set(narrowed)) & colours}
    changed = fieldmask.merged(old, kept({name: value for name, value in given.items() if name in narrowed}), narrowed)
    if "gridProperties" in mask:
        inner = mask["gridProperties"] or {
            name: {} for name in (*given.get("gridProperties", {}), *old.get("gridProperties", {}))
        }
        look = {name: deeper for name, deeper in inner.items() if name not in _COUNTS}
        grid = (
            fieldmask.merged(old.get("gridProperties", {}), given.get("gridProperties", {}), look)
            if look
            else old.get("gridProperties", {})
        )
        changed["gridProperties"] = {name: value for name, value in grid.items() if value and name not in _COUNTS}
    style = changed.get("tabColorStyle", {})
    if not style.get("rgbColor", True):
        changed.pop("tabColorStyle")
        changed.pop("tabColor", None)
    sheet.properties = {name: value for name, value in changed.items() if value}


def update_spreadsheet_properties(edit: Edit, request: Json) -> None:
    """``updateSpreadsheetProperties``: title, locale, time zone, recalculation."""
    mask, given = fieldmask.required(request), request["properties"]
    wanted = set(given) if "*" in mask else set(mask)
    if "title" in wanted and not given.get("title"):
        raise InvalidArgumentError("Spreadsheet title cannot be empty.")
    if "locale" in wanted and not locales.known(given.get("locale", "")):
        raise InvalidArgumentError(f"Unsupported locale: {given.get('locale', '')}")
    if "timeZone" in wanted and not timezones.known(given.get("timeZone", "")):
        raise InvalidArgumentError(f"Invalid time zone: {given.get('timeZone', '')}")
    edit.book.properties = {**edit.book.properties, **{name: kept(given[name]) for name in wanted if name in given}}


def _new_id(edit: Edit, wanted: int | None) -> int:
    if wanted is None:
        return edit.book.new_id()
    if any(each.id == wanted for each in edit.book.sheets):
        raise InvalidArgumentError(f"Sheet ID {wanted} already exists.")
    return int(wanted)


def _new_title(edit: Edit, wanted: str | None) -> str:
    if wanted is not None:
        if edit.book.titled(wanted):
            raise _title_taken(wanted)
        return wanted
    number = len(edit.book.sheets) + 1
    while edit.book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _copy_title(edit: Edit, title: str) -> str:
    wanted, number = f"Copy of {title}", 1
    while edit.book.titled(wanted):
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def _title_taken(title: str) -> InvalidArgumentError:
    return InvalidArgumentError(f'A sheet with the name "{title}" already exists. Please enter another name.')
