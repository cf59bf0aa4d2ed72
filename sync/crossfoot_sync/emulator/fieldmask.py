"""Field masks: ``sheets(properties.title,data)``, to pick from an answer or to say what a request changes."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from crossfoot_sync.emulator.errors import BadFieldError, InvalidArgumentError
from crossfoot_sync.emulator.json_types import Json

Mask: TypeAlias = "dict[str, Mask]"
_NAME = re.compile(r"\s*([A-Za-z0-9_*.]+)\s*")


def parsed(text: str) -> Mask:
    """The mask that a text says; paths may be separated by ``.`` or ``/``.

    Raises:
        BadFieldError: the text is no field mask.
    """
    found, end = _names(text.replace("/", "."), 0)
    if end != len(text):
        raise BadFieldError.mask(text)
    return found


def _names(text: str, at: int) -> tuple[Mask, int]:
    mask: Mask = {}
    while True:
        match = _NAME.match(text, at)
        if match is None:
            raise BadFieldError.mask(text)
        at, node = match.end(), mask
        for name in match[1].split("."):
            node = node.setdefault(_camel(name), {})
        if text[at : at + 1] == "(":
            inner, at = _names(text, at + 1)
            if text[at : at + 1] != ")":
                raise BadFieldError.mask(text)
            node.update(inner)
            at += 1
        if text[at : at + 1] != ",":
            return mask, at
        at += 1


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(each.capitalize() for each in rest)


def picked(value: Any, mask: Mask) -> Any:
    """Of a value what the mask names; an empty mask names all of it."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [picked(each, mask) for each in value]
    if isinstance(value, dict):
        return {name: picked(each, mask[name]) for name, each in value.items() if name in mask}
    return value


def required(request: Json) -> Mask:
    """The ``fields`` of a request that changes something.

    Raises:
        InvalidArgumentError: it names none.
    """
    if not request.get("fields"):
        raise InvalidArgumentError("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return parsed(request["fields"])


def merged(old: Json, new: Json, mask: Mask) -> Json:
    """``old`` with the masked fields as they are in ``new``; a field that ``new`` does not have is taken away."""
    if "*" in mask:
        return dict(new)
    changed = dict(old)
    for name, inner in mask.items():
        if inner and "*" not in inner:
            deeper = merged(changed.get(name) or {}, new.get(name) or {}, inner)
            value: Any = deeper or None
        else:
            value = new.get(name)
        if value is None or value == {}:
            changed.pop(name, None)
        else:
            changed[name] = value
    return changed
