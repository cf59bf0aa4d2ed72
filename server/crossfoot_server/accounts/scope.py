"""Which rows somebody reaches in a book: by their grants, and by what tables ask for beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, and_, false, or_, select, true

from crossfoot_server.accounts.conditions import Condition
from crossfoot_server.accounts.people import Actor
from crossfoot_server.errors import NotAllowed
from crossfoot_server.store.schema import PERSON, VOIDED
from crossfoot_templates.types import Value


@dataclass(frozen=True)
class Reach:
    """The rows that grants give somebody: everything, or those with one of these entities, teams or owners."""

    everything: bool
    entities: frozenset[str]
    teams: frozenset[str]
    owners: frozenset[str]

    def covers(self, row: Mapping[str, Value]) -> bool:
        """Whether grants give ``row``; what its table asks for beside them is not looked at."""
        return (
            self.everything
            or row.get("entity") in self.entities
            or row.get("team") in self.teams
            or row.get("owner") in self.owners
        )

    def predicate(self, table: FromClause) -> ColumnElement[bool]:
        """The same as SQL, over ``table``: a generated table or an alias of one."""
        if self.everything:
            return true()
        named = (("entity", self.entities), ("team", self.teams), ("owner", self.owners))
        return or_(false(), *(table.c[name].in_(sorted(codes)) for name, codes in named if codes))


@dataclass(frozen=True)
class TableReach:
    """The rows of one table that somebody sees: of those that grants give, the ones that meet its ``condition``.

    It is for rows that are stored; rows in hand are told apart in ``services.within_reach``.
    """

    granted: Reach
    condition: Condition | None = None

    def predicate(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row is seen, as SQL over ``table``: a generated table or an alias of one."""
        granted = self.granted.predicate(table)
        return granted if self.condition is None else and_(granted, self.condition.sql(table))

    def visible(self, table: FromClause) -> ColumnElement[bool]:
        """The current rows that are shown: seen, and not voided."""
        return and_(table.c[VOIDED] == false(), self.predicate(table))


def reach(actor: Actor, book: str) -> Reach:
    """What ``actor`` reaches in ``book``: the union of what the grants for it give.

    Raises:
        NotAllowed: no grant counts in this book.
    """
    grants = actor.grants_for(book)
    if not grants:
        raise NotAllowed(actor.login, book)
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
    active = and_(user.c.active == true(), user.c.kind == PERSON)
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
