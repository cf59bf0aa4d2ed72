"""The three managers' office: the simulation's, with places that are real, and a judge who hears the pane's desk."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlwings as xw

from crossfoot_sync.client.outbox import FileOutbox, MemoryOutbox
from crossfoot_sync.client.server import Response, Server
from crossfoot_sync.engine.manifest import Manifest, first_headings
from crossfoot_templates.layout import MESSAGE
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render import render_workbook
from crossfoot_tests.sheets_hour.file import FilePlace
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.ledger import Page
from crossfoot_tests.simulation.network import ADDRESS, Line
from crossfoot_tests.simulation.office import Office
from crossfoot_tests.simulation.place import OWN_COLUMN
from crossfoot_tests.simulation.processes import Request
from crossfoot_tests.sync.grids.openpyxl_books import read_book, write_book
from crossfoot_tests.thin.excel import Node
from crossfoot_tests.thin.workbooks import from_file
from crossfoot_tests.three_clients import pane
from crossfoot_tests.three_clients.live import LivePlace
from crossfoot_tests.three_clients.pane import PanePlace

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BOOK = "ledger"


@dataclass
class Overheard:
    """An application to which somebody listens: what the desk of the pane asks in it reaches no line."""

    application: WSGIApplication
    office: ThreeOffice

    def __call__(self, environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environment["PATH_INFO"]
        workbook = self.office.panes.get(environment.get("HTTP_AUTHORIZATION", ""))
        if workbook is None or path == pane.ADDRESS:
            return self.application(environment, start)
        body = environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
        environment["wsgi.input"] = io.BytesIO(body)
        told: list[int] = []

        def began(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told.append(int(status.split(" ", 1)[0]))
            return start(status, headers, *rest)

        reply = b"".join(self.application(environment, began))
        packed = {"Content-Encoding": environment.get("HTTP_CONTENT_ENCODING", "")}
        request = Request(workbook, environment["REQUEST_METHOD"], path, body, packed)
        Office.heard(self.office, request, Response(told[0], reply))
        return [reply]


@dataclass
class ThreeOffice(Office):
    """The office.

    Attributes:
        panes: the workbooks with a pane, by what their requests are signed with.
        interrupted: how often somebody did something in this step while a program was at work.
    """

    panes: dict[str, str] = field(default_factory=dict)
    interrupted: int = 0
    _plain: dict[int, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        for number, process in enumerate(self.processes.processes):
            self._plain[number] = process.application.wsgi_app
            listening: Any = Overheard(process.application.wsgi_app, self)
            process.application.wsgi_app = listening  # type: ignore[method-assign]  # as Flask has it wrapped

    def heard(self, request: Request, reply: Response) -> None:
        """An answer was given. What a pane is told is told by its desk; here it is only what it may know."""
        if request.path == pane.ADDRESS:
            self.news()
            return
        super().heard(request, reply)

    def open_live(self, login: str, language: Language, app: xw.App) -> None:
        """A workbook that is opened in LibreOffice and stays open."""
        path = self._file(login, language)
        opened = app.books.open(str(path))
        place = LivePlace(**self._common(login, language), grid=read_book(path), on_screen=opened)
        place.reload()
        self.places.append(place)

    def open_pane(self, login: str, language: Language, node: Node) -> None:
        """A workbook in a mock of Excel with the pane beside it."""
        facts, common = from_file(self._file(login, language)), self._common(login, language)
        token = self.processes.tokens[login]
        self.panes[f"Bearer {token}"] = common["workbook"]
        place = PanePlace(**common, grid=facts.grid, facts=facts, node=node, token=token)
        place.reload()
        self.places.append(place)

    def open_file(self, login: str, language: Language) -> None:
        """A workbook in a file."""
        path = self._file(login, language)
        common = self._common(login, language) | {"outbox": FileOutbox(path)}
        self.places.append(FilePlace(**common, grid=read_book(path), path=path))

    def close(self) -> None:
        """End everything."""
        for number, process in enumerate(self.processes.processes):
            process.application.wsgi_app = self._plain[number]  # type: ignore[method-assign]
        for place in self.places:
            if isinstance(place, LivePlace):
                place.on_screen.close()
        super().close()

    def _common(self, login: str, language: Language) -> dict[str, Any]:
        workbook = f"{login}'s"
        self.ledger.pages.setdefault(workbook, Page(login))
        line = Line(
            workbook,
            self.processes,
            number=lambda: self.dice.randrange(len(self.processes.processes)),
            heard=self.heard,
            struck=self.struck,
            fuse=Fuse(),
            adrift=self.adrift,
        )
        return {
            "workbook": workbook,
            "login": login,
            "book": BOOK,
            "language": language,
            "server": Server(line, self.processes.tokens[login]),
            "line": line,
            "ledger": self.ledger,
            "clock": self.clock,
            "fuse": line.fuse,
            "outbox": MemoryOutbox(),
        }

    def _manifest(self, view: BookView, login: str, language: Language) -> Manifest:
        return Manifest(
            book=BOOK,
            workbook=f"{login}'s",
            server=ADDRESS,
            user=login,
            language=language,
            headings=first_headings(view, language),
        )

    def _file(self, login: str, language: Language) -> Path:
        """A new workbook in a file, in which its manager makes a column of their own."""
        path = self.folder / f"{login}.xlsx"
        view = self._common(login, language)["server"].view(BOOK)
        path.write_bytes(render_workbook(view, language, self._manifest(view, login, language).facts()))
        grid = read_book(path)
        for sheet in grid.sheets.values():
            sheet.insert_column(MESSAGE, OWN_COLUMN)
        write_book(path, grid)
        return path
