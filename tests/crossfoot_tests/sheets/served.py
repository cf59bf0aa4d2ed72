"""The emulator of Google as a server, a spreadsheet that Ann shares there, and the commands that reach both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import msgspec
from click.testing import CliRunner, Result

from crossfoot_server.cli.__main__ import main
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.reaching import Reach, reach
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.store import Store
from crossfoot_sync.emulator import Account, Discovery, Google, Hands, Person, Server, no_quota
from crossfoot_templates.layout import HEADER_ROW
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.sheets.books import table

ORGANISATION = """
entities = [{ code = "HQ", zh = "总部", en = "Head office" }]
teams = [{ code = "east", zh = "华东", en = "East", entity = "HQ" }]

[[users]]
login = "li"
name = "李娜"
entity = "HQ"
team = "east"
grants = [{ role = "sales", scope = "own" }]
"""

BOOK = (
    """
[book]
name = "task"
zh = "任务"
en = "Tasks"
"""
    + table("task", "任务", "Task", "RW-###")
    + 'read = ["finance"]\n'
)
"""A small book of a company's own: laying out and reading a shipped one takes the emulator seconds."""


@dataclass
class Served:
    """What is needed to play at being somebody who runs a server; ``folder`` holds the store and the key."""

    folder: Path
    google: Google
    url: str
    ann: Person
    worker: Account

    @property
    def store_file(self) -> Path:
        """Where the store is."""
        return self.folder / "store.sqlite"

    @property
    def key(self) -> Path:
        """The service account's key file."""
        return self.folder / "key.json"

    def options(self) -> list[str]:
        """The options by which commands find the store and Google."""
        google = ["--google", self.url, "--google-key", str(self.key)]
        return ["--store", str(self.store_file), "--overlay", str(self.folder / "ours"), *google]

    def run(self, *arguments: str, chinese: bool = False) -> Result:
        """Run ``crossfoot sheet …``."""
        spoken = {"LC_ALL": "zh_CN.UTF-8" if chinese else "C.UTF-8"}
        return CliRunner().invoke(main, ["sheet", *arguments, *self.options()], env=spoken)

    def create(
        self, title: str = "East", *, locale: str = "zh_CN", zone: str = "Asia/Shanghai", share: bool = True
    ) -> str:
        """Ann makes a spreadsheet; its id."""
        spreadsheet = self.ann.creates(title, locale=locale, time_zone=zone)
        if share:
            self.ann.shares(spreadsheet, self.worker)
        return spreadsheet

    def link(self, spreadsheet: str) -> Result:
        """Link it to the book of tasks, for team East."""
        return self.run(
            *("link", f"https://docs.google.com/spreadsheets/d/{spreadsheet}/edit", "--book", "task"),
            *("--team", "east", "--role", "sales", "--language", "en"),
        )

    def linked(self, spreadsheet: str) -> Linked:
        """How the store knows it."""
        with closing(self.store()) as store:
            found = registry.linked_sheet(store, spreadsheet)
        assert found is not None
        return found

    def store(self) -> Store:
        """The store."""
        return Store.open(f"sqlite:///{self.store_file}", load_catalog(self.folder / "ours"))

    @contextmanager
    def bench(self) -> Iterator[Bench]:
        """What the worker works with, in this process."""
        with closing(self.store()) as store:
            yield Bench(store, reach(Reach(self.key, self.url)))

    def hands(self, spreadsheet: str, sheet: str = "Task") -> Hands:
        """Ann's hands in a sheet."""
        return self.ann.opens(spreadsheet, sheet)

    def sees(self, spreadsheet: str, sheet: str = "Task") -> list[dict[str, object]]:
        """The rows of a table as Ann sees them, by heading."""
        rows = self.hands(spreadsheet, sheet).sees()
        heads = rows[HEADER_ROW - 1]
        return [dict(zip(map(str, heads), row, strict=False)) for row in rows[HEADER_ROW:] if any(row)]

    def column(self, spreadsheet: str, heading: str, sheet: str = "Task") -> str:
        """The letter of a column, by its heading."""
        heads = self.hands(spreadsheet, sheet).sees()[HEADER_ROW - 1]
        return chr(ord("A") + heads.index(heading))


@contextmanager
def served(folder: Path, private_key: str, discovery: Discovery | None = None) -> Iterator[Served]:
    """The emulator with a real clock and without quotas, until the block ends; the store holds team East.

    With ``discovery``, requests and answers are held against what Google describes.
    """
    google = Google(quota=no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    server = Server(google.handle)
    thread = Thread(target=server.serve_forever, name="emulator", daemon=True)
    thread.start()
    made = Served(folder, google, f"http://127.0.0.1:{server.server_port}", ann, worker)
    made.key.write_bytes(msgspec.json.encode(google.key(worker, private_key=private_key)))
    (folder / "ours").mkdir()
    (folder / "ours" / "task.toml").write_text(BOOK, "utf-8")
    (folder / "organisation.toml").write_text(ORGANISATION, "utf-8")
    applied = CliRunner().invoke(
        main,
        [
            "accounts",
            "apply",
            str(folder / "organisation.toml"),
            "--store",
            str(made.store_file),
            "--overlay",
            str(folder / "ours"),
        ],
    )
    assert applied.exit_code == 0, applied.output
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
