"""Columns known by what stands above them."""

from __future__ import annotations

from difflib import SequenceMatcher


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
