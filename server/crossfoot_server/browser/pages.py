"""The page's files, and what it may load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

from flask import Response, request
from werkzeug.routing import Rule

from crossfoot_server import web
from crossfoot_server.api.problems import MEDIA_TYPE, UnknownAddress, problem
from crossfoot_server.browser import FILES
from crossfoot_server.web.given_files import GivenFile, give, read_files

PREFIX: Final = "/files/"

PAGE: Final = "files.html"

_OWN: Final = "script-src 'self'; style-src 'self'; connect-src 'self'"

POLICY: Final = f"default-src 'none'; {_OWN}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The page loads from its own server, talks to that alone, and is shown in no other page."""


def rules() -> Iterator[Rule]:
    """Where the page's files are found."""
    yield Rule(PREFIX, methods=["GET"], endpoint="files")
    yield Rule(f"{PREFIX}<name>", methods=["GET"], endpoint="files_of_page")
    yield Rule(PREFIX.removesuffix("/"), methods=["GET"], endpoint="files_bare")
    yield Rule("/", methods=["GET"], endpoint="server_bare")


def views() -> dict[str, Callable[..., Response]]:
    """What serves the page's files."""

    def page(name: str = PAGE) -> Response:
        found = _files().get(name)
        return problem(UnknownAddress()) if found is None else give(found, POLICY)

    def without_slash() -> Response:
        # By hand: what the page loads stands beside it, and people leave the slash out.
        return Response(status=308, headers={"Location": PREFIX.removeprefix("/")})

    def from_the_bare_address() -> Response:
        # People type the server's name alone; a program that does so is told, and not handed a page.
        wanted = request.accept_mimetypes.best_match([MEDIA_TYPE, "text/html"])
        if wanted == "text/html":
            response = Response(status=302, headers={"Location": PREFIX.removeprefix("/")})
        else:
            response = problem(UnknownAddress())
        response.vary.add("Accept")
        return response

    return {"server_bare": from_the_bare_address, "files": page, "files_of_page": page, "files_bare": without_slash}


@cache
def _files() -> Mapping[str, GivenFile]:
    """All files by name."""
    return read_files([*web.FILES.iterdir(), *FILES.iterdir()])
