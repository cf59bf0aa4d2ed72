"""The server within this process: the application that people's clients reach over HTTP, called without a socket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import TokenRefused
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.store import Store
from crossfoot_sync.client.server import Response, Server

ADDRESS = "crossfoot worker"
"""What the manifest of a sheet and messages call it: there is no address to go to."""


@dataclass(frozen=True)
class WithinProcess:
    """A transport of the client that calls an application."""

    application: Flask
    address: str = ADDRESS

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request."""
        address, _, query = path.partition("?")
        asked = EnvironBuilder(address, method=method, query_string=query, data=body, headers=list(headers.items()))
        given, status, _ = run_wsgi_app(self.application.wsgi_app, asked.get_environ())
        return Response(int(status.split(" ", 1)[0]), b"".join(given))


class OwnServer:
    """The server as sheets reach it. What lets one in is the registry; the application listens nowhere."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime]) -> None:
        self._transport = WithinProcess(create_app(store, Settings(), now, identify=admitted))

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
