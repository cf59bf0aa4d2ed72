"""The emulator served over HTTP on this machine."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from crossfoot_sync.emulator.faults.fault import NoAnswerError
from crossfoot_sync.emulator.http.adapter import Handle
from crossfoot_sync.emulator.http.message import Request, Response


class Server(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only; port 0 takes a free one, which ``server_port`` tells."""

    daemon_threads = True

    def __init__(self, handle: Handle, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.handle_one = handle


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one piece, or the client's machine waits for the second
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        server = self.server
        if not isinstance(server, Server):
            raise TypeError(server)
        try:
            response = server.handle_one(Request.to(self.command, self.path, body, dict(self.headers)))
        except NoAnswerError:
            self.close_connection = True  # over a socket both kinds end the connection: waiting helps no test
            return
        self._send(response)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 (the names are the standard library's)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet."""
