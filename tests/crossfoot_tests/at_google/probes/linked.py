"""A whole book as a team has it: linked, looked at, edited, synced, and unlinked (decision 0024)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from crossfoot_server.accounts import EntityEntry, Organisation, TeamEntry, apply_organisation
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.doctor import examine
from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_server.sheets.linking import Wanted, link, unlink
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import Visited, visit
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.google.values import read
from crossfoot_templates.layout import FIRST_ROW, GOOGLE_SHEET, GOOGLE_TABLE, TICK
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.types import CellValue
from crossfoot_tests.at_google.place import Place, put
from crossfoot_tests.probing.probe import Finding, compared, told

_ORGANISATION = Organisation(
    entities=(EntityEntry("HQ", "总部", "Head office"),), teams=(TeamEntry("east", "华东", "East", "HQ"),)
)
_BOOK, _TABLE = "follow_up", "customer"
_CUSTOMERS = 10
_LOOKS = 6
_PAUSE = 10.0


@dataclass
class _Team:
    """A linked sheet and whoever types in it; they type through the same account, for want of another."""

    place: Place
    bench: Bench
    linked: Linked

    def look(self, *, wanted: bool = False) -> Visited:
        """What the worker does when the sheet is due."""
        self.linked = registry.linked_sheet(self.bench.store, self.place.id) or self.linked
        return visit(self.bench, self.linked, wanted=wanted)

    def quiet(self) -> Iterator[Finding]:
        """Looks until nothing moved: Drive may tell late of what we wrote ourselves."""
        clock = self.place.transport.line.clock
        for number in range(1, _LOOKS + 1):
            before = self.place.transport.counts.snapshot().requests
            if self.look().did == "nothing":
                sent = {lane: count for lane, count in (self.place.transport.counts.requests - before).items() if count}
                yield told("looks until nothing had moved", number)
                yield compared("requests of a look at a sheet in which nothing moved", {"drive": 1}, sent)
                return
            clock.sleep(_PAUSE)
        yield compared("a sheet in which nobody types comes to rest", expected=True, came=False)

    @cached_property
    def sheet(self) -> int:
        """The id of the sheet of customers."""
        found = self.place.get("sheets(properties(sheetId),developerMetadata(metadataKey,metadataValue))")["sheets"]
        mark = {"metadataKey": GOOGLE_TABLE, "metadataValue": _TABLE}
        return next(int(each["properties"]["sheetId"]) for each in found if mark in each.get("developerMetadata", ()))

    def rows(self) -> list[dict[str, CellValue]]:
        """The rows that hold a name, by column."""
        found = self.place.look(self.sheet)
        places = {name.partition(".")[2]: at for _, name, at in found.column_notes}
        rows = range(FIRST_ROW - 1, len(found.lines))
        shown = [{name: read(found.cell(row, at), row, at).value for name, at in places.items()} for row in rows]
        return [each for each in shown if each["name"]]

    def types(self, cells: dict[str, Sequence[CellValue]]) -> None:
        """Type below the headings, by column, from the first row on."""
        places = {name.partition(".")[2]: at for _, name, at in self.place.look(self.sheet).column_notes}
        below = FIRST_ROW - 1
        self.place.batch(*(put(self.sheet, [[each] for each in cells[name]], below, places[name]) for name in cells))

    def stored(self, *columns: str) -> list[tuple[object, ...]]:
        """What the store has of columns, row by row, sorted."""
        (pulled,) = self.bench.server_of(self.linked).pull(_BOOK, SyncRequest(only=[_TABLE])).pull
        return sorted(zip(*(pulled.columns[name] for name in columns), strict=True), key=str)

    def shown(self, *columns: str) -> list[tuple[object, ...]]:
        """What the sheet shows of them."""
        return sorted((tuple(row[name] for name in columns) for row in self.rows()), key=str)


def whole_book(place: Place) -> Iterator[Finding]:
    """The book of follow-ups for one team, from the link to its end."""
    with TemporaryDirectory() as folder, closing(_store(Path(folder))) as store:
        apply_organisation(store, _ORGANISATION)
        bench = Bench(store, GoogleSpreadsheets(place.transport))
        began = time.monotonic()
        linked, visited = link(bench, Wanted(place.id, _BOOK, "east", "sales", "en"))
        yield told("seconds to link it", _since(began))
        yield compared("what the first sync did", ("synced", "in_step"), (visited.did, visited.told.code))
        team = _Team(place, bench, linked)
        yield from team.quiet()
        yield from _edited(team)
        yield from team.quiet()
        yield compared("what the doctor finds", [], [each.en for each in examine(bench, team.linked)])
        yield from _unlinked(team)


def _edited(team: _Team) -> Iterator[Finding]:
    names = [f"上海第{number}机电有限公司" for number in range(_CUSTOMERS)]
    team.types({"name": names})
    began = time.monotonic()
    visited = team.look()
    yield told("seconds to sync new rows", _since(began))
    yield compared(f"{_CUSTOMERS} new rows", ("synced", "in_step"), (visited.did, visited.told.code))
    yield compared("their names in the store", sorted((each,) for each in names), team.stored("name"))
    yield compared("their codes in store and sheet", team.stored("name", "code"), team.shown("name", "code"))
    phones, day = [f"02155500{number:02}" for number in range(_CUSTOMERS)], dt.date(2026, 3, 2)
    team.types({"phone": phones, "claimed_on": [day] * _CUSTOMERS})
    before = team.place.transport.counts.snapshot().requests
    began = time.monotonic()
    visited = team.look()
    yield told("seconds to sync twenty edits", _since(began))
    yield told("requests for it", dict(team.place.transport.counts.requests - before))
    yield compared("twenty edits", ("synced", "in_step"), (visited.did, visited.told.code))
    expected = sorted((name, phone, day.isoformat()) for name, phone in zip(names, phones, strict=True))
    yield compared("in the store", expected, team.stored("name", "phone", "claimed_on"))
    yield compared("ticks", [("✓",)] * _CUSTOMERS, team.shown(TICK))


def _unlinked(team: _Team) -> Iterator[Finding]:
    shown = team.shown("name")
    yield compared("what keeps it from being reached", None, unlink(team.bench, team.linked))
    facts = team.bench.spreadsheets.facts(team.place.id)
    yield compared("marks that are left", set(), {key for key, _ in facts.marks if key in {GOOGLE_TABLE, GOOGLE_SHEET}})
    texts = {str(each) for row in team.place.entered(team.sheet) for each in row}
    yield compared("names that are not in the sheet any more", [], [name for (name,) in shown if name not in texts])


def _store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'store.sqlite'}", load_catalog())


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)
