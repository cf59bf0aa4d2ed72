"""What a later file may do to a column that exists: relabel it and make it tighter, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

import msgspec

from crossfoot_templates.label import Fact, joined
from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.columns import SETTINGS, Values, check_roles, check_type, typed, with_settings
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Column

Allowed = Callable[[object, object], bool]
"""Whether a value may follow an old one."""


def _at_least(old: object, new: object) -> bool:
    return old is None or _compare(old, new) <= 0


def _at_most(old: object, new: object) -> bool:
    return old is None or _compare(old, new) >= 0


def _compare(old: object, new: object) -> int:
    """Negative, zero or positive as ``old`` is below, equal to or above ``new``; both are of one kind."""
    if isinstance(old, dt.date) and isinstance(new, dt.date):
        return (old > new) - (old < new)
    if isinstance(old, (int, Decimal)) and isinstance(new, (int, Decimal)):
        return (old > new) - (old < new)
    raise TypeError(f"{old!r} and {new!r} are no limits of one kind")


def _fewer(old: object, new: object) -> bool:
    """Fewer roles, or the first to be named: no role named means everybody."""
    if not isinstance(old, tuple) or not isinstance(new, list):
        raise TypeError("roles are listed")
    return not old or (bool(new) and {*new} <= {*old})


def _never_back(old: object, new: object) -> bool:
    return new is True or old is False


def _first_or_same(old: object, new: object) -> bool:
    return old is None or old == new


def _computed_as_before(old: object, new: object) -> bool:
    """A computed column may be computed otherwise; what people typed is not to be thrown away for a formula."""
    return old is not None


TIGHTER: Mapping[str, tuple[Allowed, str]] = {
    "min": (_at_least, "loosened"),
    "max": (_at_most, "loosened"),
    "max_length": (_at_most, "loosened"),
    "length": (_first_or_same, "loosened"),
    "pattern": (_first_or_same, "loosened"),
    "required": (_never_back, "relaxed"),
    "recommended": (_never_back, "relaxed"),
    "read": (_fewer, "widened"),
    "write": (_fewer, "widened"),
    "required_when": (_first_or_same, "fixed"),
    "compute": (_computed_as_before, "not_computed"),
}
"""The keys that may change in one direction, and the problem when it is the other."""

FREE = frozenset({"zh", "en", "help_zh", "help_en", "width", "default"})
"""The keys that may change at will. All others must be as they were, where they are stated again."""


def changed_column(node: Node, column: Column, problems: Problems) -> Column:
    """``column`` with what ``node`` states anew; what it may not do is a problem and changes nothing."""
    values = shapes.checked(node, {**shapes.COLUMN, **shapes.options(type(column.type))}, problems)
    check_roles(node, values, problems)
    standing = {"type": column.type.name, **msgspec.structs.asdict(column.type)}
    before = {**standing, **{key: getattr(column, key) for key in SETTINGS}}
    changes = {key: value for key, value in values.items() if _may_change(node, key, before, value, problems)}
    made = typed({**standing, **{key: value for key, value in changes.items() if key in standing}})
    if made != column.type:
        check_type(node, made, problems)
    relabelled = msgspec.structs.replace(
        column,
        type=made,
        label=labels.relabelled(node, values, column.label, problems),
        help=labels.help_of(node, values, column.help, problems),
    )
    return with_settings(relabelled, changes)


def _may_change(node: Node, key: str, before: Values, value: object, problems: Problems) -> bool:
    if key in FREE:
        return True
    if key not in before:
        return False  # the name
    allowed, problem = TIGHTER.get(key, (_same, "fixed"))
    if allowed(before[key], value):
        return True
    problems.add(node.at(key), problem, found=_listed(value), expected=_listed(before[key]))
    return False


def _same(old: object, new: object) -> bool:
    return old == new


def _listed(value: object) -> Fact:
    if isinstance(value, (list, tuple)):
        return joined(map(str, value)) if value else "[]"
    return value if isinstance(value, str) else shapes.shown(value)
