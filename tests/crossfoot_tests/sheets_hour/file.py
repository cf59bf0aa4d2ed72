"""The person with the file: a real .xlsx, typed into with openpyxl, and synced as the command line does."""

from __future__ import annotations

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
from crossfoot_tests.simulation.network import ADDRESS, Line
from crossfoot_tests.simulation.place import OWN_COLUMN, Place
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
