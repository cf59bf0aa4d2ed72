"""What can go wrong between us and a shared spreadsheet. Each message names the thing, the cause and the way out."""

from __future__ import annotations

from typing import ClassVar

from crossfoot_templates.messages import Fact


class GoogleError(Exception):
    """Something about ``thing``, mostly a spreadsheet by its address in a browser.

    ``reason`` is a key of :data:`REASONS`, ``facts`` are what its sentences name, and ``said`` are Google's own words.
    """

    reason: ClassVar[str]

    def __init__(self, thing: str, said: str = "", **facts: Fact) -> None:
        self.thing = thing
        self.said = said
        self.facts = facts
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Thing, cause and way out in ``language`` (``zh`` or ``en``)."""
        column = 0 if language == "zh" else 1
        told = {name: WORDS[fact][column] if fact in WORDS else fact for name, fact in self.facts.items()}
        sentence = REASONS[self.reason][column].format(**told, said=self.said)
        return f"{self.thing}：{sentence}" if language == "zh" else f"{self.thing}: {sentence}"


class NotShared(GoogleError):
    """The spreadsheet is not shared with the service account, or only to be looked at."""

    reason = "not_shared"


class SpreadsheetGone(GoogleError):
    """Nothing has that id, or nothing that the service account may know of."""

    reason = "gone"


class ProtectedRange(GoogleError):
    """A protected range is where something was to be written. Nothing was."""

    reason = "protected"


class TooManyCells(GoogleError):
    """The spreadsheet would have grown beyond what Google allows. Nothing was written."""

    reason = "too_many_cells"


class NotASheet(GoogleError):
    """The file is an Excel workbook that lies in Drive."""

    reason = "not_a_sheet"


class StorageFull(GoogleError):
    """No storage is left for whoever owns the file."""

    reason = "storage_full"


class ApiOff(GoogleError):
    """An API is not switched on in the service account's project."""

    reason = "api_off"


class QuotaExhausted(GoogleError):
    """The account's turn would not have come in time. The request was not carried out."""

    reason = "quota"


class OutOfTime(GoogleError):
    """The time for the whole operation was up before this request could be sent."""

    reason = "out_of_time"


class NotReachable(GoogleError):
    """No connection, or no answer."""

    reason = "not_reachable"


class InTrouble(GoogleError):
    """Google answered with errors of its own until the time was up."""

    reason = "in_trouble"


class OutcomeUnknown(GoogleError):
    """Something was to be changed, and no answer says whether it was. It was not sent a second time."""

    reason = "outcome_unknown"


class NotGoogle(GoogleError):
    """Something answered that is not Google."""

    reason = "not_google"


class KeyRefused(GoogleError):
    """Google gives no token for the service account's key."""

    reason = "key_refused"


class TokenRefused(GoogleError):
    """Google refuses a token that it has just given."""

    reason = "token_refused"


class NotAKey(GoogleError):
    """A file that is no key of a service account."""

    reason = "not_a_key"


class Refused(GoogleError):
    """Google refused a request for a reason that has no class of its own; ``status`` is that of HTTP."""

    reason = "refused"

    def __init__(self, thing: str, said: str, *, status: int) -> None:
        self.status = status
        super().__init__(thing, said, status=status)


