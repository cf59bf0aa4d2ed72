"""What the cells of a table's data rows hold, gathered by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue


class CellRead(Protocol):
    """A cell as read: its value, why it has none, and its formula, which is false where there is none."""

    @property
    def value(self) -> CellValue:
        """What it holds."""

    @property
    def fault(self) -> Message | None:
        """Why it cannot be read."""

    @property
    def formula(self) -> object:
        """What calculates it."""


C = TypeVar("C", bound=CellRead)


@dataclass
class Gathered:
    """See :class:`crossfoot_sync.engine.cells.TableCells`, of which these are a part."""

    columns: dict[str, list[CellValue]] = field(default_factory=dict)
    faults: dict[tuple[str, int], Message] = field(default_factory=dict)
    formulas: set[tuple[str, int]] = field(default_factory=set)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)


def gathered(
    names: Iterable[str],
    lines: Sequence[Sequence[C]],
    told: Callable[[str, int, C], str],
    merged: Iterable[tuple[str, int]],
) -> Gathered:
    """What ``lines`` hold, which run parallel to the data rows and have a cell for each of ``names``.

    ``told`` is a formula by column, position and cell, in the form that ``SetCell`` takes it in, empty where it cannot
    be told. ``merged`` cells cannot be read.
    """
    found = Gathered()
    for at, name in enumerate(names):
        cells = [line[at] for line in lines]
        found.columns[name] = [each.value for each in cells]
        for position, each in enumerate(cells):
            if each.fault is not None:
                found.faults[name, position] = each.fault
            if each.formula:
                found.formulas.add((name, position))
                if text := told(name, position, each):
                    found.texts[name, position] = text
    for name, position in merged:
        found.columns[name][position] = None
        found.faults[name, position] = say("merged_cell")
    return found
