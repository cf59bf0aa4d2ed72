"""Whether anything changed in a spreadsheet, asked of Drive, which counts on no quota of Sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

import msgspec
from gspread import HTTPClient
from gspread.urls import DRIVE_FILES_API_V3_URL

from crossfoot_sync.google.errors import NotGoogle

_FIELDS = "version,modifiedTime,lastModifyingUser(displayName,emailAddress)"


@dataclass(frozen=True)
class Version:
    """How far a spreadsheet is.

    Attributes:
        number: grows with every change of it, also with those that nobody sees; Drive may tell of one late.
        modified: when somebody last changed it, aware.
        name: who that was, as Drive shows them; empty where it does not say.
        email: their address; empty where Drive does not tell it.
    """

    number: int
    modified: datetime
    name: str = ""
    email: str = ""


class _User(msgspec.Struct, frozen=True, rename="camel"):
    display_name: str = ""
    email_address: str = ""


class _File(msgspec.Struct, frozen=True, rename="camel"):
    version: str
    modified_time: datetime
    last_modifying_user: _User = _User()


def version(client: HTTPClient, spreadsheet: str) -> Version:
    """How far the spreadsheet with this id is.

    Raises:
        GoogleError: Drive does not tell.
    """
    address = f"{DRIVE_FILES_API_V3_URL}/{quote(spreadsheet, safe='')}"
    response = client.request("get", address, params={"fields": _FIELDS, "supportsAllDrives": "true"})
    try:
        file = msgspec.json.decode(response.content, type=_File)
        number = int(file.version)
    except (msgspec.DecodeError, ValueError):
        raise NotGoogle(str(urlsplit(response.url).hostname), status=response.status_code) from None
    user = file.last_modifying_user
    return Version(number, file.modified_time, user.display_name, user.email_address)
