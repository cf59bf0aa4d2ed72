"""Every endpoint there is. Flask's routes, the OpenAPI document and the reference page are made from this table."""

from __future__ import annotations

from functools import cache

import msgspec

from crossfoot_server import services
from crossfoot_server.accounts.errors import SignInOver, TooManySignIns, UnknownCode
from crossfoot_server.api import answers, files, signed, signing_in, thin
from crossfoot_server.api.endpoint import (
    Command,
    Endpoint,
    Open,
    Query,
    QueryNumber,
    QueryText,
    Reply,
    Signed,
    Stranger,
)
from crossfoot_server.api.openapi import document
from crossfoot_server.api.problems import BadParameter, BodyTooLarge, StoreUnavailable
from crossfoot_server.errors import (
    BadRequest,
    BatchReused,
    NotAllowed,
    PingedTooSoon,
    SignatureRefused,
    StoreBusy,
    UnknownBatch,
    UnknownBook,
    UnknownColumn,
    UnknownRevision,
    UnknownRow,
    UnknownTable,
    VersionTooOld,
)
from crossfoot_server.files.wire import FileNew, FileReply, FileSync
from crossfoot_server.store import Store
from crossfoot_server.thin.errors import SessionTooLarge, UnknownSession, WorkbookAtWork
from crossfoot_server.thin.wire import GridCall, GridReply, NewWorkbook
from crossfoot_sync.engine.lookups import Answers, Lookups
from crossfoot_sync.engine.wire import (
    BatchDetail,
    BatchList,
    Decided,
    DecisionRequest,
    LetIn,
    LetInRequest,
    NumbersGiven,
    RemovedRows,
    RestoreRequest,
    RowHistory,
    SignedIn,
    SignInAsked,
    SignInRedeem,
    SignInRequest,
    StepBack,
    SyncReply,
    SyncRequest,
    UndoRequest,
    Whoami,
)
from crossfoot_templates.model import BookView

