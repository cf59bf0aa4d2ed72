"""A sheet part with some cells rewritten. Rows that are not touched pass through byte for byte."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from crossfoot_sync.grids.address import Area, area, cell
from crossfoot_sync.grids.xlsx.faults import Malformed
from crossfoot_sync.grids.xlsx.heights import Heights, at_least, heights
from crossfoot_sync.grids.xlsx.markup import Row, Sheet, Span
from crossfoot_sync.grids.xlsx.plainxml import attributes, with_attribute, without_attribute
from crossfoot_sync.grids.xlsx.plan import Changes
from crossfoot_sync.grids.xlsx.sharedformulas import SharedFormulas
from crossfoot_sync.grids.xlsx.styles import Derived, column_styles
from crossfoot_sync.grids.xlsx.values import Content, number_kind, written

_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*>")
_FILTER = re.compile(rb"<(?:[\w.-]+:)?autoFilter\s[^>]*>")


@dataclass
class SheetPatch:
    """One pass over a sheet part.

    Attributes:
        changes: what is to be written.
        grown: areas of Excel Tables on this sheet, before and after they grew.
        existing: the rows of the part; needed only where they do not ascend.
        displaced: filled as the pass goes: indexes of shared strings that stood in rewritten cells.
    """

    sheet: Sheet
    changes: Changes
    derived: Derived
    date1904: bool
    grown: list[tuple[Area, Area]] = field(default_factory=list)
    existing: Collection[int] = ()
    displaced: set[int] = field(default_factory=set)
    _columns: dict[int, int] = field(default_factory=dict)
    _heights: Heights = field(default_factory=Heights)
    _formulas: SharedFormulas = field(default_factory=SharedFormulas)
    _above: Row | None = None

    def run(self) -> Iterator[bytes]:
        """The part with the changes made.

        Raises:
            Malformed: the part cannot be understood.
            Unusable: a formula that other cells share cannot be moved.
        """
        waiting = sorted(self.changes.keys() - {*self.existing}, reverse=True)
        started = False
        for row in self.sheet.rows():
            if not started:
                started = True
                yield self._head()
            while waiting and waiting[-1] < row.number:
                yield self._new_row(waiting.pop())
            if waiting and waiting[-1] == row.number:
                waiting.pop()
            fresh = self._rewritten(row) if row.number in self.changes else self._formulas.settled(row, self.sheet)
            self._above = fresh
            yield fresh.text
        if not started:
            if not self.sheet.tail:
                raise Malformed("it has no place for rows")
            yield self._head()
        while waiting:
            yield self._new_row(waiting.pop())
        yield self._tail()

    def _head(self) -> bytes:
        for columns, style in column_styles(self.sheet.head):
            self._columns |= dict.fromkeys(columns, style)
        self._heights = heights(self.sheet.head, self.derived.styles.wrapped)
        match = _DIMENSION.search(self.sheet.head)
        known = area(attributes(match[0]).get("ref", "")) if match else None
        filled = [
            (row, column) for row, cells in self.changes.items() for column, value in cells.items() if value is not None
        ]
        if not match or not known or not filled:
            return self.sheet.head
        wider = Area(
            min(known.top, *(row for row, _ in filled)),
            min(known.left, *(column for _, column in filled)),
            max(known.bottom, *(row for row, _ in filled)),
            max(known.right, *(column for _, column in filled)),
        )
        if wider == known:
            return self.sheet.head
        tag = with_attribute(match[0], "ref", str(wider))
        return self.sheet.head[: match.start()] + tag + self.sheet.head[match.end() :]

    def _tail(self) -> bytes:
        """The tail, in which a filter over a whole table grows with it."""

        def grow(match: re.Match[bytes]) -> bytes:
            covered = area(attributes(match[0]).get("ref", ""))
            for before, after in self.grown:
                if covered and (covered.top, covered.bottom) == (before.top, before.bottom):
                    reached = Area(covered.top, covered.left, after.bottom, covered.right)
                    return with_attribute(match[0], "ref", str(reached))
            return match[0]

        return _FILTER.sub(grow, self.sheet.tail) if self.grown else self.sheet.tail

    def _new_row(self, number: int) -> bytes:
        prefix = self.sheet.grammar.prefix.decode()
        cells = b"".join(
            self._cell(number, column, value, self._style_of_new(column))
            for column, value in sorted(self.changes[number].items())
            if value is not None
        )
        if not cells:
            return b""
        height = self._heights.needed(self.changes[number].items())
        start = at_least(f'<{prefix}row r="{number}">'.encode(), height)
        text = start + cells + f"</{prefix}row>".encode()
        self._above = Row(number, text, len(start))
        return text

    def _rewritten(self, row: Row) -> Row:
        changes = dict(self.changes[row.number])
        spans = self.sheet.spans(row)
        pieces: list[bytes] = []
        position = row.tag_end
        added = False
        for span in spans:
            for column in sorted(each for each in changes if each < span.column):
                value = changes.pop(column)
                pieces += [row.text[position : span.start], self._added(row.number, column, value)]
                position = span.start
                added = added or value is not None
            pieces.append(row.text[position : span.start])
            position = span.end
            if span.column in changes:
                pieces.append(self._replaced(row.number, span, changes.pop(span.column)))
            else:
                pieces.append(self._formulas.settled_cell(row.number, span, row.text[span.start : span.end]))
        rest = [self._added(row.number, column, value) for column, value in sorted(changes.items())]
        added = added or any(rest)
        fresh = self._assembled(row, pieces, position, b"".join(rest), added=added)
        return self._as_high(fresh, [each.column for each in spans if each.inside])

    def _assembled(self, row: Row, pieces: list[bytes], position: int, rest: bytes, *, added: bool) -> Row:
        tag = row.text[: row.tag_end]
        end = row.text[position:]
        if tag.endswith(b"/>"):
            if not rest:
                return row
            tag = tag[:-2].rstrip() + b">"
            end = b"</" + self.sheet.grammar.prefix + b"row>"
        if added:
            # ``spans`` is a hint that no longer holds.
            tag = without_attribute(tag, "spans")
        return Row(row.number, tag + b"".join(pieces) + rest + end, len(tag))

    def _as_high(self, row: Row, filled: list[int]) -> Row:
        """A rewritten row with the height that it needs; the columns ``filled`` held something before."""
        changes = self.changes[row.number]
        kept = (column for column in filled if column not in changes)
        tag = self._heights.fitting(row.text[: row.tag_end], changes, kept)
        return Row(row.number, tag + row.text[row.tag_end :], len(tag))

    def _added(self, row: int, column: int, value: Content) -> bytes:
        return b"" if value is None else self._cell(row, column, value, self._style_of_new(column))

    def _replaced(self, row: int, span: Span, value: Content) -> bytes:
        if span.attributes.get("t") == "s":
            index = re.search(rb">\s*([0-9]{1,9})\s*<", span.inside)
            self.displaced |= {int(index[1])} if index else set()
        self._formulas.overwritten(row, span)
        style = span.attributes.get("s", "")
        return self._cell(row, span.column, value, int(style) if style.isdecimal() else None)

    def _cell(self, row: int, column: int, value: Content, style: int | None) -> bytes:
        prefix = self.sheet.grammar.prefix.decode()
        kind, content = written(value, prefix, date1904=self.date1904)
        needed = number_kind(value)
        if needed is not None and not kind:
            style = self.derived.fitting(style, needed)
        shown = f' s="{style}"' if style is not None else ""
        start = f'<{prefix}c r="{cell(row, column)}"{shown}{kind}'
        return (f"{start}>{content}</{prefix}c>" if content else f"{start}/>").encode()

    def _style_of_new(self, column: int) -> int | None:
        """The format of the column, else that of the cell above."""
        if column in self._columns or self._above is None:
            return self._columns.get(column)
        for span in self.sheet.spans(self._above):
            if span.column == column:
                style = span.attributes.get("s", "")
                return int(style) if style.isdecimal() else None
        return None
