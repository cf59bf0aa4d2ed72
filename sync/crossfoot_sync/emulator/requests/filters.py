"""The basic filter of a sheet: it hides rows, and may sort them."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.formulas.kinds import order
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import Result
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.entering import read
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.sorting import sort

_CONDITIONS: dict[str, Callable[[str, Result, str, Result], bool]] = {
    "BLANK": lambda text, _, __, ___: text == "",
    "NOT_BLANK": lambda text, _, __, ___: text != "",
    "NUMBER_EQ": lambda _, value, __, wanted: order(value) == order(wanted),
    "NUMBER_NOT_EQ": lambda _, value, __, wanted: order(value) != order(wanted),
    "NUMBER_GREATER": lambda _, value, __, wanted: order(value)[0] == 0 and order(value) > order(wanted),
    "NUMBER_GREATER_THAN_EQ": lambda _, value, __, wanted: order(value)[0] == 0 and order(value) >= order(wanted),
    "NUMBER_LESS": lambda _, value, __, wanted: order(value)[0] == 0 and order(value) < order(wanted),
    "NUMBER_LESS_THAN_EQ": lambda _, value, __, wanted: order(value)[0] == 0 and order(value) <= order(wanted),
    "TEXT_CONTAINS": lambda text, _, part, __: part.lower() in text.lower(),
    "TEXT_ENDS_WITH": lambda text, _, part, __: text.lower().endswith(part.lower()),
    "TEXT_EQ": lambda text, _, part, __: text.lower() == part.lower(),
    "TEXT_NOT_CONTAINS": lambda text, _, part, __: part.lower() not in text.lower(),
    "TEXT_STARTS_WITH": lambda text, _, part, __: text.lower().startswith(part.lower()),
}


def set_basic_filter(edit: Edit, request: Json) -> None:
    """``setBasicFilter``: a new one takes the place of the old."""
    given = request.get("filter", {})
    sheet, area = edit.book.covering(given.get("range", {}))
    given = {**given, "range": {"sheetId": sheet.id, **area.grid_range(0)}}
    _show_all(sheet)
    sheet.basic_filter = given
    if given.get("sortSpecs"):
        rows = Area(min(area.top + 1, area.bottom), area.left, area.bottom, area.right)
        edit.guard(sheet, rows)
        sort(edit, sheet, rows, given["sortSpecs"])
    apply_filter(edit, sheet)


def clear_basic_filter(edit: Edit, request: Json) -> None:
    """``clearBasicFilter``: all rows it hid are shown again."""
    sheet = edit.book.sheet(int(request.get("sheetId", 0)))
    _show_all(sheet)
    sheet.basic_filter = None


def apply_filter(edit: Edit, sheet: Sheet) -> None:
    """Hide the rows that the filter hides as the cells are now; Google does so when it is set, not at every change."""
    if sheet.basic_filter is None:
        return
    area = sheet.bounded(sheet.basic_filter["range"])
    calculator = edit.calculator()
    criteria = {int(name): one for name, one in sheet.basic_filter.get("criteria", {}).items()}
    for spec in sheet.basic_filter.get("filterSpecs", ()):
        criteria[int(spec.get("columnIndex", 0))] = spec.get("filterCriteria", {})
    for row in range(area.top + 1, area.bottom):
        hidden = False
        for column, one in criteria.items():
            value = calculator.value(sheet, row, column)
            text = shown(sheet.cell(row, column), value, edit.locale)
            hidden = (
                hidden or text in one.get("hiddenValues", ()) or not _meets(edit, one.get("condition"), text, value)
            )
        sheet.rows.set(row, hiddenByFilter=hidden)


def _meets(edit: Edit, condition: Json | None, text: str, value: Result) -> bool:
    if condition is None:
        return True
    compare = _CONDITIONS.get(condition.get("type", ""))
    if compare is None:
        raise InvalidArgumentError(f"The emulator does not filter by {condition.get('type')}.")
    wanted = next((each.get("userEnteredValue", "") for each in condition.get("values", ())), "")
    return compare(text, value, wanted, read(wanted, edit.locale, edit.year).value)


def _show_all(sheet: Sheet) -> None:
    for at in range(len(sheet.rows)):
        if "hiddenByFilter" in sheet.rows.properties.get(sheet.rows.keys[at], {}):
            sheet.rows.set(at, hiddenByFilter=False)
