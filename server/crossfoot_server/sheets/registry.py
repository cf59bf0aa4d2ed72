"""The linked sheets: what each is a sheet of, in whose name it acts, and how it stands."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Literal

import msgspec
from sqlalchemy import Row, Select, delete, insert, or_, select, update

from crossfoot_server.sheets.errors import SeveralSheets, UnknownSheet
from crossfoot_server.sheets.waiting import Waiting
from crossfoot_server.sheets.wording import Told
from crossfoot_server.store import Schema, Store
from crossfoot_templates.model import Language

State = Literal["laying", "active", "paused"]
"""``laying``: it was not filled yet. ``paused``: only a person can mend what keeps it from being synced."""


class Seen(msgspec.Struct, frozen=True):
    """What a sheet was in step with, so that nothing is done while nothing moves.

    Attributes:
        version: Drive's, told before the sheet was last read; -1 where a sync may have been cut off.
        feed: up to which number of the store's feed there was nothing new for the sheet.
        cells: the digest of what stood in its tables.
        epoch, cursor, view: the store's epoch, how far the sheet was in step with it, the version of its definitions.
        lists: digests of the reference lists that it holds, by table.
        shown: digests of the ids and revisions that it shows, by table.
        waiting: ids of rows that show a change which waits for an approval, by table.
        day: the day of the last sync in the house's zone, ISO: what is calculated from today's date changes with it.
    """

    version: int = -1
    feed: int = -1
    cells: str = ""
    epoch: str = ""
    cursor: int = 0
    view: str = ""
    lists: dict[str, str] = {}
    shown: dict[str, str] = {}
    waiting: dict[str, list[str]] = {}
    day: str = ""


UNSEEN = Seen()
"""Of a sheet of which nothing is known: it is synced whatever Drive says."""


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """A linked sheet.

    Attributes:
        id: the spreadsheet's id at Google; ``workbook`` the id that its batches name.
        login: the account in whose name it acts.
        locale, time_zone: of the spreadsheet when it was linked.
        linked_by: who ran the command, as the machine knows them.
        secret: what its pings are signed with.
        outcome: what the last look came to.
        pinged_at: since when somebody waits for a sync; ``None`` where nobody does.
        due_at: when it is to be looked at next, ``pause`` seconds after the last look.
    """

    id: str
    title: str
    book: str
    language: Language
    login: str
    workbook: str
    locale: str
    time_zone: str
    linked_by: str
    linked_at: dt.datetime
    secret: str
    state: State
    outcome: Told
    seen: Seen
    looked_at: dt.datetime | None
    synced_at: dt.datetime | None
    pinged_at: dt.datetime | None
    due_at: dt.datetime
    pause: int


_JSON: dict[str, type] = {"outcome": Told, "seen": Seen}


def linked_sheets(store: Store) -> list[Linked]:
    """Every linked sheet, by title."""
    sheet = store.schema.sheet
    with store.reading() as connection:
        return [_linked(row) for row in connection.execute(_all(store.schema).order_by(sheet.c.title, sheet.c.id))]


def linked_sheet(store: Store, spreadsheet: str) -> Linked | None:
    """The linked sheet with this id; ``None`` where there is none."""
    with store.reading() as connection:
        row = connection.execute(_all(store.schema).where(store.schema.sheet.c.id == spreadsheet)).one_or_none()
    return None if row is None else _linked(row)


def waiting_sheets(store: Store, now: dt.datetime) -> list[Waiting]:
    """The sheets that are due, or for which somebody waits."""
    sheet = store.schema.sheet
    ready = or_(sheet.c.due_at <= now, sheet.c.pinged_at.is_not(None))
    asked = select(sheet.c.id, sheet.c.due_at, sheet.c.pinged_at, sheet.c.looked_at).where(
        sheet.c.state != "laying", ready
    )
    with store.reading() as connection:
        return [Waiting(*row) for row in connection.execute(asked)]


def named_sheet(store: Store, name: str) -> Linked:
    """The linked sheet that somebody names by its title, id or login.

    Raises:
        UnknownSheet: none is called so.
        SeveralSheets: more than one has this title.
    """
    every = linked_sheets(store)
    found = [each for each in every if name in {each.id, each.login}] or [each for each in every if each.title == name]
    if not found:
        raise UnknownSheet(name, titles="、".join(each.title for each in every) or "-")
    if len(found) > 1:
        raise SeveralSheets(name, ids="、".join(each.id for each in found))
    return found[0]


def add(store: Store, linked: Linked) -> None:
    """Put down a sheet that is about to be filled."""
    with store.writing() as connection:
        connection.execute(insert(store.schema.sheet), [_columns(msgspec.structs.asdict(linked))])


def change(store: Store, spreadsheet: str, **changes: Any) -> None:
    """Put down what changed of a linked sheet, by field; one that was unlinked meanwhile stays so."""
    sheet = store.schema.sheet
    with store.writing() as connection:
        connection.execute(update(sheet).where(sheet.c.id == spreadsheet).values(_columns(changes)))


def put_down(store: Store, spreadsheet: str, started: dt.datetime, at: dt.datetime, **changes: Any) -> None:
    """Put down what a look that began at ``started`` came to, and when the next is due.

    That is at once where one was asked for meanwhile.
    """
    sheet = store.schema.sheet
    with store.writing() as connection:
        asked = connection.scalar(select(sheet.c.pinged_at).where(sheet.c.id == spreadsheet))
        again = asked is not None and asked > started
        due = at if again else at + dt.timedelta(seconds=changes["pause"])
        columns = _columns(changes) | {"due_at": due, "looked_at": at, "pinged_at": asked if again else None}
        connection.execute(update(sheet).where(sheet.c.id == spreadsheet).values(columns))


def new_secret() -> str:
    """What the pings of a sheet are signed with from now on; nobody can guess it."""
    return secrets.token_urlsafe(32)


def forget(store: Store, spreadsheet: str) -> None:
    """Strike a sheet off."""
    sheet = store.schema.sheet
    with store.writing() as connection:
        connection.execute(delete(sheet).where(sheet.c.id == spreadsheet))


def _all(schema: Schema) -> Select[Any]:
    return select(*(schema.sheet.c[name] for name in Linked.__struct_fields__))


def _linked(row: Row[Any]) -> Linked:
    facts = dict(row._mapping)
    return Linked(**facts | {name: msgspec.json.decode(facts[name], type=kind) for name, kind in _JSON.items()})


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: msgspec.json.encode(value).decode() if name in _JSON else value for name, value in fields.items()}
