"""The guide as a sheet of a spreadsheet: it is written from the top down, and comes out as requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crossfoot_templates.render import look
from crossfoot_templates.render.guide import FIRST, LAST, PAIRS, WIDTHS, Swatch, lines_of
from crossfoot_templates.sheets.batch import Json, colour, grid_range, set_sizes, text_cell, update_cells
from crossfoot_templates.sheets.formats import pixels

_LINE, _SIZE = 21, 10
"""Pixels of a line of text; points of its letters."""


class SheetsPage:
    """The page in the sheet with the id ``sheet``; ``links`` are the ids of the tables' sheets by their title."""

    def __init__(self, sheet: int, links: Mapping[str, int]) -> None:
        self._sheet, self._links = sheet, links
        self._rows: list[list[Json]] = []
        self._heights: list[int] = []
        self._merged: list[Json] = []

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns it takes."""
        return len(self._rows), len(WIDTHS)

    def requests(self) -> list[Json]:
        """What writes the page into its sheet, which is empty and of its size."""
        merges = [{"mergeCells": {"range": each, "mergeType": "MERGE_ALL"}} for each in self._merged]
        return [
            update_cells(self._sheet, 1, 1, self._rows, "userEnteredValue,userEnteredFormat"),
            *set_sizes(self._sheet, "COLUMNS", [pixels(each) for each in WIDTHS]),
            *set_sizes(self._sheet, "ROWS", self._heights),
            *merges,
        ]

    def title(self, words: str) -> None:
        """The band at the top."""
        band = {"backgroundColorStyle": colour(look.ACCENT)}
        row = self._row(58)
        row[:] = [{"userEnteredFormat": band} for _ in WIDTHS]
        row[FIRST - 1] = text_cell(words, **band, **_letters(look.PAPER, larger=9, bold=True))

    def lead(self, words: str) -> None:
        """One paragraph below the title."""
        self._paragraph(self._row(16 + _LINE * lines_of(words, FIRST, LAST)), FIRST, LAST, words)

    def heading(self, words: str) -> None:
        """The heading of a part, with a line under it."""
        self._row(12)
        row = self._row(34)
        rule = {"borders": {"bottom": {"style": "SOLID", "colorStyle": colour(look.ACCENT)}}}
        row[FIRST - 1 : LAST] = [{"userEnteredFormat": rule} for _ in range(FIRST, LAST + 1)]
        row[FIRST - 1] = text_cell(words, **rule, **_letters(look.ACCENT, larger=2, bold=True))

    def space(self) -> None:
        """A little room."""
        self._row(6)

    def linked(self, sheet_title: str, name: str, about: str, access: str) -> None:
        """A table: a link to its sheet, what it is for, and whether it is open for editing."""
        row = self._row(6 + _LINE * lines_of(about, FIRST + 1, LAST - 2))
        letters = _letters(look.ACCENT, underline=True, link={"uri": f"#gid={self._links[sheet_title]}"})
        row[FIRST - 1] = text_cell(name, **letters)
        self._paragraph(row, FIRST + 1, LAST - 2, about)
        row[LAST - 2] = text_cell(access, **_letters(look.QUIET, across="CENTER"))

    def step(self, name: str, about: str) -> None:
        """Something to do, named and explained."""
        row = self._row(8 + _LINE * lines_of(about, FIRST + 1, LAST))
        row[FIRST - 1] = text_cell(name, **_letters(look.INK, bold=True))
        self._paragraph(row, FIRST + 1, LAST, about)

    def swatches(self, row_of: Sequence[Swatch | None]) -> None:
        """Up to three colours side by side."""
        row = self._row(28)
        line = {"style": "SOLID", "colorStyle": colour(look.LINE)}
        box = {"borders": dict.fromkeys(("top", "bottom", "left", "right"), line)}
        for place, swatch in zip(PAIRS, row_of, strict=True):
            if swatch is not None:
                back = {"backgroundColorStyle": colour(swatch.back)}
                letters = _letters(swatch.ink, bold=True, across="CENTER")
                row[place - 1] = text_cell(swatch.sample, **back, **box, **letters)
                row[place] = text_cell(swatch.meaning, **_letters(look.INK))

    def _row(self, height: int) -> list[Json]:
        self._heights.append(height)
        self._rows.append([{} for _ in WIDTHS])
        return self._rows[-1]

    def _paragraph(self, row: list[Json], first: int, last: int, words: str) -> None:
        at = len(self._rows)
        self._merged.append(grid_range(self._sheet, (at, at), (first, last)))
        row[first - 1] = text_cell(words, wrapStrategy="WRAP", **_letters(look.QUIET))


def _letters(ink: str, *, larger: int = 0, across: str = "LEFT", **more: Any) -> Json:
    return {
        "horizontalAlignment": across,
        "verticalAlignment": "MIDDLE",
        "textFormat": {"fontSize": _SIZE + larger, "foregroundColorStyle": colour(ink), **more},
    }
