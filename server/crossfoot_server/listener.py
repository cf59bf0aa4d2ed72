"""The web server itself: waitress on one socket, stopped from a signal handler or another thread."""

from __future__ import annotations

import errno
import socket
import threading
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore  # type: ignore[import-untyped]

from crossfoot_server.settings import Settings
from crossfoot_templates.label import Label, Language

_ROOM = 4
"""How many times our own limit waitress lets a body grow, so that the refusal is ours and says the way out."""

_CONNECTIONS = 500
"""How many clients may stay connected; what they ask waits for one of the threads."""

_TICK_SECONDS = 30.0
"""How long the loop waits when nothing happens; waitress closes idle connections as it wakes."""


_CANNOT_LISTEN = Label("无法监听 {host} 的端口 {port}（{why}）。", "cannot listen on {host} port {port}: {why}. ")
_WAYS_OUT = {
    errno.EADDRINUSE: Label(
        "另一个程序正在使用它：请结束该程序，或用 --port 换一个。",
        "Another program uses it: end that one or choose another with --port.",
    ),
    errno.EACCES: Label(
        "1024 以下的端口需要更高权限：请用 --port 换一个。",
        "Ports below 1024 need more rights: choose another with --port.",
    ),
}
_WAY_OUT = Label("请用 --host 选择本机的一个地址。", "Choose an address of this machine with --host.")


class AddressTakenError(Exception):
    """Nothing can listen at this address."""

    def __init__(self, host: str, port: int, reason: OSError) -> None:
        self._host, self._port, self._reason = host, port, reason
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """The cause and the way out in ``language``; the system's own words are in its own."""
        why = self._reason.strerror or str(self._reason)
        told = _CANNOT_LISTEN.in_(language).format(host=self._host, port=self._port, why=why)
        return told + _WAYS_OUT.get(self._reason.errno or 0, _WAY_OUT).in_(language)


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port``; port 0 lets the system choose one.

    Raises:
        AddressTakenError: it cannot; the message says why and what to do.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise AddressTakenError(host, port, error) from error
    listening = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            # On Windows SO_REUSEADDR would let two servers share a port.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # Listening at once: two servers may both bind with SO_REUSEADDR, but only one may listen.
        listening.listen()
    except OSError as error:
        listening.close()
        raise AddressTakenError(host, port, error) from error
    return listening


class Listener:
    """Serves ``app`` on ``listening`` from :meth:`run` until :meth:`stop`."""

    def __init__(self, app: Flask, listening: socket.socket, settings: Settings) -> None:
        host, port = listening.getsockname()[:2]
        self.url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._stopping = threading.Event()
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            app.wsgi_app,
            map=self._sockets,
            sockets=[listening],
            threads=settings.threads,
            ident=None,
            connection_limit=_CONNECTIONS,
            max_request_body_size=_ROOM * settings.body_limit,
        )

    def run(self) -> None:
        """Serve until :meth:`stop`; requests that are being answered get five seconds to end."""
        while not self._stopping.is_set():
            wasyncore.loop(_TICK_SECONDS, use_poll=hasattr(wasyncore.select, "poll"), map=self._sockets, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def stop(self) -> None:
        """End :meth:`run` soon. It may be called from a signal handler or another thread."""
        self._stopping.set()
        with suppress(OSError):  # the loop may have seen the event by itself and closed everything
            self._server.pull_trigger()
