"""What is still to be written, and how it came out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, Missed, RemoveRow, SetCell

REST: Final = -1
"""The number of what is no edit of a row: status cells, the manifest, the lists."""

Edit: TypeAlias = SetCell | CheckCell | AppendRow | RemoveRow


@dataclass
class Work:
    """Edits that are not made yet, each under a number, and those that will not be made.

    Attributes:
        rest: whether the status cells, the manifest and the lists are still to be written.
        again: whether some of it may have been written already.
        tried: how often something was written, as far as this process knows.
        refusals: how often a program refused to do what it was asked.
        reshaped: what was written a second time, with another number format.
    """

    edits: Edits
    left: dict[int, Edit] = field(init=False)
    missed: dict[int, Missed] = field(default_factory=dict)
    rest: bool = field(init=False)
    again: bool = False
    tried: dict[int, int] = field(default_factory=dict)
    refusals: int = 0
    reshaped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        all_of_them: list[Edit] = [*self.edits.cells, *self.edits.checked, *self.edits.appended, *self.edits.removed]
        self.left = dict(enumerate(all_of_them))
        self.rest = bool(self.edits.status or self.edits.manifest or self.edits.lists)

    def __bool__(self) -> bool:
        return bool(self.left) or self.rest

    @property
    def size(self) -> int:
        """How much is left."""
        return len(self.left) + self.rest

    def done(self, numbers: Iterable[int]) -> None:
        """These are made."""
        for number in numbers:
            self.left.pop(number, None)
            self.rest = self.rest and number != REST

    def miss(self, number: int, missed: Missed) -> None:
        """This one will not be made."""
        del self.left[number]
        self.missed[number] = missed

    def in_order(self) -> list[Missed]:
        """What was missed, in the order of the edits."""
        return [self.missed[number] for number in sorted(self.missed)]
