"""How wide text is in a cell."""

from __future__ import annotations

import unicodedata


def text_width(text: str) -> int:
    """The width of ``text`` in characters; Chinese ones count two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
