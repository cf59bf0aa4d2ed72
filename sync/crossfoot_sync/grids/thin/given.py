"""What a thin client gives of a workbook: raw cells, as the program that holds them tells them.

Rows and columns count from 0.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Raw: TypeAlias = bool | int | float | str | None
"""What a cell shows: a date is its serial number, an error its text. A blank cell and an empty text are ``null``."""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Cells of one column, from ``row`` downwards.

    Attributes:
        values: what they show.
        formulas: the formulas among them with their equals sign, by place in ``values``.
        errors: the places of those that show an error.
        formats: number formats, each with how many cells in a row have it; those after the last have none of a date.
    """

    sheet: str
    column: int
    row: int
    values: list[Raw]
    formulas: dict[int, str] = {}
    errors: list[int] = []
    formats: list[tuple[str, int]] = []


class GivenSheet(msgspec.Struct, frozen=True):
    """A worksheet that something of a book stands on.

    Attributes:
        protected: whether its protection is on; ``unlocked`` are the columns that may be written all the same.
        merged: the addresses of its merged ranges.
    """

    name: str
    protected: bool = False
    unlocked: list[int] = []
    merged: list[str] = []


class GivenTable(msgspec.Struct, frozen=True):
    """An Excel Table, its row of headings and its totals among its ``rows``.

    Attributes:
        totals: whether its last row is one of totals.
        own: the rows in which a column that is not ours holds anything that was typed.
    """

    name: str
    sheet: str
    row: int
    column: int
    rows: int
    columns: int
    totals: bool = False
    own: list[int] = []


class GivenBook(msgspec.Struct, frozen=True):
    """A workbook as a thin client reads it, or a part of that: only the first part has more than ``pieces``.

    Attributes:
        title: what people call the workbook.
        names: what the defined names of a book refer to, by name; a formula such as ``=Sheet1!$B$3``.
        date1904: whether dates count from 1904.
    """

    title: str = ""
    names: dict[str, str] = {}
    sheets: list[GivenSheet] = []
    tables: list[GivenTable] = []
    date1904: bool = False
    pieces: list[Piece] = []


def joined(parts: list[GivenBook]) -> GivenBook:
    """The book that was given in ``parts``."""
    pieces = [piece for part in parts for piece in part.pieces]
    return msgspec.structs.replace(parts[0], pieces=pieces)
