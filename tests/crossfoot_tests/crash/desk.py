"""Somebody's folder with a workbook, and everything that was ever typed into it."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import RowMapping, select

from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.cells import AppendRow, Edits, RemoveRow, SetCell
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import CONFLICT, ID, IN_STEP, KEEP_MINE, TICK
from crossfoot_tests.end_to_end.world import World

OWN_SHEET = "My notes"
MOST_BESIDE = 3
"""Files that a killed run may leave: its outbox, a workbook that is not finished, a second name of the old one."""


@dataclass
class Desk:
    """A workbook that is worked on round after round; ``customers`` and ``visits`` are what must be in the store.

    ``visits`` maps what was written of each visit to the name of its customer.
    """

    world: World
    folder: Path
    login: str = "li"
    customers: list[str] = field(default_factory=list)
    visits: dict[str, str] = field(default_factory=dict)
    notes: bytes = b""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.credentials.keep(self.world.url, self.world.tokens[self.login])

    @property
    def path(self) -> Path:
        """The workbook."""
        return self.folder / "deals.xlsx"

    @property
    def credentials(self) -> Credentials:
        """What the person is logged in with."""
        return Credentials(self.folder / "config")

    def sync(self) -> SyncReport:
        """Sync as the program does, and keep what was rewritten after a push that a kill left without a reply.

        Nothing says then whether that was typed over what was sent, or an old copy of the file was opened: it asks.
        """
        with open_desk(self.path, self.credentials) as desk:
            report = desk.sync(confirmed=True)
            reading = desk.grid.read()
            visits = reading.tables["visit"]
            asked = [row for row, tick in zip(visits.rows, visits.columns[TICK], strict=True) if tick == CONFLICT]
            if not asked:
                return report
            kept = [SetCell("visit", row, TICK, CONFLICT, KEEP_MINE["en"]) for row in asked]
            assert desk.grid.write(Edits(cells=kept), reading) == []
            return desk.sync(confirmed=True)

    def add_own_sheet(self) -> None:
        """Give the workbook a sheet that is none of ours, with a formula in it."""
        book = load_workbook(self.path)
        sheet = book.create_sheet(OWN_SHEET)
        sheet["B2"], sheet["B3"], sheet["B4"] = "mine", 3, "=B3*2"
        book.save(self.path)
        self.notes = self.own_sheet()

    def own_sheet(self) -> bytes:
        """The bytes of that sheet, which is the last one."""
        with zipfile.ZipFile(self.path) as parts:
            name = max((each for each in parts.namelist() if each.startswith("xl/worksheets/sheet")), key=_number)
            return parts.read(name)

    def work(self) -> None:
        """Add a customer with two visits, rewrite what an earlier visit came to, remove another; saved at once."""
        number = next(self._numbers)
        name, new = f"Customer {number}", (f"visit {number}", f"visit {number} again")
        rows = [AppendRow("customer", {"code": f"*{number}", "name": name})]
        for result in new:
            day = dt.date(2026, 1, 1) + dt.timedelta(days=len(rows))
            rows.append(AppendRow("visit", {"customer": f"*{number}", "day": day, "result": result}))
        grid = XlsxGrid(self.path)
        reading = grid.read()
        cells = reading.tables["visit"]
        edits = Edits(appended=rows)
        if number > 1:
            at = cells.columns["result"].index(f"visit {number - 1}")
            edits.cells.append(SetCell("visit", cells.rows[at], "result", f"visit {number - 1}", f"anew {number}"))
            self.visits[f"anew {number}"] = self.visits.pop(f"visit {number - 1}")
        old = f"visit {number - 2} again"
        at = cells.columns["result"].index(old) if number > 2 else -1
        if at >= 0 and cells.columns[ID][at] is not None:  # else its sync was killed before the row had an id
            edits.removed.append(RemoveRow("visit", cells.rows[at], str(cells.columns[ID][at])))
            del self.visits[old]
        assert grid.write(edits, reading) == []
        self.customers.append(name)
        self.visits |= dict.fromkeys(new, name)

    def bring_in(self, name: str) -> None:
        """Note what an import brings: a customer with two visits."""
        customer = f"Customer {name}"
        if customer not in self.customers:
            self.customers.append(customer)
            self.visits |= {f"{name} 1": customer, f"{name} 2": customer}

    def problems(self) -> list[str]:
        """What is wrong with the file as it lies there now."""
        found = []
        with zipfile.ZipFile(self.path) as parts:
            if parts.testzip() is not None:
                found.append("a part of the workbook is damaged")
        if self.own_sheet() != self.notes:
            found.append("the person's own sheet was changed")
        if load_workbook(self.path)[OWN_SHEET]["B4"].value != "=B3*2":
            found.append("openpyxl does not find the person's own formula")
        XlsxGrid(self.path).read()
        if len(self.beside()) > MOST_BESIDE:
            found.append(f"beside the workbook lie {self.beside()}")
        return found

    def lasting_problems(self) -> list[str]:
        """What is wrong once a sync has gone through: with the file, the store, and what lies beside the file."""
        names = {row["_id"]: row["name"] for row in self._stored("customer")}
        visits = [(row["result"], names[row["customer"]]) for row in self._stored("visit")]
        stored = {"customer": sorted(names.values()), "visit": sorted(visits)}
        tables = XlsxGrid(self.path).read().tables
        shown = tables["visit"].columns
        sheet: dict[str, list[Any]] = {
            "customer": sorted(map(str, tables["customer"].columns["name"])),
            "visit": sorted(zip(shown["result"], shown["customer"], strict=True)),
        }
        typed: dict[str, list[Any]] = {"customer": sorted(self.customers), "visit": sorted(self.visits.items())}
        ticks = {tick for table in tables.values() for tick in table.columns[TICK]}
        return [
            *self.problems(),
            *(line for table in typed for line in _differences("the store", stored[table], typed[table])),
            *(line for table in typed for line in _differences("the sheet", sheet[table], typed[table])),
            *(f"beside the workbook lies {name}" for name in self.beside()),
            *(f"a row is marked {tick}" for tick in ticks - {IN_STEP}),
        ]

    def _stored(self, table: str) -> list[RowMapping]:
        with self.world.store.reading() as connection:
            return list(connection.execute(select(self.world.store.schema.pairs[table].current)).mappings())

    def beside(self) -> list[str]:
        """Files beside the workbook."""
        ours = {self.path.name, "config", "tmp", "said.txt", "old lists"}
        return sorted(each.name for each in self.folder.iterdir() if each.name not in ours)


def _differences(where: str, has: list[Any], typed: list[Any]) -> list[str]:
    found, meant = Counter(has), Counter(typed)
    lacking = [f"{where} lacks {each}" for each in meant - found]
    return lacking + [f"{where} has {each} besides" for each in found - meant]


def _number(part: str) -> int:
    return int(part.removeprefix("xl/worksheets/sheet").removesuffix(".xml"))
