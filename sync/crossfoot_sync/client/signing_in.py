"""Signing in by a code: it is shown here, and somebody lets this program in elsewhere."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import TypeVar

import msgspec

from crossfoot_sync.client.errors import NotAServerError, ServerProblemError, problem_in
from crossfoot_sync.client.server import Transport
from crossfoot_sync.engine.wire import SignedIn, SignInAsked, SignInRedeem, SignInRequest

T = TypeVar("T")


def ask_to_sign_in(transport: Transport, client: str) -> SignInAsked:
    """A code for the program that calls itself ``client``.

    Raises:
        ClientError: the server cannot be reached, or takes no more.
    """
    return _call(transport, "/api/v1/sign-ins", SignInRequest(client), SignInAsked)


def wait_to_be_let_in(transport: Transport, asked: SignInAsked, wait: Callable[[float], None]) -> str:
    """The token, once somebody has let this program in; ``wait`` lets so many seconds pass.

    Raises:
        ServerProblemError: nobody did while the code counted.
        ClientError: the server cannot be reached.
    """
    while (token := was_let_in(transport, asked)) is None:
        wait(asked.interval)
    return token


def was_let_in(transport: Transport, asked: SignInAsked) -> str | None:
    """The token, if somebody has let this program in.

    Raises:
        ServerProblemError: nobody did while the code counted.
        ClientError: the server cannot be reached.
    """
    return _call(transport, "/api/v1/sign-ins/redeem", SignInRedeem(asked.secret), SignedIn).token


def this_program(name: str) -> str:
    """What a program calls itself before a person: its name, and the computer's."""
    return f"{name} @ {platform.node() or '?'}"


def _call(transport: Transport, path: str, body: msgspec.Struct, answer: type[T]) -> T:
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    response = transport.send("POST", path, msgspec.json.encode(body), headers)
    if response.status >= 400:
        raise ServerProblemError(problem_in(transport.address, response.status, response.body))
    try:
        return msgspec.json.decode(response.body, type=answer)
    except msgspec.DecodeError as error:
        raise NotAServerError(transport.address, response.status) from error
