"""Flask views made from the table of endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Response, request
from werkzeug.routing import Rule

from crossfoot_server.api.bodies import read_body, read_plain, read_raw
from crossfoot_server.api.endpoint import Call, Command, Endpoint, Open, Query, Reply, Signed, SignedCall, Stranger
from crossfoot_server.api.identity import Identify
from crossfoot_server.api.replies import respond
from crossfoot_server.api.request_log import note
from crossfoot_server.api.routes import ENDPOINTS
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store


@dataclass(frozen=True)
class Api:
    """What every view works with."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    identify: Identify


def rules() -> Iterator[Rule]:
    """Where every endpoint is found."""
    for endpoint in ENDPOINTS:
        yield Rule(rule(endpoint), methods=[endpoint.method], endpoint=endpoint.name)


def rule(endpoint: Endpoint) -> str:
    """The endpoint's path as Flask writes it."""
    return endpoint.path.replace("{", "<").replace("}", ">")


def views(api: Api) -> dict[str, Callable[..., Response]]:
    """What answers every endpoint, by its name."""
    return {endpoint.name: _view(api, endpoint) for endpoint in ENDPOINTS}


def _view(api: Api, endpoint: Endpoint) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        reply = _answer(api, endpoint, path)
        note(**reply.facts)
        return respond(request, reply, api.settings.compress_from, endpoint.status)

    return view


def _answer(api: Api, endpoint: Endpoint, path: dict[str, str]) -> Reply:
    match endpoint:
        case Query():
            return endpoint.answer(_asked(_call(api, path), endpoint))
        case Command():
            return _command(api, endpoint, path)
        case Signed():
            return _signed(api, endpoint, path)
        case Stranger():
            return endpoint.answer(api.store, api.clock(), read_plain(request, endpoint.takes, endpoint.longest))
        case Open():
            return endpoint.answer(api.store)
        case _:
            raise TypeError(f"{endpoint.name}: {type(endpoint).__name__} is no kind of endpoint that can be answered")


def _command(api: Api, endpoint: Command[Any], path: dict[str, str]) -> Reply:
    # The token first: a stranger's body is not worth inflating.
    call = _call(api, path)
    return endpoint.answer(call, read_body(request, endpoint.takes, api.settings))


def _signed(api: Api, endpoint: Signed, path: dict[str, str]) -> Reply:
    headers = {name: request.headers.get(name, "") for name in endpoint.headers}
    body = read_raw(request, endpoint.longest)
    return endpoint.answer(SignedCall(store=api.store, now=api.clock(), path=path, headers=headers, body=body))


def _call(api: Api, path: dict[str, str]) -> Call:
    now = api.clock()
    actor = api.identify(api.store, request.headers.get("Authorization", ""), now)
    note(login=actor.login)
    return Call(store=api.store, settings=api.settings, actor=actor, now=now, path=path, query={}, texts={})


def _asked(call: Call, endpoint: Query) -> Call:
    """``call`` with the parameters in the query string that ``endpoint`` reads."""
    numbers = {each.name: each.read(request.args.get(each.name)) for each in endpoint.query}
    texts = {each.name: request.args.get(each.name, "") for each in endpoint.texts}
    return replace(call, query=numbers, texts=texts)
