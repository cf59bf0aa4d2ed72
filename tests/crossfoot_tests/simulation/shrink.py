"""Leaving out steps until only those are left without which the promise would not be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shrink(steps: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> tuple[T, ...]:
    """A part of ``steps``, in order, that still fails and fails no more when any single step is left out."""
    kept = tuple(steps)
    size = max(1, len(kept) // 2)
    while True:
        smaller = _without_some(kept, size, fails)
        if smaller is not None:
            kept = smaller
            size = min(size, max(1, len(kept) // 2))
        elif size > 1:
            size = (size + 1) // 2
        else:
            return kept


def _without_some(steps: tuple[T, ...], size: int, fails: Callable[[Sequence[T]], bool]) -> tuple[T, ...] | None:
    """``steps`` without ``size`` neighbours, if that still fails; the last ones are tried first."""
    for start in reversed(range(0, len(steps), size)):
        candidate = steps[:start] + steps[start + size :]
        if len(candidate) < len(steps) and fails(candidate):
            return candidate
    return None
