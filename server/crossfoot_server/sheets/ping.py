"""What the script in a sheet may ask: that the sheet is synced now, signed with the sheet's own secret.

It travels no further than the registry: the worker looks there for what is due.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import select, update

from crossfoot_server.errors import PingedTooSoon, SignatureRefused
from crossfoot_server.store import Store

WINDOW_SECONDS: Final = 300
"""How far the time stamp of a ping may be from the server's clock, to either side."""

GAP_SECONDS: Final = 5
"""How soon after one ping of a sheet the next is taken."""

_NOBODY = "no sheet"


class Queued(msgspec.Struct):
    """The sheet will be synced as soon as its turn comes."""

    status: str = "queued"


class Signed(NamedTuple):
    """A ping as it came in: its time in seconds since 1970, its signature, and the body that both are about."""

    stamp: str
    signature: str
    body: bytes


def signature(secret: str, stamp: str, body: bytes) -> str:
    """What a ping is signed with: the HMAC-SHA256, in hexadecimal, over the time stamp, a full stop and the body."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def ping(store: Store, spreadsheet: str, signed: Signed, now: dt.datetime) -> Queued:
    """Note that somebody waits for a sync of a sheet.

    Raises:
        SignatureRefused: it was not asked by a linked sheet within the last minutes.
        PingedTooSoon: it was asked a moment ago.
    """
    sheet = store.schema.sheet
    with store.reading() as connection:
        found = connection.execute(
            select(sheet.c.secret, sheet.c.pinged_at, sheet.c.looked_at).where(sheet.c.id == spreadsheet)
        ).one_or_none()
    expected = signature(_NOBODY if found is None else found.secret, signed.stamp, signed.body)
    genuine = hmac.compare_digest(expected.encode(), signed.signature.encode())
    if found is None or not genuine or not _is_recent(signed.stamp, now):
        raise SignatureRefused
    last = max((each for each in (found.pinged_at, found.looked_at) if each is not None), default=None)
    if last is not None and dt.timedelta(0) <= now - last < dt.timedelta(seconds=GAP_SECONDS):
        raise PingedTooSoon(GAP_SECONDS)
    if found.pinged_at is None:
        with store.writing() as connection:
            asked = {"pinged_at": now}
            connection.execute(update(sheet).where(sheet.c.id == spreadsheet).values(asked))
    return Queued()


def _is_recent(stamp: str, now: dt.datetime) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    return abs(now.timestamp() - int(stamp)) <= WINDOW_SECONDS
