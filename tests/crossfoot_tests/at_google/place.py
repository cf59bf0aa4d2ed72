"""The spreadsheet at Google as probes work in it: sheets of their own, and nothing else."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import msgspec
from requests import Response

from crossfoot_sync.google.errors import GoogleError
from crossfoot_sync.google.line import SHEETS
from crossfoot_sync.grids.google.batch import note
from crossfoot_sync.grids.google.given import GivenSheet, Value
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.spreadsheet import READ_FIELDS
from crossfoot_sync.grids.google.values import Json, written
from crossfoot_templates.layout import GOOGLE_TURN
from crossfoot_templates.types import CellValue
from crossfoot_tests.at_google.noting import NotingTransport

Content: TypeAlias = CellValue | dict[str, Any]
"""What is put into a cell: a value, or an ``ExtendedValue`` as it is sent."""

_NAMED = "namedRanges,sheets.properties.sheetId"


@dataclass(frozen=True)
class Asked:
    """What whoever runs the program has set.

    Attributes:
        not_shared: the id of a spreadsheet that is not shared with the account; blank where there is none.
        view_only: the id of one that is shared for viewing.
        rows: how many rows the large sheet has.
        quota: whether to use the quota up.
        emulated: whether an emulator answers.
    """

    not_shared: str = ""
    view_only: str = ""
    rows: int = 10_000
    quota: bool = False
    emulated: bool = False


@dataclass
class Place:
    """The spreadsheet with that id.

    Attributes:
        before: the ids of the sheets that were there already, which are never touched.
    """

    transport: NotingTransport
    id: str
    asked: Asked = field(default_factory=Asked)
    before: frozenset[int] = frozenset()

    def sheet(
        self,
        cells: Sequence[Sequence[Content]] = (),
        *,
        rows: int = 12,
        columns: int = 6,
        marks: Mapping[str, str] | None = None,
        hidden: bool = False,
        more: Callable[[int], Sequence[Json]] = lambda _: (),
    ) -> int:
        """The id of a new sheet that holds ``cells`` from A1 on; ``more`` are requests of the same batch."""
        number = random.randrange(10_000, 2**31)
        grid = {"rowCount": rows, "columnCount": columns}
        properties = {"sheetId": number, "title": title_of(number), "gridProperties": grid, "hidden": hidden}
        self.batch(
            {"addSheet": {"properties": properties}},
            *(note(key, value, {"sheetId": number}) for key, value in (marks or {}).items()),
            *([put(number, cells)] if cells else []),
            *more(number),
        )
        return number

    def batch(self, *requests: Json, fields: str = "replies", **more: Any) -> Json:
        """The answer to one batch.

        Raises:
            GoogleError: it was refused, or nobody knows.
        """
        return self._asked(":batchUpdate", {"requests": list(requests), **more}, fields)

    def read(self, *filters: Json, fields: str = READ_FIELDS) -> Json:
        """``spreadsheets.getByDataFilter``."""
        return self._asked(":getByDataFilter", {"dataFilters": list(filters)}, fields)

    def get(self, fields: str, **params: Any) -> Json:
        """``spreadsheets.get``."""
        found: Json = self.transport.request("get", self.address(), params={"fields": fields, **params}).json()
        return found

    def look(self, sheet: int) -> Sheet:
        """A sheet as the grid reads it."""
        return as_read(self.one(sheet, READ_FIELDS))

    def one(self, sheet: int, fields: str) -> Json:
        """What Google says of one sheet; ``fields`` are those of a spreadsheet, the ids of its sheets among them."""
        sheets = self.read({"gridRange": {"sheetId": sheet}}, fields=fields)["sheets"]
        found: Json = next(each for each in sheets if each["properties"].get("sheetId", 0) == sheet)
        return found

    def entered(self, sheet: int) -> list[list[Any]]:
        """What was put into the cells of a sheet, without blank ones at the ends."""
        return entered_in(self.look(sheet))

    def today(self) -> date:
        """The date in the time zone of the spreadsheet, which is TODAY there."""
        zone = self.get("properties.timeZone")["properties"]["timeZone"]
        return self.transport.line.clock.now().astimezone(ZoneInfo(zone)).date()

    def answer(self, method: str, what: str = "", json: Json | None = None) -> Response:
        """The answer to a request about the spreadsheet, whatever it says."""
        return self.transport.answer(method, f"{self.address()}{what}", json)

    def address(self, spreadsheet: str = "") -> str:
        """The address of the spreadsheet, or of another, at the interface for programs."""
        return f"{SHEETS}/v4/spreadsheets/{spreadsheet or self.id}"

    @contextmanager
    def swept(self) -> Iterator[None]:
        """Take away whatever was added, when the block ends, however it ends."""
        try:
            yield
        finally:
            self.sweep()

    def sweep(self) -> None:
        """Take away the sheets that were added, and the named ranges on them.

        Raises:
            GoogleError: they are still there.
        """
        ours = self.transport.sheets - self.before
        if not ours:
            return
        found = self.get(_NAMED)
        there = {int(each["properties"].get("sheetId", 0)) for each in found["sheets"]} & ours
        # Where a sheet goes before its named range, the name is said to be lost for good.
        ranges = [
            {"deleteNamedRange": {"namedRangeId": each["namedRangeId"]}}
            for each in found.get("namedRanges", ())
            if each.get("range", {}).get("sheetId", 0) in there or each["name"].startswith(GOOGLE_TURN)
        ]
        requests = [*ranges, *({"deleteSheet": {"sheetId": each}} for each in there)]
        if requests:
            self.batch(*requests)
        self.transport.sheets.clear()

    def _asked(self, method: str, body: Json, fields: str) -> Json:
        address = f"{self.address()}{method}"
        found: Json = self.transport.request("post", address, params={"fields": fields}, json=body).json()
        return found


def title_of(sheet: int) -> str:
    """The title of a sheet that a probe adds."""
    return f"crossfoot check {sheet}"


def new_name() -> str:
    """A name for a range that nobody has."""
    return f"crossfoot_check_{secrets.token_hex(4)}"


def put(sheet: int, cells: Sequence[Sequence[Content]], top: int = 0, left: int = 0) -> Json:
    """The request that puts values into cells."""
    rows = [{"values": [_data(each) for each in row]} for row in cells]
    start = {"sheetId": sheet, "rowIndex": top, "columnIndex": left}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _data(content: Content) -> Json:
    value = content if isinstance(content, dict) else written(content)
    return {"userEnteredValue": value} if value else {}


def formula(text: str) -> Json:
    """A formula as it is put into a cell."""
    return {"formulaValue": text}


def as_read(sheet: Json) -> Sheet:
    """A sheet as the grid reads it."""
    return Sheet.of(msgspec.convert(sheet, GivenSheet))


def entered_in(sheet: Sheet) -> list[list[Any]]:
    """What was put into the cells, without blank ones at the ends."""
    rows = [[next(iter(extended(cell.user_entered_value).values()), None) for cell in line] for line in sheet.lines]
    return trimmed([trimmed(row) for row in rows])


def extended(value: Value | None) -> Json:
    """An ``ExtendedValue`` as Google gives it; empty where there is none."""
    found: Json = {} if value is None else msgspec.to_builtins(value)
    return found


def trimmed(found: list[Any]) -> list[Any]:
    """A list without what is blank at its end."""
    end = max((at + 1 for at, each in enumerate(found) if each not in (None, [], {})), default=0)
    return found[:end]


def lines(sheet: int, dimension: str, first: int, last: int | None = None) -> Json:
    """Rows or columns, counted from 0; the end is excluded."""
    end = first + 1 if last is None else last
    return {"sheetId": sheet, "dimension": dimension, "startIndex": first, "endIndex": end}


def refusal(act: Callable[[], object]) -> GoogleError | None:
    """What is said against something that is tried; ``None`` where it is done."""
    try:
        act()
    except GoogleError as error:
        return error
    return None
