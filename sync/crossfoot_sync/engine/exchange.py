"""Replies put together: pages into one, and whether the workbook will be in step when it has been applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.manifest import read_shown
from crossfoot_sync.engine.wire import SyncReply, SyncRequest
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.layout import shown_list


@dataclass(frozen=True)
class Exchange:
    """What was asked, what was answered, and the edits that this makes to the workbook."""

    request: SyncRequest
    reply: SyncReply
    edits: Edits


def join_pages(replies: Sequence[SyncReply]) -> SyncReply:
    """One reply that says what all of ``replies`` say, in order: later pages know better.

    How far a workbook that sends a batch again may say that it is in step, only the first knows.
    """
    first, last = replies[0], replies[-1]
    gone: dict[str, list[str]] = {}
    for reply in replies:
        for table, ids in reply.gone.items():
            gone.setdefault(table, []).extend(ids)
    return SyncReply(
        epoch=last.epoch,
        version=last.version,
        cursor=first.cursor if first.replayed and first.epoch == last.epoch else last.cursor,
        replayed=first.replayed,
        outcome=first.outcome,
        pull=[part for reply in replies for part in reply.pull],
        gone=gone,
        visible=last.visible,
        lists={table: listed for reply in replies for table, listed in reply.lists.items()},
        totals=first.totals,
    )


def known_rows(workbook: Workbook, edits: Edits) -> dict[str, dict[str, int]]:
    """Ids and revisions every table will show once ``edits`` are made."""
    return {
        name: read_shown(edits.lists[shown_list(name)]) if shown_list(name) in edits.lists else workbook.shown[name]
        for name in workbook.tables
    }


def out_of_step(workbook: Workbook, edits: Edits, reply: SyncReply) -> list[str]:
    """The tables that would not show exactly what their user may see once ``edits`` are made.

    What a person may see can change without any row changing; the digest notices.
    """
    return [
        name
        for name, known in known_rows(workbook, edits).items()
        if workbook.tables[name].refusal is None
        and name in reply.visible
        and set_digest(known.items()) != reply.visible[name].digest
    ]
