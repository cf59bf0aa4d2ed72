"""A request and an answer, however they travel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import msgspec

from crossfoot_sync.emulator.errors import ApiError, BadFieldError
from crossfoot_sync.emulator.json_types import Json


@dataclass(frozen=True)
class Request:
    """What a client sends. ``path`` is as it was sent, still percent-encoded; ``headers`` have lower-case names."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def to(cls, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Request:
        """A request of a whole address."""
        parts = urlsplit(url)
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        named = {name.lower(): value for name, value in (headers or {}).items()}
        return cls(method, parts.path, query, body, named)

    def one(self, name: str) -> str:
        """A parameter, empty where it is not given."""
        return next((value for key, value in self.query if key == name), "")

    def many(self, name: str) -> list[str]:
        """A parameter that may be given several times."""
        return [value for key, value in self.query if key == name]

    def true(self, name: str) -> bool:
        """Whether a parameter is given as true."""
        return self.one(name).lower() in ("true", "1")

    def json(self) -> Json:
        """The body, empty where there is none; fields of ``null`` are left out, as Google takes them.

        Raises:
            BadFieldError: it is no JSON object.
        """
        if not self.body.strip():
            return {}
        try:
            value = json.loads(self.body)
        except ValueError:
            raise BadFieldError("", "Invalid JSON payload received. Unexpected token.") from None
        if not isinstance(value, dict):
            raise BadFieldError("", 'Invalid JSON payload received. Unknown name "": Root element must be a message.')
        return _without_nulls(value) if b"null" in self.body else value


def _without_nulls(message: Json) -> Json:
    kept: Json = {}
    for name, value in message.items():
        if value is None:
            continue
        if isinstance(value, dict):
            kept[name] = _without_nulls(value)
        elif isinstance(value, list):
            kept[name] = [_without_nulls(each) if isinstance(each, dict) else each for each in value]
        else:
            kept[name] = value
    return kept


@dataclass(frozen=True)
class Response:
    """What comes back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """An answer in JSON."""
        body = msgspec.json.encode(value)
        return cls(status, body, {"Content-Type": "application/json; charset=UTF-8", **(headers or {})})

    @classmethod
    def refusing(cls, error: ApiError) -> Response:
        """The answer that tells of a refusal."""
        return cls.of(error.body(), error.code, error.headers)

    def json(self) -> Json:
        """Its body; empty where there is none."""
        value: Json = json.loads(self.body) if self.body else {}
        return value
