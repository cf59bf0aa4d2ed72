"""Reading a request's body: bounded before and after decompression, then decoded strictly."""

from __future__ import annotations

import zlib
from typing import TypeVar

import msgspec
from werkzeug.wrappers import Request

from crossfoot_server.api.problems import BodyTooLarge, UnsupportedEncoding, UnsupportedType
from crossfoot_server.errors import BadRequest
from crossfoot_server.settings import Settings
from crossfoot_templates.label import Label

Body = TypeVar("Body", bound=msgspec.Struct)

_GZIP = zlib.MAX_WBITS | 16

_TRAVELLING = Label("传输时", "as it travels")
_INFLATED = Label("解压后", "when inflated")
_CUT_SHORT = Label(
    "它的 gzip 流被截断，或其后还有其他内容", "its gzip stream is cut short or followed by something else"
)


def read_body(request: Request, takes: type[Body], settings: Settings) -> Body:
    """The body of ``request`` as a ``takes``.

    Raises:
        UnsupportedType, UnsupportedEncoding: it is not JSON, plain or as gzip.
        BodyTooLarge: it is longer than the settings allow, as it travels or inflated.
        BadRequest: it is damaged or no JSON, or does not fit; the message names the place.
    """
    if request.mimetype != "application/json":
        raise UnsupportedType(request.content_type or "")
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise UnsupportedEncoding(encoding)
    raw = read_raw(request, settings.body_limit)
    return decode(inflate(raw, settings.inflated_limit) if encoding == "gzip" else raw, takes)


def read_plain(request: Request, takes: type[Body], limit: int) -> Body:
    """The short body of a stranger's request, which travels uncompressed.

    Raises:
        UnsupportedType: it is not JSON.
        BodyTooLarge, BadRequest: as above.
    """
    if request.mimetype != "application/json":
        raise UnsupportedType(request.content_type or "")
    return decode(read_raw(request, limit), takes)


def read_raw(request: Request, limit: int) -> bytes:
    """The body of ``request`` as it travelled.

    Raises:
        BodyTooLarge: it has more than ``limit`` bytes.
    """
    if (request.content_length or 0) > limit:
        raise BodyTooLarge(str(request.content_length), limit, _TRAVELLING)
    raw = request.stream.read(limit + 1)
    if len(raw) > limit:
        raise BodyTooLarge(_more_than(limit), limit, _TRAVELLING)
    return raw


def inflate(raw: bytes, limit: int) -> bytes:
    """What gzip made ``raw`` of; no more than ``limit`` bytes are ever held.

    Raises:
        BodyTooLarge: it would be longer than ``limit``.
        BadRequest: ``raw`` is not one whole gzip stream.
    """
    stream = zlib.decompressobj(_GZIP)
    try:
        data = stream.decompress(raw, limit + 1)
    except zlib.error as error:
        raise BadRequest("body", Label(f"不是 gzip（{error}）", f"it is not gzip ({error})")) from error
    if len(data) > limit:
        raise BodyTooLarge(_more_than(limit), limit, _INFLATED)
    if not stream.eof or stream.unused_data:
        raise BadRequest("body", _CUT_SHORT)
    return data


def decode(data: bytes, takes: type[Body]) -> Body:
    """``data`` as a ``takes``.

    Raises:
        BadRequest: it is no JSON, or does not fit; the message names the place.
    """
    try:
        return msgspec.json.decode(data, type=takes)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at ")
        raise BadRequest(place.strip("`") or "$", problem) from error
    except msgspec.DecodeError as error:
        raise BadRequest("body", str(error)) from error
    except UnicodeDecodeError as error:
        raise BadRequest("body", Label("其中有文本不是 UTF-8", "a text in it is not UTF-8")) from error
    except RecursionError as error:
        raise BadRequest("body", Label("嵌套过深", "it is nested too deeply")) from error


def _more_than(limit: int) -> Label:
    return Label(f"超过 {limit}", f"more than {limit}")
