"""What a service refuses as a whole. One class a cause; each has its sentence in both languages and its HTTP status.

What is wrong with a single row or field is no error: it is an outcome beside the others. What is said of people, their
tokens and the codes by which programs sign in is in :mod:`crossfoot_server.accounts.errors`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import ClassVar

from crossfoot_templates.label import Fact, Label, Language, in_language, joined

_SOME = 3
"""How many of many things a message names."""

NONE = Label("无", "none")


def listed(names: Collection[str]) -> Label:
    """``names`` as a sentence lists them, where there are any."""
    return joined(names) if names else NONE


class ServerError(Exception):
    """A request that cannot be answered. ``code`` names the cause for programs.

    ``title`` and ``detail`` are for people; ``{names}`` in ``detail`` are facts of the one case.
    """

    code: ClassVar[str] = "server_error"
    status: ClassVar[int] = 500
    title: ClassVar[Label] = Label("服务器无法答复", "The server could not answer")
    detail: ClassVar[Label]

    def __init__(self, **facts: Fact) -> None:
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """What went wrong, and the way out."""
        facts = {name: in_language(fact, language) for name, fact in self.facts.items()}
        return self.detail.in_(language).format(**facts)

    @property
    def message(self) -> str:
        """What went wrong, and the way out, as the command line says it."""
        return str(self)


class BadRequest(ServerError):
    """The request does not follow the protocol: ``where`` names the place, ``problem`` what stands there."""

    code = "bad_request"
    status = 400
    title = Label("请求不符合协议", "The request does not follow the protocol")
    detail = Label(
        "{where}：{problem}。此请求的内容都未被接受；请改正后重新发送。",
        "{where}: {problem}. Nothing of the request was taken; mend it and send it again.",
    )

    def __init__(self, where: str, problem: Fact) -> None:
        super().__init__(where=where, problem=problem)


class NotAllowed(ServerError):
    """The person holds no grant for the book."""

    code = "not_allowed"
    status = 403
    title = Label("没有权限", "Not allowed")
    detail = Label(
        "{login} 没有业务簿“{book}”的权限；请向维护组织文件的人申请。",
        "{login} has no grant for book {book!r}; ask whoever keeps the organisation file for one.",
    )

    def __init__(self, login: str, book: str) -> None:
        super().__init__(login=login, book=book)


class UnknownBook(ServerError, LookupError):
    """There is no book of this name."""

    code = "unknown_book"
    status = 404
    title = Label("没有这个业务簿", "Unknown book")
    detail = Label("没有业务簿“{book}”；现有的是：{books}。", "There is no book {book!r}; the books are {books}.")

    def __init__(self, book: str, books: tuple[str, ...]) -> None:
        super().__init__(book=book, books=listed(books))


class UnknownTable(ServerError, LookupError):
    """The book shows no table of this name to this person."""

    code = "unknown_table"
    status = 404
    title = Label("没有这个表", "Unknown table")
    detail = Label(
        "业务簿“{book}”没有表“{table}”；它的表是：{tables}。",
        "Book {book!r} has no table {table!r}; its tables are {tables}.",
    )

    def __init__(self, table: str, book: str, tables: tuple[str, ...]) -> None:
        super().__init__(table=table, book=book, tables=listed(tables))


class UnknownRow(ServerError, LookupError):
    """There is no such row, or it is outside the person's scope: the message is the same for both."""

    code = "unknown_row"
    status = 404
    title = Label("没有这一行", "Unknown row")
    detail = Label(
        "在您的权限范围内，“{table}”没有行“{row_id}”；请在新的工作簿中查找。",
        "There is no row {row_id!r} of {table!r} within your scope; look it up in a fresh book.",
    )

    def __init__(self, table: str, row_id: str) -> None:
        super().__init__(table=table, row_id=row_id)


class UnknownRevision(ServerError, LookupError):
    """The row never had this revision."""

    code = "unknown_revision"
    status = 404
    title = Label("没有这一版", "Unknown revision")
    detail = Label(
        "“{table}”的行“{row_id}”没有第 {rev} 版，最新的是第 {newest} 版；请在它的历史中查看全部版本。",
        "Row {row_id!r} of {table!r} never had revision {rev}; its newest is {newest}. Its history lists them all.",
    )

    def __init__(self, table: str, row_id: str, rev: int, newest: int) -> None:
        super().__init__(table=table, row_id=row_id, rev=str(rev), newest=str(newest))


