"""The script, the server, the worker and Google's emulator at once: a conflict, from typing to its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_server.sheets.visiting import visit
from crossfoot_sync.emulator.oauth import new_key
from crossfoot_sync.google.transport import Transport
from crossfoot_sync.grids.google.spreadsheet import READ_BODY, READ_FIELDS
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.apps_script.screen import SERVER, Said, Screen
from crossfoot_tests.apps_script.sheets import Cell, Mark, SheetFacts, Written
from crossfoot_tests.apps_script.test_answers import sent_to
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.sheets.served import Served
from crossfoot_tests.sheets.served import served as serving

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, new_key()[0]) as running:
        yield running


@dataclass
class AtGoogle:
    """A spreadsheet at the emulator, in which the script writes as Ann does."""

    served: Served
    transport: Transport
    id: str

    def sheets(self) -> list[SheetFacts]:
        """Its sheets as they are now."""
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{self.id}:getByDataFilter"
        answer = self.transport.request("post", address, params={"fields": READ_FIELDS}, json=READ_BODY)
        return [_facts(each) for each in answer.json()["sheets"]]

    def put(self, written: Written) -> None:
        """Write into a cell."""
        (title,) = (each.title for each in self.sheets() if each.id == written.sheet)
        self.served.hands(self.id, title).types(
            f"{chr(ord('A') + written.column - 1)}{written.row}", str(written.value)
        )


def _facts(sheet: Json) -> SheetFacts:
    properties, data = sheet["properties"], sheet["data"][0]
    lines = [[_value(cell) for cell in row.get("values", ())] for row in data.get("rowData", ())]
    return SheetFacts(
        id=properties.get("sheetId", 0),
        title=properties["title"],
        cells=lines,
        marks=[
            *(Mark(each["metadataKey"], each["metadataValue"]) for each in sheet.get("developerMetadata", ())),
            *(
                Mark(each["metadataKey"], each["metadataValue"], on, place)
                for on in ("row", "column")
                for place, line in enumerate(data.get(f"{on}Metadata", ()), start=1)
                for each in line.get("developerMetadata", ())
            ),
        ],
        row_count=properties["gridProperties"]["rowCount"],
        column_count=properties["gridProperties"]["columnCount"],
    )


def _value(cell: Json) -> Cell:
    values: list[Cell] = list(cell.get("effectiveValue", {}).values())
    return values[0] if values else None


@contextmanager
def sitting(served: Served, spreadsheet: str) -> Iterator[Screen]:
    """Ann before a linked spreadsheet, with a server that takes pings and a worker that looks while she waits."""
    with served.bench() as bench:
        assert isinstance(bench.spreadsheets, GoogleSpreadsheets)
        screen = Screen(AtGoogle(served, bench.spreadsheets.transport, spreadsheet))
        screen.now = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
        client = client_of(create_app(bench.store, Settings(), lambda: screen.now))
        screen.server = lambda request: sent_to(client, request)
        screen.meanwhile = lambda: works(bench)
        screen.kept = {"crossfoot.server": SERVER, "crossfoot.secret": served.linked(spreadsheet).secret}
        screen.on = next(each.id for each in screen.spreadsheet.sheets() if each.title == "Task")
        yield screen


def works(bench: Bench) -> None:
    """What a worker does when it looks who waits."""
    for each in registry.linked_sheets(bench.store):
        if each.pinged_at is not None:
            visit(bench, each)


def test_a_conflict_is_shown_and_settled_from_the_menu(served: Served) -> None:
    east, west = served.create("East"), served.create("West")
    for each in (east, west):
        assert served.link(each).exit_code == 0
    served.hands(east).types(f"{served.column(east, 'What')}{FIRST_ROW}", "Call Acme")
    served.run("sync", east)
    served.run("sync", west)
    served.hands(west).types(f"{served.column(west, 'What')}{FIRST_ROW}", "Write to Acme")
    served.run("sync", west)
    served.hands(east).types(f"{served.column(east, 'What')}{FIRST_ROW}", "Visit Acme")

    asked = Said("toast", "Asked for a sync. This takes a moment.", 60)
    with sitting(served, east) as screen:
        screen.runs("crossfootSyncNow")
        counts = Said("toast", "In step. ⚠ 1. Show problems goes from row to row.", 15)
        assert screen.appeared() == [asked, counts]

        screen.runs("crossfootShowProblems")
        (told,) = screen.appeared()
        assert told.text.startswith("1 of 1, row 4 ⚠   What: ")
        assert "Write to Acme" in told.text
        assert screen.selected == [(FIRST_ROW, FIRST_ROW)]

        screen.runs("crossfootTakeTheirs")
        assert screen.appeared() == [Said("toast", "Take theirs: 1.", 10)]
        screen.now += dt.timedelta(minutes=1)
        screen.runs("crossfootSyncNow")
        assert screen.appeared() == [asked, Said("toast", "In step. ✓ 1", 15)]
    assert [(row["Sync"], row["What"]) for row in served.sees(east)] == [("✓", "Write to Acme")]
