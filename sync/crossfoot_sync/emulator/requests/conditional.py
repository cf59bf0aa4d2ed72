"""Conditional formats: kept, ordered and moved along, never evaluated."""

from __future__ import annotations

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import without_zero_sheet
from crossfoot_sync.emulator.grid.formats import kept
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def add_rule(edit: Edit, request: Json) -> None:
    """``addConditionalFormatRule``: at an index; all its ranges on one sheet."""
    rule = _checked(edit, request["rule"])
    sheet = edit.book.sheet(int(rule["ranges"][0].get("sheetId", 0)))
    index = int(request.get("index", 0))
    if index > len(sheet.conditional):
        raise InvalidArgumentError(f"The index {index} is after the last of {len(sheet.conditional)} rules.")
    sheet.conditional.insert(index, rule)


def update_rule(edit: Edit, request: Json) -> Json:
    """``updateConditionalFormatRule``: another rule at its index, or the same at another."""
    index = int(request.get("index", 0))
    given = _checked(edit, request["rule"]) if "rule" in request else None
    sheet_id = request.get("sheetId", given["ranges"][0].get("sheetId", 0) if given else 0)
    sheet = edit.book.sheet(int(sheet_id))
    old = _at(sheet, index)
    if given is None:
        to = int(request.get("newIndex", 0))
        sheet.conditional.pop(index)
        sheet.conditional.insert(to, old)
        return {"newIndex": to, "newRule": _shown(old), "oldIndex": index}
    sheet.conditional[index] = given
    return {"newIndex": index, "newRule": _shown(given), "oldIndex": index, "oldRule": _shown(old)}


def delete_rule(edit: Edit, request: Json) -> Json:
    """``deleteConditionalFormatRule``: those behind it move up."""
    sheet = edit.book.sheet(int(request.get("sheetId", 0)))
    index = int(request.get("index", 0))
    old = _at(sheet, index)
    sheet.conditional.pop(index)
    return {"rule": _shown(old)}


def _at(sheet: Sheet, index: int) -> Json:
    if not 0 <= index < len(sheet.conditional):
        raise InvalidArgumentError(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet.conditional[index]


def _shown(rule: Json) -> Json:
    return {**rule, "ranges": [without_zero_sheet(each) for each in rule["ranges"]]}


def _checked(edit: Edit, rule: Json) -> Json:
    ranges = rule.get("ranges", [])
    if not ranges:
        raise InvalidArgumentError("At least one range must be specified for a conditional format.")
    if len({each.get("sheetId", 0) for each in ranges}) > 1:
        raise InvalidArgumentError("All ranges of a conditional format must be on the same sheet.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise InvalidArgumentError("A conditional format must have a boolean rule or a gradient rule.")
    for each in ranges:
        edit.book.covering(each)
    checked: Json = kept(rule)
    return checked
