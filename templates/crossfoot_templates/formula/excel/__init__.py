"""Checked formulas as spreadsheet programs calculate them."""

from __future__ import annotations

from crossfoot_templates.formula.excel.rendering import Program as Program
from crossfoot_templates.formula.excel.rendering import Rendering as Rendering
from crossfoot_templates.formula.excel.rendering import Unshowable
from crossfoot_templates.formula.excel.writer import Writer
from crossfoot_templates.formula.functions import CALLABLE
from crossfoot_templates.formula.typed import Expression, TableColumn, calls, walk


def live(expression: Expression) -> bool:
    """Whether a spreadsheet program can calculate ``expression`` out of the cells of its row."""
    if any(isinstance(each, TableColumn) for each in walk(expression)):
        return False
    named = calls(expression) - {"RANK"}  # the one conversion, which cells can do too
    return all(name in CALLABLE and CALLABLE[name].own_row for name in named)


def excel(expression: Expression, dialect: Rendering) -> str | None:
    """The formula for ``expression``, without its ``=``; where the result is blank, it gives the empty text.

    ``None`` where no cell can show it: it needs other rows or the server, or is longer or deeper than Excel takes.
    """
    if not live(expression):
        return None
    try:
        return Writer(dialect).shown(expression).text
    except Unshowable:
        return None
