"""What a thin client is asked to write, and what it tells of it.

Rows and columns count from 0.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from crossfoot_sync.grids.thin.given import Raw


class Block(msgspec.Struct, frozen=True):
    """Cells of one column, from ``row`` downwards: what they must show, or what is to be put into them.

    Attributes:
        values: what they show. A text is put in as a text, whatever it looks like.
        formulas: the formulas among them with their equals sign, by place in ``values``.
        formats: number formats to be given to cells before they are written, by place in ``values``.
    """

    sheet: str
    column: int
    row: int
    values: list[Raw]
    formulas: dict[int, str] = {}
    formats: dict[int, str] = {}


class NewRows(msgspec.Struct, frozen=True):
    """Rows to be added at the end of an Excel Table.

    Attributes:
        rows: by line, what stands in each column of the table: an empty text where nothing does, ``null`` where the
            table is to fill it in itself.
        formulas: by line, what of it are formulas, by column of the table.
        formats: number formats to be given to cells of a line, by column of the table.
        beside: by line, what stands left of the table (below 0) or right of it, counted as its columns are. Nothing may
            stand there: that is looked at.
    """

    table: str
    rows: list[list[Raw]]
    formulas: list[dict[int, str]]
    formats: list[dict[int, str]]
    beside: list[dict[int, Raw]]


class Removal(msgspec.Struct, frozen=True):
    """Rows to be taken out of an Excel Table, by number in their sheet, the last one first.

    Nothing may stand in them outside ``columns``.
    """

    table: str
    sheet: str
    columns: list[int]
    rows: list[int]


class WriteBatch(msgspec.Struct, frozen=True):
    """What is to be written in one go, if everything is still as it was read.

    Attributes:
        names: what these defined names must still refer to.
        looks: cells that must hold this.
    """

    names: dict[str, str] = {}
    looks: list[Block] = []
    puts: list[Block] = []
    removals: list[Removal] = []
    additions: list[NewRows] = []


class Applied(msgspec.Struct, frozen=True):
    """How far the batches came.

    Attributes:
        done: how many of them are written, from the first.
        outcome: ``changed`` where the next was not written because something is no longer as it was read, ``unsure``
            where nobody can tell whether it was, ``refused`` where the program said no, ``displaced`` where it was
            written over something that somebody had typed a moment before, and that could not be put back.
        said: what the program said, or what was displaced.
    """

    done: int
    outcome: Literal["all", "changed", "unsure", "refused", "displaced"] = "all"
    said: str = ""
