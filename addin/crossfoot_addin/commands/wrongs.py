"""What went wrong, in plain words, with what to do about it: for somebody with a ribbon and no command line."""

from __future__ import annotations

from crossfoot_sync.client.errors import (
    AccountClosedError,
    AddressError,
    BusyElsewhereError,
    ChangedMeanwhileError,
    ClientError,
    DefinitionsChangedError,
    LoginAgainError,
    NotABookError,
    NotAServerError,
    NotLoggedInError,
    ServerProblemError,
    SomebodyElsesBookError,
    TokenExpiredError,
    TokenRevokedError,
    UnreachableError,
)
from crossfoot_sync.client.stepping_back import (
    CutOffError,
    NothingToUndoError,
    NotPulledError,
    UnknownOutcomeError,
)
from crossfoot_sync.grids.errors import GridError, NotACrossfootBook
from crossfoot_templates.label import Language

WRONGS: dict[type[Exception], tuple[str, str]] = {
    NotACrossfootBook: (
        "“{name}”不是 crossfoot 工作簿。请打开您的工作簿，或用“新建工作簿”新建一个。",
        "{name} is not a crossfoot workbook. Open yours, or make one with New book.",
    ),
    NotLoggedInError: ("您尚未登录 {server}。请点击“登录”。", "You are not signed in to {server}. Press Sign in."),
    LoginAgainError: (
        "{server} 不认识您的令牌。请向管理员索取新令牌，然后点击“登录”。",
        "{server} does not take your token: it has none like it. Ask your administrator for one, then press Sign in.",
    ),
    TokenExpiredError: (
        "您在 {server} 的登录已过期。您的改动没有丢失；请点击“登录”。",
        "Your sign-in to {server} has expired. Nothing you typed is lost; press Sign in.",
    ),
    TokenRevokedError: (
        "您在 {server} 的登录已被撤销。您的改动没有丢失；请联系管理员，或点击“登录”。",
        "Your sign-in to {server} was taken back. Nothing you typed is lost; ask your administrator, or press Sign in.",
    ),
    AccountClosedError: (
        "您在 {server} 的帐号已停用。您的改动没有丢失；如有误，请联系管理员。",
        "Your account at {server} is closed. Nothing you typed is lost; if that is wrong, tell your administrator.",
    ),
    UnreachableError: (
        "无法连接服务器 {server}（{cause}）。您的改动没有丢失。请检查网络，稍后再试。",
        "{server} did not answer ({cause}). Nothing you typed is lost. Check the network and try again in a while.",
    ),
    AddressError: (
        "“{address}”不是服务器地址。应类似 https://ledger.example.com",
        "“{address}” is no address of a server. Write it like https://ledger.example.com",
    ),
    NotAServerError: (
        "{server} 有应答（HTTP {status}），但不是 crossfoot 服务器。请检查地址；中间可能有代理或登录页面。",
        (
            "{server} answered (HTTP {status}), but not as a crossfoot server does. Check the address; a proxy or a "
            "sign-in page may stand in between."
        ),
    ),
    ServerProblemError: ("服务器未接受：{said}", "The server said no. {said}"),
    NotABookError: (
        "“{name}”的 crossfoot 信息缺失或损坏：{cause}。请改用之前的副本，或新建工作簿。",
        (
            "{name} has lost what tells crossfoot which book it is: {cause}. Go on in a copy from before, or make a "
            "new book."
        ),
    ),
    SomebodyElsesBookError: (
        "“{name}”是为 {owner} 制作的，而您是 {you}。请用“新建工作簿”制作您自己的。未上传也未改动任何内容。",
        "{name} was made for {owner}, and you are {you}. Make your own with New book. Nothing was sent or changed.",
    ),
    DefinitionsChangedError: (
        "服务器 {server} 正在升级。您的改动没有丢失；请稍后再次同步。",
        "{server} is being upgraded. Your edits are kept; sync again in a moment.",
    ),
    ChangedMeanwhileError: (
        "“{name}”在读取期间有改动。未上传任何内容；请再次同步。",
        "{name} changed while it was being read. Nothing was sent; sync again.",
    ),
    BusyElsewhereError: (
        "另一个程序正在同步“{name}”。请等它完成。",
        "{name} is being synced by another program. Wait until it has finished.",
    ),
    CutOffError: (
        "“{workbook}”上次的同步曾中断。请先点击“同步”完成它。",
        "An earlier sync of {workbook} was cut off. Press Sync to finish it first.",
    ),
    NothingToUndoError: (
        "“{workbook}”没有可撤销的同步。",
        "{workbook} has no sync that could be undone.",
    ),
    UnknownOutcomeError: (
        "{server} 没有应答，不清楚是否已撤销。请稍后点击“刷新报表”查看。",
        "{server} did not answer: nobody knows whether anything went back. Press Refresh reports in a while and look.",
    ),
    NotPulledError: (
        "已在服务器上撤销，但工作簿尚未更新（{cause}）。请点击“刷新报表”。",
        "It was undone on the server, but the workbook does not show it yet ({cause}). Press Refresh reports.",
    ),
}
"""Causes with what to do, in Chinese and English. ``{names}`` are facts of the error, ``{said}`` what it says."""


NO_ANSWER = {
    "its certificate is not trusted": "证书不受信任",
    "the proxy refused": "代理服务器拒绝",
    "it took too long": "超时",
    "no connection in time": "连接超时",
    "no connection": "没有连接",
}
"""Why a server did not answer, in Chinese."""


def in_plain_words(error: ClientError | GridError | OSError, language: Language) -> str:
    """What to say of ``error``. Special causes come before the general ones that they are kinds of."""
    for kind in type(error).__mro__:
        if kind in WRONGS:
            zh, en = WRONGS[kind]
            facts = {"said": _said(error, language)} | vars(error)
            if language == "zh":
                return zh.format(**facts | {"cause": NO_ANSWER.get(str(facts.get("cause")), facts.get("cause"))})
            return en.format(**facts)
    if isinstance(error, GridError):
        return error.text(language)
    if isinstance(error, OSError):
        return f"{error.filename or 'crossfoot'}: {error.strerror or error}"
    return str(error)


def _said(error: Exception, language: Language) -> str:
    """What the error says itself; a server may have said it in both languages."""
    return error.text(language) if isinstance(error, ServerProblemError) else str(error)
