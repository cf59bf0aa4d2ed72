"""Decisions given to the program: which of them still hold when the workbook is about to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from crossfoot_sync.engine.cells import Missed, Reading
from crossfoot_sync.engine.openfields import OpenField, read_open
from crossfoot_sync.engine.rows import Decision, decided, decision_of
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import ID, OPEN, TICK
from crossfoot_templates.types import CellValue

Decisions = Mapping[tuple[str, str, str], Decision]
"""Decisions on open fields by table, row id and column."""

Choices = Mapping[tuple[str, str], Decision]
"""Choices made in the ticks of rows by table and row id."""


@dataclass(frozen=True)
class Asked:
    """An open field as its user was shown it: what stood in its cell, and what was chosen in its row's tick.

    Its revision is one of the store of ``epoch``.
    """

    opened: OpenField
    epoch: str
    held: CellValue
    chosen: Decision | None


def what_is_asked(reading: Reading) -> dict[tuple[str, str, str], Asked]:
    """The open fields of a workbook by table, row id and column."""
    found = {}
    epoch = reading.manifest.get("epoch", "")
    for table, cells in reading.tables.items():
        blank: list[CellValue] = [None] * len(cells.rows)
        ids, opens, ticks = (cells.columns.get(name, blank) for name in (ID, OPEN, TICK))
        for position in range(len(cells.rows)):
            opened = read_open(opens[position])
            chosen = decided(opened, ticks[position])
            for column, each in opened.items():
                held = cells.columns.get(column, blank)[position]
                found[table, str(ids[position]), column] = Asked(each, epoch, held, chosen.get(column))
    return found


def chosen_meanwhile(workbook: Workbook, missed: Iterable[Missed]) -> Choices:
    """What was chosen while a reply to ``workbook`` was on its way, given what of that was ``missed``.

    The ticks need not say it any more: where the reply brought news of the row, its user is asked again.
    """
    ids = {(name, row.handle): row.id for name, table in workbook.tables.items() for row in table.rows}
    found = ((each, decision_of(each.found)) for each in missed if each.column == TICK)
    return {(each.table, ids[each.table, each.row]): choice for each, choice in found if choice is not None}


def decide(
    workbook: Workbook, decisions: Decisions, asked: Mapping[tuple[str, str, str], Asked], meanwhile: Choices
) -> None:
    """Enter into ``workbook`` those of ``decisions`` of which still holds what they were made of.

    A push that was cut off may have been finished since, and have brought news: who keeps theirs has not seen it, and
    is asked again. So is who was told of a revision of a store that turned out to be another, or restored. What was
    typed or chosen since is newer than the decision, also what was chosen ``meanwhile`` and is asked again because of
    the news.
    """
    for name, table in workbook.tables.items():
        for row in table.rows:
            for column, opened in row.open.items():
                key = (name, row.id, column)
                decision, before = decisions.get(key), asked.get(key)
                if decision is None or before is None:
                    continue
                if decision == "mine" and (opened, workbook.manifest.epoch) != (before.opened, before.epoch):
                    continue
                chosen = meanwhile.get((name, row.id), row.decisions.get(column))
                if table.raw(row, column) == before.held and chosen in (None, before.chosen):
                    row.decisions[column] = decision
                    row.open[column] = replace(opened, mine=table.hash_of(row, column))
