"""Why a request of a thin client is refused."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.errors import ServerError
from crossfoot_templates.label import Label


class UnknownSession(ServerError, LookupError):
    """There is no such session: it was never begun, ran out, or was ended by another window."""

    code = "unknown_session"
    status = 404
    title = Label("没有这次会话", "Unknown session")
    detail = Label(
        "您的会话“{session}”已不存在：中断太久，或工作簿已被另一个窗口接管。请重新开始，未完成的部分会先补上。",
        "There is no session {session!r} of yours any more; it ran out, or another window took the workbook "
        "over. Begin a new one: it finishes what this one left undone.",
    )

    def __init__(self, session: str) -> None:
        super().__init__(session=session)


class WorkbookAtWork(ServerError):
    """Another session keeps the same workbook in step at this moment."""

    code = "workbook_at_work"
    status = 409
    title = Label("工作簿正在同步", "The workbook is being synced")
    detail = Label(
        "您的另一个窗口自 {since} 起正在处理此工作簿（{task}）。请稍候，或由此窗口接管。",
        "Another window of yours is at this workbook ({task}) since {since}. Wait for it, or take over.",
    )

    def __init__(self, task: str, since: dt.datetime) -> None:
        super().__init__(task=task, since=since.isoformat(timespec="seconds"))


class SessionTooLarge(ServerError):
    """The workbook has more cells than a session may hold."""

    code = "session_too_large"
    status = 413
    title = Label("工作簿太大", "The workbook is too large")
    detail = Label(
        "此次会话给出的内容超过 {limit} 字节。请用命令行同步此工作簿，或减少行数。",
        "What was given in this session has more than {limit} bytes. Sync this workbook with the "
        "command line, or work in fewer rows.",
    )

    def __init__(self, limit: int) -> None:
        super().__init__(limit=str(limit))


class Overtaken(Exception):
    """Another request of the same session got ahead; what it put down is to be read again."""
