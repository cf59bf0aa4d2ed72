"""Finding a row by what people call it: in a workbook, or among those that were removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot_sync.client.errors import NoSuchRowError, SeveralRowsError
from crossfoot_sync.client.meaning import table_meant
from crossfoot_sync.client.naming import row_name, shown_names, stored_name
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import completed
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.wire import RemovedRow, TableOutcome
from crossfoot_sync.engine.workbook import Workbook, read_workbook
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.types import WireValue

SEARCHED = 1000
"""Of this many removed rows, the latest, one is looked for; more the server does not list at once."""


@dataclass(frozen=True)
class Found:
    """A row with what is needed to name its columns and values. ``rev`` is the newest revision its finder was shown."""

    row_id: str
    rev: int
    table: SheetTable
    display: Display

    def label(self, column: str) -> str:
        """What people call a column."""
        declared = self.table.view.table.by_name.get(column)
        return declared.label.in_(self.display.language) if declared else column

    def text(self, column: str, value: WireValue) -> str:
        """A value of a column as people read it."""
        declared = self.table.view.table.by_name.get(column)
        return self.display.text(declared, value) if declared else str(value)


def open_workbook(grid: Grid, server: Server) -> Workbook:
    """The workbook in ``grid``, read by the definitions that the server has now."""
    reading = grid.read()
    manifest = Manifest.read(reading.manifest)
    return read_workbook(reading, manifest, server.view(manifest.book))


def table_of(workbook: Workbook, name: str, table: str) -> SheetTable:
    """The table of the workbook called ``name`` whose name, or whose label, is ``table``.

    Raises:
        NoSuchTableError: it has no such table.
    """
    held = (sheet.view.table for sheet in workbook.tables.values())
    return workbook.tables[table_meant(table, held, name, workbook.manifest.language)]


def find_row(workbook: Workbook, name: str, server: Server, table: str, row: str) -> Found:
    """The row of ``table`` whose key or id is ``row``: one that the sheet shows, else one that was removed.

    Raises:
        ClientError: there is none, the book has no such table, or several removed rows had this key.
    """
    sheet, row = table_of(workbook, name, table), completed(row)
    for each in sheet.rows:
        if row in (each.id, row_name(sheet, each)):
            return Found(each.id, workbook.shown[sheet.name].get(each.id, 0), sheet, workbook.display)
    removed = removed_rows(workbook, server, sheet, row)
    if not removed:
        raise NoSuchRowError(row, table, name)
    if len(removed) > 1:
        raise SeveralRowsError(row, table, [f"{each.id} ({moment(each.at)})" for each in removed])
    return Found(removed[0].id, removed[0].rev, sheet, workbook.display)


def removed_rows(workbook: Workbook, server: Server, sheet: SheetTable, row: str) -> Sequence[RemovedRow]:
    """The removed rows of a table whose key or id is ``row``."""
    listed = server.removed(workbook.manifest.book, sheet.name, SEARCHED).rows
    return [each for each in listed if row in (each.id, stored_name(workbook.display, sheet.view.table, each.values))]


def names_of(workbook: Workbook, server: Server, outcome: TableOutcome) -> dict[str, str]:
    """What the rows of ``outcome`` are called, by id: as the sheet shows them, or as they were when they were removed.

    Those that its user may see no longer are left out.
    """
    sheet = workbook.tables.get(outcome.table)
    names = shown_names(sheet)
    if not names.keys() >= {*outcome.ids}:
        for row_id, name in removed_names(workbook, server, outcome.table).items():
            names.setdefault(row_id, name)
    return names


def removed_names(workbook: Workbook, server: Server, table: str) -> dict[str, str]:
    """What the rows of a table were called that were removed last, by id."""
    definition = workbook.view.by_name[table].table
    listed = server.removed(workbook.manifest.book, table, SEARCHED).rows
    return {each.id: stored_name(workbook.display, definition, each.values) for each in listed}
