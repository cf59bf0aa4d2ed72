"""Everybody the store knows."""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import replace
from sqlalchemy import select

from crossfoot_server.accounts.organisation import UserEntry
from crossfoot_server.accounts.people import Grant
from crossfoot_server.store import Store


def list_people(store: Store) -> list[UserEntry]:
    """Every user with their grants, by login, those who left too."""
    user, grant = store.schema.user, store.schema.grant
    granted: defaultdict[str, list[Grant]] = defaultdict(list)
    with store.reading() as connection:
        every = select(grant.c.login, grant.c.role, grant.c.scope, grant.c.book)
        for login, *held in connection.execute(every.order_by(grant.c.role, grant.c.scope, grant.c.book)):
            granted[login].append(Grant(*held))
        columns = [user.c[name] for name in UserEntry.__struct_fields__ if name != "grants"]
        people = connection.execute(select(*columns).order_by(user.c.login))
        return [replace(UserEntry(*person), grants=tuple(granted[person.login])) for person in people]
