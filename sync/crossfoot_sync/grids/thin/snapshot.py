"""A book as it stands in its program at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.grids.errors import NotACrossfootBook
from crossfoot_sync.grids.hidden import Cells, list_columns, manifest_facts
from crossfoot_sync.grids.thin.bindings import bindings
from crossfoot_sync.grids.thin.given import GivenBook
from crossfoot_sync.grids.thin.paper import Paper, papers
from crossfoot_sync.grids.thin.tables import TableState, read_table
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET


@dataclass(frozen=True)
class Snapshot:
    """A reading and what a write needs to know besides.

    Attributes:
        manifest: what the hidden sheet of that name holds; ``lists`` the same, if it is there.
    """

    title: str
    reading: Reading
    tables: dict[str, TableState]
    manifest: Cells
    lists: Cells | None


def take(book: GivenBook) -> Snapshot:
    """The book that was given.

    Raises:
        NotACrossfootBook: it has no manifest.
    """
    given = papers(book)
    manifest, lists = _cells(given.get(MANIFEST_SHEET)), _cells(given.get(LISTS_SHEET))
    if manifest is None:
        raise NotACrossfootBook(book.title)
    tables = {
        each.table: read_table(each, given.get(each.sheet, Paper()), date1904=book.date1904)
        for each in bindings(book.names, given)
    }
    reading = Reading(
        manifest=manifest_facts(manifest),
        lists=list_columns(lists or {}),
        tables={name: state.cells for name, state in tables.items()},
        date1904=book.date1904,
    )
    return Snapshot(book.title, reading, tables, manifest, lists)


def _cells(paper: Paper | None) -> Cells | None:
    """What a sheet holds whose cells were given."""
    return paper.cells if paper is not None and paper.is_given else None
