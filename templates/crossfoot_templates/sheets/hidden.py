"""The hidden sheets: the manifest, the lists behind drop-downs, and room for what stood in cells before a write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossfoot_templates import layout
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render.lists import list_columns
from crossfoot_templates.sheets.batch import Json, add_sheet, text_cell, update_cells
from crossfoot_templates.sheets.marks import BEFORE, LISTS, MANIFEST

HIDDEN_TITLES = {
    MANIFEST: layout.MANIFEST_SHEET,
    LISTS: layout.LISTS_SHEET,
    BEFORE: layout.GOOGLE_BEFORE_SHEET,
}
"""The titles of the hidden sheets, by their mark, unless something else has that title already."""

_ROWS = 1000


def manifest_requests(sheet: int, title: str, facts: Mapping[str, str]) -> list[Json]:
    """What adds the manifest: a key and its value in each row, all of it text."""
    cells = [[text_cell(key), text_cell(value)] for key, value in facts.items()]
    return _sheet_of_text(sheet, title, 2, cells)


def lists_requests(sheet: int, title: str, columns: Mapping[str, Sequence[str]]) -> list[Json]:
    """What adds the lists: a column each, its name at the top."""
    longest = max(map(len, columns.values()), default=0) + 1
    rows = [
        [text_cell(column[row]) if row < len(column) else {} for column in _with_names(columns)]
        for row in range(longest)
    ]
    return _sheet_of_text(sheet, title, len(columns), rows)


def before_requests(sheet: int, title: str) -> list[Json]:
    """What adds the sheet that keeps what stood in the cells of the last write."""
    return [add_sheet(sheet, title, 1, 1, hidden=True)]


def google_lists(view: BookView, language: Language) -> dict[str, tuple[str, ...]]:
    """The columns of the lists sheet, by name, with what they hold before the first sync.

    A drop-down marks every cell that holds something else, so that of the tick offers the signs as well.
    """
    columns = list_columns(view, language)
    tick = layout.pick_list(layout.TICK_LIST)
    signs = (layout.IN_STEP, layout.EDITED, layout.NEW, layout.CONFLICT, layout.WAITING, layout.REFUSED)
    return {**columns, tick: (*columns[tick], *signs)}


def _with_names(columns: Mapping[str, Sequence[str]]) -> list[Sequence[str]]:
    return [(name, *entries) for name, entries in columns.items()]


def _sheet_of_text(sheet: int, title: str, columns: int, rows: Sequence[Sequence[Json]]) -> list[Json]:
    return [
        add_sheet(sheet, title, max(_ROWS, len(rows)), columns, hidden=True),
        update_cells(sheet, 1, 1, rows, "userEnteredValue"),
    ]
