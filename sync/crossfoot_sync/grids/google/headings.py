"""Columns known by what stands above them."""

from __future__ import annotations

from difflib import SequenceMatcher

from crossfoot_sync.grids.google.values import Entered


def matching(old: tuple[str, ...], new: tuple[str, ...]) -> dict[int, int]:
    """Which of the ``new`` headings each of the ``old`` ones has become."""
    if old in {new, ()}:
        return {at: at for at in range(len(new))}
    found: dict[int, int] = {}
    for _, start, end, to, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # Between two that stand as they did, headings may have been typed over.
        if end - start == until - to:
            found |= {at: to + at - start for at in range(start, end)}
    for at, heading in enumerate(old):
        if heading and old.count(heading) == 1 and new.count(heading) == 1:
            found[at] = new.index(heading)
    return found


def texts_of(row: list[Entered]) -> tuple[str, ...]:
    """The cells of a row as texts."""
    return tuple(map(text_of, row))


def text_of(value: Entered) -> str:
    """What was put into a cell as a text."""
    return "" if value is None else str(next(iter(value.values())))
