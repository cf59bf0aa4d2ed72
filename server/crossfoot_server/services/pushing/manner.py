"""In what a push and a step back differ once each row's plan is made: what holds a row that leaves, and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Action: TypeAlias = Literal["none", "insert", "update", "void", "delete", "unvoid", "reinsert"]
"""What is written of a row. ``unvoid`` and ``reinsert`` bring a voided and a deleted one back into force."""


@dataclass(frozen=True)
class Manner:
    """How a batch is judged and told.

    Attributes:
        held: what becomes of a row that leaves and is pointed at, by how it leaves and whether what points at it will
            be in force. What is not named leaves all the same.
        in_use: the code of the sentence for a row that stays because it is pointed at.
        conflict: the code of the sentence for a field that somebody else changed.
        tells_values: whether the outcome tells what the fields were and are now: who goes back typed none of them.
    """

    held: Mapping[tuple[Action, bool], Action]
    in_use: str
    conflict: str
    tells_values: bool


PUSH = Manner({("delete", True): "none", ("delete", False): "none"}, "removed_used", "conflict", tells_values=False)

STEP_BACK = Manner(
    {("delete", True): "none", ("delete", False): "void", ("void", True): "none"},
    "back_used",
    "back_conflict",
    tells_values=True,
)
"""Undo and restore. A row that a person voids may still be pointed at; nobody means that when a batch is undone."""
