"""Texts cut to what a spreadsheet program takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

PROMPT_TITLE, PROMPT, ERROR = 32, 255, 225
"""The most characters Excel takes in a validation: titles, the prompt, the warning."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def units(text: str) -> int:
    """The length of ``text`` as Excel counts it: characters beyond the first 65,536 count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def printable(text: str) -> str:
    """``text`` without the characters that an XML document cannot hold."""
    return _NOT_XML.sub("", text)


def clip(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` of Excel's characters; an ellipsis says that something was cut."""
    kept = printable(text)
    if units(kept) <= limit:
        return kept
    while units(kept) > limit - 1:
        kept = kept[: min(len(kept) - 1, limit - 1)]
    return f"{kept.rstrip()}…"


def fitting(labels: Sequence[str], limit: int) -> list[str]:
    """The first of ``labels``, as many as have ``limit`` characters together."""
    shown: list[str] = []
    for label in labels:
        if sum(map(len, shown)) + len(label) > limit:
            break
        shown.append(label)
    return shown