_V1 = "/api/v1"
_BOOK = f"{_V1}/books/{{book}}"
_TABLE = f"{_BOOK}/tables/{{table}}"
_ROW = f"{_TABLE}/rows/{{row}}"
_OF_BOOK = (NotAllowed, UnknownBook)
_OF_EXCHANGE = (BadRequest, *_OF_BOOK, VersionTooOld)
_OF_UNDO = (*_OF_BOOK, UnknownBatch, BatchReused)
_OF_RESTORE = (*_OF_BOOK, UnknownTable, UnknownColumn, UnknownRow, UnknownRevision, BatchReused)


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
    Stranger(
        path=f"{_V1}/sign-ins",
        name="ask_to_sign_in",
        summary="A program asks for a code, by which somebody who is signed in, or runs the server, lets it in.",
        gives=SignInAsked,
        problems=(TooManySignIns,),
        takes=SignInRequest,
        answer=signing_in.asked,
    ),
    Stranger(
        path=f"{_V1}/sign-ins/redeem",
        name="sign_in",
        summary="The program asks whether it was let in; asked again, the answer is the same token.",
        gives=SignedIn,
        problems=(SignInOver,),
        takes=SignInRedeem,
        answer=signing_in.redeemed,
    ),
    Command(
        path=f"{_V1}/sign-ins/let-in",
        name="let_in",
        summary="Let a program in that shows a code, as oneself; or only look which one it is.",
        gives=LetIn,
        problems=(UnknownCode,),
        takes=LetInRequest,
        answer=signing_in.let_in,
    ),
    Query(
        path=f"{_V1}/me",
        name="me",
        summary="Whose token it is, and which books are open to them.",
        gives=Whoami,
        answer=answers.me,
    ),
    Command(
        path=f"{_V1}/lookups",
        name="look_up",
        summary="What customers owe, what of it is overdue or how old, and single cells: many questions at once.",
        gives=Answers,
        takes=Lookups,
        answer=answers.lookups,
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
        path=f"{_ROW}/history",
        name="row_history",
        summary="Every version of a row, the newest first; or only those that changed one column.",
        gives=RowHistory,
        problems=(*_OF_BOOK, UnknownTable, UnknownColumn, UnknownRow),
        answer=answers.history,
        texts=(QueryText(name="field", meaning="The column whose changes are wanted; all when left out."),),
    ),
    Command(
        path=f"{_ROW}/restore",
        name="restore",
        summary="Put a row back to an older version, as a batch; one that was removed comes back into force.",
        gives=StepBack,
        problems=_OF_RESTORE,
        takes=RestoreRequest,
        answer=answers.restoring(services.restore),
    ),
    Command(
        path=f"{_ROW}/restore/check",
        name="check_restore",
        summary="What a restore would come to; nothing is written.",
        gives=StepBack,
        problems=_OF_RESTORE,
        takes=RestoreRequest,
        answer=answers.restoring(services.check_restore),
    ),
    Query(
        path=f"{_TABLE}/removed",
        name="removed",
        summary="The rows of a table that are out of force, with what they last held, the latest removed first.",
        gives=RemovedRows,
        problems=(BadParameter, *_OF_BOOK, UnknownTable),
        answer=answers.removed,
        query=(QueryNumber(name="limit", meaning="How many at most.", low=1, high=1000, default=100),),
    ),
    Query(
        path=f"{_TABLE}/numbers",
        name="numbers",
        summary="The numbers that rows of a table ever had, and what became of each, the latest first.",
        gives=NumbersGiven,
        problems=(BadParameter, *_OF_BOOK, UnknownTable, UnknownColumn),
        answer=answers.numbers,
        query=(QueryNumber(name="limit", meaning="How many at most.", low=1, high=10_000, default=1000),),
    ),
    Command(
        path=f"{_BOOK}/approvals/{{number}}",
        name="decide",
        summary="Decide a request for an approval, as a batch of its own; the change it is about is carried out.",
        gives=Decided,
        problems=(*_OF_BOOK, UnknownTable, UnknownRow, BatchReused),
        takes=DecisionRequest,
        answer=answers.decision,
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
        summary="A batch with the stored outcome of every row, and the control totals before and after it.",
        gives=BatchDetail,
        problems=(*_OF_BOOK, UnknownBatch),
        answer=answers.batch,
    ),
    Command(
        path=f"{_BOOK}/batches/{{batch}}/undo",
        name="undo",
        summary="Undo a batch, as a batch of its own: what it changed goes back, except what changed since.",
        gives=StepBack,
        problems=_OF_UNDO,
        takes=UndoRequest,
        answer=answers.undoing(services.undo),
    ),
    Command(
        path=f"{_BOOK}/batches/{{batch}}/undo/check",
        name="check_undo",
        summary="What an undo would come to; nothing is written.",
        gives=StepBack,
        problems=_OF_UNDO,
        takes=UndoRequest,
        answer=answers.undoing(services.check_undo),
    ),
    Query(
        path=f"{_BOOK}/workbook",
        name="new_workbook",
        summary="An empty workbook for the caller; its first sync fills it with what they may see.",
        gives=NewWorkbook,
        problems=(BadParameter, *_OF_BOOK),
        answer=thin.workbook_made,
        texts=(
            QueryText(name="server", meaning="The address that the workbook is to be kept in step with."),
            QueryText(name="language", meaning="Of its labels, zh or en; the caller's own when left out."),
        ),
    ),
    Command(
        path=f"{_V1}/grids/sync",
        name="sync_grid",
        summary="A program that has a workbook open, and runs none of our code, is told step by step what to do.",
        gives=GridReply,
        problems=(UnknownSession, WorkbookAtWork, SessionTooLarge),
        takes=GridCall,
        answer=thin.grid_synced,
    ),
    Command(
        path=f"{_V1}/files/new",
        name="new_file",
        summary="A new workbook for the caller, filled with what they may see.",
        gives=FileReply,
        problems=(BadParameter, *_OF_BOOK),
        takes=FileNew,
        answer=files.file_made,
    ),
    Command(
        path=f"{_V1}/files/sync",
        name="sync_file",
        summary="A workbook is uploaded, brought into step, and given back. The same file again sends nothing twice.",
        gives=FileReply,
        takes=FileSync,
        answer=files.file_synced,
    ),
    Signed(
        path=f"{_V1}/sheets/{{spreadsheet}}/ping",
        name="ping",
        summary="A linked Google spreadsheet asks to be synced as soon as its turn comes. The body may be anything.",
        gives=signed.Queued,
        problems=(SignatureRefused, PingedTooSoon, BodyTooLarge, StoreUnavailable, StoreBusy),
        answer=signed.pinged,
        headers=signed.HEADERS,
        signature=signed.SIGNATURE_HEADER,
    ),
)
