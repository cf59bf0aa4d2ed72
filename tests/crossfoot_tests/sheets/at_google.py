"""A linked spreadsheet in the emulator and the worker's bench, all in one process, with a book of two tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crossfoot_server.accounts import EntityEntry, Organisation, TeamEntry, UserEntry, apply_organisation
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.doctor import examine
from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_server.sheets.linking import Wanted, link
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import Visited, visit
from crossfoot_server.store import Store
from crossfoot_sync.emulator import Account, Discovery, Google, Hands, Person, no_quota
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.transport import Transport
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW, STATUS_ROW
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.types import WireValue
from crossfoot_tests.sheets.books import table
from crossfoot_tests.sync.grids.google_books import GivenTokens

BOOK = """
[book]
name = "pair"
zh = "两张表"
en = "Pair"
""" + "".join((table("task", "任务", "Task", "T-###"), table("place", "地点", "Place", "P-###")))
ORGANISATION = Organisation(
    entities=(EntityEntry("HQ", "总部", "Head office"),),
    teams=(TeamEntry("east", "华东", "East", "HQ"),),
    users=(UserEntry("li", "李娜", "HQ", team="east", language="en"),),
)
MANY = {"read": 10**6, "write": 10**6, "drive": 10**6}


@dataclass
class AtGoogle:
    """What is needed to be the worker, and Ann who works in the spreadsheet."""

    google: Google
    bench: Bench
    ann: Person
    worker: Account
    spreadsheet: str

    def create(self, title: str) -> str:
        """Ann makes a spreadsheet and shares it; its id."""
        made = self.ann.creates(title, locale="zh_CN", time_zone="Asia/Shanghai")
        self.ann.shares(made, self.worker)
        return made

    def link(self, spreadsheet: str = "", book: str = "pair", role: str = "sales") -> Visited:
        """Link a spreadsheet, in English."""
        wanted = Wanted(spreadsheet or self.spreadsheet, book, "east", role, "en")
        return link(self.bench, wanted)[1]

    @property
    def linked(self) -> Linked:
        """How the store knows it."""
        found = registry.linked_sheet(self.bench.store, self.spreadsheet)
        assert found is not None
        return found

    def visit(self, *, wanted: bool = False) -> Visited:
        """A look at it."""
        return visit(self.bench, self.linked, wanted=wanted)

    def doctor(self) -> list[str]:
        """What the doctor finds, in English."""
        return [each.en for each in examine(self.bench, self.linked)]

    def hands(self, sheet: str = "Task") -> Hands:
        """Ann's hands in a sheet."""
        return self.ann.opens(self.spreadsheet, sheet)

    def sheet(self, title: str = "Task") -> Sheet:
        """A sheet as Google has it."""
        found = self.google.state.files[self.spreadsheet].book.titled(title)
        assert found is not None
        return found

    def letter(self, heading: str, sheet: str = "Task") -> str:
        """The letter of a column."""
        return a1.letters(self.hands(sheet).sees()[HEADER_ROW - 1].index(heading))

    def cell(self, heading: str, line: int, sheet: str = "Task") -> str:
        """The address of a cell; lines are counted from 0."""
        return f"{self.letter(heading, sheet)}{FIRST_ROW + line}"

    def types(self, line: int, what: str, pay: int, sheet: str = "Task") -> None:
        """Ann types a row."""
        self.hands(sheet).pastes(self.cell("What", line, sheet), [[what, pay]])

    def column(self, heading: str, sheet: str = "Task") -> list[object]:
        """What stands below a heading, blanks left out at the end."""
        rows = self.hands(sheet).sees(raw=True)
        at = rows[HEADER_ROW - 1].index(heading)
        found: list[object] = [row[at] if at < len(row) else "" for row in rows[HEADER_ROW:]]
        while found and found[-1] in {"", None}:
            found.pop()
        return found

    def status(self, sheet: str = "Task") -> str:
        """The status line of a sheet."""
        return str(self.hands(sheet).sees(f"A{STATUS_ROW}:A{STATUS_ROW}")[0][0])

    def stored(self, table: str = "task", column: str = "what") -> list[WireValue]:
        """A column of what the store has, in the order of its numbers."""
        server = self.bench.server_of(self.linked)
        reply = server.pull("pair", SyncRequest(language="en", epoch="", version=server.view("pair").version, cursor=0))
        pull = next((each for each in reply.pull if each.table == table), None)
        if pull is None:
            return []
        return [value for _, value in sorted(zip(map(str, pull.columns["code"]), pull.columns[column], strict=True))]

    def protect(self, sheet: str = "Task", **area: int) -> int:
        """Ann protects a range, or a whole sheet, against everybody else; the id of the protection."""
        protected = {"range": {"sheetId": self.sheet(sheet).id, **area}, "description": "Mine"}
        self.hands(sheet).asks({"addProtectedRange": {"protectedRange": protected}})
        return int(self.sheet(sheet).protected[-1]["protectedRangeId"])

    def unprotect(self, protected: int, sheet: str = "Task") -> None:
        """Ann takes a protection away."""
        self.hands(sheet).asks({"deleteProtectedRange": {"protectedRangeId": protected}})


def spreadsheets(google: Google, worker: Account) -> GoogleSpreadsheets:
    """The way of the worker to the emulator."""
    bucket = LocalBucket(MANY)  # type: ignore[arg-type]  # the names are those of the lanes
    return GoogleSpreadsheets(Transport(GivenTokens(google, worker), bucket, Line(google.session())))


@contextmanager
def at_google(folder: Path, discovery: Discovery | None = None) -> Iterator[AtGoogle]:
    """The store, the emulator and a spreadsheet that is not linked yet."""
    (folder / "ours").mkdir()
    (folder / "ours" / "pair.toml").write_text(BOOK, "utf-8")
    google = Google(quota=no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    with closing(Store.open(f"sqlite:///{folder}/store.sqlite", load_catalog(folder / "ours"))) as store:
        apply_organisation(store, ORGANISATION)
        made = AtGoogle(google, Bench(store, spreadsheets(google, worker)), ann, worker, "")
        made.spreadsheet = made.create("East")
        yield made
