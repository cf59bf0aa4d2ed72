"""What a request is: which quota it counts on, whether it may be sent again, and which spreadsheet it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit

from crossfoot_sync.google.line import DRIVE

Lane = Literal["read", "write", "drive"]
"""Google counts reads and writes of Sheets apart, and requests to Drive apart from both."""

LANES: tuple[Lane, ...] = get_args(Lane)

_READING_POST = re.compile(
    r"/v4/spreadsheets/[^/:]+(:getByDataFilter|/values:batchGetByDataFilter|/developerMetadata:search)"
)
_FILE = re.compile(r"/(?:spreadsheets|files)/([^/:]+)")


@dataclass(frozen=True)
class Call:
    """A request as far as sending it again, its quota and what is said of it go.

    ``repeatable`` is whether carrying it out twice is the same as once and nobody would notice: it only reads.
    """

    lane: Lane
    repeatable: bool
    spreadsheet: str = ""
    json: bool = True  # whether the answer is; an exported file is not

    @property
    def thing(self) -> str:
        """What it is about, for messages: the spreadsheet's address in a browser."""
        return spreadsheet_address(self.spreadsheet) if self.spreadsheet else "Google"


def call_of(method: str, endpoint: str) -> Call:
    """What a request to an address of Google's is."""
    path = urlsplit(endpoint).path
    reading = method.upper() == "GET" or (method.upper() == "POST" and bool(_READING_POST.fullmatch(path)))
    found = _FILE.search(path)
    lane: Lane = "drive" if endpoint.startswith(f"{DRIVE}/") else "read" if reading else "write"
    return Call(lane, reading, unquote(found[1]) if found else "", not path.endswith("/export"))


def spreadsheet_address(spreadsheet: str) -> str:
    """Where people find the spreadsheet with this id."""
    return f"https://docs.google.com/spreadsheets/d/{spreadsheet}"
