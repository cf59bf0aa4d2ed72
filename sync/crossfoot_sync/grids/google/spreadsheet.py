"""A spreadsheet as this grid asks for it and changes it: one request to read, one to write."""

from __future__ import annotations

from typing import Any, Final, Protocol

import msgspec
from gspread import HTTPClient

from crossfoot_sync.grids.google.given import BatchAnswer, Given
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import GOOGLE_SHEET, GOOGLE_TABLE

_ADDRESS: Final = "https://sheets.googleapis.com/v4/spreadsheets"

CELL: Final = "userEnteredValue,effectiveValue,effectiveFormat.numberFormat.type"
_DATA: Final = f"startRow,startColumn,rowData.values({CELL})"
_NOTE: Final = "developerMetadata(metadataKey,metadataValue)"
_PROTECTED: Final = "protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit)"
_SHEET: Final = "properties(sheetId,title,gridProperties(rowCount,columnCount))"

READ_FIELDS: Final = (
    "properties(title,locale,timeZone),namedRanges(namedRangeId,name),"
    f"sheets({_SHEET},{_NOTE},merges,{_PROTECTED},data({_DATA},rowMetadata.{_NOTE},columnMetadata.{_NOTE}))"
)
WRITE_FIELDS: Final = f"updatedSpreadsheet.sheets({_SHEET},data({_DATA}))"

READ_BODY: Final[Json] = {
    "dataFilters": [
        {"developerMetadataLookup": {"metadataKey": key, "locationType": "SHEET"}}
        for key in (GOOGLE_TABLE, GOOGLE_SHEET)
    ]
}
"""All of every sheet of ours: what people keep beside a table must be known before its rows are deleted."""


class Spreadsheet(Protocol):
    """One spreadsheet. Both methods raise :class:`crossfoot_sync.google.errors.GoogleError`."""

    @property
    def id(self) -> str:
        """Its id at Google."""
        ...

    def get(self, body: Json, fields: str) -> Given:
        """``spreadsheets.getByDataFilter``."""
        ...

    def batch_update(self, body: Json, fields: str) -> BatchAnswer:
        """``spreadsheets.batchUpdate``.

        Raises:
            Refused: nothing was done.
            OutcomeUnknown: it may have been done or not, and may still be.
        """
        ...


class SharedSpreadsheet:
    """The spreadsheet with that id, reached through a client of gspread, mostly our transport."""

    def __init__(self, client: HTTPClient, spreadsheet_id: str) -> None:
        self.client = client
        self.id = spreadsheet_id

    def get(self, body: Json, fields: str) -> Given:
        """``spreadsheets.getByDataFilter``."""
        return msgspec.json.decode(self._post(":getByDataFilter", body, fields), type=Given)

    def batch_update(self, body: Json, fields: str) -> BatchAnswer:
        """``spreadsheets.batchUpdate``."""
        return msgspec.json.decode(self._post(":batchUpdate", body, fields), type=BatchAnswer)

    def _post(self, method: str, body: Json, fields: str) -> bytes:
        # Google indents what it says unless it is told not to: of a hundred thousand cells that is most of the answer.
        address = f"{_ADDRESS}/{self.id}{method}"
        asked: dict[str, Any] = {"fields": fields, "prettyPrint": "false"}
        response = self.client.request("post", address, params=asked, json=body)
        return bytes(response.content)
