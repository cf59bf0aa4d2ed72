"""Developer metadata created, changed and deleted."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.dimensions import span
from crossfoot_sync.emulator.spreadsheets.datafilters import metadata_of
from crossfoot_sync.emulator.spreadsheets.metadata_handlers import written

MOST_CHARACTERS = 30_000  # of keys and values, for the spreadsheet and for each sheet


def create(edit: Edit, request: Json) -> Json:
    """``createDeveloperMetadata``: on the spreadsheet, a sheet, or one row or column."""
    given = request["developerMetadata"]
    if not given.get("metadataKey"):
        raise InvalidArgumentError("Developer metadata must have a key.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise InvalidArgumentError("Developer metadata must have a visibility.")
    wanted = given.get("metadataId") or edit.book.new_id()
    if any(each.id == wanted for each in edit.book.metadata):
        raise InvalidArgumentError(
            f"Cannot add developer metadata with ID [{wanted}] because developer metadata with that ID already exists."
        )
    made = Metadata(wanted, given["metadataKey"], given.get("metadataValue"), given["visibility"], edit.account.project)
    made = _placed(edit, made, given.get("location", {}))
    edit.book.metadata.append(made)
    _check_size(edit, made)
    return {"developerMetadata": written(edit.book, made)}


def update(edit: Edit, request: Json) -> Json:
    """``updateDeveloperMetadata``: all that the filters find."""
    mask = fieldmask.required(request)
    given = request.get("developerMetadata", {})
    changed: list[Json] = []
    for old in _found(edit, request.get("dataFilters", [])):
        new = old
        if "*" in mask or "metadataKey" in mask:
            new = replace(new, key=given["metadataKey"])
        if "*" in mask or "metadataValue" in mask:
            new = replace(new, value=given.get("metadataValue"))
        if "*" in mask or "visibility" in mask:
            new = replace(new, visibility=given["visibility"])
        if "*" in mask or "location" in mask:
            new = _placed(edit, replace(new, sheet_id=None, dimension=None, axis_key=None), given["location"])
        edit.book.metadata = [new if each is old else each for each in edit.book.metadata]
        _check_size(edit, new)
        changed.append(written(edit.book, new))
    return {"developerMetadata": changed} if changed else {}


def delete(edit: Edit, request: Json) -> Json:
    """``deleteDeveloperMetadata``: all that the filter finds."""
    found = _found(edit, [request.get("dataFilter", {})])
    gone = [written(edit.book, each) for each in found]
    edit.book.metadata = [each for each in edit.book.metadata if each not in found]
    return {"deletedDeveloperMetadata": gone} if gone else {}


def _found(edit: Edit, filters: list[Json]) -> list[Metadata]:
    found: dict[int, Metadata] = {}
    for data_filter in filters:
        for each in metadata_of(edit.book, data_filter, edit.account.project):
            found[each.id] = each
    return list(found.values())


def _placed(edit: Edit, metadata: Metadata, location: Json) -> Metadata:
    if location.get("spreadsheet"):
        return metadata
    if "sheetId" in location:
        return replace(metadata, sheet_id=edit.book.sheet(int(location["sheetId"])).id)
    if "dimensionRange" not in location:
        raise InvalidArgumentError("Developer metadata must have a location.")
    sheet, dimension, start, end = span(edit, location["dimensionRange"])
    if end - start != 1 or end > len(sheet.axis(dimension)):
        raise InvalidArgumentError("Developer metadata must stand on exactly one row or column of the sheet.")
    return replace(metadata, sheet_id=sheet.id, dimension=dimension, axis_key=sheet.axis(dimension).keys[start])


def _check_size(edit: Edit, added: Metadata) -> None:
    beside = [each for each in edit.book.metadata if each.sheet_id == added.sheet_id]
    if sum(len(each.key) + len(each.value or "") for each in beside) > MOST_CHARACTERS:
        raise InvalidArgumentError(
            f"Developer metadata would exceed the limit of {MOST_CHARACTERS} characters "
            f"of the {'spreadsheet' if added.sheet_id is None else 'sheet'}."
        )
