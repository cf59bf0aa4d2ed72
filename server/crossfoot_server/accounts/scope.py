"""Which rows somebody reaches in a book: one value, read as SQL for stored rows and as Python for rows in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, false, or_, select, true

from crossfoot_server.accounts.conditions import Condition
from crossfoot_server.accounts.people import Actor
from crossfoot_server.errors import NotAllowed
from crossfoot_server.store.schema import VOIDED
from crossfoot_templates.types import Value


@dataclass(frozen=True)
class Reach:
    """The rows that count as somebody's: everything, or those with one of these entities, teams or owners.

    Where a table states a ``condition`` on who sees its rows, that must hold as well.
    """

    everything: bool
    entities: frozenset[str]
    teams: frozenset[str]
    owners: frozenset[str]
    condition: Condition | None = None

    def covers(self, row: Mapping[str, Value]) -> bool:
        """Whether ``row`` is within reach."""
        return (
            self.everything
            or row.get("entity") in self.entities
            or row.get("team") in self.teams
            or row.get("owner") in self.owners
        ) and (self.condition is None or self.condition.holds(row))

    def predicate(self, table: FromClause) -> ColumnElement[bool]:
        """The same as SQL, over ``table``: a generated table or an alias of one."""
        named = (("entity", self.entities), ("team", self.teams), ("owner", self.owners))
        granted = or_(false(), *(table.c[name].in_(sorted(codes)) for name, codes in named if codes))
        if self.everything:
            granted = true()
        return granted if self.condition is None else and_(granted, self.condition.sql(table))

    def visible(self, table: FromClause) -> ColumnElement[bool]:
        """The current rows that are shown: within reach, and not voided."""
        return and_(table.c[VOIDED] == false(), self.predicate(table))


def reach(actor: Actor, book: str) -> Reach:
    """What ``actor`` reaches in ``book``: the union of what the grants for it give.

    Raises:
        NotAllowed: no grant counts in this book.
    """
    grants = actor.grants_for(book)
    if not grants:
        raise NotAllowed(actor.login, f"book {book!r}")
    scopes = {grant.scope for grant in grants}
    return Reach(
        everything="all" in scopes,
        entities=frozenset({actor.entity} if "entity" in scopes else ()),
        teams=actor.teams if "team" in scopes else frozenset(),
        owners=frozenset({actor.login} if "own" in scopes else ()),
    )


def assignable(actor: Actor, book: str, accounts: dict[str, Table]) -> dict[str, ColumnElement[bool]]:
    """By account table, the predicate of the entries that ``actor`` may put into a row of ``book``.

    An own-row grant reaches oneself, one's team and one's company; a team grant the people and companies of
    the teams; a company grant its teams and people.
    """
    within = reach(actor, book)
    entity, team, user = accounts["entity"], accounts["team"], accounts["user"]
    active = user.c.active == true()
    if within.everything:
        return {"entity": true(), "team": true(), "user": active}
    allowed: dict[str, list[ColumnElement[Any]]] = {
        "entity": [
            entity.c.code == actor.entity,
            entity.c.code.in_(select(team.c.entity).where(team.c.code.in_(sorted(within.teams)))),
        ],
        "team": [team.c.code.in_(sorted(within.teams)), team.c.entity.in_(sorted(within.entities))],
        "user": [
            user.c.login == actor.login,
            user.c.team.in_(sorted(within.teams)),
            user.c.entity.in_(sorted(within.entities)),
        ],
    }
    if actor.team is not None:
        allowed["team"].append(team.c.code == actor.team)
    return {
        "entity": or_(*allowed["entity"]),
        "team": or_(*allowed["team"]),
        "user": and_(active, or_(*allowed["user"])),
    }
