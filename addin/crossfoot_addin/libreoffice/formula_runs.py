"""Formulas on their way into cells, put together so that few calls enter many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.formula_words import at_home

LONG = 8
"""From so many copies on, filling down is faster than entering each."""


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one column below each other with their formulas; ``copies`` if they are copies of the first."""

    column: int
    row: int
    formulas: tuple[str, ...]
    copies: bool = False

    @property
    def area(self) -> Area:
        """Where they go."""
        return Area(self.row, self.column, len(self.formulas))


def runs(formulas: Mapping[tuple[int, int], str]) -> Iterator[Run]:
    """Formulas by (row, column), column by column: many copies below each other apart from what is between them."""
    pending: list[Run] = []
    for run in _copies(formulas):
        follows = bool(pending) and (run.column, run.row) == (pending[-1].column, pending[-1].area.last_row + 1)
        if pending and (run.copies or not follows):
            yield _joined(pending)
            pending = []
        if run.copies:
            yield run
        else:
            pending.append(run)
    if pending:
        yield _joined(pending)


def _joined(parts: list[Run]) -> Run:
    return Run(parts[0].column, parts[0].row, tuple(text for part in parts for text in part.formulas))


def _copies(formulas: Mapping[tuple[int, int], str]) -> Iterator[Run]:
    """Cells below each other whose formulas are copies."""
    start, texts = (0, 0), [""]
    shape: tuple[str, ...] = ()
    for row, column in sorted(formulas, key=lambda cell: (cell[1], cell[0])):
        text = formulas[row, column]
        home = at_home(text, row, column)
        if (row, column) == (start[0] + len(texts), start[1]) and home == shape:
            texts.append(text)
            continue
        if start != (0, 0):
            yield Run(start[1], start[0], tuple(texts), len(texts) >= LONG)
        start, texts, shape = (row, column), [text], home
    if start != (0, 0):
        yield Run(start[1], start[0], tuple(texts), len(texts) >= LONG)
