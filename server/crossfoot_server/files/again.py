"""An uploaded file that comes again: its new rows get the ids that they were sent under, before anything is asked.

The ids stand in the file that went back, and this is not that one. Where several pushes were sent from it, the pull
that comes with the first would bring the new rows of the others too, as somebody else's: their turn is later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec

from crossfoot_server.files.journal import Sent
from crossfoot_sync.client.server import Server, Transport
from crossfoot_sync.engine.cells import Edits, SetCell
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.resent import rejoin_sent
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_sync.engine.wire import SyncReply, SyncRequest, TablePull
from crossfoot_sync.engine.workbook import read_workbook, settle_ids
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.layout import ID


def give_ids_back(grid: Grid, manifest: Manifest, server: Server, sent: Sequence[Sent]) -> None:
    """Put the ids under which new rows were ``sent`` into the workbook in ``grid``.

    Raises:
        ClientError, GridError: the server says no, or the workbook cannot be written.
    """
    reading = grid.read()
    workbook = read_workbook(reading, manifest, server.view(manifest.book))
    given = {(each.table, each.row): each for each in settle_ids(workbook, new_row_id)}
    for each in sent:
        rejoin_sent(workbook, each.request.push)
    for name, table in workbook.tables.items():
        _rejoin_lines(table, {row_id: line for each in sent for row_id, line in each.lines.get(name, {}).items()})
        held = reading.tables[name].columns[ID]
        for row in table.rows:
            if row.is_new and row.held is None and held[row.position] != row.id:
                given[name, row.handle] = SetCell(name, row.handle, ID, held[row.position], row.id)
    grid.write(Edits(cells=[*given.values()]), reading)


def _rejoin_lines(table: SheetTable, lines: Mapping[str, int]) -> None:
    """Let a new row have the id that was given to its line, where that stands nowhere else.

    Its user went on editing it. Were it taken for another row, it would be stored twice; what differs in it asks.
    """
    here = {row.id for row in table.rows}
    at = {row.handle: row for row in table.rows if row.is_new and row.held is None and row.id not in lines}
    for row_id, line in lines.items():
        if row_id not in here and line in at:
            at[line].id = row_id


class Withholding(Server):
    """The server, of which the rows ``later`` are not heard yet."""

    def __init__(self, transport: Transport, token: str, later: Set[str]) -> None:
        super().__init__(transport, token)
        self._later = later

    def sync(self, book: str, request: SyncRequest) -> SyncReply:
        """Push and pull."""
        return self._without(super().sync(book, request))

    def pull(self, book: str, request: SyncRequest) -> SyncReply:
        """What others changed."""
        return self._without(super().pull(book, request))

    def _without(self, reply: SyncReply) -> SyncReply:
        return msgspec.structs.replace(reply, pull=[self._fewer(each) for each in reply.pull])

    def _fewer(self, pull: TablePull) -> TablePull:
        kept = [at for at, row_id in enumerate(pull.ids) if row_id not in self._later]
        columns = {name: [values[at] for at in kept] for name, values in pull.columns.items()}
        return TablePull(pull.table, [pull.ids[at] for at in kept], [pull.revs[at] for at in kept], columns)
