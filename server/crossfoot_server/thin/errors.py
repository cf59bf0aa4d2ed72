"""Why a request of a thin client is refused."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.errors import ServerError


class UnknownSession(ServerError, LookupError):
    """There is no such session: it was never begun, ran out, or was ended by another window."""

    code = "unknown_session"
    status = 404
    title = "Unknown session"

    def __init__(self, session: str) -> None:
        super().__init__(
            f"There is no session {session!r} of yours any more; it ran out, or another window took the workbook "
            "over. Begin a new one: it finishes what this one left undone."
        )


class WorkbookAtWork(ServerError):
    """Another session keeps the same workbook in step at this moment."""

    code = "workbook_at_work"
    status = 409
    title = "The workbook is being synced"

    def __init__(self, task: str, since: dt.datetime) -> None:
        super().__init__(
            f"Another window of yours is at this workbook ({task}) since {since.isoformat(timespec='seconds')}. "
            "Wait for it, or take over."
        )


class SessionTooLarge(ServerError):
    """The workbook has more cells than a session may hold."""

    code = "session_too_large"
    status = 413
    title = "The workbook is too large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"What was given in this session has more than {limit} bytes. Sync this workbook with the "
            "command line, or work in fewer rows."
        )


class Overtaken(Exception):
    """Another request of the same session got ahead; what it put down is to be read again."""
