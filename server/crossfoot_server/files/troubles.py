"""Why an uploaded workbook is not taken, in both languages. Every sentence names the file and the way out."""

from __future__ import annotations

from typing import Final

from crossfoot_server.thin.troubles import trouble_of
from crossfoot_server.thin.wire import Trouble
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.grids.errors import GridError, NotACrossfootBook


class UploadRefused(ClientError):
    """A file that is not looked into any further; ``reason`` is a key of :data:`REASONS`, ``facts`` its facts."""

    def __init__(self, reason: str, **facts: str) -> None:
        self.reason, self.facts = reason, facts
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Cause and way out."""
        zh, en = REASONS[self.reason]
        return (zh if language == "zh" else en).format(**self.facts)


REASONS: Final[dict[str, tuple[str, str]]] = {
    # It is not taken
    "upload_too_large": (
        (
            "文件有 {found} 字节，超过本服务器的上限 {limit}；"
            "请删去自己添加的大图片或工作表，或请管理员提高上限，或改用命令行同步。"
        ),
        (
            "it has {found} bytes, and this server takes {limit}; remove large pictures or sheets of your own, have "
            "your administrator raise the limit, or sync it from the command line."
        ),
    ),
    "with_macros": (
        (
            "带有宏；请另存为不含宏的 .xlsx 后再上传。"
            "若要保留宏，请在此新建工作簿，把改动粘贴进去后上传，或改用命令行同步。"
        ),
        (
            "it has macros; save it as an .xlsx without macros and upload that. To keep them, make a new workbook "
            "here, paste what you changed into that and upload it, or sync this one from the command line."
        ),
    ),
    "wps_format": (
        "是 WPS 表格自己的格式；请在 WPS 中“另存为” .xlsx 后再上传。",
        "it is in a format of WPS's own; save it as .xlsx in WPS and upload that.",
    ),
    "not_a_book": (
        "不是 crossfoot 工作簿（没有清单页）；请在此新建工作簿，把其中的行粘贴进去后上传，或请管理员导入此文件。",
        (
            "it is not a crossfoot book (it has no manifest sheet); make a new workbook here, paste the rows of this "
            "one into it and upload that, or have your administrator import this file."
        ),
    ),
    "other_server": (
        "属于 {server}，而此页面来自 {here}；请在那里上传，或在此新建工作簿。没有发送任何内容。",
        "it belongs to {server}, and this page comes from {here}; nothing was sent. Upload it there, or make one here.",
    ),
}


def told(error: ClientError | GridError, name: str) -> Trouble:
    """``error`` as it is told to whoever uploaded the file ``name``."""
    if isinstance(error, NotACrossfootBook):
        error = UploadRefused(error.reason)
    if isinstance(error, UploadRefused):
        said = Trouble(error.reason, error.text("zh"), error.text("en"))
    else:
        said = trouble_of(error)
    if isinstance(error, GridError):
        return said
    return Trouble(said.code, f"{name}：{said.zh}", f"{name}: {said.en}")
