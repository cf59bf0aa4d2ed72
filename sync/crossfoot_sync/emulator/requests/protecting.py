"""Protected ranges: who may edit what."""

from __future__ import annotations

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError, ProtectedError
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.spreadsheets.giving import protected_range

_DERIVED = {"requestingUserCanEdit", "protectedRangeId"}


def add_protected_range(edit: Edit, request: Json) -> Json:
    """``addProtectedRange``: who adds it may edit it, and so may the owner."""
    given = {name: value for name, value in request["protectedRange"].items() if name not in _DERIVED}
    sheet = _sheet(edit, given)
    if given.get("warningOnly") and given.get("editors"):
        raise InvalidArgumentError("ProtectedRange is warningOnly. Editors cannot be set on it.")
    if _whole(given) and any(map(_whole, sheet.protected)):
        raise InvalidArgumentError(f'Sheet "{sheet.title}" already has sheet protection.')
    if "range" in given:
        edit.book.covering(given["range"])
    edit.guard(sheet, edit.protected_area(sheet, given))
    wanted = request["protectedRange"].get("protectedRangeId")
    if wanted is not None and any(each["protectedRangeId"] == wanted for each in sheet.protected):
        raise InvalidArgumentError(f"Protected range ID {wanted} already exists.")
    protected: Json = {"protectedRangeId": wanted or edit.book.new_id()}
    protected |= {name: value for name, value in given.items() if value and name != "editors"}
    said = {name: value for name, value in given.get("editors", {}).items() if value}
    sheet.protected.append({**protected, "editors": {**said, "users": _with_editor(edit, said.get("users", []))}})
    reply = protected_range(edit, {**protected, "editors": said})
    return {"protectedRange": {**reply, "requestingUserCanEdit": True, "editors": said}}


def update_protected_range(edit: Edit, request: Json) -> None:
    """``updateProtectedRange``; only an editor of it may."""
    mask = fieldmask.required(request)
    given = request["protectedRange"]
    sheet, old = _find(edit, int(given.get("protectedRangeId", 0)))
    changed = fieldmask.merged(old, {**given, "protectedRangeId": old["protectedRangeId"]}, mask)
    if "*" in mask or "editors" in mask:
        editors = changed.get("editors", {})
        changed["editors"] = {**editors, "users": _with_editor(edit, editors.get("users", []))}
    sheet.protected = [changed if each is old else each for each in sheet.protected]


def delete_protected_range(edit: Edit, request: Json) -> None:
    """``deleteProtectedRange``; only an editor of it may."""
    sheet, old = _find(edit, int(request.get("protectedRangeId", 0)))
    sheet.protected = [each for each in sheet.protected if each is not old]


def _sheet(edit: Edit, protected: Json) -> Sheet:
    if "namedRangeId" in protected:
        for each in edit.book.named:
            if each["namedRangeId"] == protected["namedRangeId"]:
                return edit.book.sheet(int(each["range"].get("sheetId", 0)))
        raise InvalidArgumentError(f"Unknown named range: {protected['namedRangeId']}")
    return edit.book.sheet(int(protected.get("range", {}).get("sheetId", 0)))


def _whole(protected: Json) -> bool:
    return "range" in protected and not set(protected["range"]) - {"sheetId"}


def _with_editor(edit: Edit, users: list[str]) -> list[str]:
    owner = edit.file.owner
    always = [edit.account.email, *([owner.email] if owner else [])]
    return [*users, *dict.fromkeys(each for each in always if each not in users)]


def _find(edit: Edit, protected_id: int) -> tuple[Sheet, Json]:
    for sheet in edit.book.sheets:
        for each in sheet.protected:
            if each["protectedRangeId"] == protected_id:
                if not edit.may_edit({**each, "warningOnly": False}):
                    raise ProtectedError
                return sheet, each
    raise InvalidArgumentError(f"No protected range with id: {protected_id}")
