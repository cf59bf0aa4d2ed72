"""Replies put together: pages into one, and whether the workbook will be in step when it has been applied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.fingerprint import set_digest
from crossfoot_sync.engine.manifest import read_shown
from crossfoot_sync.engine.wire import SyncReply, SyncRequest, TablePull
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

    What went out of sight between two pages is gone, whatever an earlier one brought of it; what came back is there.
    How far a workbook that sends a batch again may say that it is in step, only the first knows.
    """
    first, last = replies[0], replies[-1]
    gone = _gone(replies)
    return SyncReply(
        epoch=last.epoch,
        version=last.version,
        cursor=first.cursor if first.replayed and first.epoch == last.epoch else last.cursor,
        replayed=first.replayed,
        outcome=first.outcome,
        pull=[_without(part, gone.get(part.table, ())) for reply in replies for part in reply.pull],
        gone=gone,
        visible=last.visible,
        lists={table: listed for reply in replies for table, listed in reply.lists.items()},
        totals=first.totals,
        notices=first.notices,
        to_decide=last.to_decide,
    )


def _gone(replies: Sequence[SyncReply]) -> dict[str, list[str]]:
    """The ids that went out of sight and did not come back on a later page, by table."""
    gone: dict[str, dict[str, None]] = {}
    for reply in replies:
        for table, ids in reply.gone.items():
            gone.setdefault(table, {}).update(dict.fromkeys(ids))
        for part in reply.pull:
            went = gone.get(part.table, {})
            for row_id in went.keys() & {*part.ids}:
                del went[row_id]
    return {table: [*ids] for table, ids in gone.items() if ids}


def _without(part: TablePull, gone: Collection[str]) -> TablePull:
    """The rows of a page that are not ``gone``."""
    left = {*gone}
    if left.isdisjoint(part.ids):
        return part
    kept = [at for at, row_id in enumerate(part.ids) if row_id not in left]
    return TablePull(
        part.table,
        [part.ids[at] for at in kept],
        [part.revs[at] for at in kept],
        {name: [values[at] for at in kept] for name, values in part.columns.items()},
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
