"""What went wrong, in plain words, with what to do about it: before a command line, and before buttons."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Literal

from crossfoot_sync.client.errors import (
    AccountClosedError,
    AddressError,
    BusyElsewhereError,
    ChangedMeanwhileError,
    ClientError,
    DamagedCredentialsError,
    DefinitionsChangedError,
    ExistsAlreadyError,
    LockedKeyringError,
    LoggedInNowhereError,
    LoginAgainError,
    NoSuchBookError,
    NoSuchRowError,
    NoSuchTableError,
    NotABookError,
    NotAServerError,
    NotAWorkbookNameError,
    NotLoggedInError,
    ServerProblemError,
    SeveralRowsError,
    SomebodyElsesBookError,
    TokenExpiredError,
    TokenRevokedError,
    TooManyChangesError,
    UnreachableError,
    UnusableFileError,
    WhichServerError,
)
from crossfoot_sync.client.http import NO_HTTPS
from crossfoot_sync.client.stepping_back import (
    CutOffError,
    NothingToUndoError,
    NotPulledError,
    UnknownOutcomeError,
)
from crossfoot_sync.grids.errors import GridError, NotACrossfootBook
from crossfoot_templates.label import COLON, Language

Before = Literal["buttons", "command line"]
"""What somebody sits before: it decides which way out is told."""


@dataclass(frozen=True)
class Wrong:
    """What is said of a cause. ``{names}`` are facts of the error, ``{said}`` what it says of itself.

    Attributes:
        zh: the cause in Chinese.
        en: the cause in English, before buttons; at a command line an error says itself in English.
        press: the way out before buttons, in Chinese and English.
        run: the way out at a command line, in Chinese.
    """

    zh: str
    en: str
    press: tuple[str, str] = ("", "")
    run: str = ""

    def pattern(self, language: Language, before: Before) -> str:
        """Cause and way out in one text, its facts still to be filled in."""
        if language == "zh":
            return self.zh + (self.press[0] if before == "buttons" else self.run)
        return " ".join(filter(None, (self.en, self.press[1]))) if before == "buttons" else "{said}"


WRONGS: dict[type[Exception], Wrong] = {
    NotLoggedInError: Wrong(
        "您尚未登录 {server}。",
        "You are not signed in to {server}.",
        ("请点击“登录”。", "Press Sign in."),
        "请运行：crossfoot login {server}",
    ),
    LoginAgainError: Wrong(
        "{server} 不认识您的令牌。",
        "{server} does not take your token: it has none like it.",
        ("请向管理员索取新令牌，然后点击“登录”。", "Ask your administrator for one, then press Sign in."),
        "请用新令牌或登录码登录：crossfoot login {server}",
    ),
    TokenExpiredError: Wrong(
        "您在 {server} 的登录已过期。您的改动没有丢失。",
        "Your sign-in to {server} has expired. Nothing you typed is lost;",
        ("请点击“登录”。", "press Sign in."),
        "请用新令牌或登录码登录：crossfoot login {server}",
    ),
    TokenRevokedError: Wrong(
        "您在 {server} 的登录已被撤销。您的改动没有丢失。",
        "Your sign-in to {server} was taken back. Nothing you typed is lost;",
        ("请联系管理员，或点击“登录”。", "ask your administrator, or press Sign in."),
        "请联系管理员，或用新令牌或登录码登录：crossfoot login {server}",
    ),
    AccountClosedError: Wrong(
        "您在 {server} 的帐号已停用。您的改动没有丢失；如有误，请联系管理员。",
        "Your account at {server} is closed. Nothing you typed is lost; if that is wrong, tell your administrator.",
    ),
    # The command line says itself what to do then: somebody may have asked something without a workbook.
    UnreachableError: Wrong(
        "无法连接服务器 {server}（{cause}）。",
        "{server} did not answer ({cause}).",
        (
            "您的改动没有丢失。请检查网络，稍后再试。",
            "Nothing you typed is lost. Check the network and try again in a while.",
        ),
    ),
    AddressError: Wrong(
        "“{address}”不是服务器地址。应类似 https://ledger.example.com",
        "“{address}” is no address of a server. Write it like https://ledger.example.com",
    ),
    NotAServerError: Wrong(
        "{server} 有应答（HTTP {status}），但不是 crossfoot 服务器。请检查地址；中间可能有代理或登录页面。",
        (
            "{server} answered (HTTP {status}), but not as a crossfoot server does. Check the address; a proxy or a "
            "sign-in page may stand in between."
        ),
    ),
    ServerProblemError: Wrong("服务器未接受：{said}", "The server said no. {said}"),
    NotACrossfootBook: Wrong(
        "“{name}”不是 crossfoot 工作簿。",
        "{name} is not a crossfoot workbook.",
        ("请打开您的工作簿，或用“新建工作簿”新建一个。", "Open yours, or make one with New book."),
        "请用 crossfoot book new 新建一个，或用 crossfoot import 导入此文件。",
    ),
    NotABookError: Wrong(
        "“{name}”的 crossfoot 信息缺失或损坏：{cause}。请改用之前的副本，或新建工作簿",
        (
            "{name} has lost what tells crossfoot which book it is: {cause}. Go on in a copy from before, or make a "
            "new book."
        ),
        ("。", ""),
        "：crossfoot book new",
    ),
    SomebodyElsesBookError: Wrong(
        "“{name}”是为 {owner} 制作的，而您是 {you}。未上传也未改动任何内容。",
        "{name} was made for {owner}, and you are {you}. Nothing was sent or changed.",
        ("请用“新建工作簿”制作您自己的。", "Make your own with New book."),
        "请制作您自己的：crossfoot book new",
    ),
    TooManyChangesError: Wrong(
        "{lines}\n未上传任何内容。",
        "{lines}\nNothing was sent.",
        ("如确为本意，请再次同步。", "If it is meant, sync again."),
        "请用 --preview 查看；如确为本意，请加 --yes 再次同步。",
    ),
    DefinitionsChangedError: Wrong(
        "服务器 {server} 正在升级。您的改动没有丢失；请稍后再次同步。",
        "{server} is being upgraded. Your edits are kept; sync again in a moment.",
    ),
    ChangedMeanwhileError: Wrong(
        "“{name}”在读取期间有改动。未上传任何内容；请再次同步。",
        "{name} changed while it was being read. Nothing was sent; sync again.",
    ),
    BusyElsewhereError: Wrong(
        "另一个程序正在同步“{name}”。请等它完成。",
        "{name} is being synced by another program. Wait until it has finished.",
    ),
    NotAWorkbookNameError: Wrong(
        "“{name}”不能作为工作簿的文件名。请以 .xlsx 结尾：{better}",
        "{name} is no name for a workbook. Let it end in .xlsx: {better}",
    ),
    ExistsAlreadyError: Wrong(
        "{path} 已经存在。请换一个名称",
        "{path} exists already. Choose another name.",
        ("。", ""),
        "，或同步它：crossfoot book sync {path}",
    ),
    NoSuchBookError: Wrong(
        "没有名为“{book}”的工作簿，或未对 {login} 开放。可用的有：{books}",
        "There is no book “{book}” for {login}. Open to you: {books}.",
    ),
    NoSuchTableError: Wrong(
        "{name} 中没有表“{table}”。其中有：{known}",
        "There is no table “{table}” in {name}. It has: {known}",
    ),
    NoSuchRowError: Wrong(
        "{name} 的表“{table}”中没有 {row} 这一行，您可见的已移除行中也没有。",
        "{name} shows no row {row} in {table}, and none that you may see was removed.",
    ),
    SeveralRowsError: Wrong(
        "表“{table}”中有 {count} 个已移除的行都叫 {row}。请用其中一个 id 指明：{listed}",
        "{count} rows of {table} that were removed had the key {row}. Name one by its id: {listed}",
    ),
    LoggedInNowhereError: Wrong(
        "您尚未登录任何服务器。",
        "You are not signed in to a server yet.",
        ("请点击“登录”。", "Press Sign in."),
        "请运行：crossfoot login 地址",
    ),
    WhichServerError: Wrong(
        "请指明服务器（已登录：{known}）",
        "Name the server (signed in to: {known}).",
        ("。", ""),
        "：--server 地址",
    ),
    DamagedCredentialsError: Wrong(
        "{path} 已损坏（{cause}）；请删除它，然后重新登录。",
        "{path} is damaged ({cause}); remove it and sign in again.",
    ),
    LockedKeyringError: Wrong(
        "无法打开本机的密钥环（{cause}）。请先解锁，然后重试。",
        "The keyring of this computer cannot be opened ({cause}). Unlock it and try again.",
    ),
    UnusableFileError: Wrong("{said}", "{said}"),
    CutOffError: Wrong(
        "“{workbook}”上次的同步曾中断。",
        "An earlier sync of {workbook} was cut off.",
        ("请先点击“同步”完成它。", "Press Sync to finish it first."),
        "请先完成它：crossfoot book sync {workbook}",
    ),
    NothingToUndoError: Wrong(
        "“{workbook}”没有可撤销的同步。",
        "{workbook} has no sync that could be undone.",
        run="要撤销其他批次，请从 crossfoot batches 中选一个。",
    ),
    UnknownOutcomeError: Wrong(
        "{server} 没有应答，不清楚是否已撤销或恢复。",
        "{server} did not answer: nobody knows whether anything went back.",
        ("请稍后点击“刷新报表”查看。", "Press Refresh reports in a while and look."),
        "服务器恢复后，请查看：crossfoot batches {workbook}",
    ),
    NotPulledError: Wrong(
        "已在服务器上完成（批次 {batch}），但工作簿尚未更新（{cause}）。",
        "It was done on the server, as batch {batch}, but the workbook does not show it yet ({cause}).",
        ("请点击“刷新报表”。", "Press Refresh reports."),
        "请更新它：crossfoot book pull {workbook}",
    ),
}
"""What is said of each cause, in Chinese and English."""


NO_ANSWER = {
    "its certificate is not trusted": "证书不受信任",
    "the proxy refused": "代理服务器拒绝",
    "it took too long": "超时",
    "no connection in time": "连接超时",
    "there is no host of that name": "找不到主机名",
    "no connection": "没有连接",
    NO_HTTPS: "该端口不支持 https；是否应为 http://…",
}
"""Why a server did not answer, in Chinese."""

_LISTS = ("known", "books")
"""Facts that name what there is; where there is nothing they say so in English."""

_OF_THE_SYSTEM = {
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.ENOENT: "找不到该文件或文件夹",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
}
"""What keeps a file from being read or written, in Chinese; other causes are told as the system tells them."""


def in_plain_words(error: ClientError | GridError | OSError, language: Language, before: Before = "buttons") -> str:
    """What to say of ``error``. Special causes come before the general ones that they are kinds of."""
    for kind in type(error).__mro__:
        if kind in WRONGS:
            facts = {name: _fact(name, value, language, before) for name, value in vars(error).items()}
            return WRONGS[kind].pattern(language, before).format(**facts | {"said": _in_its_own_words(error, language)})
    return _in_its_own_words(error, language)


def _in_its_own_words(error: Exception, language: Language) -> str:
    """What an error says of itself; one that knows Chinese says it here."""
    match error:
        case GridError() | UnusableFileError():
            return error.text(language)
        case ServerProblemError() if language == "zh":
            return error.text(language)
        case OSError():
            known = _OF_THE_SYSTEM.get(error.errno or 0) if language == "zh" else None
            return f"{error.filename or 'crossfoot'}{COLON[language]}{known or error.strerror or error}"
        case _:
            return str(error)


def _fact(name: str, value: object, language: Language, before: Before) -> object:
    """A fact as a sentence has it."""
    match value:
        case [*lines]:
            return "\n".join(map(str, lines))
        case ClientError() | GridError():
            return in_plain_words(value, language, before).rstrip("。.")
        case str() if language == "zh":
            return "无" if name in _LISTS and value == "none" else NO_ANSWER.get(value, value)
        case _:
            return value
