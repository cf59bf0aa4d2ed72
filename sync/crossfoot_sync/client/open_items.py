"""What waits for the user of a workbook: fields to be decided, and rows that can only be mended in the sheet."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.client.naming import row_name
from crossfoot_sync.client.report import OpenItem, RowReport
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.tell import kept_lines, other_lines, write_message
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import CONFLICT, MESSAGE, REFUSED, TICK


def open_items(workbook: Workbook) -> list[OpenItem]:
    """Every field that waits for a decision, in the order of the sheet. Of a new row none does: it is to be mended."""
    return [
        OpenItem(name, row.id, row_name(table, row), column, _said_of(table, row, column))
        for name, table in workbook.tables.items()
        for row in table.rows
        for column in (*table.view.table.by_name, *sorted(row.open.keys() - table.view.table.by_name))
        if column in row.open and not row.is_new
    ]


def rows_to_mend(workbook: Workbook) -> Iterator[RowReport]:
    """The rows that wait for their user although no field of theirs is to be decided."""
    for name, table in workbook.tables.items():
        for row in table.rows:
            tick = str(table.raw(row, TICK) or "")
            if tick in (CONFLICT, REFUSED) and (row.is_new or not row.open) and not row.cleared:
                yield RowReport(name, row.handle, row_name(table, row), tick, str(table.raw(row, MESSAGE) or ""))


def _said_of(table: SheetTable, row: SheetRow, column: str) -> str:
    """What a row's message says of one field, or, where it says nothing of it, of the row as a whole."""
    said = table.raw(row, MESSAGE)
    declared = table.view.table.by_name
    label = [declared[column].label] if column in declared else []
    lines = [*kept_lines(said, label)] or [*other_lines(said, [each.label for each in declared.values()])]
    return write_message(lines) or ""
