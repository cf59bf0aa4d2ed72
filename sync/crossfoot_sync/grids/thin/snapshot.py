"""A book as it stands in its program at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.grids.errors import NotACrossfootBook
from crossfoot_sync.grids.thin.bindings import bindings
from crossfoot_sync.grids.thin.given import GivenBook, GivenSheet
from crossfoot_sync.grids.thin.paper import Paper, papers
from crossfoot_sync.grids.thin.tables import TableState, read_table
from crossfoot_sync.grids.thin.values import as_text
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET


@dataclass(frozen=True)
class Snapshot:
    """A reading and what a write needs to know besides."""

    title: str
    reading: Reading
    tables: dict[str, TableState]
    manifest: Paper
    lists: Paper | None
    date1904: bool


def take(book: GivenBook) -> Snapshot:
    """The book that was given.

    Raises:
        NotACrossfootBook: it has no manifest.
    """
    sheets = {each.name: each for each in book.sheets}
    given = papers(book.pieces)
    manifest, lists = given.get(MANIFEST_SHEET), given.get(LISTS_SHEET)
    if manifest is None:
        raise NotACrossfootBook(book.title)
    tables = {
        each.table: read_table(
            each, given.get(each.sheet, Paper()), sheets.get(each.sheet, GivenSheet(each.sheet)), date1904=book.date1904
        )
        for each in bindings(book)
    }
    reading = Reading(
        manifest={key: as_text(manifest.cell(row, 1)) for key, row in manifest_rows(manifest).items()},
        lists=list_columns(lists) if lists else {},
        tables={name: state.cells for name, state in tables.items()},
        date1904=book.date1904,
    )
    return Snapshot(book.title, reading, tables, manifest, lists, book.date1904)


def manifest_rows(manifest: Paper) -> dict[str, int]:
    """The row of every key of the manifest; of a key that stands there twice, the first."""
    rows: dict[str, int] = {}
    for row in manifest.rows:
        key = as_text(manifest.cell(row, 0))
        if key:
            rows.setdefault(key, row)
    return rows


def list_places(lists: Paper) -> dict[str, int]:
    """The column of every list, by the name in its first row."""
    places: dict[str, int] = {}
    for column in lists.columns:
        name = as_text(lists.cell(0, column))
        if name:
            places.setdefault(name, column)
    return places


def list_columns(lists: Paper) -> dict[str, list[str]]:
    """The lists by name, without trailing blanks."""
    found: dict[str, list[str]] = {}
    below = [row for row in lists.rows if row]
    for name, column in list_places(lists).items():
        entries = [as_text(lists.cell(row, column)) for row in below]
        end = max((at + 1 for at, entry in enumerate(entries) if entry), default=0)
        found[name] = entries[:end]
    return found
