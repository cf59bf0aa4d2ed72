"""Putting a reply on the wire: JSON, compressed where it pays, revalidated where it has an ETag."""

from __future__ import annotations

import gzip

import msgspec
from flask import Response
from werkzeug.datastructures import ETags
from werkzeug.wrappers import Request

from crossfoot_server.api.endpoint import Reply

_LEVEL = 5
"""gzip's effort: beyond it the time doubles for a few per cent."""

_encoder = msgspec.json.Encoder(order="deterministic")


def respond(request: Request, reply: Reply, compress_from: int, status: int = 200) -> Response:
    """``reply`` as the answer to ``request``; 304 without a body where the caller has it already."""
    if reply.etag and _holds(request.if_none_match, reply.etag):
        return _revalidated(Response(status=304), reply)
    data = _encoder.encode(reply.body)
    response = Response(status=status, content_type="application/json")
    response.vary.add("Accept-Encoding")
    if len(data) >= compress_from and request.accept_encodings.quality("gzip") > 0:
        data = gzip.compress(data, _LEVEL, mtime=0)
        response.content_encoding = "gzip"
    response.data = data
    return _revalidated(response, reply) if reply.etag else response


def _holds(held: ETags, etag: str) -> bool:
    return held.star_tag or held.contains_weak(etag)


def _revalidated(response: Response, reply: Reply) -> Response:
    # Weak, because the same version travels both plain and compressed.
    response.set_etag(reply.etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Authorization")
    return response
