"""What is refused for who asks: people, their tokens, and the codes by which programs sign in."""

from __future__ import annotations

import datetime as dt

from crossfoot_server.errors import ServerError
from crossfoot_templates.label import Fact, Label


class OrganisationError(ServerError, ValueError):
    """An entry of the organisation file cannot be right; ``entry`` names it."""

    code = "organisation_error"
    status = 400
    title = Label("组织文件有误", "The organisation file has a mistake")
    detail = Label(
        "{entry}：{problem}。文件的内容都未被采用；请改正此项后再次应用。",
        "{entry}: {problem}. Nothing of the file was taken; mend this entry and apply it again.",
    )

    def __init__(self, entry: str, problem: Fact) -> None:
        super().__init__(entry=entry, problem=problem)


class UnknownUser(ServerError, LookupError):
    """No user has this login."""

    code = "unknown_user"
    status = 404
    title = Label("没有这个用户", "Unknown user")
    detail = Label(
        "没有用户“{login}”；请把此人加入组织文件并应用。",
        "There is no user {login!r}; add them to the organisation file and apply it.",
    )

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class NoTokenForSheet(ServerError):
    """The account belongs to a linked sheet, in whose name nobody logs in."""

    code = "no_token_for_sheet"
    status = 409
    title = Label("已关联表格的帐号", "The account of a linked sheet")
    detail = Label(
        "“{login}”是已关联表格的帐号：它只用于同步，没有令牌。请指定一个人。",
        "{login!r} is the account of a linked sheet: it syncs and has no tokens. Name a person.",
    )

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class UnknownToken(ServerError, LookupError):
    """No token has this id."""

    code = "unknown_token"
    status = 404
    title = Label("没有这个令牌", "Unknown token")
    detail = Label(
        "没有令牌“{token_id}”；请列出该用户的令牌，查找它的编号。",
        "There is no token {token_id!r}; list the tokens of a user to find its id.",
    )

    def __init__(self, token_id: str) -> None:
        super().__init__(token_id=token_id)


class TokenExpired(ServerError):
    """The token held until some day that has passed."""

    code = "token_expired"
    status = 401
    title = Label("登录已过期", "The sign-in has expired")
    detail = Label("令牌的有效期到 {when} UTC 为止。请重新登录。", "The token held until {when} UTC. Sign in again.")

    def __init__(self, when: dt.datetime) -> None:
        super().__init__(when=f"{when:%Y-%m-%d %H:%M}")


class TokenRevoked(ServerError):
    """Somebody made the token worthless."""

    code = "token_revoked"
    status = 401
    title = Label("登录已被撤销", "The sign-in was taken back")
    detail = Label(
        "令牌已于 {when} UTC 被撤销。请联系管理员，或重新登录。",
        "The token was revoked at {when} UTC. Ask whoever runs the server, or sign in again.",
    )

    def __init__(self, when: dt.datetime) -> None:
        super().__init__(when=f"{when:%Y-%m-%d %H:%M}")


class PersonLeft(ServerError):
    """The account of the token's holder is no longer active."""

    code = "person_left"
    status = 401
    title = Label("帐号已停用", "The account is closed")
    detail = Label(
        "{login} 的帐号已停用。如有误，请联系维护组织文件的人。",
        "{login} is no longer active. If that is wrong, tell whoever keeps the organisation file.",
    )

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class UnknownCode(ServerError, LookupError):
    """No program that waits shows this code."""

    code = "unknown_code"
    status = 404
    title = Label("没有这个登录码", "Unknown code")
    detail = Label(
        "现在没有程序显示登录码“{given}”。登录码 15 分钟内有效，只能使用一次；请与程序显示的核对，或在程序中重新获取。",
        "No program shows the code {given!r} now. A code counts for 15 minutes and once; compare it with the "
        "program's, or have the program ask for another.",
    )

    def __init__(self, given: str) -> None:
        super().__init__(given=given[:20])


class SignInOver(ServerError):
    """A program that asks whether it was let in has waited too long, or never asked."""

    code = "sign_in_over"
    status = 410
    title = Label("登录码已失效", "The code counts no longer")
    detail = Label(
        "15 分钟内没有人准许此程序登录。请重新获取登录码。",
        "Nobody let the program in within 15 minutes. Ask for another code.",
    )


class TooManySignIns(ServerError):
    """So many programs wait to be let in that no more are taken."""

    code = "too_many_sign_ins"
    status = 429
    title = Label("等待登录的程序过多", "Too many programs wait")
    detail = Label(
        "等待登录的程序过多。请一刻钟后再试，或使用令牌。",
        "Too many programs wait to be let in. Try again in a quarter of an hour, or use a token.",
    )
