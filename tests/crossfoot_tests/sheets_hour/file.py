"""The person with the file: a real .xlsx, typed into with openpyxl, and synced as the command line does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.manifest import Manifest, first_headings
from crossfoot_sync.grids.memory_sheet import Content
from crossfoot_sync.grids.protocol import Grid
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import MESSAGE
from crossfoot_templates.model import Language
from crossfoot_templates.render import render_workbook
from crossfoot_tests.sheets_hour.company import BOOK, FILE_USER
from crossfoot_tests.sheets_hour.hour import Hour
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.ledger import Page
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.network import ADDRESS, Line, Trouble
from crossfoot_tests.simulation.place import OWN_COLUMN, Place
from crossfoot_tests.simulation.syncing import SYNCING
from crossfoot_tests.sync.grids.openpyxl_books import read_book, write_book

LANGUAGE: Language = "en"


@dataclass
class FilePlace(Place):
    """A workbook in a file."""

    path: Path = field(kw_only=True)

    def opened_by_program(self) -> Grid:
        """The file."""
        return XlsxGrid(self.path)

    def save(self) -> None:
        """Save it, for the program to find; a spreadsheet program takes no control characters."""
        for sheet in self.grid.sheets.values():
            sheet.rows = [[_typeable(each) for each in row] for row in sheet.rows]
        write_book(self.path, self.grid)

    def reload(self) -> None:
        """Open it again."""
        self.grid = read_book(self.path)
        self.ledger.look(self.workbook, self.grid)


def _typeable(content: Content) -> Content:
    return ILLEGAL_CHARACTERS_RE.sub("", content) if isinstance(content, str) else content


def open_file(hour: Hour) -> FilePlace:
    """Give the person a new file, in which they make a column of their own."""
    path, workbook = hour.folder / f"{FILE_USER}.xlsx", "a file"
    hour.ledger.pages[workbook] = Page(FILE_USER)
    line = Line(workbook, hour, number=lambda: 0, heard=hour.heard, struck=hour.struck, fuse=Fuse(), adrift=hour.adrift)
    server = Server(line, hour.tokens[FILE_USER])
    view = server.view(BOOK)
    manifest = Manifest(
        book=BOOK,
        workbook=workbook,
        server=ADDRESS,
        user=FILE_USER,
        language=LANGUAGE,
        headings=first_headings(view, LANGUAGE),
    )
    path.write_bytes(render_workbook(view, LANGUAGE, manifest.facts()))
    grid = read_book(path)
    for sheet in grid.sheets.values():
        sheet.insert_column(MESSAGE, OWN_COLUMN)
    write_book(path, grid)
    place = FilePlace(
        workbook,
        FILE_USER,
        BOOK,
        LANGUAGE,
        grid,
        server,
        line,
        hour.ledger,
        hour.clock,
        line.fuse,
        FileOutbox(path),
        path=path,
    )
    hour.places.append(place)
    return place


TROUBLES = {
    "": 60,
    "killed client": 12,
    "killed server": 8,
    "lost reply": 8,
    "lost request": 4,
    "late request": 4,
    "doubled request": 4,
    "overtaken": 20,
}
"""What may strike while the program for files runs, by weight."""

SYNCS = {"sync": 10, "pull": 1, "decide by field": 2}
"""What the program is run for."""


def sync_file(hour: Hour, file: FilePlace, step: int, trouble: str, others: Callable[[], object]) -> None:
    """Run the program. ``others`` go on meanwhile, and may be quicker than the request."""

    def ahead() -> None:
        others()

    dice = hour.dice
    struck = not hour.quiet and trouble not in {"", "killed client"}
    file.line.trouble = Trouble(trouble, dice.choice((0, 0, 1)), dice.randrange(12)) if struck else Trouble()
    file.fuse.left = dice.randrange(10) if trouble == "killed client" and not hour.quiet else None
    name = "sync" if hour.quiet else dice.choices(list(SYNCS), list(SYNCS.values()))[0]
    hour.log.append(f"{hour.clock():%H:%M:%S} the file: {name} {trouble}".rstrip())
    SYNCING[name].do(Moment(hour, file, dice, step, race=(ahead, lambda: None)))
    hour.counts[f"{name} of the file"] += 1
    file.line.trouble, file.fuse.left = Trouble(), None
