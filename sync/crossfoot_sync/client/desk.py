"""Keeping one workbook in step: the order of steps that makes it safe to be cut off anywhere.

Ids go into the sheet, then the push into the outbox, then over the wire; the reply is applied, and only then
is the outbox emptied. Whatever is cut off is found and finished by the next run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import msgspec

from crossfoot_sync.client.errors import (
    ChangedMeanwhileError,
    ClientError,
    DefinitionsChangedError,
    NotABookError,
    ServerProblemError,
    SomebodyElsesBookError,
    TooManyChangesError,
)
from crossfoot_sync.client.held_rows import HeldRow, held_rows
from crossfoot_sync.client.open_items import open_items, rows_to_mend
from crossfoot_sync.client.outbox import Outbox
from crossfoot_sync.client.previewing import describe_preview
from crossfoot_sync.client.report import OpenItem, RowReport, SyncReport
from crossfoot_sync.client.reporting import describe
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.cells import Edits, Missed
from crossfoot_sync.engine.deciding import Choices, Decisions, chosen_meanwhile, decide, what_is_asked
from crossfoot_sync.engine.diff import RowChange, find_changes, to_push, waiting_rows, wanted_rows
from crossfoot_sync.engine.exchange import Exchange, join_pages, known_rows, out_of_step
from crossfoot_sync.engine.guard import alarming
from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.engine.outcome import plan_edits
from crossfoot_sync.engine.overtaken import ask_again, step_back, tell_protected
from crossfoot_sync.engine.resent import rejoin_sent
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.tell import refusal_line, status_line
from crossfoot_sync.engine.unseen import forget_unseen, revisions_before
from crossfoot_sync.engine.wire import Batch, SyncReply, SyncRequest, TablePush
from crossfoot_sync.engine.workbook import Workbook, look_up, names_unknown, read_workbook, settle_ids
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.layout import BASE, MANAGED, OPEN, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.model import BookView

CLIENT = "crossfoot-file/1"

_LOOKS: Final = 3
"""How often new rows are read again that somebody changes before they have their ids."""

Ask = Callable[[SyncRequest], SyncReply]


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Desk:
    """A workbook, its outbox and its server, with the clock and the source of ids.

    ``client`` is what batches say they were made with, ``unfinished`` what a preview says of a full outbox.
    """

    grid: Grid
    outbox: Outbox
    server: Server
    now: Callable[[], dt.datetime] = _utc_now
    new_id: Callable[[], str] = new_row_id
    login: str = field(default="")
    client: str = CLIENT
    unfinished: str = "unfinished_push"

    def sync(self, *, reason: str = "", decisions: Decisions | None = None, confirmed: bool = False) -> SyncReport:
        """Push what changed here, pull what changed elsewhere, and say beside every row what became of it.

        Raises:
            TooManyChangesError: so much changed that ``confirmed`` must say it is meant. Nothing was sent.
            ClientError, GridError: nothing was lost; the message says what to do.
        """
        asked = what_is_asked(self.grid.read()) if decisions else {}
        finished = self._resume()
        workbook = self._read_with_ids()
        self._look_up(workbook)
        decide(workbook, decisions or {}, asked, finished or {})
        changes = find_changes(workbook)
        alarms = [] if confirmed else alarming(workbook, changes)
        if alarms:
            raise TooManyChangesError([alarm.text(workbook.manifest.language) for alarm in alarms])
        request = self._request(workbook, changes, reason)
        if request.batch is not None:
            self.outbox.put(request)
        try:
            exchange = self._ask(workbook, request, lambda asked: self.server.sync(workbook.manifest.book, asked))
        except ClientError:
            self._note_unanswered(workbook, request)
            raise
        missed = self._apply(workbook, exchange)
        return self._report(workbook, exchange, missed, resumed=finished is not None)

    def pull(self) -> SyncReport:
        """Bring in what others changed. Edits of the workbook's user stay as they are and are not sent."""
        finished = self._resume()
        workbook = self._read()
        settle_ids(workbook, self.new_id)
        self._look_up(workbook)
        request = self._request(workbook, find_changes(workbook), "")
        request.push, request.batch = [], None
        exchange = self._ask(workbook, request, lambda asked: self.server.pull(workbook.manifest.book, asked))
        if any(row.is_new for table in workbook.tables.values() for row in table.rows):
            exchange.edits.manifest["cursor"] = str(_cursor_with_drafts(workbook.manifest, exchange.reply))
        missed = self._apply(workbook, exchange)
        return self._report(workbook, exchange, missed, resumed=finished is not None)

    def preview(self) -> SyncReport:
        """What :meth:`sync` would do, by row and field. Neither the workbook nor the store changes."""
        workbook = self._read()
        settle_ids(workbook, self.new_id)
        self._look_up(workbook)
        changes = find_changes(workbook)
        request = self._request(workbook, changes, "")
        exchange = self._ask(workbook, request, lambda asked: self.server.check(workbook.manifest.book, asked))
        report = describe_preview(self.grid.name, workbook, exchange)
        unfinished = self.outbox.load()
        said = [say(self.unfinished)] if unfinished and unfinished.batch else []
        said += alarming(workbook, changes)
        report.notes += [message.text(workbook.manifest.language) for message in said]
        return report

    def open_fields(self) -> list[OpenItem]:
        """Every field that waits for a decision, in sheet order."""
        return open_items(self._read())

    def rows_to_mend(self) -> list[RowReport]:
        """The rows that wait for their user although no field of theirs is to be decided."""
        return list(rows_to_mend(self._read()))

    def held_rows(self) -> list[HeldRow]:
        """Every line that is held until its user says which row it is, with the row of the store that it stands for."""
        workbook = self._read()
        settle_ids(workbook, self.new_id)
        return held_rows(workbook, self.server)

    def _read(self, view: BookView | None = None) -> Workbook:
        reading = self.grid.read()
        try:
            manifest = Manifest.read(reading.manifest)
        except ManifestError as error:
            raise NotABookError(self.grid.name, str(error)) from error
        if self.login and manifest.user != self.login:
            raise SomebodyElsesBookError(self.grid.name, manifest.user, self.login)
        return read_workbook(reading, manifest, view or self.server.view(manifest.book))

    def _write(self, workbook: Workbook, edits: Edits) -> list[Missed]:
        return self.grid.write(edits, workbook.reading) if edits else []

    def _apply(self, workbook: Workbook, exchange: Exchange) -> list[Missed]:
        """Make the edits of a reply, and empty the outbox, which says meanwhile that they are being made."""
        before = revisions_before(workbook, exchange)
        if before:
            self.outbox.put(msgspec.structs.replace(exchange.request, known=before))
        missed = self._make(workbook, exchange)
        self.outbox.close()
        return missed

    def _make(self, workbook: Workbook, exchange: Exchange) -> list[Missed]:
        """Make the edits of a reply.

        A row whose cells were edited meanwhile, or whose user thought better of a choice, stays where it was, and
        what they choose of it stands; another of which something was chosen asks again.
        """
        missed = self._write(workbook, exchange.edits)
        calculated = {(name, each.name) for name, table in workbook.tables.items() for each in table.computed}
        data = (each for each in missed if each.column not in MANAGED and (each.table, each.column) not in calculated)
        overtaken = {(each.table, each.row) for each in data}
        if overtaken:
            now = self._read(workbook.view)
            edits = step_back(workbook, overtaken, now, exchange.reply)
            edits.cells.extend(tell_protected(workbook, missed, now))
            self._write(now, edits)
        chosen = [each for each in missed if each.column == TICK and (each.table, each.row) not in overtaken]
        if chosen:
            reading = self.grid.read()
            self.grid.write(ask_again(workbook, exchange.edits, chosen, reading), reading)
        return missed

    def _read_with_ids(self) -> Workbook:
        """The workbook, each of its rows with an id that stands in the sheet.

        Raises:
            ChangedMeanwhileError: somebody changes such rows again and again.
        """
        for _ in range(_LOOKS):
            workbook = self._read()
            if self._keep_ids(workbook):
                return workbook
        raise ChangedMeanwhileError(self.grid.name)

    def _keep_ids(self, workbook: Workbook) -> bool:
        """Put the ids of new rows into the sheet before anything is sent, so that sending twice names the same rows.

        Whether all of them could be: one whose row was changed meanwhile could not.
        """
        edits = settle_ids(workbook, self.new_id)
        if self._write(workbook, Edits(cells=edits)):
            return False
        positions = {(name, row.handle): row.position for name, table in workbook.tables.items() for row in table.rows}
        for edit in edits:
            workbook.reading.tables[edit.table].columns[edit.column][positions[edit.table, edit.row]] = edit.value
        return True

    def _look_up(self, workbook: Workbook) -> None:
        """Have the lists as they are now, where the workbook names what those that it holds do not.

        What others added since its last sync can be pointed at then, also by a workbook that was never synced.
        """
        if names_unknown(workbook):
            manifest = workbook.manifest
            request = SyncRequest(
                language=manifest.language,
                epoch=manifest.epoch,
                version=workbook.view.version,
                cursor=manifest.cursor,
                lists=manifest.lists,
                only=[],
            )
            look_up(workbook, self._answer(workbook, partial(self.server.pull, manifest.book), request).lists)

    def _note_unanswered(self, workbook: Workbook, request: SyncRequest) -> None:
        """Let the workbook say which push it sent: an old copy of it that finds that in the outbox does not."""
        if request.batch is not None:
            with suppress(GridError):
                self._write(workbook, Edits(manifest={"unanswered": request.batch.id}))

    def _resume(self) -> Choices | None:
        """Finish a push that was cut off. The server answers a batch it knows with what it answered then.

        What was chosen in the workbook meanwhile; ``None`` where nothing was finished.
        """
        request = self.outbox.load()
        if request is None:
            return None
        workbook = self._read()
        if request.batch is not None and request.batch.workbook != workbook.manifest.workbook:
            # left by another workbook that had this name; whatever it was to send still stands in that one
            self.outbox.close()
            return None
        forgotten, request.known = forget_unseen(workbook, request.known), {}
        if request.batch is None:
            self._write(workbook, forgotten)
            self.outbox.close()
            return None
        settle_ids(workbook, self.new_id)
        rejoin_sent(workbook, request.push)
        workbook.older = workbook.manifest.unanswered != request.batch.id
        # it may have been sent by another copy of the workbook, which held other lists
        request.lists = workbook.manifest.lists
        request.waiting = waiting_rows(workbook)
        try:
            exchange = self._ask(workbook, request, lambda asked: self.server.sync(workbook.manifest.book, asked))
        except ServerProblemError as error:
            if error.problem.status < 500 and error.problem.status not in (401, 403, 408, 429):
                # the server will never take this batch; the edits still stand in the sheet and go out anew
                self._write(workbook, forgotten)
                self.outbox.close()
                return None
            raise
        if workbook.manifest.version != workbook.view.version:
            # the rows whose formulas are those of another definition are asked for by the sync that follows
            exchange.edits.manifest["version"] = ""
        known = _cursor_before(workbook.manifest, request)
        if known is not None:
            exchange.edits.manifest["cursor"] = str(known)
        missed = self._apply(workbook, exchange)
        return chosen_meanwhile(workbook, missed)

    def _request(self, workbook: Workbook, changes: Mapping[str, list[RowChange]], reason: str) -> SyncRequest:
        manifest = workbook.manifest
        push: list[TablePush] = [to_push(workbook.tables[name], changes[name]) for name in changes]
        batch = Batch(self.new_id(), self.client, manifest.workbook, self.now().isoformat(timespec="seconds"), reason)
        return SyncRequest(
            language=manifest.language,
            epoch=manifest.epoch,
            version=workbook.view.version,
            cursor=manifest.cursor,
            batch=batch if push else None,
            push=push,
            want=wanted_rows(workbook, changes),
            lists=manifest.lists,
            waiting=waiting_rows(workbook),
        )

    def _ask(self, workbook: Workbook, request: SyncRequest, ask: Ask) -> Exchange:
        """The whole reply and what it does to the workbook.

        All pages are fetched, and everything is compared where the workbook would not end in step.
        """
        pull = partial(self.server.pull, workbook.manifest.book)
        replies = [self._answer(workbook, ask, request)]
        if request.epoch != workbook.manifest.epoch:
            # what was pulled is new since another store than the one that the workbook was last in step with
            replies.append(self._answer(workbook, pull, _from_the_start(request, replies)))
        while replies[-1].more:
            replies.append(self._answer(workbook, pull, _next_page(request, replies)))
        reply = join_pages(replies)
        edits = plan_edits(workbook, request.push, reply)
        asked: dict[str, dict[str, int]] = {}
        # a reconciliation may take several pages; where one brings nothing new there is nothing more to be had
        while out_of_step(workbook, edits, reply) and asked != (known := known_rows(workbook, edits)):
            asked = known
            replies.append(self._answer(workbook, pull, _next_page(request, replies, known)))
            reply = join_pages(replies)
            edits = plan_edits(workbook, request.push, reply)
        now = self.now()
        edits.manifest.update(_manifest_after(workbook, reply, now).facts())
        for name, table in workbook.tables.items():
            edits.status[name] = status_line(table, edits, now, workbook.manifest.language)
        for name in workbook.findings.keys() & workbook.reading.tables.keys():
            edits.status[name] = refusal_line(workbook.findings[name], workbook.manifest.language)
        return Exchange(request, reply, edits)

    def _answer(self, workbook: Workbook, ask: Ask, request: SyncRequest) -> SyncReply:
        """One reply, by the definitions that the workbook was read by.

        By others a column that only they have would look like a blank. The outbox keeps what was pushed.
        """
        reply = ask(request)
        if reply.version != workbook.view.version:
            raise DefinitionsChangedError(self.server.address)
        return reply

    def _report(self, before: Workbook, exchange: Exchange, missed: list[Missed], *, resumed: bool) -> SyncReport:
        """Read the workbook once more: the totals are those of what now stands in it."""
        after = self._read(before.view)
        # what was copied or typed below meanwhile is told apart by ids that nobody else hears of
        settle_ids(after, new_row_id)
        report = describe(self.grid.name, before, after, exchange)
        report.missed, report.resumed = sum(each.column not in {BASE, OPEN} for each in missed), resumed
        return report


