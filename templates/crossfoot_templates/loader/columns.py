"""A column out of its definition: its type with its options, its labels, who may."""

from __future__ import annotations

import datetime as dt
import functools
import re
import warnings
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Column
from crossfoot_templates.standard import ROLES
from crossfoot_templates.types import TYPES, AnyType, Code, ColumnType, DateTime

Values = dict[str, object]

SETTINGS = ("required", "recommended", "read", "write", "width", "compute", "default", "required_when")
"""What a column states of itself beside its type's options and its texts."""


def new_column(node: Node, problems: Problems) -> Column | None:
    """The column that ``node`` declares; ``None``, with problems, where its name or type cannot be told."""
    column_type = _type_of(node, problems)
    if column_type is None:
        shapes.checked(node, {**shapes.COLUMN, **shapes.ANY_OPTION}, problems)
        return None
    values = shapes.checked(node, {**shapes.COLUMN, **shapes.options(column_type)}, problems)
    name = shapes.named(node, "name", values, shapes.NAME, problems)
    made = _made(node, column_type, values, problems)
    text = labels.label(node, values, problems)
    if made is None or not name:
        return None
    check_roles(node, values, problems)
    column = Column(name=name, type=made, label=text, help=labels.help_of(node, values, None, problems))
    return with_settings(column, values)


def with_settings(column: Column, values: Mapping[str, object]) -> Column:
    """``column`` with those settings among ``values`` that are its own and not its type's."""
    stated = {key: values[key] for key in SETTINGS if key in values}
    roles = {key: tuple(value) for key, value in stated.items() if isinstance(value, list)}
    return msgspec.structs.replace(column, **{**stated, **roles})


def _type_of(node: Node, problems: Problems) -> type[ColumnType] | None:
    name = node.values.get("type")
    if isinstance(name, str) and name in TYPES:
        return TYPES[name]
    if isinstance(name, str):
        problems.add(node.at("type"), "unknown_type", found=name, among=TYPES)
    elif name is None:
        problems.add(node.at(), "missing_key", expected="type")
    return None


def _made(node: Node, column_type: type[ColumnType], values: Values, problems: Problems) -> AnyType | None:
    needed = shapes.needed_options(column_type)
    shapes.require(node, needed, problems)
    if any(key not in values for key in needed):
        return None
    given = {key: values[key] for key in shapes.options(column_type) if key in values}
    made = typed({"type": values["type"], **given})
    check_type(node, made, problems)
    return made


def typed(given: Mapping[str, object]) -> AnyType:
    """The column type with these options, which have been checked."""
    made: AnyType = msgspec.convert(given, AnyType)
    return made


def check_roles(node: Node, values: Mapping[str, object], problems: Problems) -> None:
    """Every role named is one."""
    for key in ("read", "write", "roles"):
        listed = values.get(key)
        for role in listed if isinstance(listed, list) else ():
            if role not in ROLES:
                problems.add(node.at(key), "unknown_role", found=role, among=ROLES)


def check_type(node: Node, made: ColumnType, problems: Problems) -> None:
    """The options of one column fit each other."""
    least, most = getattr(made, "min", None), getattr(made, "max", None)
    if _above(least, most):
        key = "min" if "min" in node.values else "max"
        problems.add(node.at(key), "min_over_max", found=str(least), expected=str(most))
    if isinstance(made, Code):
        _check_code(node, made, problems)
    if isinstance(made, DateTime) and made.zone not in _zones():
        problems.add(node.at("zone"), "unknown_zone", found=made.zone, expected="Asia/Shanghai", among=_zones())


def _above(least: object, most: object) -> bool:
    """Whether a lower limit is above an upper one; either may be missing."""
    if isinstance(least, dt.date) and isinstance(most, dt.date):
        return least > most
    return isinstance(least, (int, Decimal)) and isinstance(most, (int, Decimal)) and least > most


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _check_code(node: Node, made: Code, problems: Problems) -> None:
    if made.length is not None and made.length > made.max_length:
        problems.add(node.at("length"), "length_over_max", found=str(made.length), expected=str(made.max_length))
    if made.pattern is not None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # what Python finds doubtful is not what its writer meant
                re.compile(made.pattern)
        except (re.error, RecursionError, OverflowError, Warning) as error:
            problems.add(node.at("pattern"), "bad_pattern", found=made.pattern, expected=str(error))
            return
    if made.numbering is not None:
        _check_numbering(node, made, problems)


def _check_numbering(node: Node, made: Code, problems: Problems) -> None:
    if len(made.NUMBER.findall(made.numbering or "")) != 1:
        problems.add(node.at("numbering"), "bad_numbering", found=made.numbering or "")
        return
    for name in made.facts:
        if name not in made.EXAMPLE:
            problems.add(node.at("numbering"), "numbering_fact", found=name, among=made.EXAMPLE)
            return
    first = made.numbered(1)
    refused = made.check(first)
    if refused is not None:
        limit = {"too_long": "max_length", "wrong_length": "length", "wrong_pattern": "pattern"}[refused.code]
        problems.add(node.at("numbering"), "numbering_refused", found=first, expected=limit)
