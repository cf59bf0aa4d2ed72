"""Every endpoint there is. Flask's routes, the OpenAPI document and the reference page are made from this table."""

from __future__ import annotations

from functools import cache

import msgspec

from crossfoot_server import services
from crossfoot_server.api import answers
from crossfoot_server.api.endpoint import Command, Endpoint, Open, Query, QueryNumber, Reply
from crossfoot_server.api.openapi import document
from crossfoot_server.api.problems import BadParameter, StoreUnavailable
from crossfoot_server.errors import (
    BadRequest,
    BatchReused,
    NotAllowed,
    StoreBusy,
    UnknownBatch,
    UnknownBook,
    UnknownRow,
    UnknownTable,
    VersionTooOld,
)
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BatchDetail, BatchList, RowHistory, SyncReply, SyncRequest, Whoami
from crossfoot_templates.model import BookView

_V1 = "/api/v1"
_BOOK = f"{_V1}/books/{{book}}"
_OF_BOOK = (NotAllowed, UnknownBook)
_OF_EXCHANGE = (BadRequest, *_OF_BOOK, VersionTooOld)


@cache
def _document() -> msgspec.Raw:
    # Encoded here: the document's own order is the one to read it in.
    return msgspec.Raw(msgspec.json.encode(document(ENDPOINTS)))


def _openapi(_store: Store) -> Reply:
    return Reply(body=_document())


ENDPOINTS: tuple[Endpoint, ...] = (
    Open(
        path="/health",
        name="health",
        summary="Whether the process lives; it does not look at the store.",
        gives=answers.Health,
        answer=answers.health,
    ),
    Open(
        path="/ready",
        name="ready",
        summary="Whether requests can be taken: the store is asked.",
        gives=answers.Readiness,
        problems=(StoreUnavailable, StoreBusy),
        answer=answers.readiness,
    ),
    Open(
        path=f"{_V1}/openapi.json",
        name="openapi",
        summary="This description, as OpenAPI 3.1.",
        gives=dict,
        answer=_openapi,
    ),
    Query(
        path=f"{_V1}/me",
        name="me",
        summary="Whose token it is, and which books are open to them.",
        gives=Whoami,
        answer=answers.me,
    ),
    Query(
        path=_BOOK,
        name="book",
        summary="The caller's view of a book: tables, columns, choices, and what they may write.",
        gives=BookView,
        problems=_OF_BOOK,
        answer=answers.book,
        revalidates=True,
    ),
    Command(
        path=f"{_BOOK}/sync",
        name="sync",
        summary="Push a batch of changes and pull what changed. The same batch again gives the stored result.",
        gives=SyncReply,
        problems=(*_OF_EXCHANGE, BatchReused),
        takes=SyncRequest,
        answer=answers.exchange(services.sync),
    ),
    Command(
        path=f"{_BOOK}/check",
        name="check",
        summary="What a push would come to; nothing is written.",
        gives=SyncReply,
        problems=_OF_EXCHANGE,
        takes=SyncRequest,
        answer=answers.exchange(services.check),
    ),
    Command(
        path=f"{_BOOK}/pull",
        name="pull",
        summary="Pull what changed since the cursor; a push in the request is refused.",
        gives=SyncReply,
        problems=_OF_EXCHANGE,
        takes=SyncRequest,
        answer=answers.exchange(services.pull),
    ),
    Query(
        path=f"{_BOOK}/tables/{{table}}/rows/{{row}}/history",
        name="row_history",
        summary="Every version of a row, the newest first.",
        gives=RowHistory,
        problems=(*_OF_BOOK, UnknownTable, UnknownRow),
        answer=answers.history,
    ),
    Query(
        path=f"{_BOOK}/batches",
        name="batches",
        summary="The latest batches that the caller may see, the newest first.",
        gives=BatchList,
        problems=(BadParameter, *_OF_BOOK),
        answer=answers.batches,
        query=(QueryNumber(name="limit", meaning="How many at most.", low=1, high=500, default=50),),
    ),
    Query(
        path=f"{_BOOK}/batches/{{batch}}",
        name="batch",
        summary="A batch with the stored outcome of every row.",
        gives=BatchDetail,
        problems=(*_OF_BOOK, UnknownBatch),
        answer=answers.batch,
    ),
)
