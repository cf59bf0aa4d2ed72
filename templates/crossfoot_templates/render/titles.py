"""Sheet titles that every spreadsheet program takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from crossfoot_templates import layout
from crossfoot_templates.render.clip import printable, units

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\t\n\r]+")
_RESERVED = ("history", layout.MANIFEST_SHEET, layout.LISTS_SHEET, layout.GOOGLE_BEFORE_SHEET)


def sheet_titles(labels: Iterable[str], present: Iterable[str] = ()) -> list[str]:
    """A title for each of ``labels``: without the characters Excel forbids, at most 31 long, all different.

    None is one of those that are ``present`` already.
    """
    taken = {*_RESERVED, *(title.casefold() for title in present)}
    titles = []
    for label in labels:
        title = free_title(_clean(label), taken)
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _clean(label: str) -> str:
    """``label`` without what a title cannot hold. Excel allows no apostrophe at either end."""
    return " ".join(_FORBIDDEN.sub(" ", printable(label)).split()).strip("' ") or "Sheet"


def free_title(title: str, taken: Set[str]) -> str:
    """``title``, or with the first number behind it that none of those ``taken`` has, which are in small letters."""
    candidate, number = _cut(title, LONGEST), 1
    while candidate.casefold() in taken:
        number += 1
        ending = f" {number}"
        candidate = _cut(title, LONGEST - len(ending)) + ending
    return candidate


def _cut(title: str, limit: int) -> str:
    while units(title) > limit:
        title = title[:-1]
    return title.rstrip("' ")