def _next_page(
    request: SyncRequest, replies: Sequence[SyncReply], known: dict[str, dict[str, int]] | None = None
) -> SyncRequest:
    lists = {name: listed.digest for reply in replies for name, listed in reply.lists.items()}
    return SyncRequest(
        language=request.language,
        epoch=replies[-1].epoch,
        version=request.version,
        cursor=replies[-1].cursor,
        known=known or {},
        lists=request.lists | lists,
    )


def _from_the_start(request: SyncRequest, replies: Sequence[SyncReply]) -> SyncRequest:
    return msgspec.structs.replace(_next_page(request, replies), cursor=0)


def _cursor_before(manifest: Manifest, request: SyncRequest) -> int | None:
    """How much an old copy of a workbook knew of the store before it finished a later push of the workbook.

    Were that forgotten, drafts in it that the workbook has sent since would pass for new rows. ``None`` where it is no
    old copy.
    """
    if request.epoch != manifest.epoch:
        return 0
    return manifest.cursor if manifest.cursor < request.cursor else None


def _cursor_with_drafts(manifest: Manifest, reply: SyncReply) -> int:
    """How much a workbook with new rows may say that it knows of the store after a pull, which sends none: no more.

    It may be an old copy whose rows were sent since; only what it knew before tells the store to ask about them.
    """
    return manifest.cursor if reply.epoch == manifest.epoch else 0


