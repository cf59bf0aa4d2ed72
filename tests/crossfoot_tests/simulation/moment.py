"""One step as it is played: who, with which dice, and the office around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from crossfoot_templates.approvals import APPROVAL
from crossfoot_tests.simulation.ledger import AMOUNTS, amount_mark, most_mark, small_mark, text_mark
from crossfoot_tests.simulation.place import Place

if TYPE_CHECKING:
    from crossfoot_tests.simulation.court import Court

APPROVALS = 0.3
"""How often the table of approvals is one among those to choose from."""


@dataclass
class Moment:
    """A step at a place.

    Attributes:
        count: numbers what is typed in it.
        race: what others do just before the next request arrives and its user just after, where that is settled.
    """

    office: Court
    place: Place
    dice: Random
    step: int
    count: int = 0
    race: tuple[Callable[[], None], Callable[[], None]] | None = None

    def text(self) -> str:
        """A text that nobody has typed yet."""
        self.count += 1
        return text_mark(self.step, self.count)

    def amount(self) -> float:
        """An amount that nobody has typed yet."""
        self.count += 1
        return amount_mark(self.step, self.count)

    def small(self) -> float:
        """A smaller amount that nobody has typed yet."""
        self.count += 1
        return small_mark(self.step, self.count)

    def most(self) -> float:
        """The most part of an amount of this step, which nobody has typed yet."""
        self.count += 1
        return most_mark(self.step, self.count)

    def value(self, column: str) -> str | float:
        """What nobody has typed yet, for a followed column."""
        return self.amount() if column in AMOUNTS else self.text()

    def table(self) -> str:
        """A table of the book; that of approvals seldom."""
        tables = [table for table in self.place.tables if table != APPROVAL or self.dice.random() < APPROVALS]
        return self.dice.choice(tables)

    def two_rows(self) -> tuple[str, int, int] | None:
        """Two rows of one of the tables, if that has as many."""
        table = self.table()
        lines = self.place.lines(table)
        if len(lines) < 2:
            return None
        one, other = self.dice.sample(lines, 2)
        return table, one, other

    def spot(self) -> tuple[str, int] | None:
        """A row of one of the tables, if that has any."""
        table = self.table()
        lines = self.place.lines(table)
        return (table, self.dice.choice(lines)) if lines else None
