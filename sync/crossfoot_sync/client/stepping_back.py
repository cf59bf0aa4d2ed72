"""Undoing a batch and restoring a version from a workbook.

The workbook pulls, which shows that it can be written; the server goes back; the workbook pulls again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError, UnreachableError
from crossfoot_sync.client.finding import Found, open_workbook
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.rowid import completed
from crossfoot_sync.engine.wire import Batch, BatchSummary, RestoreRequest, StepBack, UndoRequest
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_sync.grids.errors import GridError

LISTED = 500
"""Of this many batches, the latest, the one to undo is looked for; more the server does not list at once."""

WROTE = frozenset({"ok", "merged", "removed", "returned"})
"""Statuses of rows that a batch has changed."""

MAY_HAVE_WRITTEN = WROTE | {"open", "waiting"}
"""Those and the ones of rows of which it may have changed some fields, at once or when it was approved."""


class UnknownOutcomeError(ClientError):
    """No answer came to an undo or a restore: the server may have acted on it or not."""

    def __init__(self, server: str, workbook: str) -> None:
        super().__init__(
            f"{server} did not answer, so it is not known whether anything went back. "
            f"When it is there again, look with: crossfoot batches {workbook}"
        )
        self.server, self.workbook = server, workbook


class NotPulledError(ClientError):
    """The server went back, and the workbook does not show it yet."""

    def __init__(self, batch: str, workbook: str, cause: Exception) -> None:
        super().__init__(
            f"Done, as batch {batch}, but {workbook} does not show it yet ({cause}). "
            f"Bring it up to date with: crossfoot book pull {workbook}"
        )
        self.batch, self.workbook, self.cause = batch, workbook, cause


class CutOffError(ClientError):
    """A push of the workbook is still on its way."""

    def __init__(self, workbook: str) -> None:
        super().__init__(f"A sync of {workbook} was cut off. Finish it first: crossfoot book sync {workbook}")
        self.workbook = workbook


class NothingToUndoError(ClientError):
    """The workbook pushed nothing that still stands."""

    def __init__(self, workbook: str) -> None:
        super().__init__(f"{workbook} pushed nothing that could be undone. Name a batch from: crossfoot batches")
        self.workbook = workbook


@dataclass(frozen=True)
class Stepped:
    """What came of it.

    Attributes:
        before: the workbook as it was; it knows what rows are called that have left it by now.
        reply: the server's answer.
        pulled: the report of the pull after it; ``None`` for a preview.
    """

    before: Workbook
    reply: StepBack
    pulled: SyncReport | None


def standing(listed: Sequence[BatchSummary], workbook: str) -> Iterator[BatchSummary]:
    """Of batches, the newest first, those that ``workbook`` pushed, that may have written something and still stand.

    An undo is none of them, and neither is what it undid, unless it was undone itself.
    """
    undone: set[str] = set()
    for each in listed:
        if each.id in undone:
            continue
        if each.reverts:
            undone.add(each.reverts)
        elif each.workbook == workbook and not MAY_HAVE_WRITTEN.isdisjoint(each.statuses):
            yield each


def batch_to_undo(desk: Desk, named: str) -> BatchSummary:
    """The batch called ``named``, or the newest of this workbook that changed something where that is empty.

    Raises:
        NothingToUndoError: there is none.
        CutOffError: a push of this workbook is still on its way.
    """
    if desk.outbox.load() is not None:
        raise CutOffError(desk.grid.name)
    workbook = open_workbook(desk.grid, desk.server)
    manifest = workbook.manifest
    if named:
        return desk.server.batch(manifest.book, completed(named)).summary
    listed = desk.server.batches(manifest.book, LISTED).batches
    for each in standing(listed, manifest.workbook):
        if not WROTE.isdisjoint(each.statuses) or _goes_back(desk, workbook, each.id):
            return each
    raise NothingToUndoError(desk.grid.name)


def _goes_back(desk: Desk, workbook: Workbook, batch: str) -> bool:
    """Whether a batch changed any row: of one that changed none the server finds all as it was before."""
    tried = desk.server.check_undo(*_undo_request(desk, workbook, batch, ""))
    return any(status != "unchanged" for outcome in tried.outcome for status in outcome.status)


def undo(desk: Desk, batch: str, reason: str) -> Stepped:
    """Undo ``batch`` and bring the workbook up to date."""
    return _stepped(desk, lambda workbook: desk.server.undo(*_undo_request(desk, workbook, batch, reason)))


def preview_undo(desk: Desk, batch: str) -> Stepped:
    """What :func:`undo` would do. Neither the workbook nor the store changes."""
    workbook = open_workbook(desk.grid, desk.server)
    return Stepped(workbook, desk.server.check_undo(*_undo_request(desk, workbook, batch, "")), None)


@dataclass(frozen=True)
class Wanted:
    """A row, the revision that it is to go back to, and the columns that are to; all without any."""

    found: Found
    rev: int
    columns: tuple[str, ...] = ()

    def request(self, desk: Desk, workbook: Workbook, reason: str) -> RestoreRequest:
        """The request that the row go back."""
        columns = list(self.columns) or None
        batch = _batch(desk, workbook, reason)
        return RestoreRequest(batch, self.rev, self.found.rev, columns, workbook.manifest.language)


def restore(desk: Desk, wanted: Wanted, reason: str) -> Stepped:
    """Put a row back and bring the workbook up to date."""
    place = wanted.found.table.name, wanted.found.row_id

    def ask(workbook: Workbook) -> StepBack:
        return desk.server.restore(workbook.manifest.book, *place, wanted.request(desk, workbook, reason))

    return _stepped(desk, ask)


def preview_restore(desk: Desk, wanted: Wanted) -> Stepped:
    """What :func:`restore` would do. Neither the workbook nor the store changes."""
    workbook = open_workbook(desk.grid, desk.server)
    place = wanted.found.table.name, wanted.found.row_id
    reply = desk.server.check_restore(workbook.manifest.book, *place, wanted.request(desk, workbook, ""))
    return Stepped(workbook, reply, None)


def _stepped(desk: Desk, ask: Callable[[Workbook], StepBack]) -> Stepped:
    desk.pull()
    workbook = open_workbook(desk.grid, desk.server)
    try:
        reply = ask(workbook)
    except UnreachableError as error:
        raise UnknownOutcomeError(desk.server.address, desk.grid.name) from error
    try:
        return Stepped(workbook, reply, desk.pull())
    except (ClientError, GridError) as error:
        raise NotPulledError(reply.batch, desk.grid.name, error) from error


def _undo_request(desk: Desk, workbook: Workbook, batch: str, reason: str) -> tuple[str, str, UndoRequest]:
    request = UndoRequest(_batch(desk, workbook, reason), workbook.manifest.language)
    return workbook.manifest.book, batch, request


def _batch(desk: Desk, workbook: Workbook, reason: str) -> Batch:
    return Batch(
        desk.new_id(), desk.client, workbook.manifest.workbook, desk.now().isoformat(timespec="seconds"), reason
    )
