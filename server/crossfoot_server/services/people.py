"""Who is who: pushes and histories name people, and give rows the team of who owns them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from crossfoot_server.store import Store


@dataclass(frozen=True, slots=True)
class Person:
    """A person's display name, and the company and team they belong to."""

    name: str
    entity: str | None
    team: str | None


def everybody(connection: Connection, store: Store) -> dict[str, Person]:
    """Everybody by login, those who left as well."""
    user = store.schema.user
    rows = connection.execute(select(user.c.login, user.c.name, user.c.entity, user.c.team))
    return {row.login: Person(row.name, row.entity, row.team) for row in rows}


def name_of(people: dict[str, Person], login: str) -> str:
    """How ``login`` is named to people."""
    return people[login].name if login in people else login
