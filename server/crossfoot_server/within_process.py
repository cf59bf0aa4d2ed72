"""The server within this process: the application that people's clients reach over HTTP, called without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from crossfoot_sync.client.server import Response


@dataclass(frozen=True)
class WithinProcess:
    """A transport of the client that calls an application; ``address`` is what messages call it."""

    application: Flask
    address: str

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer to one request."""
        address, _, query = path.partition("?")
        asked = EnvironBuilder(address, method=method, query_string=query, data=body, headers=list(headers.items()))
        # In a context of its own: this may be called while another request is being answered, which Flask would mix up.
        given, status, _ = Context().run(run_wsgi_app, self.application.wsgi_app, asked.get_environ())
        return Response(int(status.split(" ", 1)[0]), b"".join(given))
