"""How high a row has to be for the wrapped texts that are written into it.

LibreOffice does not find that out for itself when it opens a file: there the lines would run into the rows above and
below. The height is written as one that the program may change, and not as one that somebody gave by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crossfoot_sync.grids.xlsx.plainxml import attributes, with_attribute, without_attribute
from crossfoot_sync.grids.xlsx.values import Content
from crossfoot_templates.widths import text_width

_LINE, _MARGIN, _HIGHEST = 16.5, 4.0, 409.0
"""In points: a line of the larger of the faces, what is left free of a row, and the most that a row can have."""

_INDENT = 2.0
"""Characters of a column that its text leaves free at both sides."""

_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,20})?")


@dataclass(frozen=True)
class Heights:
    """The widths in characters of the columns of one sheet that wrap their text, by number."""

    wrapping: Mapping[int, float] = field(default_factory=dict)

    def needed(self, cells: Iterable[tuple[int, Content]]) -> float:
        """What texts take in points, by the column they stand in; 0 where one line has room for each."""
        lines = max((self._lines(column, value) for column, value in cells), default=1)
        return min(lines * _LINE + _MARGIN, _HIGHEST) if lines > 1 else 0.0

    def fitting(self, tag: bytes, changed: Mapping[int, Content], kept: Iterable[int]) -> bytes:
        """The tag of a row into which ``changed`` comes, while the columns ``kept`` stay filled as they are.

        It is made lower too where all wrapped texts of the row come: of one that stays nobody looks how long it is.
        """
        wrapped = self.wrapping.keys()
        if wrapped & changed.keys() and not wrapped & {*kept}:
            tag = _lowered(tag)
        return at_least(tag, self.needed(changed.items()))

    def _lines(self, column: int, value: Content) -> int:
        if column not in self.wrapping or not isinstance(value, str):
            return 1
        room = max(int(self.wrapping[column] - _INDENT), 1)
        return sum(max(-(-text_width(line) // room), 1) for line in value.splitlines())


def heights(head: bytes, wrapped: frozenset[int]) -> Heights:
    """The columns that a sheet's ``head`` gives a width and one of the formats ``wrapped``, which wrap text."""
    found: dict[int, float] = {}
    for tag in re.findall(rb"<(?:[\w.-]+:)?col\s[^>]*>", head):
        written = attributes(tag)
        first, last, style, width = (written.get(name, "") for name in ("min", "max", "style", "width"))
        whole = first.isdecimal() and last.isdecimal() and style.isdecimal() and _NUMBER.fullmatch(width)
        if whole and int(style) in wrapped:
            found |= dict.fromkeys(range(int(first), int(last) + 1), float(width))
    return Heights(found)


def at_least(tag: bytes, height: float) -> bytes:
    """The tag of a row that is ``height`` points high or higher, unless somebody gave it a height by hand."""
    has = attributes(tag).get("ht", "")
    enough = _NUMBER.fullmatch(has) is not None and float(has) >= height
    if not height or enough or _by_hand(tag):
        return tag
    return with_attribute(tag, "ht", f"{height:g}")


def _lowered(tag: bytes) -> bytes:
    return tag if _by_hand(tag) else without_attribute(tag, "ht")


def _by_hand(tag: bytes) -> bool:
    return attributes(tag).get("customHeight") in {"1", "true"}
