"""A sheet part cut into its head, its rows and its tail; a row cut into its cells. All as bytes.

In plain form (see :mod:`.plainxml`) this is exact, whatever prefix a program gives the namespace, and what is not
touched is passed on byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from crossfoot_sync.grids.address import column_number, letters
from crossfoot_sync.grids.sheet_limits import LAST_COLUMN, LAST_ROW
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.faults import Malformed, too_large
from crossfoot_sync.grids.xlsx.plainxml import attributes

_INSIDE = rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*"""
"""What stands between a tag's name and its end; attribute values may hold ``>``."""

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])" + _INSIDE + rb">")
_MAIN = re.compile(
    rb"""xmlns(?::([\w.-]+))?\s*=\s*["']http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main"""
    rb"""|purl\.oclc\.org/ooxml/spreadsheetml/main)["']"""
)


Token: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""A cell as written: column letters, style, kind (``t``), what a lone ``<v>`` holds, what a lone inline text holds,
and all that stands inside a cell of any other form. Bare tuples, because a large sheet has millions."""


_EFFORT = 3
"""How many usual cells one of an unusual form counts for, in the time it takes."""


@dataclass
class Budget:
    """How many cells may still be read."""

    cells: int = limits.CELLS

    def spend(self, cells: int) -> None:
        """Count ``cells``.

        Raises:
            Unusable: it was one too many.
        """
        self.cells -= cells
        if self.cells < 0:
            raise too_large("cells", limits.CELLS - self.cells, limits.CELLS)


class Span(NamedTuple):
    """A cell and where it stands in its row's bytes: its column by number, its attributes, what is in it."""

    column: int
    start: int
    end: int
    attributes: dict[str, str]
    inside: bytes


@dataclass(frozen=True)
class Grammar:
    """The patterns of one sheet, which depend on the prefix of its namespace."""

    prefix: bytes
    row: re.Pattern[bytes]
    row_end: re.Pattern[bytes]
    usual_cell: re.Pattern[bytes]
    any_cell: re.Pattern[bytes]
    data_end: re.Pattern[bytes]
    cell_start: bytes


@lru_cache(maxsize=16)
def grammar(prefix: bytes) -> Grammar:
    """The patterns for sheets that write ``<prefix`` before every name: ``b""`` or ``b"x:"``."""
    p = re.escape(prefix)
    return Grammar(
        prefix=prefix,
        row=re.compile(rb"\s*<" + p + rb'row(?=[\s/>])(?: r="([0-9]{1,7})")?' + _INSIDE + rb">"),
        row_end=re.compile(rb"</" + p + rb"row\s*>"),
        usual_cell=re.compile(
            rb'<%bc r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
            rb"(?:/>|>(?:<%bv>([^<]*)</%bv></%bc>|<%bis><%bt>([^<]*)</%bt></%bis></%bc>|(%b)</%bc>))"
            % (*[p] * 9, _cell_content(p), p)
        ),
        any_cell=re.compile(rb"<%bc(?=[\s/>])%b(?:(?<=/)>|>(%b)</%bc\s*>)" % (p, _INSIDE, _cell_content(p), p)),
        data_end=re.compile(rb"\s*</" + p + rb"sheetData\s*>"),
        cell_start=b"<" + prefix + b"c",
    )


def _cell_content(prefix: bytes) -> bytes:
    """Everything up to the next cell or the end of this one: never further, or hostile rows would take hours."""
    return rb"[^<]*(?:<(?!/?%bc[\s/>])[^<]*)*" % prefix


class Row(NamedTuple):
    """A row as written, with any white space before it. ``number`` counts from 1."""

    number: int
    text: bytes
    tag_end: int

    @property
    def tag(self) -> bytes:
        """The row's start tag."""
        return self.text[: self.tag_end].lstrip()


