"""The same over the emulator, for whoever wants to see it run before Google does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from threading import Thread

from crossfoot_sync.emulator import Account, Discovery, Google, Person, Quota, Server, no_quota
from crossfoot_sync.emulator.http.adapter import Handle
from crossfoot_sync.google.account import ServiceAccount
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.clock import Clock, SystemClock
from crossfoot_sync.google.key import Key
from crossfoot_sync.google.line import Addresses, Line
from crossfoot_tests.at_google.noting import NotingTransport
from crossfoot_tests.at_google.place import Asked, Place

_ENDLESS = 10**6
_LISTENS = 0.02
"""Seconds until it notices that it is to end."""
NOTHING_SET = Asked()


@dataclass
class Rehearsal:
    """The emulator, Ann, who shares spreadsheets there, and the place that probes work in."""

    google: Google
    ann: Person
    worker: Account
    place: Place
    server: Server

    def answered_by(self, handle: Handle) -> None:
        """Let something else answer from now on."""
        self.server.handle_one = handle


@contextmanager
def rehearsal(
    asked: Asked = NOTHING_SET,
    private_key: str | None = None,
    clock: Clock | None = None,
    discovery: Discovery | None = None,
) -> Iterator[Rehearsal]:
    """An emulator that listens until the block ends, with the three spreadsheets that the how-to tells to make.

    Quotas are counted only where one is to be used up. With ``discovery``, requests and answers are held against what
    Google describes.
    """
    google = Google(quota=Quota() if asked.quota else no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    main, viewed, private = (
        ann.creates(title, locale="zh_CN", time_zone="Asia/Shanghai") for title in ("Check", "Look", "Closed")
    )
    ann.shares(main, worker)
    ann.shares(viewed, worker, "reader")
    hands = ann.opens(main)
    hands.pastes("A1", [["note", 7], ["do not touch", True]])
    barred = {"range": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}, "description": "Ann only"}
    hands.asks({"addProtectedRange": {"protectedRange": barred}})
    server = Server(google.handle)
    thread = Thread(target=partial(server.serve_forever, _LISTENS), name="emulator", daemon=True)
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        line = Line(addresses=Addresses.emulated(base), clock=clock or SystemClock())
        key = Key(google.key(worker, private_key=private_key))
        bucket = LocalBucket({"read": _ENDLESS, "write": _ENDLESS, "drive": _ENDLESS}, line.clock)
        transport = NotingTransport(ServiceAccount(key, line), bucket, line)
        set_up = replace(asked, not_shared=private, view_only=viewed, emulated=True)
        yield Rehearsal(google, ann, worker, Place(transport, main, set_up), server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
