"""Which arguments of a function can be its result as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

BRANCHES: Mapping[str, Callable[[int], tuple[int, ...]]] = {
    "IF": lambda _count: (1, 2),
    "IFERROR": lambda _count: (0, 1),
    "IFS": lambda count: tuple(range(1, count, 2)),
    "SWITCH": lambda count: (*range(2, count, 2), *((count - 1,) if count % 2 == 0 else ())),
}
"""By function, the places of these arguments out of the count of all."""


def branches(name: str, count: int) -> tuple[int, ...]:
    """The places of the arguments that can be the result of ``name`` called with ``count`` arguments."""
    return BRANCHES[name](count) if name in BRANCHES else ()
