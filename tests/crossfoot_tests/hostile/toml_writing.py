"""TOML written from values, and values and texts of definitions changed at random."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

ODD_NAMES = st.sampled_from(
    [
        "name",
        "type",
        "zh",
        "en",
        "key",
        "column",
        "table",
        "choices",
        "items",
        "code",
        "min",
        "max",
        "scale",
        "width",
        "required",
        "removal",
        "unique",
        "display",
        "numbering",
        "currency",
        "pattern",
        "length",
        "read",
        "write",
        "columns",
        "editable",
        "share",
        "book",
        "date_order",
        "",
        "a b",
        "é",
        "_id",
        "x" * 60,
        "rule",
        "date1904",
    ]
)
ODD_VALUES: st.SearchStrategy[object] = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(max_size=4), max_size=3),
    st.lists(st.lists(st.text(max_size=4), max_size=2), max_size=2),
    st.dictionaries(ODD_NAMES, st.text(max_size=4), max_size=2),
    st.lists(st.dictionaries(ODD_NAMES, st.text(max_size=4), max_size=2), max_size=2),
    st.sampled_from(
        [
            "customer",
            "user",
            "entity",
            "team",
            "shop",
            "visit",
            "money",
            "reference",
            "choice",
            "code",
            "decimal",
            "void",
            "delete",
            "dmy",
            "mood",
            "currency",
            "MD-####",
            "####",
            "[",
            "(a+)+",
            r"\\d{2",
            "#",
            "甲",
            "\u202e",
            "=1+1",
            "{found}",
            "{",
            "%s",
            "\x7f",
            "a\nb",
            "x" * 5000,
            "C1",
            "R1C1",
            "_xlnm.Print_Area",
        ]
    ),
)


def written(values: Mapping[str, Any]) -> str:
    """``values`` as TOML, a top-level key a line: arrays of tables and tables stand inline."""
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in values.items())


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case dt.date():
            return value.isoformat()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return "{" + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + "}"
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def changed(data: st.DataObject, values: object) -> None:
    """Change ``values``, dictionaries and lists as TOML reads them, at one place."""
    here = values
    while True:
        if isinstance(here, dict) and here:
            key: Any = data.draw(st.sampled_from(sorted(here)))
        elif isinstance(here, list) and here:
            key = data.draw(st.integers(0, len(here) - 1))
        else:
            return
        below: Any = here[key]
        if not (isinstance(below, (dict, list)) and below and data.draw(st.integers(0, 5))):
            break
        here = below
    match data.draw(st.sampled_from(["other", "other", "drop", "double", "add", "swap"])), here:
        case "drop", _:
            del here[key]
        case "double", list():
            here.append(here[key])
        case "double" | "add", dict():
            here[data.draw(ODD_NAMES)] = data.draw(ODD_VALUES)
        case "swap", _:
            keys = sorted(here) if isinstance(here, dict) else range(len(here))
            other: Any = data.draw(st.sampled_from(list(keys)))
            here[key], here[other] = here[other], here[key]
        case _:
            here[key] = data.draw(ODD_VALUES)


def spoiled_text(data: st.DataObject, text: str) -> str:
    """``text`` with lines dropped, doubled or moved, or characters changed."""
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "move", "character"])):
            case "drop" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(data.draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case _:
                place = data.draw(st.integers(0, len(lines[at])))
                sign = data.draw(
                    st.sampled_from(['"', "'", "[", "]", "{", "}", "=", ".", ",", "#", "\\", "\x00", "é", ""])
                )
                lines[at] = lines[at][:place] + sign + lines[at][place + data.draw(st.integers(0, 1)) :]
    return "\n".join(lines)
