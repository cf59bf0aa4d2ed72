"""The numbers that rows of a table ever had, so that a gap between those in force is explained."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select

from crossfoot_server.accounts import Actor
from crossfoot_server.errors import UnknownColumn
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.people import everybody, name_of
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Pair, Store
from crossfoot_server.store.schema import ACTOR, ID, RECORDED_AT, SEQ, VOIDED
from crossfoot_sync.engine.wire import NumberGiven, NumbersGiven

Fate = Literal["in_force", "changed", "removed"]


def numbers_given(store: Store, actor: Actor, book: str, table: str, limit: int) -> NumbersGiven:
    """The ``limit`` numbers that rows within reach had last, given by the server or typed, and what became of each.

    Raises:
        UnknownBook, NotAllowed, UnknownTable: the table is not there for ``actor``.
        UnknownColumn: it has no column that the server numbers.
    """
    opened = open_book(store, actor, book)
    view, pair = opened.table(table)
    column = next((each.name for each in view.table.columns if each.numbered), None)
    if column is None:
        raise UnknownColumn("numbering", table, tuple(view.table.by_name))
    with store.reading() as connection:
        rows = _first_versions(connection, opened, pair, column, limit)
        people = everybody(connection, store)
    return NumbersGiven(
        table,
        column,
        [
            NumberGiven(
                number=row.number,
                id=row.id,
                at=utc_text(row.at),
                actor_name=name_of(people, row.actor),
                fate=_fate(row),
                now=row.now or "",
            )
            for row in rows
        ],
    )


def _first_versions(connection: Connection, opened: OpenBook, pair: Pair, column: str, limit: int) -> list[Row[Any]]:
    """The first version with each number of each row, the latest number first, with the row as it is now."""
    versions, current = pair.versions, pair.current
    held = versions.c[column]
    first = (
        select(func.min(versions.c[SEQ]))
        .where(held.is_not(None), opened.reach_of(pair.definition.name).predicate(versions))
        .group_by(versions.c[ID], held)
    )
    wanted = (
        select(
            held.label("number"),
            versions.c[ID].label("id"),
            versions.c[RECORDED_AT].label("at"),
            versions.c[ACTOR].label("actor"),
            current.c[column].label("now"),
            current.c[VOIDED].label("voided"),
        )
        .outerjoin(current, current.c[ID] == versions.c[ID])
        .where(versions.c[SEQ].in_(first))
        .order_by(versions.c[SEQ].desc())
        .limit(limit)
    )
    return list(connection.execute(wanted))


def _fate(row: Row[Any]) -> Fate:
    if row.voided is None or row.voided:
        return "removed"
    return "in_force" if row.now == row.number else "changed"
