"""Capitals and small letters as spreadsheets make them: each character becomes one, so that lengths and places stay.

Where a language writes a letter as two capitals, as ß as SS, it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable


def in_capitals(text: str) -> str:
    """``text`` in capitals."""
    return _one_by_one(str.upper, text)


def in_small_letters(text: str) -> str:
    """``text`` in small letters."""
    return _one_by_one(str.lower, text)


def _one_by_one(changed: Callable[[str], str], text: str) -> str:
    found = changed(text)
    if len(found) == len(text):
        return found
    return "".join(changed(each) if len(changed(each)) == 1 else each for each in text)
