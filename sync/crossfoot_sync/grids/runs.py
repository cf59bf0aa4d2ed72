"""Numbers of rows or columns as stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each stretch of ``numbers`` without a gap, from its first up to, not with, its end."""
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda each: each[1] - each[0]):
        stretch = [number for _, number in run]
        yield stretch[0], stretch[-1] + 1
