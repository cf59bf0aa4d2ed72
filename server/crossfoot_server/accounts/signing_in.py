"""Signing in by a code: a program shows it, and somebody who is signed in already, or runs the server, lets it in.

The program holds a secret of its own meanwhile, which alone is worth a token in the end. The code is short, since
people read it out: it lets somebody in, and gives nothing away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from crossfoot_server.accounts.errors import SignInOver, TooManySignIns, UnknownCode
from crossfoot_server.accounts.tokens import NewToken, add_token, hash_of, written
from crossfoot_server.store import Store

LASTS = dt.timedelta(minutes=15)
"""How long a code counts."""

HOLDS_DAYS = 90
"""How long what a code gave holds, where nobody says otherwise."""

INTERVAL = 3
"""After how many seconds a program may ask again whether it was let in."""

MOST = 1000
"""So many codes may count at a time; whoever asks for more is asked to wait."""

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LONGEST_NAME = 80


class Asked(msgspec.Struct, frozen=True):
    """What a program holds until it is let in: ``code`` is for people, ``secret`` is not."""

    secret: str
    code: str


class Waiting(msgspec.Struct, frozen=True):
    """A program that waits to be let in: what it calls itself, and since when it waits."""

    client: str
    asked_at: dt.datetime


def ask(store: Store, client: str, now: dt.datetime) -> Asked:
    """A code for a program that calls itself ``client``.

    Raises:
        TooManySignIns: too many wait already.
    """
    sign_in = store.schema.sign_in
    asked = Asked(secrets.token_hex(24), "".join(secrets.choice(_LETTERS) for _ in range(8)))
    row = {
        "secret_hash": hash_of(asked.secret),
        "code": asked.code,
        "client": _plain(client),
        "asked_at": now,
        "expires_at": now + LASTS,
    }
    with store.writing() as connection:
        connection.execute(delete(sign_in).where(sign_in.c.expires_at <= now))
        if (connection.scalar(select(func.count()).select_from(sign_in)) or 0) >= MOST:
            raise TooManySignIns
        connection.execute(insert(sign_in), [row])
    return msgspec.structs.replace(asked, code=f"{asked.code[:4]}-{asked.code[4:]}")


def look(store: Store, code: str, now: dt.datetime) -> Waiting:
    """Which program shows ``code``, for whoever is about to let it in.

    Raises:
        UnknownCode: none does, or no longer.
    """
    with store.reading() as connection:
        return _with_code(connection, store, code, now)[1]


def let_in(store: Store, code: str, login: str, now: dt.datetime, days: int = HOLDS_DAYS) -> Waiting:
    """Let the program that shows ``code`` in as ``login``, for so many days.

    Raises:
        UnknownCode: none does, or no longer, or it was let in before.
        UnknownUser, NoTokenForSheet: there is no such person.
    """
    sign_in = store.schema.sign_in
    with store.writing() as connection:
        secret_hash, waiting = _with_code(connection, store, code, now)
        token_id = add_token(connection, store, NewToken(login, waiting.client, now, dt.timedelta(days=days)), "")
        let = update(sign_in).where(sign_in.c.secret_hash == secret_hash)
        connection.execute(let.values(token=token_id))
    return waiting


def redeem(store: Store, secret: str, now: dt.datetime) -> str | None:
    """The token of whoever holds ``secret``; ``None`` while nobody has let them in. Asked again, it is the same token.

    Raises:
        SignInOver: the secret is none, or no longer.
    """
    sign_in, token = store.schema.sign_in, store.schema.token
    own = hmac.new(secret.encode(), b"token", hashlib.sha256).hexdigest()[:48]
    in_force = (sign_in.c.secret_hash == hash_of(secret)) & (sign_in.c.expires_at > now)
    with store.reading() as connection:
        row = connection.execute(select(sign_in.c.token).where(in_force)).one_or_none()
    if row is None:
        raise SignInOver
    if row.token is None:
        return None
    with store.writing() as connection:
        connection.execute(update(token).where(token.c.id == row.token).values(secret_hash=hash_of(own)))
    return written(row.token, own)


def _with_code(connection: Connection, store: Store, code: str, now: dt.datetime) -> tuple[str, Waiting]:
    """What is kept of the secret of the program that shows ``code``, and which one that is."""
    sign_in = store.schema.sign_in
    plain = "".join(each for each in unicodedata.normalize("NFKC", code).upper() if each.isalpha())
    in_force = (sign_in.c.code == plain) & (sign_in.c.expires_at > now) & sign_in.c.token.is_(None)
    columns = sign_in.c.secret_hash, sign_in.c.client, sign_in.c.asked_at
    row = connection.execute(select(*columns).where(in_force)).one_or_none()
    if row is None:
        raise UnknownCode(code)
    return row.secret_hash, Waiting(row.client, row.asked_at)


def _plain(client: str) -> str:
    """What a stranger's program calls itself, fit to be shown."""
    shown = "".join(each if each.isprintable() else " " for each in client)
    return shown.strip()[:_LONGEST_NAME] or "?"
