"""What the store keeps of the sessions of thin clients. Whatever web process a request reaches finds it there."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import msgspec
from sqlalchemy import Connection, Select, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crossfoot_server.store import Store
from crossfoot_server.thin.errors import Overtaken, SessionTooLarge, UnknownSession, WorkbookAtWork
from crossfoot_server.thin.wire import Begin

MOST_BYTES: Final = 256 << 20
"""How much a session may be given, as JSON."""

KEPT: Final = dt.timedelta(hours=1)
"""How long a session is kept that nobody asks about any more. What it was to send stays in the outbox."""

QUIET: Final = dt.timedelta(minutes=2)
"""After how long without a request a session that is not at its end is thought to be left."""


Also: TypeAlias = Callable[[Connection], None]


@dataclass(frozen=True)
class Entry:
    """Something that happened in a session; ``kind`` says what."""

    kind: str
    content: bytes


@dataclass
class Session:
    """A session as the store has it.

    Attributes:
        entries: what happened in it, in order.
        parts: what its client answered, compressed, by step and in order; ``complete`` are the steps of which the last
            part is there.
    """

    id: str
    login: str
    begin: Begin
    entries: list[Entry] = field(default_factory=list)
    parts: dict[int, list[bytes]] = field(default_factory=dict)
    complete: set[int] = field(default_factory=set)


def begin(store: Store, session: str, login: str, asked: Begin, now: dt.datetime) -> None:
    """Put down a new session; one that was put down before stays.

    Raises:
        WorkbookAtWork: another is at the same workbook, and is not to be taken over.
        UnknownSession: somebody else's has this id.
    """
    kept = store.schema.session
    with store.writing() as connection:
        _drop(connection, store, select(kept.c.id).where(kept.c.touched_at < now - KEPT))
        found = connection.scalar(select(kept.c.login).where(kept.c.id == session))
        if found is not None:
            if found != login:
                raise UnknownSession(session)
            return
        same = and_(kept.c.login == login, kept.c.workbook == asked.workbook)
        others = connection.execute(select(kept).where(same)).all()
        for each in others:
            at_work = not each.done and each.touched_at > now - QUIET
            if at_work and not asked.take_over:
                raise WorkbookAtWork(each.task, each.created_at)
        _drop(connection, store, select(kept.c.id).where(same))
        facts: dict[str, object] = {"id": session, "login": login, "workbook": asked.workbook, "task": asked.task}
        facts |= {"asked": msgspec.json.encode(asked), "created_at": now, "touched_at": now, "bytes": 0, "done": False}
        connection.execute(insert(kept), [facts])


def _drop(connection: Connection, store: Store, ids: Select[tuple[str]]) -> None:
    schema = store.schema
    chosen = [*connection.scalars(ids)]
    for table, column in ((schema.session_part, "session"), (schema.session_entry, "session"), (schema.session, "id")):
        connection.execute(delete(table).where(table.c[column].in_(chosen)))


@dataclass(frozen=True)
class Part:
    """A part of what a client answers: its step, and its number there."""

    step: int
    number: int
    last: bool
    content: bytes


def give(store: Store, session: str, login: str, part: Part) -> None:
    """Keep a part of what a client answers; one that is kept already stays.

    Raises:
        UnknownSession: there is none.
        SessionTooLarge: that would be more than a session may hold.
    """
    parts, kept = store.schema.session_part, store.schema.session
    try:
        with store.writing() as connection:
            held = connection.scalar(select(kept.c.bytes).where(kept.c.id == session, kept.c.login == login))
            if held is None:
                raise UnknownSession(session)
            if held + len(part.content) > MOST_BYTES:
                raise SessionTooLarge(MOST_BYTES)
            facts = {
                "session": session,
                "step": part.step,
                "number": part.number,
                "last": part.last,
                "content": zlib.compress(part.content, 5),
            }
            connection.execute(insert(parts), [facts])
            connection.execute(update(kept).where(kept.c.id == session).values(bytes=held + len(part.content)))
    except IntegrityError:
        return  # it came before, and its reply was lost


def load(store: Store, session: str, login: str) -> Session:
    """The session with all that happened in it.

    Raises:
        UnknownSession: there is none of this person.
    """
    schema = store.schema
    kept, entry, part = schema.session, schema.session_entry, schema.session_part
    with store.reading() as connection:
        row = connection.execute(select(kept).where(kept.c.id == session, kept.c.login == login)).one_or_none()
        if row is None:
            raise UnknownSession(session)
        found = Session(session, login, msgspec.json.decode(row.asked, type=Begin))
        happened = select(entry.c.kind, entry.c.content).where(entry.c.session == session).order_by(entry.c.number)
        found.entries = [Entry(each.kind, zlib.decompress(each.content)) for each in connection.execute(happened)]
        given = select(part).where(part.c.session == session).order_by(part.c.step, part.c.number)
        for each in connection.execute(given):
            found.parts.setdefault(each.step, []).append(each.content)
            if each.last and each.number == len(found.parts[each.step]) - 1:
                found.complete.add(each.step)
    return found


def put_down(store: Store, session: Session, fresh: Sequence[Entry], also: Also | None = None, **told: object) -> None:
    """Add to what happened in a session, together with what is ``also`` to be done in the store, or not at all.

    What is ``told`` of the session itself is when it was ``touched_at``, and that it is ``done``.

    Raises:
        UnknownSession: it was ended meanwhile.
        Overtaken: another request of it got ahead.
    """
    schema = store.schema
    first = len(session.entries)
    rows = [
        {"session": session.id, "number": first + at, "kind": each.kind, "content": zlib.compress(each.content, 5)}
        for at, each in enumerate(fresh)
    ]
    try:
        with store.writing() as connection:
            own = schema.session.c.id == session.id
            touched = connection.execute(update(schema.session).where(own).values(**told))
            if not touched.rowcount:
                raise UnknownSession(session.id)
            if rows:
                connection.execute(insert(schema.session_entry), rows)
            else:
                count = select(func.count()).select_from(schema.session_entry)
                if connection.scalar(count.where(schema.session_entry.c.session == session.id)) != first:
                    raise Overtaken
            if also is not None:
                also(connection)
    except IntegrityError as error:
        raise Overtaken from error
    session.entries.extend(fresh)
