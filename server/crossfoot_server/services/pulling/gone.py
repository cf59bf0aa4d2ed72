"""The ids a workbook may still show although its user may see them no longer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Select, Table, bindparam, func, select

from crossfoot_server.accounts.scope import TableReach
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.visible import Mark
from crossfoot_server.store.schema import ID, KIND, SEQ
from crossfoot_server.store.statements import among, in_chunks, kept

OUT_OF_FORCE = ("voided", "removed")


def gone_of_known(known: Mapping[str, Collection[str]], marks: Mapping[str, Sequence[Mark]]) -> dict[str, list[str]]:
    """Of the ids that the workbook said it shows, those that are not among the visible rows."""
    found: dict[str, list[str]] = {}
    for name, visible in marks.items():
        in_sight = {mark.id for mark in visible}
        gone = [row_id for row_id in known.get(name, ()) if row_id not in in_sight]
        if gone:
            found[name] = gone
    return found


def gone_since(
    connection: Connection, opened: OpenBook, marks: Mapping[str, Sequence[Mark]], since: int, feed: int
) -> dict[str, list[str]]:
    """Rows that went out of sight after feed number ``since``: removed, or moved out of the actor's reach.

    ``marks`` are the visible rows now, ``feed`` is the last number. Only rows that were within reach at ``since``
    are named: of no other did the workbook ever hear.
    """
    found: dict[str, list[str]] = {}
    if since in (0, feed):
        return found
    for name, visible in marks.items():
        versions = opened.table(name)[1].versions
        changed = connection.scalars(_changed(versions), {"since": since})
        hidden = set(changed) - {mark.id for mark in visible}
        gone: list[str] = []
        for chunk in in_chunks(hidden):
            gone += connection.scalars(_shown_then(versions, opened.reach_of(name)), {"since": since, **chunk})
        if gone:
            found[name] = sorted(gone)
    return found


@kept
def _changed(versions: Table) -> Select[str]:
    return select(versions.c[ID]).where(versions.c[SEQ] > bindparam("since")).distinct()


@kept
def _shown_then(versions: Table, reach: TableReach) -> Select[str]:
    """Of some rows, those that were in force and within reach at a feed number."""
    newest_then = select(func.max(versions.c[SEQ])).where(among(versions.c[ID]), versions.c[SEQ] <= bindparam("since"))
    return select(versions.c[ID]).where(
        versions.c[SEQ].in_(newest_then.group_by(versions.c[ID])),
        versions.c[KIND].not_in(OUT_OF_FORCE),
        reach.predicate(versions),
    )
