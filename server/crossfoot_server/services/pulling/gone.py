"""The ids a workbook may still show although its user may see them no longer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, and_, exists, func, select

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.visible import Mark
from crossfoot_server.store.schema import ID, KIND, SEQ

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


def gone_since(connection: Connection, opened: OpenBook, tables: Sequence[str], since: int) -> dict[str, list[str]]:
    """Rows that went out of sight after feed number ``since``: removed, or moved out of the actor's reach.

    Only rows that were within reach at ``since`` are named: of no other did the workbook ever hear.
    """
    found: dict[str, list[str]] = {}
    for name in tables:
        _, pair = opened.table(name)
        current, later, before = pair.current, pair.versions.alias("later"), pair.versions.alias("before")
        still_visible = exists().where(current.c[ID] == later.c[ID], opened.reach.visible(current)).correlate(later)
        newest_then = (
            select(func.max(pair.versions.c[SEQ]))
            .where(pair.versions.c[ID] == later.c[ID], pair.versions.c[SEQ] <= since)
            .correlate(later)
            .scalar_subquery()
        )
        statement = (
            select(later.c[ID])
            .distinct()
            .select_from(later.join(before, before.c[ID] == later.c[ID]))
            .where(
                later.c[SEQ] > since,
                before.c[SEQ] == newest_then,
                ~still_visible,
                and_(before.c[KIND].not_in(OUT_OF_FORCE), opened.reach.predicate(before)),
            )
            .order_by(later.c[ID])
        )
        gone = list(connection.scalars(statement))
        if gone:
            found[name] = gone
    return found
