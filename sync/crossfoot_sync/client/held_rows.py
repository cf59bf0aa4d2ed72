"""The lines of a workbook that are held, as it is not certain which row they are: what each stands for in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crossfoot_sync.client.naming import full_name, full_stored_name
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.answer import StoredRow, stored_rows
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.wire import SyncReply, SyncRequest
from crossfoot_sync.engine.workbook import Workbook


@dataclass(frozen=True)
class HeldRow:
    """A held line: what it shows, and the row of the store that it stands for; empty where that has none for it."""

    table: str
    handle: int
    shows: str
    stands_for: str


def held_rows(workbook: Workbook, server: Server) -> list[HeldRow]:
    """The held lines of ``workbook``, whose ids are settled, in the order of its sheets."""
    held = {name: [row for row in table.rows if row.held] for name, table in workbook.tables.items()}
    if not any(held.values()):
        return []
    wanted = {name: [row.id for row in rows if not row.is_new] for name, rows in held.items()}
    reply = server.pull(workbook.manifest.book, _request(workbook, wanted))
    return [each for name, rows in held.items() for each in _named(workbook, workbook.tables[name], rows, reply)]


def _request(workbook: Workbook, wanted: dict[str, list[str]]) -> SyncRequest:
    manifest = workbook.manifest
    return SyncRequest(
        language=manifest.language,
        epoch=manifest.epoch,
        version=workbook.view.version,
        cursor=manifest.cursor,
        want=wanted,
        lists=manifest.lists,
    )


def _named(workbook: Workbook, table: SheetTable, rows: list[SheetRow], reply: SyncReply) -> Iterator[HeldRow]:
    stored: Mapping[str, StoredRow] = stored_rows(table.name, reply)
    for row in rows:
        kept = stored.get(row.id)
        stands_for = full_stored_name(workbook.display, table.view.table, kept.values) if kept else ""
        yield HeldRow(table.name, row.handle, full_name(workbook.display, table, row), stands_for)
