"""Who is who: pushes and histories name people, and give rows the team of who owns them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from crossfoot_server.store import Schema, Store
from crossfoot_server.store.statements import kept


@dataclass(frozen=True, slots=True)
class Person:
    """A person's display name, and the company and team they belong to."""

    name: str
    entity: str | None
    team: str | None


def everybody(connection: Connection, store: Store) -> dict[str, Person]:
    """Everybody by login, those who left as well."""
    return {row[0]: Person(*row[1:]) for row in connection.execute(_people(store.schema))}


@kept
def _people(schema: Schema) -> Select[str, str, str, str]:
    user = schema.user
    return select(user.c.login, user.c.name, user.c.entity, user.c.team)


def name_of(people: dict[str, Person], login: str) -> str:
    """How ``login`` is named to people."""
    return people[login].name if login in people else login
