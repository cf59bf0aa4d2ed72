"""Files of pages that people open, served as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
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


@dataclass(frozen=True)
class GivenFile:
    """A file as it is served."""

    content: bytes
    media_type: str
    etag: str


def read_files(paths: Iterable[Path]) -> Mapping[str, GivenFile]:
    """The files among ``paths`` that are served, by name."""
    found = {}
    for path in paths:
        media_type = TYPES.get(path.suffix)
        if media_type is not None:
            content = path.read_bytes()
            found[path.name] = GivenFile(content, media_type, hashlib.blake2b(content, digest_size=12).hexdigest())
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
