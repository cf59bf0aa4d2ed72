"""Why nothing came of a session, in both languages."""

from __future__ import annotations

from typing import Final

from crossfoot_server.thin.wire import Trouble
from crossfoot_sync.client.errors import (
    ChangedMeanwhileError,
    ClientError,
    DefinitionsChangedError,
    NotABookError,
    ServerProblemError,
    SomebodyElsesBookError,
    TooManyChangesError,
)
from crossfoot_sync.grids.errors import GridError


class NothingChosen(ClientError):
    """No row that is selected waits for a decision."""


class NotOnATable(ClientError):
    """What is selected is no row of a table that was ever in step."""


class NothingToUndo(ClientError):
    """The workbook pushed nothing that still stands, or a push of it is still on its way."""


SENTENCES: Final[dict[type[Exception], tuple[str, str, str]]] = {
    NothingChosen: (
        "nothing_chosen",
        "所选的行中没有待处理的行；请选中带有 ⚠ 或 ✗ 的行。",
        "No selected row waits for a decision; select rows that are marked ⚠ or ✗.",
    ),
    NotOnATable: (
        "not_on_table",
        "所选单元格不在已同步的行中；请先选中表格里的一行。",
        "The selected cell is in no row that was synced; select one of a table first.",
    ),
    NothingToUndo: (
        "nothing_to_undo",
        "此工作簿没有可以撤销的同步；若上次同步曾中断，请先再同步一次。",
        "There is no sync of this workbook to undo. If the last one was cut off, sync once more first.",
    ),
    NotABookError: (
        "not_a_book",
        "此工作簿的隐藏工作表已损坏；请向管理员要一份新的工作簿。",
        "The hidden sheets of this workbook are damaged; ask your administrator for a new workbook.",
    ),
    SomebodyElsesBookError: (
        "somebody_elses",
        "此工作簿是为另一个人生成的；没有发送任何内容。请使用您自己的工作簿。",
        "This workbook was made for somebody else. Nothing was sent; use one that was made for you.",
    ),
    DefinitionsChangedError: (
        "definitions_changed",
        "服务器正在升级；您的修改仍在，请稍后再同步。",
        "The server is being upgraded. Your edits are kept; sync again in a moment.",
    ),
    ChangedMeanwhileError: (
        "changed_meanwhile",
        "同步期间工作簿有改动；没有发送任何内容，请再次同步。",
        "The workbook was changed meanwhile. Nothing was sent; sync again.",
    ),
}


def trouble_of(error: ClientError | GridError) -> Trouble:
    """``error`` as it is told to whoever sits before the workbook."""
    match error:
        case TooManyChangesError(lines=lines):
            said = " ".join(lines)
            return Trouble(
                "asks",
                f"{said} 没有发送任何内容；确认无误后可继续。",
                f"{said} Nothing was sent; go on if it is meant.",
            )
        case GridError():
            return Trouble(error.reason, error.text("zh"), error.text("en"))
        case ServerProblemError(problem=problem):
            return Trouble(problem.code, problem.text("zh"), problem.text("en"))
        case _:
            code, zh, en = SENTENCES.get(type(error), ("client_error", str(error), str(error)))
            return Trouble(code, zh, en)
