"""Data validation. Like Google, the emulator does not check what programs write against it."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.cell import Alike, Cell
from crossfoot_sync.emulator.json_types import Json


def set_data_validation(edit: Edit, request: Json) -> None:
    """``setDataValidation``: on every cell of a range; without a rule it is taken away."""
    sheet, area = edit.book.bounded(request["range"])
    edit.guard(sheet, area)
    rule = request.get("rule")
    if rule is not None:
        condition = rule.get("condition", {})
        if "type" not in condition:
            raise InvalidArgumentError("The condition of a data validation rule must have a type.")
        if condition["type"] == "ONE_OF_RANGE" and not _names_a_range(edit, condition):
            raise InvalidArgumentError("ONE_OF_RANGE needs a value that names a range, such as =Lists!A1:A9.")
        rule = {name: value for name, value in rule.items() if value}
    changes = Alike[Cell](lambda cell: replace(cell, validation=rule))
    for place in area.cells():
        sheet.put(*place, changes.of(sheet.cell(*place)))


def _names_a_range(edit: Edit, condition: Json) -> bool:
    said = next((each.get("userEnteredValue", "") for each in condition.get("values", ())), "")
    try:
        edit.book.locate(said.removeprefix("=").replace("$", ""))
    except InvalidArgumentError:
        return False
    return True
