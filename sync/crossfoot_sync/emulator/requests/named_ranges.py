"""Named ranges."""

from __future__ import annotations

import re

from crossfoot_sync.emulator import fieldmask
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import without_zero_sheet
from crossfoot_sync.emulator.json_types import Json

_NAME = re.compile(r"[^\W\d]\w{0,249}")


def add_named_range(edit: Edit, request: Json) -> Json:
    """``addNamedRange``: the name must be one, and not in use."""
    given = request["namedRange"]
    name = str(given.get("name", ""))
    _check_name(edit, name, "")
    edit.book.covering(given["range"])
    wanted = str(given.get("namedRangeId") or edit.book.new_id())
    if any(each["namedRangeId"] == wanted for each in edit.book.named):
        raise InvalidArgumentError(f"Named range ID {wanted} already exists.")
    named = {"namedRangeId": wanted, "name": name, "range": given["range"]}
    edit.book.named.append(named)
    return {"namedRange": {**named, "range": without_zero_sheet(named["range"])}}


def update_named_range(edit: Edit, request: Json) -> None:
    """``updateNamedRange``: its name or its range."""
    mask = fieldmask.required(request)
    old = _find(edit, str(request["namedRange"].get("namedRangeId", "")))
    changed = fieldmask.merged(old, {**request["namedRange"], "namedRangeId": old["namedRangeId"]}, mask)
    _check_name(edit, str(changed.get("name", "")), old["namedRangeId"])
    edit.book.covering(changed["range"])
    edit.book.named = [changed if each is old else each for each in edit.book.named]


def delete_named_range(edit: Edit, request: Json) -> None:
    """``deleteNamedRange``."""
    old = _find(edit, str(request.get("namedRangeId", "")))
    edit.book.named = [each for each in edit.book.named if each is not old]


def _find(edit: Edit, named_id: str) -> Json:
    for each in edit.book.named:
        if each["namedRangeId"] == named_id:
            return each
    raise InvalidArgumentError(f"No NamedRange with id: {named_id}")


def _check_name(edit: Edit, name: str, own_id: str) -> None:
    if not _NAME.fullmatch(name) or a1.address(name) or name.lower() in ("true", "false"):
        raise InvalidArgumentError(f"The name '{name}' is not valid for a named range.")
    taken = [each["name"].lower() for each in edit.book.named if each["namedRangeId"] != own_id]
    if name.lower() in (*taken, *edit.book.lost_names):
        raise InvalidArgumentError(
            f"Cannot add named range with name: {name}, a named range with that name already exists."
        )
