"""Tokens: how a client proves whose it is. Only a hash of the secret half is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from crossfoot_server.accounts.errors import (
    NoTokenForSheet,
    PersonLeft,
    TokenExpired,
    TokenRevoked,
    UnknownToken,
    UnknownUser,
)
from crossfoot_server.accounts.people import Actor, Grant
from crossfoot_server.store import Schema, Store
from crossfoot_server.store.schema import PERSON, SHEET
from crossfoot_server.store.statements import kept

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
        NoTokenForSheet: it is the account of a linked sheet.
    """
    secret = secrets.token_hex(24)
    with store.writing() as connection:
        token_id = add_token(connection, store, NewToken(login, label, now, lifetime), hash_of(secret))
    return written(token_id, secret)


class NewToken(NamedTuple):
    """What a new token is to be: whose, what for, since when, and how long it holds."""

    login: str
    label: str
    now: dt.datetime
    lifetime: dt.timedelta | None


def add_token(connection: Connection, store: Store, wanted: NewToken, secret_hash: str) -> str:
    """Put a token down and give its id; without a hash of a secret it is worth nothing yet.

    Raises:
        UnknownUser: there is no such user, or they are no longer active.
        NoTokenForSheet: it is the account of a linked sheet.
    """
    user, token_id = store.schema.user, secrets.token_hex(6)
    kind = connection.scalar(select(user.c.kind).where(user.c.login == wanted.login, user.c.active))
    if kind is None:
        raise UnknownUser(wanted.login)
    if kind == SHEET:
        raise NoTokenForSheet(wanted.login)
    row = {
        "id": token_id,
        "login": wanted.login,
        "label": wanted.label,
        "secret_hash": secret_hash,
        "created_at": wanted.now,
        "expires_at": None if wanted.lifetime is None else wanted.now + wanted.lifetime,
    }
    connection.execute(insert(store.schema.token), [row])
    return token_id


def written(token_id: str, secret: str) -> str:
    """A token as its holder keeps it."""
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
    """The person a token belongs to; ``None`` where it is unknown.

    Raises:
        TokenExpired, TokenRevoked, PersonLeft: it was theirs, and counts no longer. Only its holder is told.
    """
    prefix, _, rest = token.partition("_")
    token_id, _, secret = rest.partition("_")
    if prefix != PREFIX or not secret:
        return None
    with store.reading() as connection:
        rows = connection.execute(_holder(store.schema), {"token": token_id}).all()
        if not rows or not hmac.compare_digest(rows[0].secret_hash, hash_of(secret)):
            return None
        held = rows[0]
        if held.revoked_at is not None:
            raise TokenRevoked(held.revoked_at)
        if held.expires_at is not None and held.expires_at <= now:
            raise TokenExpired(held.expires_at)
        if not held.active:
            raise PersonLeft(held.login)
        return _actor(connection, store, rows, token_id)


def person(connection: Connection, store: Store, login: str) -> Actor | None:
    """Somebody in whose name something is to be done, without a token; ``None`` where they are no longer active."""
    rows = connection.execute(_named(store.schema), {"login": login}).all()
    return _actor(connection, store, rows, "") if rows else None


def _actor(connection: Connection, store: Store, rows: Sequence[Row[Any]], token_id: str) -> Actor:
    person = rows[0]
    parents = {} if person.team is None else {row[0]: row[1] for row in connection.execute(_parents(store.schema))}
    return Actor(
        login=person.login,
        name=person.name,
        language=person.language,
        entity=person.entity,
        team=person.team,
        teams=team_and_below(person.team, parents),
        grants=tuple(Grant(row.role, row.scope, row.book) for row in rows if row.role is not None),
        token_id=token_id,
        is_sheet=person.kind == SHEET,
    )


@kept
def _holder(schema: Schema) -> Select[Any]:
    """A token with its user: a row for each of their grants, or one without."""
    token, user, grant = schema.token, schema.user, schema.grant
    granted = grant.c.role, grant.c.scope, grant.c.book
    person = user.c.login, user.c.name, user.c.language, user.c.entity, user.c.team, user.c.kind, user.c.active
    return (
        select(token.c.secret_hash, token.c.revoked_at, token.c.expires_at, *person, *granted)
        .join(user, user.c.login == token.c.login)
        .outerjoin(grant, grant.c.login == user.c.login)
        .where(token.c.id == bindparam("token"), user.c.kind == PERSON)
        .order_by(*granted)
    )


@kept
def _named(schema: Schema) -> Select[Any]:
    """An active user by login: a row for each of their grants, or one without."""
    user, grant = schema.user, schema.grant
    granted = grant.c.role, grant.c.scope, grant.c.book
    named = user.c.login, user.c.name, user.c.language, user.c.entity, user.c.team, user.c.kind
    joined = select(*named, *granted).outerjoin(grant, grant.c.login == user.c.login)
    return joined.where(user.c.active, user.c.login == bindparam("login")).order_by(*granted)


@kept
def _parents(schema: Schema) -> Select[str, str | None]:
    return select(schema.team.c.code, schema.team.c.parent)


def teams_below(connection: Connection, store: Store, team: str) -> frozenset[str]:
    """``team`` and every team under it."""
    return team_and_below(team, {row[0]: row[1] for row in connection.execute(_parents(store.schema))})


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


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    # The secret is random and long, so a plain hash is enough: there is no weak password to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
