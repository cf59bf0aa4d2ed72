"""What a write did, noted in the spreadsheet by the write itself: enough to tell whether it met what had been read.

The note is there from the moment at which the write is. Whoever reads the spreadsheet next, this program or another,
judges the write by it and by what the write found in the cells, and mends what went wrong.
"""

from __future__ import annotations

import base64
import zlib
from typing import Final

import msgspec

from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.values import Entered, as_text

_SIGN: Final = "crossfoot-1:"
JOURNAL_COLUMN: Final = 0
"""Of the sheet that keeps what was displaced: the first. What was displaced stands in the others."""


class Place(msgspec.Struct, array_like=True, frozen=True):
    """A table's sheet as it was read.

    Attributes:
        offset: how many columns further right its cells were kept.
        headings: what its header row held; ``above`` what the rows above it did.
        status: the row of its status, or -1.
        columns: where its bound columns were.
    """

    table: str
    sheet: int
    header: int
    id_column: int
    offset: int
    headings: list[Entered]
    above: list[list[Entered]] = []
    status: int = -1
    columns: dict[str, int] = {}


class Mark(msgspec.Struct, array_like=True, frozen=True):
    """A cell that was looked at, and mostly written.

    Attributes:
        expected: what it was to hold before; ``shows`` is what its formula was to show.
        writes: whether anything was put into it, and that is ``written``; ``formats`` whether it got a number format.
        given: columns whose cells must have held what was expected of them too.
        slip: which of the journal's slips was put right here, or -1.
    """

    column: int
    expected: Entered
    writes: bool = False
    written: Entered = None
    formats: bool = False
    shows: Entered = None
    given: tuple[int, ...] = ()
    slip: int = -1


class Line(msgspec.Struct, array_like=True, frozen=True):
    """A row that was looked at.

    Attributes:
        place: of which table, by number.
        id: what its id cell was to hold.
        whole: what all of it was to hold, where more than the id must tell which row it is.
        removed: whether it was deleted.
        slip: which of the journal's slips was put right by that, or -1.
    """

    place: int
    row: int
    id: Entered
    marks: list[Mark]
    whole: list[Entered] | None = None
    removed: bool = False
    slip: int = -1


class NewRow(msgspec.Struct, array_like=True, frozen=True):
    """A row that was put in before the one at ``row``; ``cells`` by column."""

    place: int
    row: int
    cells: dict[int, Entered]
    formats: dict[int, str] = {}
    slip: int = -1


class Slip(msgspec.Struct, array_like=True, frozen=True):
    """Something that a write did where it should not have, and that is to be put right.

    Attributes:
        kind: ``cell``: ``wrote`` stands in a cell that held ``held``; ``lost``: a row that held ``content`` was
            deleted; ``stray``: a new row came where it does not belong.
        content: what all of the row held just after.
        headings: what stood above the columns then; ``columns`` where the bound ones were, as far as that is known.
        format: the type of number format that the cell had, where the write changed it; ``formats`` those of the
            cells of a lost row that show dates.
        depth: one more than that of those which the write itself was to put right: it is put right before them.
    """

    kind: str
    table: str
    sheet: int
    row: int
    column: int
    content: list[Entered]
    headings: list[Entered]
    held: Entered = None
    wrote: Entered = None
    format: str | None = None
    formats: dict[int, str] = {}
    depth: int = 0
    columns: dict[str, int] = {}


class Journal(msgspec.Struct, array_like=True, frozen=True):
    """A write.

    Attributes:
        turn: the id of the named range that it added.
        slips: what it was to put right; ``waiting`` what is to be put right after them.
    """

    turn: str
    places: list[Place] = []
    lines: list[Line] = []
    rows: list[NewRow] = []
    slips: list[Slip] = []
    waiting: list[Slip] = []

    @property
    def depth(self) -> int:
        """That of slips of this write."""
        return 1 + max((each.depth for each in (*self.slips, *self.waiting)), default=-1)

    @property
    def removes(self) -> bool:
        """Whether rows were deleted, whose cells are kept by now."""
        return any(each.removed for each in self.lines)


def encoded(journal: Journal) -> list[str]:
    """The journal as texts of cells."""
    packed = base64.b85encode(zlib.compress(msgspec.json.encode(journal))).decode("ascii")
    text = f"{_SIGN}{packed}"
    return [text[at : at + limits.CHUNK] for at in range(0, len(text), limits.CHUNK)]


def decoded(sheet: Sheet) -> Journal | None:
    """The journal that a sheet holds; ``None`` where there is none that can be read."""
    texts: list[str] = []
    for row in range(len(sheet.lines)):
        text = as_text(sheet.cell(row, JOURNAL_COLUMN))
        if not text:
            break
        texts.append(text)
    text = "".join(texts)
    if not text.startswith(_SIGN):
        return None
    try:
        data = zlib.decompressobj().decompress(base64.b85decode(text.removeprefix(_SIGN)), limits.JOURNAL_BYTES)
        journal = msgspec.json.decode(data, type=Journal)
    except (ValueError, zlib.error, msgspec.MsgspecError):
        return None
    return journal if _sound(journal) else None


def _sound(journal: Journal) -> bool:
    """Whether all numbers in it lead somewhere: people can type into the sheet."""
    places, slips = range(len(journal.places)), range(-1, len(journal.slips))
    rows = [(each.place, each.slip) for each in journal.lines] + [(each.place, each.slip) for each in journal.rows]
    if any(place not in places or slip not in slips for place, slip in rows):
        return False
    widths = [len(each.headings) for each in journal.places]
    return all(
        mark.column in range(widths[line.place]) and mark.slip in slips for line in journal.lines for mark in line.marks
    )
