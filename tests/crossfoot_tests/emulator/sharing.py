"""A spreadsheet that a person and a program share, and ways to ask for things in it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from gspread import Client, Spreadsheet, Worksheet
from requests import Response

from crossfoot_sync.emulator import Account, Google, Hands, ManualClock, Person
from crossfoot_sync.emulator.json_types import Json

DOCUMENTS = Path(str(files("googleapiclient"))) / "discovery_cache" / "documents"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
DRIVE = "https://www.googleapis.com/drive/v3"


@dataclass
class Shared:
    """A spreadsheet that Ann made and shared with the service account ``worker``."""

    google: Google
    clock: ManualClock
    ann: Person
    worker: Account
    id: str

    @property
    def hands(self) -> Hands:
        """Ann's hands in the first sheet."""
        return self.ann.opens(self.id)

    @property
    def spreadsheet(self) -> Spreadsheet:
        """The spreadsheet as the worker has it through gspread."""
        return client(self.google, self.worker).open_by_key(self.id)

    @property
    def sheet(self) -> Worksheet:
        """Its first sheet through gspread."""
        return self.spreadsheet.sheet1

    def ask(self, method: str, path: str, body: Json | None = None, **query: Any) -> Response:
        """A request of the worker to the Sheets API; ``path`` comes after the spreadsheet's id."""
        session = self.google.session(self.worker)
        return session.request(method, f"{SHEETS}/{self.id}{path}", json=body, params=query)

    def batch(self, *requests: Json, **more: Any) -> Json:
        """A batch update that goes well."""
        response = self.ask("POST", ":batchUpdate", {"requests": list(requests), **more})
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def refused(self, *requests: Json) -> str:
        """What a batch update is refused with."""
        response = self.ask("POST", ":batchUpdate", {"requests": list(requests)})
        assert response.status_code == 400, response.text
        return str(response.json()["error"]["message"])

    def get(self, fields: str = "", **query: Any) -> Json:
        """The spreadsheet, or the fields of it."""
        response = self.ask("GET", "", fields=fields, **query) if fields else self.ask("GET", "", **query)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def first(self, fields: str, **query: Any) -> Json:
        """Fields of its first sheet."""
        answer: Json = self.get(f"sheets({fields})", **query)["sheets"][0]
        return answer

    def put(self, rows: list[list[Any]], at: str = "A1", option: str = "RAW") -> Json:
        """Write values."""
        response = self.ask("PUT", f"/values/{at}", {"values": rows}, valueInputOption=option)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    def values(self, at: str = "Sheet1", **query: Any) -> list[list[Any]]:
        """Read values."""
        response = self.ask("GET", f"/values/{at}", **query)
        assert response.status_code == 200, response.text
        found: list[list[Any]] = response.json().get("values", [])
        return found


def client(google: Google, account: Account) -> Client:
    """gspread, as that account."""
    return Client(auth=None, session=google.session(account))  # type: ignore[arg-type]  # with a session it needs none


def grid_range(top: int, left: int, bottom: int, right: int, sheet: int = 0) -> Json:
    """A GridRange."""
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def everything(shared: Shared) -> None:
    """Hang one of each kind of thing on B3:C4, and a note and developer metadata on rows."""
    here = grid_range(2, 1, 4, 3)
    red = {"headerColor": {"red": 1}}
    white = {"backgroundColor": {"red": 1, "green": 1, "blue": 1}}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B3>0"}]}
    shared.batch(
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Block", "range": here}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 5, "range": here, "warningOnly": True}}},
        {"mergeCells": {"range": here, "mergeType": "MERGE_ALL"}},
        {"setBasicFilter": {"filter": {"range": here, "criteria": {"1": {"hiddenValues": ["x"]}}}}},
        {"addBanding": {"bandedRange": {"bandedRangeId": 6, "range": here, "rowProperties": red}}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [here], "booleanRule": {"condition": condition, "format": white}},
                "index": 0,
            }
        },
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataId": 7,
                    "metadataKey": "row",
                    "visibility": "DOCUMENT",
                    "location": {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}},
                }
            }
        },
    )
