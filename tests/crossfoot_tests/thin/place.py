"""The small company of the end-to-end tests, some of whose people have their workbooks open in a thin client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_server.within_process import WithinProcess
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_templates.label import Language
from crossfoot_templates.layout import MANIFEST_SHEET
from crossfoot_templates.model import Catalog
from crossfoot_templates.render import render_workbook
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.world import CATALOG, ORGANISATION, Clock
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.thin.pane import PythonPane
from crossfoot_tests.thin.workbooks import CellFacts, Facts, from_file

SERVER = "https://ledger.example.com"

_BLANK: dict[tuple[str, Language, str], bytes] = {}
"""Workbooks as they are handed out: making one takes longer than syncing it."""


@dataclass
class Place:
    """The store, the people's tokens, and a folder."""

    store: Store
    folder: Path
    clock: Clock = field(default_factory=Clock)
    address: str = SERVER

    def token(self, login: str) -> str:
        """A token."""
        return issue_token(self.store, login, "test", self.clock())

    def client(self, store: Store | None = None) -> Any:
        """A client of a server process that was started a moment ago."""
        return create_app(store or self.store, Settings(), self.clock).test_client()

    def checking_client(self) -> Any:
        """The same, holding every reply against the description of the interface."""
        return client_of(create_app(self.store, Settings(), self.clock))

    def workbook(self, login: str, language: Language = "en") -> Facts:
        """A new workbook as it is handed out, open in a program."""
        made = msgspec.json.decode(self._blank(login, language), type=Facts)
        manifest = made.sheet(MANIFEST_SHEET)
        for name, value in (("workbook", new_row_id()), ("server", self.address)):
            row = next(row for row in range(40) if manifest.cell(row, 0).value == name)
            manifest.put(row, 1, CellFacts(value))
        return made

    def _blank(self, login: str, language: Language) -> bytes:
        view = self.server(login).view("ledger")
        key = login, language, view.version
        if key not in _BLANK:
            facts = Manifest(book="ledger", workbook="-", server=SERVER, user=login, language=language).facts()
            path = self.folder / f"{login}.xlsx"
            path.write_bytes(render_workbook(view, language, facts))
            _BLANK[key] = msgspec.json.encode(from_file(path))
        return _BLANK[key]

    def pane(self, login: str, facts: Facts | None = None, **given: Any) -> PythonPane:
        """A pane of ``login`` before a workbook, a new one unless it is named."""
        return PythonPane(facts or self.workbook(login), self.token(login), self.checking_client, **given)

    def server(self, login: str) -> Server:
        """The server as a client that runs our code reaches it."""
        return Server(WithinProcess(create_app(self.store, Settings(), self.clock), SERVER), self.token(login))

    def takes_grants(self, login: str) -> None:
        """Take all grants from somebody."""
        grant = self.store.schema.grant
        with self.store.writing() as connection:
            connection.execute(grant.delete().where(grant.c.login == login))

    def stored(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """What finance, who sees all, would be sent of a table."""
        reply = self.server("zhao").pull("ledger", SyncRequest(language="en"))
        for part in reply.pull:
            if part.table == table:
                return sorted(zip(*(part.columns[name] for name in columns), strict=True))
        return []


@contextmanager
def company(folder: Path, catalog: Catalog = CATALOG) -> Iterator[Place]:
    """The company over an empty store of these definitions."""
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", catalog)) as store:
        apply_organisation(store, ORGANISATION)
        yield Place(store, folder)


def shows(facts: Facts, table: str, *columns: str) -> list[tuple[CellValue, ...]]:
    """What a workbook shows in ``columns``, row by row."""
    cells = facts.grid.read().tables[table]
    return list(zip(*(cells.columns[name] for name in columns), strict=True))
