"""What an endpoint is, as data: Flask's routes, the OpenAPI document and the reference page are made from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

import msgspec

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import BadParameter
from crossfoot_server.errors import ServerError
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_templates.label import Label

Body = TypeVar("Body", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer before it is put on the wire.

    Attributes:
        body: what msgspec writes as JSON.
        etag: where there is one, the caller may keep the reply and ask whether it still holds.
        facts: what the request's log line tells besides.
    """

    body: object
    etag: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request of somebody known: ``path``, ``query`` and ``texts`` are the parameters by name."""

    store: Store
    settings: Settings
    actor: Actor
    now: datetime
    path: Mapping[str, str]
    query: Mapping[str, int]
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SignedCall:
    """One request of a program without a token: ``headers`` are those that its endpoint names, blank where missing."""

    store: Store
    now: datetime
    path: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class QueryNumber:
    """A whole number in the query string, between ``low`` and ``high``."""

    name: str
    meaning: str
    low: int
    high: int
    default: int

    def read(self, text: str | None) -> int:
        """The number that ``text`` says, or the default for ``None``.

        Raises:
            BadParameter: it is no whole number or out of bounds.
        """
        if text is None:
            return self.default
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            bounds = Label(f" {self.low} 到 {self.high} 之间的整数", f"a whole number from {self.low} to {self.high}")
            raise BadParameter(self.name, text, bounds)
        return int(text)


@dataclass(frozen=True, kw_only=True)
class QueryText:
    """A text in the query string; empty when left out."""

    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """What all endpoints declare.

    Attributes:
        path: as OpenAPI writes it, parameters in braces.
        name: the operation's name, unique.
        gives: the struct that a good reply holds.
        problems: causes of refusal of its own, besides those that every endpoint of its kind has.
    """

    path: str
    name: str
    summary: str
    gives: type
    problems: tuple[type[ServerError], ...] = ()

    @property
    def method(self) -> Literal["GET", "POST"]:
        """The one HTTP method it answers to."""
        return "GET"

    @property
    def status(self) -> int:
        """The HTTP status of a good reply."""
        return 200

    @property
    def parameters(self) -> list[str]:
        """The names of the parameters in the path, in order."""
        return re.findall(r"\{(\w+)\}", self.path)


@dataclass(frozen=True, kw_only=True)
class Open(Endpoint):
    """An endpoint that needs no token and therefore tells nothing of what is stored."""

    answer: Callable[[Store], Reply]


@dataclass(frozen=True, kw_only=True)
class Stranger(Endpoint, Generic[Body]):
    """An endpoint for programs that have no token yet. It takes a short JSON body of type ``takes``, uncompressed."""

    takes: type[Body]
    answer: Callable[[Store, datetime, Body], Reply]
    longest: int = 4096

    @property
    def method(self) -> Literal["GET", "POST"]:
        """Bodies travel by POST."""
        return "POST"


@dataclass(frozen=True, kw_only=True)
class Query(Endpoint):
    """An endpoint that only reads. ``revalidates`` where replies carry an ETag."""

    answer: Callable[[Call], Reply]
    query: tuple[QueryNumber, ...] = ()
    texts: tuple[QueryText, ...] = ()
    revalidates: bool = False


@dataclass(frozen=True, kw_only=True)
class Command(Endpoint, Generic[Body]):
    """An endpoint that takes a JSON body of type ``takes``."""

    takes: type[Body]
    answer: Callable[[Call, Body], Reply]

    @property
    def method(self) -> Literal["GET", "POST"]:
        """Bodies travel by POST."""
        return "POST"


@dataclass(frozen=True, kw_only=True)
class Signed(Endpoint):
    """An endpoint that needs no token but a signature: what it is asked for is done later.

    Attributes:
        headers: the headers that sign the request, each with what it means; ``signature`` is the one that proves it.
        longest: the most bytes that a body may have.
    """

    answer: Callable[[SignedCall], Reply]
    headers: Mapping[str, str]
    signature: str
    longest: int = 4096

    @property
    def method(self) -> Literal["GET", "POST"]:
        """It changes something."""
        return "POST"

    @property
    def status(self) -> int:
        """It was taken, and not done yet."""
        return 202
