"""Groups of rows and columns, one inside the other."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import without_zero_sheet
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Dimension
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.dimensions import span

_AFTER: dict[Dimension, str] = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}


def add_group(edit: Edit, request: Json) -> Json:
    """``addDimensionGroup``: over a stretch, one deeper than those already there."""
    sheet, dimension, start, end = span(edit, request["range"])
    depths = _depths(sheet, dimension)
    for at in range(start, end):
        depths[at] = depths.get(at, 0) + 1
    return _regrouped(sheet, dimension, depths)


def delete_group(edit: Edit, request: Json) -> Json:
    """``deleteDimensionGroup``: one less deep; there must be a group in the stretch."""
    sheet, dimension, start, end = span(edit, request["range"])
    depths = _depths(sheet, dimension)
    if not any(depths.get(at) for at in range(start, end)):
        raise InvalidArgumentError(f"No dimension group found in the range [{start}, {end}).")
    for at in range(start, end):
        depths[at] = max(depths.get(at, 0) - 1, 0)
    return _regrouped(sheet, dimension, depths)


def update_group(edit: Edit, request: Json) -> None:
    """``updateDimensionGroup``: shown or folded up."""
    mask = fieldmask.required(request)
    given = request["dimensionGroup"]
    sheet, dimension, start, end = span(edit, given["range"])
    depth = int(given.get("depth", 0))
    for at, group in enumerate(sheet.groups[dimension]):
        stretch = group["range"]
        if (stretch["startIndex"], stretch["endIndex"], group["depth"]) == (start, end, depth):
            sheet.groups[dimension][at] = fieldmask.merged(group, given, mask)
            for line in range(start, end):
                sheet.axis(dimension).set(line, hiddenByUser=given.get("collapsed", False))
            return
    raise InvalidArgumentError(f"No dimension group of depth {depth} found in the range [{start}, {end}).")


def _depths(sheet: Sheet, dimension: Dimension) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in sheet.groups[dimension]:
        for at in range(group["range"]["startIndex"], group["range"]["endIndex"]):
            depths[at] = max(depths.get(at, 0), group["depth"])
    return depths


def _regrouped(sheet: Sheet, dimension: Dimension, depths: dict[int, int]) -> Json:
    folded = {
        (each["range"]["startIndex"], each["range"]["endIndex"], each["depth"])
        for each in sheet.groups[dimension]
        if each.get("collapsed")
    }
    groups: list[Json] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        for start, end in _stretches([at for at in sorted(depths) if depths[at] >= depth]):
            stretch = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
            group: Json = {"range": stretch, "depth": depth}
            groups.append(group | ({"collapsed": True} if (start, end, depth) in folded else {}))
    groups.sort(key=lambda each: (each["range"]["startIndex"], each["depth"]))
    sheet.groups[dimension] = groups
    if groups:  # Google keeps this set when the last group is gone
        sheet.properties["gridProperties"] = {**sheet.properties.get("gridProperties", {}), _AFTER[dimension]: True}
    shown = [{**each, "range": without_zero_sheet(each["range"])} for each in groups]
    return {"dimensionGroups": shown} if shown else {}


def _stretches(lines: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in lines:
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found
