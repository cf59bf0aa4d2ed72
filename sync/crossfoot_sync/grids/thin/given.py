"""What a thin client gives of a workbook: raw cells, as the program that holds them tells them.

Rows and columns count from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

from crossfoot_sync.grids.sheet_limits import LAST_COLUMN, LAST_ROW
from crossfoot_templates.label import Label

LONGEST_FORMULA: Final = 8_192
MOST_NAMES: Final = 10_000
MOST_MERGED: Final = 200
"""More merged ranges nobody has on a sheet of ours, in whose tables there can be none."""

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


class Misgiven(ValueError):
    """What was given cannot be what stands in a workbook: ``place`` says where, ``problem`` why not."""

    def __init__(self, place: str, problem: Label) -> None:
        super().__init__(f"{place}: {problem.en}")
        self.place = place
        self.problem = problem


OUTSIDE = Label("超出工作表的范围", "it lies outside a sheet")


def joined(parts: list[GivenBook]) -> GivenBook:
    """The book that was given in ``parts``.

    Raises:
        Misgiven: it lies outside what a workbook can hold.
    """
    pieces = [piece for part in parts for piece in part.pieces]
    book = msgspec.structs.replace(parts[0], pieces=pieces)
    for at, problem in _problems(book):
        raise Misgiven(at, problem)
    return book


def _problems(book: GivenBook) -> Iterator[tuple[str, Label]]:
    """What would keep a server busy to no end, or leave it without memory."""
    if len(book.names) > MOST_NAMES or len(book.sheets) > MOST_NAMES or len(book.tables) > MOST_NAMES:
        too_many = f"there are more than {MOST_NAMES} names, sheets or tables"
        yield "$", Label(f"名称、工作表或表格超过 {MOST_NAMES} 个", too_many)
    for at, sheet in enumerate(book.sheets):
        if len(sheet.merged) > MOST_MERGED:
            yield f"$.sheets[{at}].merged", Label(f"超过 {MOST_MERGED} 个", f"there are more than {MOST_MERGED}")
    for at, table in enumerate(book.tables):
        within = 0 <= table.row < table.row + table.rows <= LAST_ROW
        if not (within and 0 <= table.column < table.column + table.columns <= LAST_COLUMN):
            yield f"$.tables[{at}]", OUTSIDE
    for at, piece in enumerate(book.pieces):
        problem = _problem_of(piece)
        if problem is not None:
            yield f"$.pieces[{at}]", problem


def _problem_of(piece: Piece) -> Label | None:
    count = len(piece.values)
    if not (piece.row >= 0 and piece.row + count <= LAST_ROW and 0 <= piece.column < LAST_COLUMN):
        return OUTSIDE
    if any(not 0 <= place < count for place in (*piece.formulas, *piece.errors)):
        return Label("其中有公式或错误值超出它的范围", "a formula or an error stands outside it")
    if any(run < 1 for _, run in piece.formats) or sum(run for _, run in piece.formats) > count:
        return Label("数字格式多于单元格", "it has more number formats than cells")
    if any(len(formula) > LONGEST_FORMULA for formula in piece.formulas.values()):
        too_long = f"a formula has more than {LONGEST_FORMULA} characters"
        return Label(f"有公式超过 {LONGEST_FORMULA} 个字符", too_long)
    return None
