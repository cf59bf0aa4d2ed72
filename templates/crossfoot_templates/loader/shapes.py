"""Which keys a definition may hold, and what kind of value each takes."""

from __future__ import annotations

import datetime as dt
import functools
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Colour, DateOrder, Removal, RuleKind
from crossfoot_templates.types import TYPES, ColumnType

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]{0,39}")


@dataclass(frozen=True)
class Kind:
    """A kind of value: the problem that names it, and whether a value is of it."""

    problem: str
    accepts: Callable[[object], bool]
    among: tuple[str, ...] = ()


def _is_list_of(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(check(each) for each in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TEXT = Kind("not_text", _is_text)
YES_NO = Kind("not_yes_no", lambda value: isinstance(value, bool))
WHOLE = Kind("not_whole", _is_whole)
NUMBER = Kind("not_number", lambda value: _is_whole(value) or (isinstance(value, Decimal) and value.is_finite()))
DAY = Kind("not_day", lambda value: isinstance(value, dt.date) and not isinstance(value, dt.datetime))
NAMES = Kind("not_names", _is_list_of(_is_text))
NAME_LISTS = Kind("not_name_lists", _is_list_of(_is_list_of(_is_text)))
TABLE = Kind("not_table", lambda value: isinstance(value, dict))
TABLES = Kind("not_tables", _is_list_of(lambda value: isinstance(value, dict)))


def _one_of(literal: object) -> Kind:
    names = typing.get_args(literal)
    return Kind("not_one_of", lambda value: value in names, names)


Keys = Mapping[str, Kind]
LABELS: Keys = {"zh": TEXT, "en": TEXT}
HELP: Keys = {"help_zh": TEXT, "help_en": TEXT}
DOCUMENT: Keys = {"book": TABLE, "choices": TABLES, "table": TABLES, "share": TABLES}
BOOK: Keys = {"name": TEXT, **LABELS, **HELP, "date_order": _one_of(DateOrder)}
CHOICES: Keys = {"name": TEXT, "ordered": YES_NO, "items": TABLES}
ITEM: Keys = {"code": TEXT, **LABELS}
SHEET_TABLE: Keys = {
    "name": TEXT,
    **LABELS,
    **HELP,
    "key": NAMES,
    "unique": NAME_LISTS,
    "display": TEXT,
    "removal": _one_of(Removal),
    "visible_when": TEXT,
    "editable_when": TEXT,
    "column": TABLES,
    "rule": TABLES,
}
SHARE: Keys = {"table": TEXT, "columns": NAMES, "editable": YES_NO}
COLUMN: Keys = {
    "name": TEXT,
    "type": TEXT,
    **LABELS,
    **HELP,
    "required": YES_NO,
    "recommended": YES_NO,
    "read": NAMES,
    "write": NAMES,
    "width": WHOLE,
    "compute": TEXT,
    "default": TEXT,
    "required_when": TEXT,
}
"""The keys every column may have; the options of its type stand beside them."""
RULE: Keys = {
    "name": TEXT,
    **LABELS,
    "columns": NAMES,
    "colour": _one_of(Colour),
    "when": TEXT,
    "roles": NAMES,
    **dict.fromkeys(typing.get_args(RuleKind), TEXT),
}
"""The keys of a rule; what it is for is the key of its formula."""

_OPTION_KINDS: dict[object, Kind] = {str: TEXT, bool: YES_NO, int: WHOLE, Decimal: NUMBER, dt.date: DAY}


@functools.cache
def options(column_type: type[ColumnType]) -> Keys:
    """The option keys of a column type, read off its fields."""
    return {field.name: _OPTION_KINDS[_stated(field.type)] for field in msgspec.structs.fields(column_type)}


@functools.cache
def needed_options(column_type: type[ColumnType]) -> tuple[str, ...]:
    """The option keys that a column type cannot do without."""
    return tuple(field.name for field in msgspec.structs.fields(column_type) if field.required)


def _stated(annotation: object) -> object:
    """The type of a field that may be left out: ``int`` of ``int | None``."""
    return next((each for each in typing.get_args(annotation) if each is not type(None)), annotation)


ANY_OPTION: Keys = {key: kind for each in TYPES.values() for key, kind in options(each).items()}
"""The options of all types: what is let pass while the type itself is unknown."""

_LARGEST = 10**15
BOUNDS: dict[str, tuple[int, int]] = {
    "width": (1, 255),
    "scale": (0, 10),
    "length": (1, 255),
    "max_length": (1, 32767),
    "min": (-_LARGEST, _LARGEST),
    "max": (-_LARGEST, _LARGEST),
}
"""What a number may be: widths and text lengths are a spreadsheet's, amounts have its 15 digits."""


def checked(node: Node, keys: Keys, problems: Problems) -> dict[str, object]:
    """The values of ``node`` that are right; for every other key a problem."""
    good: dict[str, object] = {}
    for key, value in node.values.items():
        kind = keys.get(key)
        if kind is None:
            problems.add(node.at(key), "unknown_key", found=key, among=keys)
        elif not kind.accepts(value):
            found = value if kind.among and isinstance(value, str) else shown(value)
            problems.add(node.at(key), kind.problem, found=found, expected=_wanted(key, kind), among=kind.among)
        elif _within(node, key, value, problems):
            good[key] = value
    return good


def _wanted(key: str, kind: Kind) -> str:
    return key if kind in (TABLE, TABLES) else ""


def _within(node: Node, key: str, value: object, problems: Problems) -> bool:
    if key not in BOUNDS or not isinstance(value, (int, Decimal)):
        return True
    least, most = BOUNDS[key]
    if least <= value <= most:
        return True
    problems.add(node.at(key), "out_of_bounds", found=str(value), expected=f"{least}…{most}")
    return False


def require(node: Node, keys: Iterable[str], problems: Problems) -> None:
    """A problem for each of ``keys`` that ``node`` does not have at all."""
    for key in keys:
        if key not in node.values:
            problems.add(node.at(), "missing_key", expected=key)


def named(node: Node, key: str, values: Mapping[str, object], pattern: re.Pattern[str], problems: Problems) -> str:
    """The name at ``key``; empty, with a problem, where there is none that can be used."""
    name = values.get(key)
    if not isinstance(name, str):
        require(node, (key,), problems)
        return ""
    if not pattern.fullmatch(name):
        problems.add(node.at(key), "bad_code" if pattern is CODE else "bad_name", found=name)
        return ""
    return name


def shown(value: object) -> str:
    """``value`` about as it stands in the file, cut short."""
    match value:
        case str():
            return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}…"'
        case bool():
            return str(value).lower()
        case None:
            return "—"
        case dict():
            return "{…}"
        case list():
            items = ["[…]" if isinstance(each, list) else shown(each) for each in value[:3]]
            return f"[{', '.join(items)}{', …' if len(value) > 3 else ''}]"
        case _:
            return str(value)[:40]
