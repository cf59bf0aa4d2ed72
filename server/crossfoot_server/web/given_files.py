"""Files of pages that people open, served as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from flask import Response, request

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".xml": "application/xml; charset=utf-8",
}
"""What is served, by the end of its name; nothing else is."""

_FRAGMENT: Final = re.compile(rb"<!-- (\w+\.fragment) -->")


@dataclass(frozen=True)
class GivenFile:
    """A file as it is served."""

    content: bytes
    media_type: str
    etag: str


def read_files(paths: Iterable[Path]) -> Mapping[str, GivenFile]:
    """The files among ``paths`` that are served, by name; fragments stand where a page names them in a comment."""
    contents = {path.name: path.read_bytes() for path in paths}
    found = {}
    for name, content in contents.items():
        media_type = TYPES.get(PurePath(name).suffix)
        if media_type is not None:
            whole = _FRAGMENT.sub(lambda named: contents[named[1].decode()], content)
            found[name] = GivenFile(whole, media_type, hashlib.blake2b(whole, digest_size=12).hexdigest())
    return found


def give(found: GivenFile, policy: str) -> Response:
    """``found`` as a reply; a page comes with the content security ``policy``."""
    if request.if_none_match.contains(found.etag):
        response = Response(status=304)
    else:
        response = Response(found.content, content_type=found.media_type)
    response.set_etag(found.etag)
    # Asked again each time, so that all files of a page are of one version.
    response.headers["Cache-Control"] = "no-cache"
    if found.media_type == TYPES[".html"]:
        response.headers["Content-Security-Policy"] = policy
    return response
