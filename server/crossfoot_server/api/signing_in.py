"""What programs ask that have no token yet, and those who let them in."""

from __future__ import annotations

from datetime import datetime

from crossfoot_server.accounts import signing_in
from crossfoot_server.api.endpoint import Call, Reply
from crossfoot_server.services.when import utc_text
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import LetIn, LetInRequest, SignedIn, SignInAsked, SignInRedeem, SignInRequest


def asked(store: Store, now: datetime, request: SignInRequest) -> Reply:
    """A code for a program that somebody has just started."""
    made = signing_in.ask(store, request.client, now)
    seconds = int(signing_in.LASTS.total_seconds())
    return Reply(body=SignInAsked(made.code, made.secret, signing_in.INTERVAL, seconds))


def redeemed(store: Store, now: datetime, request: SignInRedeem) -> Reply:
    """The token, if somebody let the program in."""
    return Reply(body=SignedIn(signing_in.redeem(store, request.secret, now)))


def let_in(call: Call, request: LetInRequest) -> Reply:
    """Somebody lets a program in as themselves, or looks which one it is."""
    if request.look:
        waiting = signing_in.look(call.store, request.code, call.now)
    else:
        waiting = signing_in.let_in(call.store, request.code, call.actor.login, call.now)
    return Reply(body=LetIn(waiting.client, utc_text(waiting.asked_at)))
