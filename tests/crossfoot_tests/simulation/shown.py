"""At the end: what waits for an approval is shown as waiting where it was asked, and nothing else says so."""

from __future__ import annotations

from crossfoot_templates.layout import CONFLICT, ID, MESSAGE, OPEN, REFUSED, TICK, WAITING
from crossfoot_templates.messages import say
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.ledger import FOLLOWED, mark_of
from crossfoot_tests.simulation.pending import Waiting
from crossfoot_tests.simulation.place import Place


def waits_as_shown(place: Place, waiting: list[Waiting]) -> int:
    """Judge a workbook in which nothing moves any more; how many of its changes it shows as ``waiting``.

    Where hidden cells were damaged, or an old copy was opened, nothing need say so but the table of approvals.
    """
    for table in place.tables:
        held = place.held(table)
        for line, row in place.rows(table):
            if line in held:
                continue  # nobody looked at what was typed in it since
            _nothing_else_waits(place, table, line, str(row.get(ID)), waiting)
    asked_here = [each for each in waiting if each.workbook == place.workbook]
    return sum(_is_shown(place, each) for each in asked_here)


def _nothing_else_waits(place: Place, table: str, line: int, row_id: str, waiting: list[Waiting]) -> None:
    own = [each for each in waiting if each.requester == place.login and each.place == (table, row_id)]
    for column, opened in place.opened(table, line).items():
        if opened.state != "w":
            continue
        mark = mark_of(place.content(table, line, column)) if column in FOLLOWED[table] else None
        if not any(column in each.typed and each.marks.get(column) == mark for each in own):
            raise Violation("approval", f"{place.workbook} {table} {line} {column} says that {mark} waits: {own}")


def _is_shown(place: Place, held: Waiting) -> bool:
    sheet = place.sheet(held.table)
    lines = [line for line, row in place.rows(held.table) if row.get(ID) == held.row_id]
    if (
        place.page.doubtful
        or len(lines) != 1
        or not all(sheet.has(each) for each in (OPEN, TICK, MESSAGE, *held.typed))
    ):
        return False
    [line] = lines
    opened, tick = place.opened(held.table, line), place.shows(held.table, line, TICK)
    silent = {
        column
        for column, mark in held.marks.items()
        if column in held.typed and mark_of(place.content(held.table, line, column)) == mark and column not in opened
    }
    unknown = say("approval_unknown").text(place.language) in str(place.shows(held.table, line, MESSAGE))
    if held.kind == "new" and tick == REFUSED:
        # of a new row that is refused as a whole only what is wrong is open
        silent = set() if opened else silent
    elif not held.typed & opened.keys():
        silent |= held.typed
    if unknown or silent or tick not in (WAITING, REFUSED, CONFLICT):
        raise Violation("approval", f"{place.workbook} {held.table} {line} says {tick}, {opened}, and it waits: {held}")
    return tick == WAITING
