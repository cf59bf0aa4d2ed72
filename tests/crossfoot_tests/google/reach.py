"""A spreadsheet that Ann shares with a service account, and the way of that account to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from crossfoot_sync.emulator import Account, Discovery, Google, Person, Quota
from crossfoot_sync.google.account import ServiceAccount
from crossfoot_sync.google.bucket import LIMITS, LocalBucket
from crossfoot_sync.google.calls import Lane
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import Patience
from crossfoot_sync.google.transport import Transport
from crossfoot_tests.google.faketime import FakeTime

SEED = 7
"""Where the jitter of every transport here comes from."""


@dataclass
class Reach:
    """The emulator, who works in it, and a transport; time passes only while the transport waits."""

    google: Google
    time: FakeTime
    ann: Person
    worker: Account
    id: str
    line: Line
    bucket: LocalBucket
    transport: Transport
    private_key: str = field(repr=False)

    @classmethod
    def new(
        cls,
        discovery: Discovery,
        private_key: str,
        quota: Quota | None = None,
        limits: dict[Lane, int] | None = None,
        time: FakeTime | None = None,
    ) -> Reach:
        """A new one, in which nothing was asked yet."""
        time = time or FakeTime()
        google = Google(clock=time.clock, quota=quota, discovery=discovery)
        ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
        file_id = ann.creates("Customers")
        ann.shares(file_id, worker)
        line = Line(google.session(), clock=time)
        account = ServiceAccount(Key(google.key(worker, private_key=private_key)), line)
        bucket = LocalBucket(limits or LIMITS, time)
        transport = Transport(account, bucket, line, patience=Patience(random=Random(SEED)))
        return cls(google, time, ann, worker, file_id, line, bucket, transport, private_key)

    @property
    def link(self) -> str:
        """The spreadsheet's address in a browser."""
        return f"https://docs.google.com/spreadsheets/d/{self.id}"

    def read(self, transport: Transport | None = None) -> list[list[Any]]:
        """What the first sheet holds."""
        values: list[list[Any]] = (transport or self.transport).values_get(self.id, "Sheet1").get("values", [])
        return values

    def write(self, text: str = "new", transport: Transport | None = None) -> None:
        """Write to its first cell."""
        body = {"values": [[text]]}
        (transport or self.transport).values_update(self.id, "A1", {"valueInputOption": "RAW"}, body)

    def sees(self) -> list[list[Any]]:
        """What Ann sees in the first sheet, without a request."""
        return self.ann.opens(self.id).sees()

    def asked(self) -> list[tuple[str, int]]:
        """Every request that arrived: its method of the API, shortened, and the status of the answer."""
        return [(each.method.removeprefix("sheets.spreadsheets."), each.status) for each in self.google.log]


READ, WRITE = "values.get", "values.update"
"""What ``read`` and ``write`` ask for."""
