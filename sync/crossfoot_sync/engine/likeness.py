"""Which of two sets of rows belong together, by how much they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")

COMPARED = 250_000
"""More pairs of rows than this are not compared to find out which is which."""


def nearest_pairs(fits: Mapping[Left, Mapping[Right, int]]) -> dict[Left, Right]:
    """The pairs in which each is like the other, and like nothing else as much.

    Args:
        fits: how much everything on the left has in common with everything on the right; each has the same ones.
    """
    rights = next(iter(fits.values()), {})
    nearest = {right: _unrivalled({left: row[right] for left, row in fits.items()}) for right in rights}
    pairs = {left: _unrivalled(row) for left, row in fits.items()}
    return {left: right for left, right in pairs.items() if right is not None and nearest[right] == left}


def _unrivalled(fits: Mapping[Left, int]) -> Left | None:
    """The one with the greatest number, or ``None`` where that is 0 or another one's too."""
    most = max(fits.values(), default=0)
    best = [each for each, fit in fits.items() if fit == most]
    return best[0] if most and len(best) == 1 else None
