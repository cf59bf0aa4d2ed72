"""Formulas that several cells share: the first cell holds the text, the others only its number.

When the first one is overwritten, the next takes the text over, moved to its own place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from crossfoot_sync.grids.address import Area, area, cell
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx.markup import Row, Sheet, Span
from crossfoot_sync.grids.xlsx.plainxml import attributes, escape, unescape, utf8

_FORMULA = re.compile(rb"<((?:[\w.-]+:)?)f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</(?:[\w.-]+:)?f\s*>)")


@dataclass(frozen=True, slots=True)
class _Orphaned:
    """A shared formula whose first cell was overwritten."""

    text: str
    at: str
    covers: Area | None


@dataclass
class SharedFormulas:
    """What one pass over a sheet knows of shared formulas."""

    _orphaned: dict[str, _Orphaned] = field(default_factory=dict)
    _followed: set[str] = field(default_factory=set)

    def overwritten(self, row: int, span: Span) -> None:
        """Note that the cell of ``span`` loses its formula.

        Raises:
            Unusable: cells before it share it, which no program writes and which cannot be put right in one pass.
        """
        match = _shared(span.inside)
        if not match:
            return
        written, number, text = match
        if not text:
            return
        if number in self._followed:
            raise Unusable("formula_shared", cell=cell(row, span.column))
        self._orphaned[number] = _Orphaned(text, cell(row, span.column), area(written.get("ref", "")))

    def settled(self, row: Row, sheet: Sheet) -> Row:
        """``row``, which is not changed otherwise, with texts taken over where they are due."""
        if b"shared" not in row.text:
            return row
        pieces: list[bytes] = []
        position = row.tag_end
        for span in sheet.spans(row):
            pieces += [row.text[position : span.start]]
            pieces += [self.settled_cell(row.number, span, row.text[span.start : span.end])]
            position = span.end
        return Row(row.number, row.text[: row.tag_end] + b"".join(pieces) + row.text[position:], row.tag_end)

    def settled_cell(self, row: int, span: Span, text: bytes) -> bytes:
        """``text``, the cell of ``span``, holding the formula itself if it is the first left to share it."""
        match = _shared(span.inside) if b"shared" in span.inside else None
        if not match or match[2]:
            return text
        number = match[1]
        orphaned = self._orphaned.pop(number, None)
        if orphaned is None:
            self._followed.add(number)
            return text
        return _FORMULA.sub(lambda found: _taken_over(found, orphaned, row, span.column, number), text, count=1)


def _shared(inside: bytes) -> tuple[dict[str, str], str, str] | None:
    """Attributes, number and text of the shared formula in a cell, if it has one."""
    match = _FORMULA.search(inside)
    if not match:
        return None
    written = attributes(match[2])
    if written.get("t") != "shared":
        return None
    return written, written.get("si", ""), unescape(utf8(match[3] or b""))


def _taken_over(found: re.Match[bytes], orphaned: _Orphaned, row: int, column: int, number: str) -> bytes:
    here = cell(row, column)
    try:
        moved = Translator(f"={orphaned.text}", orphaned.at).translate_formula(here)
    except (TokenizerError, TranslatorError, ValueError, IndexError) as error:
        raise Unusable("formula_shared", cell=orphaned.at) from error
    prefix = found[1].decode()
    covered = _left_over(orphaned.covers, row, column)
    formula = escape(str(moved).removeprefix("="))
    return f'<{prefix}f t="shared" ref="{covered}" si="{number}">{formula}</{prefix}f>'.encode()


def _left_over(covers: Area | None, row: int, column: int) -> Area:
    """The part of the formula's area from the cell that takes it over."""
    if covers is None or covers.bottom < row:
        return Area(row, column, row, column)
    left = column if covers.bottom == row else min(covers.left, column)
    return Area(row, left, covers.bottom, max(covers.right, column))
