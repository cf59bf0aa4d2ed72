"""The server as the worker reaches it: in its own process, in the name of a linked sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import TokenRefused
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.store import Store
from crossfoot_server.within_process import WithinProcess
from crossfoot_sync.client.server import Server

ADDRESS = "crossfoot worker"
"""What the manifest of a sheet and messages call it: there is no address to go to."""


class OwnServer:
    """The server as sheets reach it. What lets one in is the registry; the application listens nowhere."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime]) -> None:
        self._transport = WithinProcess(create_app(store, Settings(), now, identify=admitted), ADDRESS)

    def of(self, login: str) -> Server:
        """The server for the account of a linked sheet."""
        return Server(self._transport, login)


def admitted(store: Store, authorization: str, _now: dt.datetime) -> Actor:
    """The linked sheet whose login stands where others send a token.

    Raises:
        TokenRefused: the registry lists no such sheet.
    """
    actor = actor_of(store, authorization.removeprefix("Bearer "))
    if actor is None or not actor.is_sheet:
        raise TokenRefused
    return actor
