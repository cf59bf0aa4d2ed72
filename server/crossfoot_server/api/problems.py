"""Every error as a problem document (RFC 9457), and the causes that only HTTP knows."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
import structlog
from flask import Flask, Response
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from crossfoot_server.api.request_log import current_request_id, note
from crossfoot_server.errors import PersonLeft, PingedTooSoon, ServerError, SignatureRefused, TokenExpired, TokenRevoked
from crossfoot_sync.engine.wire import Problem

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:crossfoot:problem:"

_log = structlog.stdlib.get_logger("crossfoot.problem")


class TokenMissing(ServerError):
    """The request carries no token."""

    code = "token_missing"
    status = 401
    title = "A token is needed"

    def __init__(self) -> None:
        super().__init__(
            "Send the header 'Authorization: Bearer TOKEN'. Whoever runs the server makes a token with "
            "'crossfoot accounts token LOGIN'."
        )


class TokenRefused(ServerError):
    """The token is unknown; whoever holds one that was valid once is told what became of it."""

    code = "token_refused"
    status = 401
    title = "The token is not valid"

    def __init__(self) -> None:
        super().__init__(
            "The server has no such token. Whoever runs it makes a new one with 'crossfoot accounts token LOGIN'."
        )


class BadParameter(ServerError):
    """A parameter in the query string cannot be read."""

    code = "bad_parameter"
    status = 400
    title = "A parameter cannot be read"

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"Parameter {name!r} is {value[:40]!r}; it must be {expected}.")


class BodyTooLarge(ServerError):
    """The body is longer than a request may be. ``size`` tells how long as far as is known."""

    code = "body_too_large"
    status = 413
    title = "The request is too large"

    def __init__(self, size: str, limit: int, form: str) -> None:
        super().__init__(
            f"The body has {size} bytes {form}; at most {limit} are taken. Send fewer rows per batch, "
            "or have the server's limit raised."
        )


class UnsupportedType(ServerError):
    """The body is of another media type than JSON."""

    code = "unsupported_type"
    status = 415
    title = "The body is not JSON"

    def __init__(self, found: str) -> None:
        super().__init__(f"The body's Content-Type is {found[:80]!r}; send application/json.")


class UnsupportedEncoding(ServerError):
    """The body is compressed in another way than gzip."""

    code = "unsupported_encoding"
    status = 415
    title = "The body is compressed in an unknown way"

    def __init__(self, found: str) -> None:
        super().__init__(f"The body's Content-Encoding is {found[:80]!r}; send it plain or as gzip.")


class StoreUnavailable(ServerError):
    """The database does not answer."""

    code = "store_unavailable"
    status = 503
    title = "The store does not answer"

    def __init__(self) -> None:
        super().__init__("The server cannot reach its store. Send the same request again later; nothing is lost by it.")


class UnknownAddress(ServerError):
    """Nothing lives at this address."""

    code = "unknown_address"
    status = 404
    title = "Unknown address"

    def __init__(self) -> None:
        super().__init__("Nothing lives at this address; /api/v1/openapi.json lists those that there are.")


class MethodRefused(ServerError):
    """The address is known but not with this method."""

    code = "method_not_allowed"
    status = 405
    title = "Another method is needed"

    def __init__(self) -> None:
        super().__init__("This address does not take this method; the reply's Allow header names those it takes.")


class Unexpected(ServerError):
    """A mistake of ours. The log knows more; the reply says nothing of how the server is made."""

    code = "internal_error"
    status = 500
    title = "The server made a mistake"

    def __init__(self) -> None:
        super().__init__("Something unexpected happened. Report the request id; the server's log has the details.")


_OF_HTTP: dict[int, type[UnknownAddress | MethodRefused | Unexpected]] = {
    404: UnknownAddress,
    405: MethodRefused,
    500: Unexpected,
}

_INVALID = 'Bearer realm="crossfoot", error="invalid_token"'

_HEADERS: dict[type[ServerError], dict[str, str]] = {
    TokenMissing: {"WWW-Authenticate": 'Bearer realm="crossfoot"'},
    **{cause: {"WWW-Authenticate": _INVALID} for cause in (TokenRefused, TokenExpired, TokenRevoked, PersonLeft)},
    SignatureRefused: {"WWW-Authenticate": 'Signature realm="crossfoot"'},
    UnsupportedEncoding: {"Accept-Encoding": "gzip"},
}
"""Headers that HTTP wants beside a status."""

_RETRY_AFTER_SECONDS = "1"


def register(app: Flask) -> None:
    """Answer every error that leaves a view of ``app``, or that no view was found for, with a problem."""
    app.register_error_handler(ServerError, _answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def problem(error: ServerError) -> Response:
    """``error`` as a reply."""
    document = Problem(
        type=f"{TYPE_PREFIX}{error.code}",
        title=error.title,
        status=error.status,
        detail=error.message,
        code=error.code,
        request_id=current_request_id(),
    )
    note(problem=error.code)
    response = Response(msgspec.json.encode(document), error.status, content_type=MEDIA_TYPE)
    response.headers.update(_HEADERS.get(type(error), {}))
    if isinstance(error, PingedTooSoon):
        response.headers["Retry-After"] = str(error.seconds)
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_AFTER_SECONDS
    return response


def _answer(error: ServerError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("cannot answer", request_id=current_request_id(), code=error.code, exc_info=error)
    return problem(error)


def _answer_http(error: HTTPException) -> Response:
    """Flask's own refusals; ``error`` keeps the headers that belong to it, such as ``Allow``."""
    response = problem(_OF_HTTP.get(error.code or 500, Unexpected)())
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


def _answer_unexpected(error: Exception) -> Response:
    # By exact class: an integrity error is a database error as well, but it is a mistake of ours.
    silent = type(error) in {DatabaseError, InterfaceError, OperationalError}
    _log.error("unexpected", request_id=current_request_id(), exc_info=error)
    return problem(StoreUnavailable() if silent else Unexpected())
