"""Problems: from one row that waits for its user to the next."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.selection import sheet_order
from crossfoot_addin.commands.words import word
from crossfoot_sync.engine.cells import Reading
from crossfoot_templates.label import BETWEEN
from crossfoot_templates.layout import CONFLICT, MESSAGE, REFUSED, TICK

FITS = 120
"""Characters that a status bar shows beside all else that stands in it. What is longer is said in a message box too."""


@dataclass(frozen=True)
class Problem:
    """A row that waits for its user: where it stands, its sign, and its message."""

    sheet: str
    row: int
    tick: str
    message: str


def problems(called: Called) -> str:
    """Go to the next row with ⚠ or ✗ after the selected one, over all sheets and around, and say its message."""
    language = called.language
    found = problems_in(called.grid.read(), called.sheets)
    shown = [each for each in found if each.sheet in called.sheets]
    after = next_after(shown, called.sheets, called.selection.sheet, called.selection.current)
    if after is not None:
        called.window.go_to(after.sheet, after.row)
        said = word(
            "problem",
            language,
            at=shown.index(after) + 1,
            all=len(shown),
            row=after.row,
            tick=after.tick,
            message=after.message or word("no_message", language),
        )
        if called.hidden(after.sheet, after.row):
            said = word("hidden_row", language, said=said)
        if len(said) > FITS:
            called.window.tell(said)
        return said
    if found:
        hidden = dict.fromkeys(each.sheet for each in found)
        called.window.tell(word("hidden_sheets", language, sheets=BETWEEN[language].join(hidden)))
    return word("no_problems", language) if not found else ""


def problems_in(reading: Reading, sheets: tuple[str, ...]) -> list[Problem]:
    """The rows that wait for their user, in the order of ``sheets``; those on other sheets come last."""
    return [
        Problem(table.sheet, row, str(tick), str(message or ""))
        for table in sheet_order(reading, sheets)
        if {TICK, MESSAGE} <= table.columns.keys()
        for row, tick, message in zip(table.rows, table.columns[TICK], table.columns[MESSAGE], strict=True)
        if tick in (CONFLICT, REFUSED)
    ]


def next_after(found: list[Problem], sheets: tuple[str, ...], sheet: str, row: int) -> Problem | None:
    """The first of ``found`` after a row of a sheet; the very first where none comes after it."""
    order = {name: at for at, name in enumerate(sheets)}
    here = (order.get(sheet, -1), row)
    return next((each for each in found if (order[each.sheet], each.row) > here), found[0] if found else None)