def _manifest_after(workbook: Workbook, reply: SyncReply, now: dt.datetime) -> Manifest:
    """What the workbook says of itself once ``reply`` has been applied; what it was made for and with stays."""
    before = workbook.manifest
    made_with = {
        name: {column.name: table.cells.labels[column.name] for column in (*table.columns, *table.computed)}
        for name, table in workbook.tables.items()
        if table.refusal is None
    }
    left = {name for name in workbook.view.by_name if not _written(workbook, name)}
    restored = not before.met(reply.epoch)
    return msgspec.structs.replace(
        before,
        doubted=sorted(left if restored else left & {*before.doubted}),
        epoch=reply.epoch,
        cursor=reply.cursor,
        version="" if _figures_left(workbook, reply) else reply.version,
        lists=before.lists | {name: listed.digest for name, listed in reply.lists.items()},
        layouts=before.layouts | {name: list(table.layout) for name, table in workbook.tables.items()},
        headings=made_with | before.headings,
        synced_at=now.isoformat(timespec="seconds"),
        unanswered="",
    )


def _figures_left(workbook: Workbook, reply: SyncReply) -> bool:
    """Whether computed cells could not be written. No revision tells that: all of them are asked for next time."""
    came = {pull.table for pull in reply.pull}
    return any(
        not _written(workbook, name) and (table.outdated or (table.refusal is not None and name in came))
        for name, table in workbook.tables.items()
        if table.computed
    )


def _written(workbook: Workbook, name: str) -> bool:
    """Whether everything of a table can be written."""
    table = workbook.tables.get(name)
    return table is not None and table.refusal is None and not any(row.held for row in table.rows)
