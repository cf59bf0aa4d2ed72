"""A company that works with the shipped books, and its desks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from crossfoot_server.accounts import EntityEntry, Grant, Organisation, TeamEntry, UserEntry
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.builders import Desk, Edit, new, open_store, row_id

PEOPLE = Organisation(
    entities=(EntityEntry("HD", "华东", "East"),),
    teams=(TeamEntry("east", "华东", "East", entity="HD"),),
    users=(
        UserEntry("fin", "赵敏", "HD", language="en", team="east", grants=(Grant("finance", "all"),)),
        UserEntry("li", "李娜", "HD", language="en", team="east", grants=(Grant("sales", "own"),)),
        UserEntry("grace", "Grace", "HD", language="en", team="east", grants=(Grant("sales_manager", "all"),)),
        UserEntry("wu", "吴琳", "HD", language="en", team="east", grants=(Grant("finance", "all"),)),
        UserEntry("boss", "陈总", "HD", language="en", grants=(Grant("management", "all"),)),
    ),
)


def company(folder: Path) -> Iterator[Store]:
    """A store with the shipped books and these people."""
    with closing(open_store(folder, load_catalog(), PEOPLE)) as store:
        yield store


def customer(number: int, name: str, **values: WireValue) -> Edit:
    return new("customer", row_id(number), code=f"K{number}", name=name, owner="li", **values)


def told(reply: SyncReply) -> dict[str, list[str]]:
    """By table how each row fared, and beside it what it was told, in English."""
    found: dict[str, list[str]] = {}
    for outcome in reply.outcome:
        for position, status in enumerate(outcome.status):
            said = [field.message.text("en") for field in outcome.fields if field.row == position]
            found.setdefault(outcome.table, []).append(" ".join((status, *dict.fromkeys(said))))
    return found


def shows(desk: Desk, table: str, *columns: str) -> list[tuple[WireValue, ...]]:
    """What ``desk`` shows of ``table`` once it has pulled, by id."""
    desk.sync()
    return desk.shown(table, *columns)
