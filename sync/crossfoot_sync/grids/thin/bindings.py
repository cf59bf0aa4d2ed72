"""Where the defined names of a workbook say that its tables stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crossfoot_sync.grids.address import target
from crossfoot_sync.grids.bound import Bound, bound_tables, heads
from crossfoot_sync.grids.thin.paper import GivenAround, Paper


@dataclass(frozen=True)
class Binding(Bound[str]):
    """A table as the names bind it.

    Attributes:
        around: the Excel Table around it, if it is still there.
        names: what the names referred to.
    """

    around: GivenAround | None
    names: dict[str, str]

    @property
    def last(self) -> int:
        """The last row of the Excel Table's own; that of the headings where there is no such table."""
        return self.header if self.around is None else self.around.last


def bindings(names: Mapping[str, str], papers: Mapping[str, Paper]) -> list[Binding]:
    """The tables that ``names`` bind, in their order. A table with no column left is not among them."""
    found = bound_tables((name, target(refers_to)) for name, refers_to in names.items())
    return [Binding(**vars(each), around=_around(each, papers), names=_names(each, names)) for each in found]


def _around(table: Bound[str], papers: Mapping[str, Paper]) -> GivenAround | None:
    tables = papers[table.sheet].tables if table.sheet in papers else ()
    return next((each for each in tables if heads(each.area, table.header, table.columns)), None)


def _names(table: Bound[str], names: Mapping[str, str]) -> dict[str, str]:
    return {name: refers_to for name, refers_to in names.items() if name.startswith(f"cf.{table.table}.")}
