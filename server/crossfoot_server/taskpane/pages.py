"""The pane's files, and what lets Excel show them and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from flask import Response
from werkzeug.routing import Rule

from crossfoot_server import web
from crossfoot_server.api.problems import UnknownAddress, problem
from crossfoot_server.errors import ServerError
from crossfoot_server.settings import Settings
from crossfoot_server.taskpane import FILES
from crossfoot_server.taskpane.manifest import manifest
from crossfoot_server.web.given_files import TYPES, GivenFile, give, read_files
from crossfoot_templates.label import Label

PREFIX: Final = "/taskpane/"
ENDPOINT: Final = "taskpane"

MANIFEST: Final = "manifest.xml"

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
    title = Label("服务器不知道自己的地址", "The server does not know its address")
    detail = Label(
        "清单文件须写明大家访问服务器的地址。启动时请写：crossfoot serve --address https://ledger.example.com",
        "The manifest names the address under which people reach the server. Start it with "
        "'crossfoot serve --address https://ledger.example.com'.",
    )


@cache
def _files() -> Mapping[str, GivenFile]:
    """All files by name."""
    return read_files([*web.FILES.iterdir(), *FILES.iterdir()])


def _given(found: GivenFile) -> Response:
    response = give(found, POLICY)
    if found.media_type == TYPES[".png"]:
        # Excel shows the icons itself, in pages of its own.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
