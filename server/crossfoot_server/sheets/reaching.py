"""The way to Google, put together from what whoever runs the server has set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_sync.google.account import ServiceAccount
from crossfoot_sync.google.bucket import Bucket, LocalBucket
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Addresses, Line
from crossfoot_sync.google.transport import Transport


@dataclass(frozen=True)
class Reach:
    """How Google is reached.

    Attributes:
        key: the service account's key file.
        address: of an emulator on this machine that stands in for Google; blank for Google itself.
        queue: the Redis that workers share, with the turns of the account in it; blank where there is one worker.
    """

    key: Path
    address: str = ""
    queue: str = ""


def reach(how: Reach) -> GoogleSpreadsheets:
    """All spreadsheets that are shared with the account of a key; nothing is asked of Google yet.

    Raises:
        NotAKey: the file is no key of a service account.
        ValueError: the address is not of this machine.
    """
    line = Line(addresses=Addresses.emulated(how.address) if how.address else Addresses())
    account = ServiceAccount(Key.read(how.key), line)
    return GoogleSpreadsheets(Transport(account, _bucket(how, account.email), line))


def _bucket(how: Reach, account: str) -> Bucket:
    if not how.queue:
        return LocalBucket()
    from redis import Redis  # noqa: PLC0415  # only those who share a queue need it

    from crossfoot_server.worker.turns import RedisBucket  # noqa: PLC0415  # the same

    return RedisBucket(Redis.from_url(how.queue), account)
