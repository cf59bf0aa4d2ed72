"""Spreadsheets at Google, as a service account reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from crossfoot_server.sheets.spreadsheets import Facts
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.google.calls import spreadsheet_address
from crossfoot_sync.google.errors import NotASheet
from crossfoot_sync.google.line import DRIVE, SHEETS
from crossfoot_sync.google.probe import Version, version
from crossfoot_sync.google.transport import Transport
from crossfoot_sync.grids.google import GoogleGrid, SharedSpreadsheet
from crossfoot_sync.grids.protocol import SharedGrid
from crossfoot_templates import layout
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.sheets import LAYING_OUT, LOOKING, MENDING, lay_out, mend, where_to_look

Json = dict[str, Any]

VISIT_SECONDS: Final = 300.0
"""How long all requests of one visit may take together, waiting for the quota included."""

_MARKS: Final = (
    layout.GOOGLE_TABLE,
    layout.GOOGLE_COLUMN,
    layout.GOOGLE_ROW,
    layout.GOOGLE_SHEET,
    layout.GOOGLE_COLUMNS,
)
_NOTE: Final = "developerMetadata(metadataKey,metadataValue)"
_FACTS: Final = (
    "properties(title,locale,timeZone),namedRanges(namedRangeId,name),"
    f"sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),{_NOTE},"
    "protectedRanges(protectedRangeId,description,warningOnly,requestingUserCanEdit))"
)
_FILE: Final = "mimeType,trashed,capabilities(canEdit)"
_SHEET_TYPE: Final = "application/vnd.google-apps.spreadsheet"
_OURS: Final = "crossfoot"
"""What descriptions of our protected ranges begin with."""


class GoogleSpreadsheets:
    """All that is shared with the account of ``transport``."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    @property
    def account(self) -> str:
        """The address that people share their spreadsheets with."""
        return self.transport.account.email

    def version(self, spreadsheet: str) -> Version:
        """How far it is, and who changed it last."""
        return version(self.transport, spreadsheet)

    def facts(self, spreadsheet: str) -> Facts:
        """What it is: one request to Drive, one to Sheets.

        Raises:
            GoogleError: it cannot be reached, or is none.
        """
        file = self._file(spreadsheet)
        found = self._get(spreadsheet, _FACTS)
        properties, sheets = found["properties"], found.get("sheets", ())
        return Facts(
            title=str(properties.get("title", "")),
            locale=str(properties.get("locale", "")),
            time_zone=str(properties.get("timeZone", "")),
            cells=sum(_cells(each) for each in sheets),
            editable=bool(file.get("capabilities", {}).get("canEdit")),
            trashed=bool(file.get("trashed")),
            marks=frozenset(mark for each in sheets for mark in _marks(each)),
            copies=tuple(_copies(sheets)),
            barred=tuple(title for each in sheets for title in _barred(each)),
        )

    def lay_out(self, spreadsheet: str, view: BookView, manifest: Manifest, facts: Facts) -> None:
        """Put an empty book into it in one batch.

        Raises:
            GoogleError: it was refused, or nobody knows what came of it.
            UnfitSpreadsheet: its settings would change what people type, or it holds a book already.
        """
        found = self._get(spreadsheet, LAYING_OUT)
        self._change(spreadsheet, lay_out(view, manifest.language, manifest.facts(), found, self.account))

    def mend(self, spreadsheet: str, view: BookView, language: Language) -> None:
        """Bring back drop-downs, formats and protections that somebody took away: two reads, and a write if need be."""
        filters = where_to_look(self._get(spreadsheet, LOOKING))
        found = self._post(spreadsheet, ":getByDataFilter", {"dataFilters": filters}, MENDING) if filters else {}
        requests = mend(view, language, found, self.account)
        if requests:
            self._change(spreadsheet, requests)

    def clear(self, spreadsheet: str) -> None:
        """Take out metadata, protections, the manifest and what else only we use.

        The hidden lists stay, since drop-downs offer them.
        """
        found = self._get(spreadsheet, _FACTS)
        sheets = found.get("sheets", ())
        marked = {mark for each in sheets for mark in _marks(each)}
        protections = [each for sheet in sheets for each in sheet.get("protectedRanges", ())]
        turns = [each for each in found.get("namedRanges", ()) if each["name"].startswith(layout.GOOGLE_TURN)]
        leaving = [each for each in sheets if {mark for _, mark in _marks(each)} & {"manifest", "before"}]
        requests: list[Json] = [
            *({"deleteDeveloperMetadata": {"dataFilter": _about(key)}} for key in _MARKS if marked),
            *(
                {"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}}
                for each in protections
                if str(each.get("description", "")).startswith(_OURS)
            ),
            *({"deleteNamedRange": {"namedRangeId": each["namedRangeId"]}} for each in turns),
            *({"deleteSheet": {"sheetId": each["properties"].get("sheetId", 0)}} for each in leaving),
        ]
        if requests:
            self._change(spreadsheet, requests)

    def grid(self, spreadsheet: str) -> SharedGrid:
        """Its managed tables."""
        return GoogleGrid(SharedSpreadsheet(self.transport.within(VISIT_SECONDS), spreadsheet))

    def _file(self, spreadsheet: str) -> Json:
        address = f"{DRIVE}/drive/v3/files/{quote(spreadsheet, safe='')}"
        response = self.transport.request("get", address, params={"fields": _FILE, "supportsAllDrives": "true"})
        file: Json = response.json()
        if file.get("mimeType") != _SHEET_TYPE:
            raise NotASheet(spreadsheet_address(spreadsheet))
        return file

    def _get(self, spreadsheet: str, fields: str) -> Json:
        address = f"{SHEETS}/v4/spreadsheets/{quote(spreadsheet, safe='')}"
        found: Json = self.transport.request("get", address, params={"fields": fields}).json()
        return found

    def _post(self, spreadsheet: str, method: str, body: Json, fields: str) -> Json:
        address = f"{SHEETS}/v4/spreadsheets/{quote(spreadsheet, safe='')}{method}"
        found: Json = self.transport.request("post", address, params={"fields": fields}, json=body).json()
        return found

    def _change(self, spreadsheet: str, requests: Sequence[Json]) -> None:
        self._post(spreadsheet, ":batchUpdate", {"requests": list(requests)}, "spreadsheetId")


def _cells(sheet: Mapping[str, Any]) -> int:
    grid = sheet["properties"].get("gridProperties", {})
    return int(grid.get("rowCount", 0)) * int(grid.get("columnCount", 0))


def _marks(sheet: Mapping[str, Any]) -> list[tuple[str, str]]:
    notes = sheet.get("developerMetadata", ())
    return [(each["metadataKey"], each.get("metadataValue", "")) for each in notes if each["metadataKey"] in _MARKS]


def _copies(sheets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The titles of sheets that bear the mark of a table that an older sheet has."""
    known: set[str] = set()
    for sheet in sorted(sheets, key=lambda each: int(each["properties"].get("sheetId", 0))):
        table = next((value for key, value in _marks(sheet) if key == layout.GOOGLE_TABLE), None)
        if table in known:
            yield str(sheet["properties"]["title"])
        elif table is not None:
            known.add(table)


def _barred(sheet: Mapping[str, Any]) -> list[str]:
    """The protected ranges on a sheet of ours that keep the account out, as people see them listed."""
    ranges = sheet.get("protectedRanges", ()) if _marks(sheet) else ()
    title = str(sheet["properties"]["title"])
    return [
        str(each.get("description") or title)
        for each in ranges
        if not each.get("warningOnly") and not each.get("requestingUserCanEdit")
    ]


def _about(key: str) -> Json:
    return {"developerMetadataLookup": {"metadataKey": key}}
