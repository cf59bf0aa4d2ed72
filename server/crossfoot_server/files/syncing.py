"""One uploaded workbook, brought into step by the desk that everybody else has as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import StoreUnavailable, Unexpected
from crossfoot_server.files.admitting import admit, belongs_here, plain_name
from crossfoot_server.files.again import Withholding, give_ids_back
from crossfoot_server.files.journal import Journal, UploadOutbox, mark_of, new_rows
from crossfoot_server.files.troubles import told
from crossfoot_server.files.wire import FileReply, FileSync
from crossfoot_server.store import Store
from crossfoot_server.thin.errors import Overtaken
from crossfoot_server.thin.telling import told_sync
from crossfoot_server.thin.wire import Outcome, Task
from crossfoot_sync.client.books import manifest_of
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.client.server import Response, Server, Transport
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import HeldXlsxGrid

CLIENT: Final = "crossfoot-browser/1"
"""What batches of uploaded workbooks say they were made with."""

SENT_BEFORE: Final = "uploaded_before"
"""What is said of a push that is found: nobody knows that it was cut off, only that the file came before."""

ATTEMPTS: Final = 5
"""How often a workbook is begun anew that another upload of it got ahead of."""


@dataclass(frozen=True)
class Uploading:
    """Who asks, when, the server as their token reaches it, and how many bytes a workbook may have."""

    store: Store
    actor: Actor
    now: dt.datetime
    transport: Transport
    token: str
    limit: int

    def server(self, later: Set[str] = frozenset()) -> Server:
        """The server as every client has it, but for the rows that their turn is ``later`` of."""
        return Withholding(Answering(self.transport), self.token, later)

    def desk(self, grid: HeldXlsxGrid, outbox: UploadOutbox, later: Set[str] = frozenset()) -> Desk:
        """The desk for the workbook in ``grid``."""
        server = self.server(later)
        login = self.actor.login
        return Desk(grid, outbox, server, lambda: self.now, login=login, client=CLIENT, unfinished=SENT_BEFORE)


@dataclass(frozen=True)
class Answering:
    """The way to the server, of whose troubles the one who uploads hears as of troubles of this request."""

    transport: Transport

    @property
    def address(self) -> str:
        """What messages call the server."""
        return self.transport.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request.

        Raises:
            StoreUnavailable, Unexpected: the server is in trouble. The same file may be sent again.
        """
        response = self.transport.send(method, path, body, headers)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise StoreUnavailable if response.status == HTTPStatus.SERVICE_UNAVAILABLE else Unexpected
        return response


def sync_file(uploading: Uploading, body: FileSync) -> FileReply:
    """What came of the workbook, and the file to go on in.

    Raises:
        StoreUnavailable, Unexpected: nobody knows how far it came. The same file may be sent again.
    """
    name = plain_name(body.name)
    for _ in range(ATTEMPTS):
        try:
            return _attempt(uploading, body, name)
        except (ClientError, GridError) as error:
            return FileReply(name, trouble=told(error, name))
        except Overtaken:
            continue
    raise StoreUnavailable


def outcome_of(task: Task, report: SyncReport, grid: HeldXlsxGrid) -> Outcome:
    """``report`` as it travels; rows are told with the titles of their sheets."""
    titles = {name: cells.sheet for name, cells in grid.read().tables.items()}
    return told_sync(task, report, titles, SENT_BEFORE)


def _attempt(uploading: Uploading, body: FileSync, name: str) -> FileReply:
    admit(name, body.content, uploading.limit)
    grid = HeldXlsxGrid(name, body.content)
    manifest = manifest_of(grid)
    belongs_here(name, manifest, body.server)
    journal = Journal(uploading.store, uploading.actor.login, manifest.workbook, mark_of(manifest))
    sent = journal.sent()
    if sent and manifest.user == uploading.actor.login:
        give_ids_back(grid, manifest, uploading.server(), sent)
    last = UploadOutbox(journal, grid, sent[-1].request if sent else None)
    if body.task == "preview":
        return FileReply(name, outcome=outcome_of(body.task, uploading.desk(grid, last).preview(), grid))
    for at, each in enumerate(sent[:-1], start=1):
        later = {row_id for following in sent[at:] for row_id in new_rows(following.request)}
        # a pull finishes one push, and sends nothing new
        uploading.desk(grid, UploadOutbox(journal, grid, each.request), later).pull()
    report = uploading.desk(grid, last).sync(reason=body.reason, confirmed=body.confirmed)
    return FileReply(name, grid.data, outcome_of(body.task, report, grid))
