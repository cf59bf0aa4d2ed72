"""What is done for every request whatever it asks: an id, one log line, headers."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

REQUEST_ID = "X-Request-Id"

_log = structlog.stdlib.get_logger("crossfoot.request")

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Set on every reply that does not say otherwise: replies are private, hold data only and are shown nowhere."""


def register(app: Flask) -> None:
    """Have ``app`` begin and end every request here."""
    app.before_request(_begin)
    app.after_request(_finish)


def current_request_id() -> str:
    """The id of the request being answered: the caller's ``X-Request-Id`` where it is sane, else a new one."""
    return str(g.request_id)


def note(**facts: object) -> None:
    """Add ``facts`` to the log line of the request being answered. Never a token, never a value of a row."""
    g.facts.update(facts)


def _begin() -> None:
    offered = request.headers.get(REQUEST_ID, "")
    g.request_id = offered if _SANE_ID.fullmatch(offered) else uuid4().hex
    g.began = time.perf_counter()
    g.facts = {}


def _finish(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    _log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        path=request.path[:200],
        status=response.status_code,
        ms=round((time.perf_counter() - g.began) * 1000, 1),
        request_id=g.request_id,
        bytes_in=request.content_length or 0,
        bytes_out=response.content_length or 0,
        **g.facts,
    )
    return response
