"""What stands above the data of a table, and what of it stays in view."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.formula.excel import Program
from crossfoot_templates.model import BookView, Language, TableView
from crossfoot_templates.render.columns import SheetColumn, SheetColumns
from crossfoot_templates.render.texts import text
from crossfoot_templates.widths import text_width

TITLE_LARGER, _USUAL = 6.0, 11.0
"""Points that a title is larger than what stands in cells, and the points of that."""

_WIDEST_FROZEN = 56.0
"""Characters that may stay in view when scrolling sideways: more would leave a laptop no room for the rest."""


def title_of(table: TableView, view: BookView, language: Language) -> str:
    """The title of a table's sheet."""
    return f"{table.table.label.in_(language)} · {view.book.label.in_(language)}"


def fitting_size(words: str, room: float) -> float:
    """How many points larger than usual a title is of which ``room`` characters are on every printed page.

    What runs over them is cut off there, from the second page on.
    """
    return max(0.0, min(TITLE_LARGER, round(room / (text_width(words) + 1) * _USUAL - _USUAL, 1)))


def task_of(table: TableView, language: Language, program: Program = "excel") -> str:
    """What there is to do in a table's sheet."""
    if not table.editable:
        return text("what_to_do_read_only", language, program)
    return text("what_to_do_approvals" if table.table.name == APPROVAL else "what_to_do", language, program)


def beside(words: str, columns: Iterable[SheetColumn], larger: float = 1.0) -> SheetColumn:
    """The first of ``columns`` that ``words`` at the left, so many times larger, do not reach.

    They run on over blank cells. It is the last column where they reach all of them.
    """
    visible = tuple(columns)
    starts = accumulate((each.width for each in visible), initial=0.0)
    needed = text_width(words) * larger + 4
    return next((each for each, start in zip(visible, starts, strict=False) if start > needed), visible[-1])


def last_frozen(placed: SheetColumns, table: TableView) -> SheetColumn:
    """The last column that stays in view and on every printed page: the key's, where that leaves room for the rest."""
    keys = [each for each in placed.data if each.name in table.table.key]
    last = keys[-1] if keys else placed.data[0]
    wide = sum(each.width for each in placed.all[: last.place]) > _WIDEST_FROZEN
    return placed.data[0] if wide else last