REASONS: dict[str, tuple[str, str]] = {
    # The spreadsheet
    "not_shared": (
        "没有与 {account} 共享编辑权限；请在 Google 表格中点“共享”，把该地址加为编辑者。",
        "it is not shared with {account} for editing. In Google Sheets choose Share and add this address as an editor.",
    ),
    "gone": (
        "没有这个表格，或未与 {account} 共享；请检查网址，以及它是否已被删除。",
        "there is no such spreadsheet, or it is not shared with {account}. Check the address; was it deleted?",
    ),
    "protected": (
        "要写入的位置受保护，没有写入；请在“数据 > 保护工作表和范围”中允许 {account} 编辑，或取消保护。",
        "a protected range was in the way and nothing was written. In Data > Protect ranges let {account} edit it.",
    ),
    "too_many_cells": (
        "单元格总数将超过 {limit}，没有写入任何内容；请删除多余的空行、空列和工作表，或拆分表格。",
        "it would have more than {limit} cells; nothing was written. Delete empty rows and columns, or split it.",
    ),
    "not_a_sheet": (
        "它是存放在云端硬盘中的 Excel 文件；请打开它，选择“文件 > 保存为 Google 表格”，然后使用新表格。",
        "it is an Excel file that lies in Drive. Open it, choose File > Save as Google Sheets, and use the new one.",
    ),
    "storage_full": (
        "云端硬盘空间已满；请清理所有者的空间，或由有空间的人创建表格再共享（服务帐号没有自己的空间）。",
        "its owner has no storage left; free some. A service account never has any: create it yourself and share it.",
    ),
    # The service account
    "api_off": (
        "项目 {project} 没有启用 {api}；请在 {link} 启用，几分钟后重试。",
        "{api} is not switched on in project {project}. Switch it on at {link} and try again some minutes later.",
    ),
    "quota": (
        "每分钟的请求配额（{lane}）已用完，未能及时轮到，请求没有执行；请稍后重试，或把表格分给多个服务帐号。",
        "its quota of {lane} a minute is used up and no turn came in time; nothing was done. Try again later.",
    ),
    "key_refused": (
        "Google 不接受它的密钥（{said}）；请检查密钥或帐号是否已停用、本机时钟是否准确，必要时新建密钥。",
        "Google does not take its key ({said}). Was it deleted or the account disabled? Is this machine's clock right?",
    ),
    "token_refused": (
        "Google 拒绝了刚刚发放的令牌（{said}）；请检查该帐号和它的项目是否已停用。",
        "Google refuses the token that it has just given ({said}). Was the account or its project disabled?",
    ),
    "not_a_key": (
        "不是服务帐号的密钥文件（{cause}）；请在 Google Cloud 控制台为服务帐号新建 JSON 密钥。",
        "it is not a service account's key ({cause}). In the Google Cloud console make a new key of type JSON.",
    ),
    # The way to Google
    "not_reachable": (
        "无法连接（{cause}）；请检查网络和代理，稍后重试。",
        "it cannot be reached ({cause}). Check the network and the proxy, and try again later.",
    ),
    "in_trouble": (
        "Google 暂时出错（HTTP {status}）；没有更改任何内容，请稍后重试。",
        "Google is in trouble (HTTP {status}). Nothing was changed; try again later.",
    ),
    "outcome_unknown": (
        "不知道更改是否已写入（{cause}）；再次写入之前须先读回核对。",
        "it is not known whether a change was written ({cause}). Read it back before it is written again.",
    ),
    "out_of_time": (
        "{seconds} 秒的时间已用完，请求没有发出；请稍后重试，或允许更长的时间。",
        "the {seconds} s allowed were up before the request could be sent. Try again later, or allow more.",
    ),
    "not_google": (
        "答复的不是 Google（HTTP {status}）；中间可能有代理或登录页面，请检查网络。",
        "something other than Google answered (HTTP {status}). Does a proxy or a sign-in page stand in between?",
    ),
    "refused": (
        "Google 拒绝了请求（HTTP {status}：{said}）；若不明原因，请把这句话告知管理员。",
        "Google refused a request (HTTP {status}: {said}). If that explains nothing, show it to your administrator.",
    ),
}
"""Reasons, each with cause and way out in Chinese and in English. ``{names}`` are facts."""

WORDS: dict[str, tuple[str, str]] = {
    "no_connection": ("没有连接", "no connection"),
    "connecting_took_too_long": ("连接超时", "no connection in time"),
    "certificate": ("证书不受信任", "its certificate is not trusted"),
    "proxy": ("代理拒绝", "the proxy refused"),
    "time_out": ("等待答复超时", "no answer in time"),
    "cut_off": ("连接在答复之前中断", "the connection ended before the answer"),
    "foreign": ("答复的不是 Google", "something other than Google answered"),
    "no_file": ("文件不存在或无法读取", "there is no such file, or it cannot be read"),
    "no_json": ("不是 JSON", "it is no JSON"),
    "no_service_account": ("类型不是 service_account", "its type is not service_account"),
    "no_email": ("缺少 client_email", "it lacks client_email"),
    "no_private_key": ("private_key 缺失或已损坏", "its private_key is missing or damaged"),
    "read": ("读取", "reads"),
    "write": ("写入", "writes"),
    "drive": ("云端硬盘", "requests to Drive"),
}
"""Facts that are said in words, in Chinese and in English; others, such as ``HTTP 503``, are shown as they are."""
