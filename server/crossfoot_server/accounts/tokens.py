"""Tokens: how a client proves whose it is. Only a hash of the secret half is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

import msgspec
from sqlalchemy import Connection, insert, select, update

from crossfoot_server.accounts.people import Actor, Grant
from crossfoot_server.errors import UnknownToken, UnknownUser
from crossfoot_server.store import Store

PREFIX = "cf"


class TokenEntry(msgspec.Struct, frozen=True):
    """A token as it is listed; its secret is known to its holder alone."""

    id: str
    login: str
    label: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None


def issue_token(store: Store, login: str, label: str, now: dt.datetime, lifetime: dt.timedelta | None = None) -> str:
    """A new token for ``login``, ``cf_<id>_<secret>``, which is shown this once and cannot be read again.

    Raises:
        UnknownUser: there is no such user, or they are no longer active.
    """
    token_id, secret = secrets.token_hex(6), secrets.token_hex(24)
    user, token = store.schema.user, store.schema.token
    with store.writing() as connection:
        if not connection.scalar(select(user.c.active).where(user.c.login == login)):
            raise UnknownUser(login)
        row = {
            "id": token_id,
            "login": login,
            "label": label,
            "secret_hash": _hash(secret),
            "created_at": now,
            "expires_at": None if lifetime is None else now + lifetime,
        }
        connection.execute(insert(token), [row])
    return f"{PREFIX}_{token_id}_{secret}"


def list_tokens(store: Store, login: str) -> list[TokenEntry]:
    """The tokens of ``login``, the oldest first, revoked and expired ones too.

    Raises:
        UnknownUser: there is no such user.
    """
    user, token = store.schema.user, store.schema.token
    with store.reading() as connection:
        if connection.scalar(select(user.c.login).where(user.c.login == login)) is None:
            raise UnknownUser(login)
        columns = [token.c[name] for name in TokenEntry.__struct_fields__]
        theirs = select(*columns).where(token.c.login == login).order_by(token.c.created_at, token.c.id)
        return [TokenEntry(*row) for row in connection.execute(theirs)]


def revoke_token(store: Store, token_id: str, now: dt.datetime) -> None:
    """Make a token worthless from now on; one that was revoked before stays as it is.

    Raises:
        UnknownToken: there is no such token.
    """
    token = store.schema.token
    with store.writing() as connection:
        if connection.scalar(select(token.c.id).where(token.c.id == token_id)) is None:
            raise UnknownToken(token_id)
        in_force = (token.c.id == token_id) & token.c.revoked_at.is_(None)
        connection.execute(update(token).where(in_force).values(revoked_at=now))


def authenticate(store: Store, token: str, now: dt.datetime) -> Actor | None:
    """The person a token belongs to; ``None`` where it is unknown, expired, revoked or its user inactive."""
    prefix, _, rest = token.partition("_")
    token_id, _, secret = rest.partition("_")
    if prefix != PREFIX or not secret:
        return None
    table = store.schema.token
    with store.reading() as connection:
        row = connection.execute(select(table).where(table.c.id == token_id)).one_or_none()
        if row is None or not hmac.compare_digest(row.secret_hash, _hash(secret)):
            return None
        if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
            return None
        return _actor(connection, store, row.login, token_id)


def _actor(connection: Connection, store: Store, login: str, token_id: str) -> Actor | None:
    user, team, grant = store.schema.user, store.schema.team, store.schema.grant
    person = connection.execute(select(user).where(user.c.login == login, user.c.active)).one_or_none()
    if person is None:
        return None
    parents = {row.code: row.parent for row in connection.execute(select(team.c.code, team.c.parent))}
    granted = connection.execute(
        select(grant.c.role, grant.c.scope, grant.c.book)
        .where(grant.c.login == login)
        .order_by(grant.c.role, grant.c.scope, grant.c.book)
    )
    return Actor(
        login=login,
        name=person.name,
        language=person.language,
        entity=person.entity,
        team=person.team,
        teams=team_and_below(person.team, parents),
        grants=tuple(Grant(*row) for row in granted),
        token_id=token_id,
    )


def team_and_below(team: str | None, parents: dict[str, str | None]) -> frozenset[str]:
    """``team`` and every team under it; ``parents`` maps each team to the one above."""
    if team is None:
        return frozenset()
    found = {team}
    while True:
        below = {code for code, parent in parents.items() if parent in found} - found
        if not below:
            return frozenset(found)
        found |= below


def _hash(secret: str) -> str:
    # The secret is random and long, so a plain hash is enough: there is no weak password to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
