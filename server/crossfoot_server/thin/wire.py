"""What travels between a thin client and the server while they keep a workbook in step."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from crossfoot_sync.grids.thin.asked import Applied, WriteBatch
from crossfoot_sync.grids.thin.given import GivenBook

Task: TypeAlias = Literal["sync", "pull", "preview", "problems", "keep_mine", "take_theirs", "history", "undo"]
"""What is to be done."""

SessionId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
Step = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
PartNumber = Annotated[int, msgspec.Meta(ge=0, le=999)]
ShortText = Annotated[str, msgspec.Meta(max_length=1000)]


class RowSpan(msgspec.Struct, frozen=True):
    """Rows of a sheet that are selected, from ``first`` to ``last``, counted from 0."""

    sheet: ShortText
    first: Annotated[int, msgspec.Meta(ge=0)]
    last: Annotated[int, msgspec.Meta(ge=0)]


class Begin(msgspec.Struct, frozen=True):
    """What a session is to do.

    Attributes:
        workbook: the id of the workbook, as its manifest has it.
        reason: why; kept with the batch.
        confirmed: so much changes at once that it must be meant, and it is.
        rows: the selected rows, for ``keep_mine``, ``take_theirs`` and ``history``.
        column: the selected column, counted from 0, for ``history``.
        take_over: a session of this person in the same workbook that is not at its end is ended.
    """

    task: Task
    workbook: ShortText
    reason: ShortText = ""
    confirmed: bool = False
    rows: list[RowSpan] = []
    column: int = 0
    take_over: bool = False


class GridCall(msgspec.Struct, frozen=True):
    """One request of a thin client.

    The first of a session has ``begin`` and the step 0. Every other answers the step that it names; the answer may
    come in several parts, of which only the final one is ``last``. Sending a request again is safe.

    Attributes:
        session: the session's id, made by the client: up to 64 letters, digits, ``-`` and ``_``, never used before.
        mark: what the reply that asked for the step had as its mark.
        given: the workbook, or a part of it, where the step asks to read.
        applied: what came of the batches, where it asks to write.
    """

    session: SessionId
    step: Step = 0
    mark: ShortText = ""
    part: PartNumber = 0
    last: bool = True
    begin: Begin | None = None
    given: GivenBook | None = None
    applied: Applied | None = None


class NewWorkbook(msgspec.Struct, frozen=True):
    """An empty workbook: what to call it, and the .xlsx file in Base64."""

    name: str
    content: bytes


class SheetRow(msgspec.Struct, frozen=True):
    """A row that somebody should look at.

    Attributes:
        sheet: the title of its sheet; ``row`` its row there, from 0; -1 where it is there no longer.
        name: what people call the row.
    """

    table: str
    sheet: str
    row: int
    name: str
    tick: str
    message: str


class Outcome(msgspec.Struct, frozen=True):
    """What a session came to, in the language of the workbook.

    Attributes:
        said: the summary, line by line.
        rows: the rows that should be looked at, or the versions of a row.
        agree: whether the sheets have the rows and the money of the store; ``null`` where that was not compared.
        batch: the id of the batch that was pushed; empty where nothing was.
    """

    task: Task
    language: Literal["zh", "en"]
    said: list[str]
    rows: list[SheetRow] = []
    agree: bool | None = None
    batch: str = ""


class Trouble(msgspec.Struct, frozen=True):
    """Why nothing came of a session: ``code`` for programs, and the sentence in both languages.

    After ``asks`` the same may be begun again as confirmed.
    """

    code: str
    zh: str
    en: str


class GridReply(msgspec.Struct, frozen=True):
    """What a thin client is to do next.

    ``read`` the workbook and give it; ``write`` the batches and tell what came of them; send ``more`` parts of the
    answer; or nothing: it is ``done`` or ``failed``.

    Attributes:
        step, mark: the step that the next request answers, and what tells it from every other.
    """

    session: str
    step: int
    mark: str
    do: Literal["read", "write", "more", "done", "failed"]
    batches: list[WriteBatch] = []
    outcome: Outcome | None = None
    trouble: Trouble | None = None


def with_text_keys(value: object) -> object:
    """``value`` in plain dicts and lists, whose numbered keys are texts: no others can be put in order."""
    return msgspec.to_builtins(value, str_keys=True)
