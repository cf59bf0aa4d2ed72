"""What a calculation looks at beside its formula: the rows, and who asks and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crossfoot_templates.formula.typed import Call
from crossfoot_templates.formula.vectors import Vector

OverTables = Callable[[Call, tuple[Vector, ...]], Vector]
"""Calculates a function over tables, for all rows at once.

It is given the call and, in their order, its arguments that are no whole columns, calculated for every row.
"""


def _unread(what: str) -> Vector:
    raise LookupError(f"these rows were given without {what}")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, of which columns are read when a formula first names them.

    Attributes:
        count: how many rows there are; every column has so many entries.
        read: the column of a name.
        read_old: the column as it was before the change that is judged.
        read_ids: the rows' own ids, which is what ``THIS`` gives.
    """

    count: int
    read: Callable[[str], Vector]
    read_old: Callable[[str], Vector] = lambda name: _unread(f"the former values of {name}")
    read_ids: Callable[[], Vector] = lambda: _unread("their ids")
    _seen: dict[tuple[str, bool], Vector] = field(default_factory=dict, repr=False)

    def column(self, name: str) -> Vector:
        """The column ``name``."""
        return self._once(name, old=False)

    def old(self, name: str) -> Vector:
        """The column ``name`` as it was."""
        return self._once(name, old=True)

    def ids(self) -> Vector:
        """The rows' ids."""
        return self.read_ids()

    def _once(self, name: str, *, old: bool) -> Vector:
        found = self._seen.get((name, old))
        if found is None:
            found = self._seen[name, old] = (self.read_old if old else self.read)(name)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """When a formula is calculated, for whom, and with what beside the rows.

    Attributes:
        today: the day of ``TODAY()``.
        user: the login of ``USER()``.
        teams: the teams for which ``INTEAM`` is true.
        roles: the roles for which ``ROLE`` is true.
        ranks: for each ordered choice list, the position of every code, from 1.
        over: calculates functions over tables.
    """

    today: dt.date
    user: str = ""
    teams: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    ranks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    over: OverTables | None = None
