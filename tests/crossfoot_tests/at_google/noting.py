"""A transport that remembers what it added to a spreadsheet, so that all of it can be taken away again."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import requests
from gspread.http_client import FileType, ParamsType

from crossfoot_sync.google.account import Tokens
from crossfoot_sync.google.bucket import Bucket
from crossfoot_sync.google.calls import call_of
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import OPERATION_SECONDS
from crossfoot_sync.google.transport import Transport

_ADDING = (
    ("addSheet", "properties", "sheetId"),
    ("duplicateSheet", "newSheetId", ""),
)


class NotingTransport(Transport):
    """Our own way to Google. ``sheets`` are the ids of all sheets that were to be added through it."""

    def __init__(self, account: Tokens, bucket: Bucket, line: Line) -> None:
        super().__init__(account, bucket, line)
        self.line = line
        self.sheets: set[int] = set()

    def request(  # noqa: PLR0917 (the signature is gspread's)
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> requests.Response:
        """The good answer to a request, as :class:`Transport` says."""
        self.sheets |= added(json or {})
        return super().request(method, endpoint, params, data, json, files, headers)

    def answer(
        self, method: str, endpoint: str, json: Mapping[str, Any] | None = None, token: str = ""
    ) -> requests.Response:
        """The answer to a request that is sent once, whatever it says, with another ``token`` if one is given."""
        asked = requests.Request(method.upper(), self._line.addresses.of(endpoint), json=json)
        until = self._line.clock.monotonic() + OPERATION_SECONDS
        prepared = self.session.prepare_request(asked)
        return self._sent(call_of(method, endpoint), prepared, token or self.account.bearer(60), until)


def added(body: Mapping[str, Any]) -> set[int]:
    """The ids of the sheets that a batch is to add."""
    found = set()
    for request in body.get("requests", ()):
        for kind, part, name in _ADDING:
            given = request.get(kind, {}).get(part)
            number = given.get(name) if isinstance(given, dict) else given
            if number is not None:
                found.add(int(number))
    return found
