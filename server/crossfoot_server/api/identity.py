"""Whose request it is.

There is no lock-out after wrong tokens: a token holds 192 random bits, so guessing is hopeless at any rate a network
allows, and a lock-out would let anybody lock somebody out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from crossfoot_server.accounts import Actor, authenticate
from crossfoot_server.api.problems import TokenMissing, TokenRefused
from crossfoot_server.store import Store

Identify: TypeAlias = Callable[[Store, str, datetime], Actor]
"""Tells whose request it is from the store, the ``Authorization`` header and the time; raises where it is nobody's."""


def by_token(store: Store, authorization: str, now: datetime) -> Actor:
    """The person whose token the ``Authorization`` header carries.

    Raises:
        TokenMissing: the header is missing or of another scheme.
        TokenRefused: nobody ever had this token.
        TokenExpired, TokenRevoked, PersonLeft: somebody had.
    """
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenMissing
    actor = authenticate(store, token.strip(), now)
    if actor is None:
        raise TokenRefused
    return actor
