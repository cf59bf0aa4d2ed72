"""Decisions given to the program: which of them still hold when the workbook is about to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.engine.openfields import OpenField, read_open
from crossfoot_sync.engine.rows import Decision, decided
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import ID, OPEN, TICK
from crossfoot_templates.types import CellValue

Decisions = Mapping[tuple[str, str, str], Decision]
"""Decisions on open fields by table, row id and column."""


@dataclass(frozen=True)
class Asked:
    """An open field as its user was shown it: what stood in its cell, and what was chosen in its row's tick."""

    opened: OpenField
    held: CellValue
    chosen: Decision | None


def what_is_asked(reading: Reading) -> dict[tuple[str, str, str], Asked]:
    """The open fields of a workbook by table, row id and column."""
    found = {}
    for table, cells in reading.tables.items():
        blank: list[CellValue] = [None] * len(cells.rows)
        ids, opens, ticks = (cells.columns.get(name, blank) for name in (ID, OPEN, TICK))
        for position in range(len(cells.rows)):
            opened = read_open(opens[position])
            chosen = decided(opened, ticks[position])
            for column, each in opened.items():
                held = cells.columns.get(column, blank)[position]
                found[table, str(ids[position]), column] = Asked(each, held, chosen.get(column))
    return found


def decide(workbook: Workbook, decisions: Decisions, asked: Mapping[tuple[str, str, str], Asked]) -> None:
    """Enter into ``workbook`` those of ``decisions`` of which still holds what they were made of.

    A push that was cut off may have been finished since, and have brought news: who keeps theirs has not seen it, and
    is asked again. What was typed or chosen since is newer than the decision.
    """
    for name, table in workbook.tables.items():
        for row in table.rows:
            for column, opened in row.open.items():
                key = (name, row.id, column)
                decision, before = decisions.get(key), asked.get(key)
                if decision is None or before is None or (decision == "mine" and opened != before.opened):
                    continue
                if table.raw(row, column) == before.held and row.decisions.get(column) in (None, before.chosen):
                    row.decisions[column] = decision
                    row.open[column] = replace(opened, mine=table.hash_of(row, column))
