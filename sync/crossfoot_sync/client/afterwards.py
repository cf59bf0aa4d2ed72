"""What is looked up for the report once a sync is done: nothing of it may keep the sync from having succeeded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.finding import open_workbook, removed_names
from crossfoot_sync.client.report import RowReport, SyncReport, TableReport
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.label import BETWEEN
from crossfoot_templates.messages import say


def look_up(desk: Desk, path: Path, report: SyncReport) -> None:
    """Complete ``report`` with the names of the rows that were removed, and with what may still show old values."""
    report.notes += _old_copies(path, report)
    name_removed(desk, report)


def name_removed(desk: Desk, report: SyncReport) -> None:
    """Complete ``report`` with the rows that were removed, by the names that they had."""
    for table in report.tables:
        if table.gone:
            report.rows += _removed(desk, table, report.language)


def _removed(desk: Desk, table: TableReport, language: str) -> Iterator[RowReport]:
    """The rows of a table that were removed from the store. They stand in no sheet any more: the server knows them."""
    names: dict[str, str] = {}
    with suppress(ClientError, GridError):
        names = removed_names(open_workbook(desk.grid, desk.server), desk.server, table.name)
    for row_id in table.gone:
        yield RowReport(table.name, 0, names.get(row_id, row_id), "", say("row_removed").text(language))


def _old_copies(path: Path, report: SyncReport) -> Iterator[str]:
    """The note that parts of the workbook may still show what was changed or removed, where anything was."""
    if any(table.received or table.removed for table in report.tables):
        parts = [part.rpartition("/")[2] for part in XlsxGrid(path).old_values()]
        if parts:
            yield say("old_copies", parts=BETWEEN[report.language].join(parts)).text(report.language)
