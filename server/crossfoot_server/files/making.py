"""A new workbook, filled with what its owner may see, for whoever has no program of ours."""

from __future__ import annotations

from crossfoot_server.files.journal import Journal, UploadOutbox, mark_of
from crossfoot_server.files.syncing import Uploading, outcome_of
from crossfoot_server.files.troubles import told
from crossfoot_server.files.wire import FileNew, FileReply
from crossfoot_server.thin.new_workbook import new_workbook
from crossfoot_sync.client.books import manifest_of
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import HeldXlsxGrid


def new_file(uploading: Uploading, body: FileNew) -> FileReply:
    """A workbook of the book, in step.

    Raises:
        NotAllowed, UnknownBook: they may not open it.
        BadParameter: the address is none, or there are no labels in the language.
        StoreUnavailable, Unexpected: the server is in trouble.
    """
    made = new_workbook(uploading.store, uploading.actor, body.book, body.server, body.language)
    grid = HeldXlsxGrid(made.name, made.content)
    try:
        manifest = manifest_of(grid)
        journal = Journal(uploading.store, uploading.actor.login, manifest.workbook, mark_of(manifest))
        report = uploading.desk(grid, UploadOutbox(journal, grid)).sync()
        return FileReply(made.name, grid.data, outcome_of("sync", report, grid))
    except (ClientError, GridError) as error:
        return FileReply(made.name, trouble=told(error, made.name))
