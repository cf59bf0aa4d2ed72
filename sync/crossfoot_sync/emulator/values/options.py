"""How values are given out and taken in, as the request says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossfoot_sync.emulator.errors import BadFieldError, InvalidArgumentError
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.emulator.json_types import Json

RENDERED = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
DATED = ("SERIAL_NUMBER", "FORMATTED_STRING")
MAJOR = ("ROWS", "COLUMNS")
_LIST = "type.googleapis.com/google.protobuf.ListValue"
ENTERED = ("RAW", "USER_ENTERED")


@dataclass(frozen=True)
class Rendering:
    """How values are given out: Google's defaults where the request says nothing."""

    value: str = RENDERED[0]
    moment: str = DATED[0]
    major: str = MAJOR[0]

    @classmethod
    def of_query(cls, request: Request, prefix: str = "") -> Rendering:
        """As the parameters say; ``prefix`` is ``response`` where they speak of what comes back from a write."""
        named = {name: request.one(prefix + (name if not prefix else name[0].upper() + name[1:])) for name in _NAMES}
        named["majorDimension"] = request.one("majorDimension")
        return cls.of_body({name: value for name, value in named.items() if value})

    @classmethod
    def of_body(cls, body: Json, prefix: str = "") -> Rendering:
        """As a body says."""
        named = {name: body.get(prefix + (name if not prefix else name[0].upper() + name[1:]), "") for name in _NAMES}
        return cls(
            _one_of(RENDERED, named["valueRenderOption"], "value_render_option", "ValueRenderOption"),
            _one_of(DATED, named["dateTimeRenderOption"], "date_time_render_option", "DateTimeRenderOption"),
            major(body),
        )


_NAMES = ("valueRenderOption", "dateTimeRenderOption")


def major(body: Json) -> str:
    """Whether the outer lists are rows or columns."""
    return _one_of(MAJOR, body.get("majorDimension", ""), "major_dimension", "Dimension")


def entering(option: str) -> str:
    """How values are taken in.

    Raises:
        InvalidArgumentError: the request does not say; Google has no default for it.
    """
    if not option or option == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise InvalidArgumentError("'valueInputOption' is required but not specified")
    return _one_of(ENTERED, option, "value_input_option", "ValueInputOption")


def rows_of(body: Json) -> list[list[Any]]:
    """The values of a body as rows.

    Raises:
        BadFieldError: they are no list of lists.
    """
    values = body.get("values", [])
    if not isinstance(values, list):
        raise BadFieldError.value("data.values", _LIST, values)
    wrong = [
        BadFieldError.value(f"data.values[{at}]", _LIST, each)
        for at, each in enumerate(values)
        if not isinstance(each, list)
    ]
    if wrong:
        raise BadFieldError("data.values", "\n".join(each.message for each in wrong))
    if major(body) == "ROWS":
        return values
    longest = max(map(len, values), default=0)
    return [[line[at] if at < len(line) else None for line in values] for at in range(longest)]


def _one_of(choices: tuple[str, ...], value: str, field: str, type_name: str) -> str:
    if not value or value.endswith("_UNSPECIFIED"):
        return choices[0]
    if value not in choices:
        raise BadFieldError.value(field, f"type.googleapis.com/google.apps.sheets.v4.{type_name}", value)
    return value
