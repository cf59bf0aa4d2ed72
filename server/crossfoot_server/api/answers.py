"""What each endpoint does: the call handed to a service, its result handed back with the facts worth logging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

import msgspec
from sqlalchemy import select

from crossfoot_server import services
from crossfoot_server.accounts import Actor
from crossfoot_server.api.endpoint import Call, Reply
from crossfoot_server.services.places import ApprovalPlace, BatchPlace, RowPlace
from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import Lookups
from crossfoot_sync.engine.wire import (
    Decided,
    DecisionRequest,
    RestoreRequest,
    StepBack,
    SyncReply,
    SyncRequest,
    UndoRequest,
    Whoami,
)

Exchange: TypeAlias = Callable[[Store, Actor, str, SyncRequest, datetime], SyncReply]
"""The services that answer a :class:`SyncRequest`."""

Body = TypeVar("Body", bound=msgspec.Struct)
Answer: TypeAlias = Callable[[Call, Body], Reply]
"""What a command's endpoint calls."""


class Health(msgspec.Struct):
    """The server is alive; said without looking at the store."""

    status: Literal["ok"] = "ok"


class Readiness(msgspec.Struct):
    """The store answers, so requests can be taken."""

    status: Literal["ready"] = "ready"


def health(_store: Store) -> Reply:
    """The process lives and answers."""
    return Reply(body=Health())


def readiness(store: Store) -> Reply:
    """The store answers as well."""
    fact = store.schema.fact
    with store.reading() as connection:
        connection.scalar(select(fact.c.value).limit(1))
    return Reply(body=Readiness())


def me(call: Call) -> Reply:
    """Whose token it is, and what is open to them."""
    actor = call.actor
    return Reply(
        body=Whoami(
            login=actor.login,
            name=actor.name,
            language=actor.language,
            roles=list(actor.roles()),
            books=list(actor.books(call.store.catalog)),
            epoch=call.store.epoch,
        )
    )


def book(call: Call) -> Reply:
    """The caller's view of a book."""
    view = services.book_view(call.store, call.actor, call.path["book"])
    return Reply(body=view, etag=view.version)


def exchange(service: Exchange) -> Callable[[Call, SyncRequest], Reply]:
    """An answer by one of the services that take a :class:`SyncRequest`."""

    def answer(call: Call, request: SyncRequest) -> Reply:
        reply = service(call.store, call.actor, call.path["book"], request, call.now)
        return Reply(body=reply, facts=_tally(request, reply))

    return answer


def history(call: Call) -> Reply:
    """Every version of a row, or of one of its cells."""
    place, field = RowPlace(**call.path), call.texts["field"]
    if field:
        return Reply(body=services.cell_history(call.store, call.actor, place, field))
    return Reply(body=services.row_history(call.store, call.actor, *place))


def removed(call: Call) -> Reply:
    """The rows of a table that are out of force."""
    path, limit = call.path, call.query["limit"]
    return Reply(body=services.removed_rows(call.store, call.actor, path["book"], path["table"], limit))


def numbers(call: Call) -> Reply:
    """The numbers that rows of a table ever had."""
    path, limit = call.path, call.query["limit"]
    return Reply(body=services.numbers_given(call.store, call.actor, path["book"], path["table"], limit))


def lookups(call: Call, request: Lookups) -> Reply:
    """The answers to questions about single figures and cells."""
    found = services.look_up(call.store, call.actor, request, call.now)
    kinds = Counter(type(each).__name__.lower() for each in found.answers)
    return Reply(body=found, facts={"answers": dict(kinds)})


def decision(call: Call, request: DecisionRequest) -> Reply:
    """A decision on a request for an approval."""
    made = services.decide(call.store, call.actor, ApprovalPlace(**call.path), request, call.now)
    return Reply(body=made, facts={"batch": made.batch, "state": made.state, **_rows(made)})


def undoing(service: Callable[[Store, Actor, BatchPlace, UndoRequest, datetime], StepBack]) -> Answer[UndoRequest]:
    """An answer by one of the services that undo a batch."""

    def answer(call: Call, request: UndoRequest) -> Reply:
        reply = service(call.store, call.actor, BatchPlace(**call.path), request, call.now)
        return Reply(body=reply, facts=_fared(reply))

    return answer


def restoring(
    service: Callable[[Store, Actor, RowPlace, RestoreRequest, datetime], StepBack],
) -> Answer[RestoreRequest]:
    """An answer by one of the services that put a row back."""

    def answer(call: Call, request: RestoreRequest) -> Reply:
        reply = service(call.store, call.actor, RowPlace(**call.path), request, call.now)
        return Reply(body=reply, facts=_fared(reply))

    return answer


def batches(call: Call) -> Reply:
    """The latest batches of a book."""
    return Reply(body=services.list_batches(call.store, call.actor, call.path["book"], call.query["limit"]))


def batch(call: Call) -> Reply:
    """One batch with its outcome."""
    return Reply(body=services.batch_detail(call.store, call.actor, call.path["book"], call.path["batch"]))


def _tally(request: SyncRequest, reply: SyncReply) -> dict[str, object]:
    facts: dict[str, object] = {"rows_out": sum(len(table.ids) for table in reply.pull)}
    if request.batch is not None:
        facts["batch"] = request.batch.id
        facts |= _rows(reply)
    return facts


def _fared(reply: StepBack) -> dict[str, object]:
    return {"batch": reply.batch, **_rows(reply)}


def _rows(reply: SyncReply | StepBack | Decided) -> dict[str, object]:
    fared = Counter(status for table in reply.outcome for status in table.status)
    return {"replayed": reply.replayed, "rows": dict(fared)}