@dataclass
class Sheet:
    """A sheet part as it is read: :meth:`rows` must be consumed before ``tail`` is known.

    Attributes:
        budget: how many cells may be read with :meth:`tokens`.
        head: everything up to and with ``<sheetData>``; an empty ``<sheetData/>`` is opened.
        tail: everything from ``</sheetData>`` on.
    """

    chunks: Iterable[bytes]
    budget: Budget = field(default_factory=Budget)
    head: bytes = b""
    tail: bytes = b""
    grammar: Grammar = field(default_factory=lambda: grammar(b""))

    def rows(self) -> Iterator[Row]:
        """The rows in the order of the file.

        Raises:
            Malformed: something other than rows stands among them, or the part is cut off.
            Unusable: a row is too large.
        """
        chunks = iter(self.chunks)
        text = self._read_head(chunks)
        position = 0
        number = 0
        while text is not None:
            found = self._next_row(text, position, number)
            if found is not None:
                position += len(found.text)
                number = found.number
                yield found
                continue
            if self.grammar.data_end.match(text, position):
                break
            text = _more(text[position:], chunks)
            position = 0
        if text is not None:
            self.tail = _all(text[position:], chunks)

    def _read_head(self, chunks: Iterator[bytes]) -> bytes | None:
        """Read up to the first row; what was read beyond, or ``None`` where the part has no rows at all."""
        text = b""
        for chunk in chunks:
            text += chunk
            match = _SHEET_DATA.search(text)
            if match:
                break
            if len(text) > limits.HEAD_BYTES:
                raise too_large("head of a sheet", len(text), limits.HEAD_BYTES)
        else:
            self.head = text
            return None
        self.grammar = grammar(match[1])
        self.head = text[: match.end()]
        if len({*_MAIN.findall(self.head)}) > 1:
            raise Malformed("two prefixes for one namespace")
        rest = text[match.end() :]
        if self.head.endswith(b"/>"):
            self.head = self.head[:-2].rstrip() + b">"
            rest = b"</" + match[1] + b"sheetData>" + rest
        return rest

    def _next_row(self, text: bytes, position: int, before: int) -> Row | None:
        match = self.grammar.row.match(text, position)
        if not match:
            return None
        end = match.end()
        if text[end - 2 : end] != b"/>":
            closing = self.grammar.row_end.search(text, end)
            if not closing:
                return None
            end = closing.end()
        return Row(_row_number(match, before), text[position:end], match.end() - position)

    def tokens(self, row: Row) -> list[Token]:
        """The cells of ``row``, in the order of the file.

        Raises:
            Malformed: a cell's address is none.
            Unusable: there were too many.
        """
        usual: list[Token] = self.grammar.usual_cell.findall(row.text, row.tag_end)
        if len(usual) == row.text.count(self.grammar.cell_start, row.tag_end):
            self.budget.spend(1 + len(usual))
            return usual
        spans = self.spans(row)
        self.budget.spend(_EFFORT * (1 + len(spans)))
        return [_token(span) for span in spans]

    def spans(self, row: Row) -> list[Span]:
        """The cells of ``row`` and where they stand in its bytes.

        Raises:
            Malformed: a cell's address is none.
        """
        found: list[Span] = []
        column = 0
        for match in self.grammar.any_cell.finditer(row.text, row.tag_end):
            inside = match[1] or b""
            tag_end = match.start(1) if match[1] is not None else match.end()
            written = attributes(row.text[match.start() : tag_end])
            column = _column(written.get("r"), column)
            found.append(Span(column, match.start(), match.end(), written, inside))
        return found


_LETTERS = re.compile(r"([A-Za-z]{1,3})[0-9]+")


def _column(address: str | None, before: int) -> int:
    if address is None:
        return before + 1
    match = _LETTERS.fullmatch(address)
    number = column_number(match[1]) if match else 0
    if not 0 < number <= LAST_COLUMN:
        raise Malformed(f"no cell {address}")
    return number


def _row_number(match: re.Match[bytes], before: int) -> int:
    written = match[1].decode() if match[1] else attributes(match[0]).get("r")
    if written is None:
        number = before + 1
    elif written.isascii() and written.isdigit() and len(written) < 9:
        number = int(written)
    else:
        number = 0
    if not 0 < number <= LAST_ROW:
        raise Malformed(f"no row {written}")
    return number


def _token(span: Span) -> Token:
    style, kind = span.attributes.get("s", "").encode(), span.attributes.get("t", "").encode()
    return letters(span.column).encode(), style, kind, b"", b"", span.inside


def _more(text: bytes, chunks: Iterator[bytes]) -> bytes:
    """``text`` with more of the part after it; the longer it is, the more, so that long rows stay cheap."""
    if len(text) > limits.ROW_BYTES:
        raise too_large("row of a sheet", len(text), limits.ROW_BYTES)
    pieces = [text]
    wanted = max(1, len(text))
    while wanted > 0:
        chunk = next(chunks, None)
        if chunk is None:
            break
        pieces.append(chunk)
        wanted -= len(chunk)
    if len(pieces) == 1:
        raise Malformed("it is cut off, or something other than rows stands among the rows")
    return b"".join(pieces)


def _all(text: bytes, chunks: Iterator[bytes]) -> bytes:
    pieces = [text]
    length = len(text)
    for chunk in chunks:
        pieces.append(chunk)
        length += len(chunk)
        if length > limits.ROW_BYTES:
            raise too_large("tail of a sheet", length, limits.ROW_BYTES)
    return b"".join(pieces)
