"""A look at a linked sheet, and a sync where something moved in it or in the store.

Drive's version and the store's feed are asked first, which costs no read of Sheets. Whatever a visit is cut off at, the
next one does over: until a sync has been put down the sheet counts as unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog
from msgspec.structs import replace

from crossfoot_server.errors import ServerError
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.account import rename_account
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.registry import UNSEEN, Linked, Seen
from crossfoot_server.sheets.seeing import Watched, digest_of, feed_of, has_news, seen_of
from crossfoot_server.sheets.troubles import course_of, told_of
from crossfoot_server.sheets.waiting import Did, pause_after
from crossfoot_server.sheets.wording import Told, told
from crossfoot_sync.client.errors import ClientError, TooManyChangesError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.manifest import ManifestError
from crossfoot_sync.google.errors import GoogleError
from crossfoot_sync.google.probe import Version
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.types.time import HOUSE_ZONE

_log = structlog.stdlib.get_logger("crossfoot.sheet")


@dataclass(frozen=True)
class Visited:
    """What a visit came to.

    Attributes:
        told: in words; ``report`` is that of a sync.
    """

    did: Did
    told: Told
    report: SyncReport | None = None


@dataclass
class _Look:
    """A visit under way; ``seen`` is what the sheet is known to be in step with by now."""

    bench: Bench
    linked: Linked
    watched: Watched
    feed: int
    day: str
    seen: Seen


def visit(bench: Bench, linked: Linked, *, wanted: bool = False, confirmed: bool = False) -> Visited:
    """Look at a sheet, sync it where something moved or where it is ``wanted``, and put down what came of it.

    Nobody else may be at work on the sheet meanwhile. ``confirmed`` says that much at once is meant.
    """
    started = bench.now()
    probe = _probe(bench, linked)
    watched = Watched(bench.spreadsheets.grid(linked.id), probe)
    today = started.astimezone(ZoneInfo(HOUSE_ZONE)).date()
    look = _Look(bench, linked, watched, feed_of(bench.store), today.isoformat(), linked.seen)
    visited = _carried_out(look, wanted=wanted or linked.pinged_at is not None, confirmed=confirmed)
    now = bench.now()
    changes: dict[str, object] = {
        "state": "paused" if visited.did == "paused" else "active",
        "outcome": visited.told,
        "seen": look.seen,
        "pause": pause_after(visited.did, linked.pause),
    }
    if visited.did == "synced":
        changes |= {"synced_at": now, "title": watched.name}
        if watched.name != linked.title:
            rename_account(bench.store, linked.login, watched.name, linked.language)
    registry.put_down(bench.store, linked.id, started, now, **changes)
    return visited


def _carried_out(look: _Look, *, wanted: bool, confirmed: bool) -> Visited:
    try:
        if not (wanted or _is_due(look)):
            return _unmoved(look)
        return _synced(look, confirmed=confirmed)
    except TooManyChangesError as error:
        return _asks(look, error)
    except (GoogleError, GridError, ClientError, ServerError, ManifestError) as error:
        return _failed(look, error)
    except Exception as error:  # noqa: BLE001 (a mistake of ours in one sheet is not to end the syncing of all)
        _log.exception("unexpected", sheet=look.linked.id)
        return _failed(look, error)


def _is_due(look: _Look) -> bool:
    """Whether the sheet is to be synced even if nothing moved in it."""
    linked, seen = look.linked, look.seen
    if linked.state != "active" or not seen.cells or seen.day != look.day:
        return True
    if look.bench.desk(linked, look.watched).outbox.load() is not None:
        return True
    if look.feed == seen.feed:
        return False
    return has_news(look.bench.server_of(linked), linked)


def _unmoved(look: _Look) -> Visited:
    """The sheet where the store has nothing new for it: read where Drive says that something moved."""
    look.seen = replace(look.seen, feed=look.feed)
    if look.watched.probe().number == look.seen.version:
        return Visited("nothing", look.linked.outcome)
    digest = digest_of(look.watched.look())
    if digest == look.seen.cells and look.watched.version is not None:
        look.seen = replace(look.seen, version=look.watched.version.number)
        return Visited("read", look.linked.outcome)
    return _synced(look, confirmed=False)


def _synced(look: _Look, *, confirmed: bool) -> Visited:
    bench, linked, watched = look.bench, look.linked, look.watched
    registry.change(bench.store, linked.id, seen=UNSEEN)
    look.seen = UNSEEN
    desk = bench.desk(linked, watched)
    view = desk.server.view(linked.book)
    if linked.seen.day not in {"", look.day}:
        bench.spreadsheets.mend(linked.id, view, linked.language)
    watched.look()
    report = desk.sync(reason=_reason(look), confirmed=confirmed)
    look.seen = seen_of(watched, view, look.feed, look.day)
    return Visited("synced", _came_to(report), report)


def _reason(look: _Look) -> str:
    """Who edited the spreadsheet last, where Drive tells and it was not ourselves."""
    version = look.watched.version
    if version is None or version.email == look.bench.spreadsheets.account:
        return ""
    named = version.name or version.email
    if version.name and version.email:
        named = f"{version.name} ({version.email})"
    return told("last_editor", name=named).in_(look.linked.language) if named else ""


def _came_to(report: SyncReport) -> Told:
    """What a sync came to, with what is to be said of tables as a whole, such as a column that was deleted."""
    came = _of_rows(report)
    held = ", ".join(table.label for table in report.tables if table.held_back)
    if held:
        came = told("held_back", tables=held, others_zh=came.zh, others_en=came.en)
    notes = [f" {table.label}: {note}" for table in report.tables for note in table.notes]
    return Told(came.code, came.zh + "".join(notes), came.en + "".join(notes))


def _of_rows(report: SyncReport) -> Told:
    untold = [each.label for each in report.tables if each.totals is not None and not each.totals.ties]
    if untold:
        return told("does_not_tie", tables=", ".join(untold))
    rows = sum(1 for _ in report.open_rows())
    if rows == 0:
        return told("in_step")
    return told("one_needs_a_look") if rows == 1 else told("needs_a_look", rows=rows)


def _asks(look: _Look, error: TooManyChangesError) -> Visited:
    """So much changed that nothing is sent: told in the sheet, and not tried again until something moves in it."""
    lines = " ".join(error.lines)
    reading, version = look.watched.reading, look.watched.version
    _tell_in_sheet(look, told("asks_here", lines=lines))
    if reading is not None and version is not None:
        look.seen = replace(
            look.linked.seen, version=version.number, feed=look.feed, cells=digest_of(reading), day=look.day
        )
    return Visited("asks", told("asks", lines=lines, id=look.linked.id))


def _failed(look: _Look, error: Exception) -> Visited:
    reason = told_of(error)
    if course_of(error) == "later":
        return Visited("failed", reason)
    if look.linked.outcome != reason:  # said once is enough
        _tell_in_sheet(look, told("paused_here", reason=reason.in_(look.linked.language)))
    return Visited("paused", reason)


def _tell_in_sheet(look: _Look, text: Told) -> None:
    """Say it in the status lines, where the sheet can be read and written at all."""
    line = text.in_(look.linked.language)
    with suppress(GoogleError, GridError):
        # The server may say no before the sheet is read.
        reading = look.watched.reading or look.watched.look()
        if reading.tables:
            look.watched.write(Edits(status=dict.fromkeys(reading.tables, line)), reading)


def _probe(bench: Bench, linked: Linked) -> Callable[[], Version]:
    return lambda: bench.spreadsheets.version(linked.id)
