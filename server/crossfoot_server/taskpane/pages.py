"""The pane's files, and what lets Excel show them and nobody else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final

from flask import Response, request
from werkzeug.routing import Rule

from crossfoot_server.api.problems import UnknownAddress, problem
from crossfoot_server.errors import ServerError
from crossfoot_server.settings import Settings
from crossfoot_server.taskpane import FILES
from crossfoot_server.taskpane.manifest import manifest

PREFIX: Final = "/taskpane/"
ENDPOINT: Final = "taskpane"

MANIFEST: Final = "manifest.xml"

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".xml": "application/xml; charset=utf-8",
}
"""What is served, by the end of its name; nothing else is."""

OFFICE_SCRIPTS: Final = "https://appsforoffice.microsoft.com"
"""Where office.js comes from. Microsoft wants it loaded from there; we never ship it."""

OFFICE_PAGES: Final = (
    "https://*.officeapps.live.com",
    "https://*.office.com",
    "https://*.office365.com",
    "https://*.microsoft365.com",
    "https://*.cloud.microsoft",
    "https://*.sharepoint.com",
    "https://*.live.com",
)
"""The pages of Excel on the web, which show the pane in a frame."""

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {OFFICE_SCRIPTS}",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {' '.join(OFFICE_PAGES)}",
    )
)
"""What the pane may load and whom it may talk to: its own server, and office.js."""


@dataclass(frozen=True)
class _File:
    content: bytes
    media_type: str
    etag: str


def rules() -> Iterator[Rule]:
    """Where the pane's files are found."""
    yield Rule(f"{PREFIX}<name>", methods=["GET"], endpoint=ENDPOINT)


def views(settings: Settings) -> dict[str, Callable[..., Response]]:
    """What serves the pane's files."""

    def file(name: str) -> Response:
        if name == MANIFEST:
            return _manifest(settings)
        found = _files().get(name)
        if found is None:
            return problem(UnknownAddress())
        return _given(found)

    return {ENDPOINT: file}


def _manifest(settings: Settings) -> Response:
    if not settings.address:
        return problem(NoAddress())
    content = manifest(settings.address).encode()
    return Response(content, content_type=TYPES[".xml"])


class NoAddress(ServerError):
    """The server was not told under which address people reach it."""

    code = "no_address"
    status = 404
    title = "The server does not know its address"

    def __init__(self) -> None:
        super().__init__(
            "The manifest names the address under which people reach the server. Start it with "
            "'crossfoot serve --address https://ledger.example.com'."
        )


@cache
def _files() -> dict[str, _File]:
    """All files by name."""
    found = {}
    for path in FILES.iterdir():
        media_type = TYPES.get(PurePath(path.name).suffix)
        if media_type is not None:
            content = path.read_bytes()
            found[path.name] = _File(content, media_type, hashlib.blake2b(content, digest_size=12).hexdigest())
    return found


def _given(found: _File) -> Response:
    if request.if_none_match.contains(found.etag):
        response = Response(status=304)
    else:
        response = Response(found.content, content_type=found.media_type)
    response.set_etag(found.etag)
    # Asked again each time, so that all files of a page are of one version.
    response.headers["Cache-Control"] = "no-cache"
    if found.media_type == TYPES[".png"]:
        # Excel shows the icons itself, in pages of its own.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if found.media_type == TYPES[".html"]:
        response.headers["Content-Security-Policy"] = POLICY
    return response
