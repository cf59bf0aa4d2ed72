"""Every error as a problem document (RFC 9457), and the causes that only HTTP knows."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
import structlog
from flask import Flask, Response
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from crossfoot_server.accounts.errors import PersonLeft, TokenExpired, TokenRevoked
from crossfoot_server.api.request_log import current_request_id, note
from crossfoot_server.errors import PingedTooSoon, ServerError, SignatureRefused
from crossfoot_sync.engine.wire import Problem
from crossfoot_templates.label import Fact, Label

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:crossfoot:problem:"

_log = structlog.stdlib.get_logger("crossfoot.problem")


class TokenMissing(ServerError):
    """The request carries no token."""

    code = "token_missing"
    status = 401
    title = Label("需要令牌", "A token is needed")
    detail = Label(
        "请发送标头 Authorization: Bearer TOKEN。管理员用 crossfoot accounts token LOGIN 生成令牌。",
        "Send the header 'Authorization: Bearer TOKEN'. Whoever runs the server makes a token with "
        "'crossfoot accounts token LOGIN'.",
    )


class TokenRefused(ServerError):
    """The token is unknown; whoever holds one that was valid once is told what became of it."""

    code = "token_refused"
    status = 401
    title = Label("令牌无效", "The token is not valid")
    detail = Label(
        "服务器没有此令牌。管理员用 crossfoot accounts token LOGIN 生成新的令牌。",
        "The server has no such token. Whoever runs it makes a new one with 'crossfoot accounts token LOGIN'.",
    )


class BadParameter(ServerError):
    """A parameter in the query string cannot be read."""

    code = "bad_parameter"
    status = 400
    title = Label("参数无法识别", "A parameter cannot be read")
    detail = Label(
        "参数“{name}”是“{value}”；应为{expected}。", "Parameter {name!r} is {value!r}; it must be {expected}."
    )

    def __init__(self, name: str, value: str, expected: Fact) -> None:
        super().__init__(name=name, value=value[:40], expected=expected)


class BodyTooLarge(ServerError):
    """The body is longer than a request may be. ``size`` tells how long in this ``form``, as far as is known."""

    code = "body_too_large"
    status = 413
    title = Label("请求过大", "The request is too large")
    detail = Label(
        "请求正文{form}的字节数：{size}，最多接受 {limit}。请减少每批的行数，或请管理员提高服务器的上限。",
        "The body has {size} bytes {form}; at most {limit} are taken. Send fewer rows per batch, "
        "or have the server's limit raised.",
    )

    def __init__(self, size: Fact, limit: int, form: Label) -> None:
        super().__init__(size=size, limit=str(limit), form=form)


class UnsupportedType(ServerError):
    """The body is of another media type than JSON."""

    code = "unsupported_type"
    status = 415
    title = Label("请求正文不是 JSON", "The body is not JSON")
    detail = Label(
        "请求正文的 Content-Type 是“{found}”；请发送 application/json。",
        "The body's Content-Type is {found!r}; send application/json.",
    )

    def __init__(self, found: str) -> None:
        super().__init__(found=found[:80])


class UnsupportedEncoding(ServerError):
    """The body is compressed in another way than gzip."""

    code = "unsupported_encoding"
    status = 415
    title = Label("请求正文的压缩方式未知", "The body is compressed in an unknown way")
    detail = Label(
        "请求正文的 Content-Encoding 是“{found}”；请不压缩，或用 gzip 发送。",
        "The body's Content-Encoding is {found!r}; send it plain or as gzip.",
    )

    def __init__(self, found: str) -> None:
        super().__init__(found=found[:80])


class StoreUnavailable(ServerError):
    """The database does not answer."""

    code = "store_unavailable"
    status = 503
    title = Label("数据库没有应答", "The store does not answer")
    detail = Label(
        "服务器无法连接它的数据库。请稍后重新发送同一请求；不会因此丢失任何内容。",
        "The server cannot reach its store. Send the same request again later; nothing is lost by it.",
    )


class UnknownAddress(ServerError):
    """Nothing lives at this address."""

    code = "unknown_address"
    status = 404
    title = Label("没有这个地址", "Unknown address")
    detail = Label(
        "此地址没有内容；/api/v1/openapi.json 列出了所有地址。",
        "Nothing lives at this address; /api/v1/openapi.json lists those that there are.",
    )


class MethodRefused(ServerError):
    """The address is known but not with this method."""

    code = "method_not_allowed"
    status = 405
    title = Label("应使用其他请求方法", "Another method is needed")
    detail = Label(
        "此地址不接受这种请求方法；应答的 Allow 标头列出了可用的方法。",
        "This address does not take this method; the reply's Allow header names those it takes.",
    )


class Unexpected(ServerError):
    """A mistake of ours. The log knows more; the reply says nothing of how the server is made."""

    code = "internal_error"
    status = 500
    title = Label("服务器出错", "The server made a mistake")
    detail = Label(
        "出现意外错误。请报告请求编号；服务器的日志中有详情。",
        "Something unexpected happened. Report the request id; the server's log has the details.",
    )


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
        title=error.title.en,
        status=error.status,
        detail=error.text("en"),
        code=error.code,
        request_id=current_request_id(),
        title_zh=error.title.zh,
        detail_zh=error.text("zh"),
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