class UnknownColumn(ServerError, LookupError):
    """The book shows this person no such column."""

    code = "unknown_column"
    status = 404
    title = Label("没有这一列", "Unknown column")
    detail = Label(
        "表“{table}”没有您可以查看的列“{column}”；{way_out}",
        "Table {table!r} shows you no column {column!r}; {way_out}",
    )

    def __init__(self, column: str, table: str, columns: tuple[str, ...]) -> None:
        near = get_close_matches(column, columns, n=1)
        there = joined(columns)
        way_out = Label(f"它的列是：{there.zh}。", f"its columns are {there.en}.")
        if near:
            way_out = Label(f"是否为“{near[0]}”？", f"did you mean {near[0]!r}?")
        super().__init__(column=column[:60], table=table, way_out=way_out)


class UnknownBatch(ServerError, LookupError):
    """There is no such batch among those the person may see."""

    code = "unknown_batch"
    status = 404
    title = Label("没有这个批次", "Unknown batch")
    detail = Label(
        "您在此业务簿中没有批次“{batch}”；请列出批次，查找它的编号。",
        "There is no batch {batch!r} of yours in this book; list the batches to find its id.",
    )

    def __init__(self, batch: str) -> None:
        super().__init__(batch=batch)


class BatchReused(ServerError):
    """A batch id was sent before with other content, or by somebody else."""

    code = "batch_reused"
    status = 409
    title = Label("批次编号已用过", "Batch id used before")
    detail = Label(
        "批次“{batch}”已收到过，而内容不同；这一次的内容都未被接受。请换一个批次编号发送。",
        "Batch {batch!r} was received before with other content; nothing of this one was taken. "
        "Send it under a new batch id.",
    )

    def __init__(self, batch: str) -> None:
        super().__init__(batch=batch)


class VersionTooOld(ServerError):
    """Client and server speak different versions of the protocol."""

    code = "protocol_mismatch"
    status = 426
    title = Label("协议版本不同", "Another protocol version")
    detail = Label(
        "客户端使用协议版本 {client}，服务器使用 {server}；请升级{older}。",
        "The client speaks protocol {client}, the server {server}; bring the {older} up to date.",
    )

    def __init__(self, client: int, server: int) -> None:
        older = Label("客户端", "client") if client < server else Label("服务器", "server")
        super().__init__(client=str(client), server=str(server), older=older)


class StoreBusy(ServerError):
    """Another writer held the store for longer than a request may wait. Nothing was written."""

    code = "store_busy"
    status = 503
    title = Label("数据库正忙", "The store is busy")
    detail = Label(
        "数据库被另一次写入占用超过 {seconds} 秒；未接受任何内容。请重新发送同一请求。",
        "Another writer held the store for more than {seconds} seconds; nothing was taken. "
        "Send the same request again.",
    )

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=f"{seconds:g}")


class SchemaMismatch(ServerError):
    """The store's tables do not fit the definitions, and adding to them would not help."""

    code = "schema_mismatch"
    status = 500
    title = Label("数据库与定义不符", "Store and definitions do not fit")
    detail = Label(
        "表“{table}”，列“{column}”：{problem}。{way_out}", "Table {table!r}, column {column!r}: {problem}. {way_out}"
    )

    def __init__(self, table: str, column: str, problem: Fact, way_out: Fact) -> None:
        super().__init__(table=table, column=column, problem=problem, way_out=way_out)


class NotAStore(ServerError):
    """The database holds tables of another program and none of ours."""

    code = "not_a_store"
    status = 500
    title = Label("不是 crossfoot 数据库", "This is no store")
    detail = Label(
        "其中有其他程序的表（{tables}），没有 crossfoot 的表；未作任何改动。请指定正确的文件。",
        "It holds tables of another program ({tables}) and none of crossfoot; it was left as it is. "
        "Name the right file.",
    )

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(tables=joined([*tables[:_SOME], *["…"][: len(tables) > _SOME]]))


class SignatureRefused(ServerError):
    """The ping is of no linked sheet, is not signed by it, or is too old; which of these is not said to a stranger."""

    code = "signature_refused"
    status = 401
    title = Label("签名无效", "The signature is not valid")
    detail = Label(
        "表格未关联，或者签名或其时间无效。密钥只由 crossfoot sheet link 显示一次；时钟最多可相差五分钟。",
        "The sheet is not linked, or the signature or its time is not valid. The secret is shown once by "
        "'crossfoot sheet link'; the clocks may differ by five minutes.",
    )


class PingedTooSoon(ServerError):
    """The sheet asked, or was looked at, a moment ago."""

    code = "pinged_too_soon"
    status = 429
    title = Label("请求过于频繁", "Pinged too soon")
    detail = Label(
        "一个表格每 {seconds} 秒只能请求一次。如果届时没有自动同步，请再次请求。",
        "A sheet may ask once in {seconds} seconds. Ask again then, if it was not synced by itself.",
    )

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=str(seconds))
        self.seconds = seconds
