"""Banded ranges: alternating colours."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import without_zero_sheet
from crossfoot_sync.emulator.grid.formats import kept
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json


def add_banding(edit: Edit, request: Json) -> Json:
    """``addBanding``: two of them must not overlap."""
    given = kept(request["bandedRange"])
    sheet, area = edit.book.covering(given["range"])
    if any(sheet.bounded(each["range"]).meets(area) for each in sheet.banded):
        raise InvalidArgumentError(
            "You cannot add alternating background colors to a range that already has alternating background colors."
        )
    banded = {**given, "bandedRangeId": given.get("bandedRangeId") or edit.book.new_id()}
    sheet.banded.append(banded)
    return {"bandedRange": {**banded, "range": without_zero_sheet(banded["range"])}}


def update_banding(edit: Edit, request: Json) -> None:
    """``updateBanding``."""
    mask = fieldmask.required(request)
    sheet, old = _find(edit, int(request["bandedRange"].get("bandedRangeId", 0)))
    changed = fieldmask.merged(old, {**kept(request["bandedRange"]), "bandedRangeId": old["bandedRangeId"]}, mask)
    sheet.banded = [changed if each is old else each for each in sheet.banded]


def delete_banding(edit: Edit, request: Json) -> None:
    """``deleteBanding``."""
    sheet, old = _find(edit, int(request.get("bandedRangeId", 0)))
    sheet.banded = [each for each in sheet.banded if each is not old]


def _find(edit: Edit, banded_id: int) -> tuple[Sheet, Json]:
    for sheet in edit.book.sheets:
        for each in sheet.banded:
            if each["bandedRangeId"] == banded_id:
                return sheet, each
    raise InvalidArgumentError(f"No banded range with id: {banded_id}")
