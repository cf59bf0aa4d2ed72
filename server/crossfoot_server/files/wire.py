"""What travels when a workbook is uploaded, or made for whoever has no program of ours."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from crossfoot_server.thin.wire import Outcome, ShortText, Trouble


class FileSync(msgspec.Struct, frozen=True):
    """A workbook that is to be brought into step.

    Attributes:
        name: what its user calls the file, such as ``台账.xlsx``; messages name it so, and the reply's file too.
        content: the .xlsx, in Base64.
        server: the address that the workbook is sent to, as its user knows it; it must be that which it was made for.
        task: ``preview`` says what a sync would come to, and changes nothing.
        reason: why; kept with the batch.
        confirmed: so much changes at once that it must be meant, and it is.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
    content: bytes
    server: ShortText
    task: Literal["sync", "preview"] = "sync"
    reason: ShortText = ""
    confirmed: bool = False


class FileNew(msgspec.Struct, frozen=True):
    """A workbook that is to be made.

    Attributes:
        server: the address that it is to be kept in step with.
        language: of its labels, zh or en; the caller's own when left out.
    """

    book: ShortText
    server: ShortText
    language: ShortText = ""


class FileReply(msgspec.Struct, frozen=True):
    """What came of it: an outcome, or a trouble for which nothing was done.

    Attributes:
        name: what to call the file.
        content: the workbook to go on in, in Base64; ``null`` after a preview and where there is a trouble.
    """

    name: str
    content: bytes | None = None
    outcome: Outcome | None = None
    trouble: Trouble | None = None
