"""A book as it stands in its spreadsheet at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.grids.errors import NotACrossfootBook
from crossfoot_sync.grids.google.given import Given
from crossfoot_sync.grids.google.journal import Journal, decoded
from crossfoot_sync.grids.google.sheet import Put, Sheet
from crossfoot_sync.grids.google.tables import TableState, binding, headless_table, read_table
from crossfoot_sync.grids.google.values import as_text
from crossfoot_sync.grids.hidden import Cells, list_columns, manifest_facts
from crossfoot_templates.layout import GOOGLE_SHEET, GOOGLE_TABLE, GOOGLE_TURN

Puts: TypeAlias = dict[tuple[int, int, int], Put]
"""What is put into cells, by sheet, row and column."""


@dataclass(frozen=True)
class Snapshot:
    """A reading and what a write needs to know besides.

    Attributes:
        turn: the name and id of the named range that every write changes, where there is one.
        headless: tables whose row of headings is gone; of these only the status is written.
        before: the sheet that keeps what the last write displaced.
        journal: what that write did, if the sheet tells.
    """

    title: str
    turn: tuple[str, str] | None
    names: frozenset[str]
    sheets: Mapping[int, Sheet]
    tables: Mapping[str, TableState]
    headless: Mapping[str, TableState]
    manifest: Sheet
    lists: Sheet | None
    before: Sheet | None
    journal: Journal | None
    reading: Reading

    @property
    def standing(self) -> Mapping[str, TableState]:
        """All tables that have a sheet."""
        return {**self.tables, **self.headless}

    def after(self, puts: Puts, turn: tuple[str, str], journal: Journal) -> Snapshot:
        """The book after plain values were put into cells, and nothing else happened."""
        cells: dict[int, dict[tuple[int, int], Put]] = {}
        for (sheet, row, column), put in puts.items():
            cells.setdefault(sheet, {})[row, column] = put
        changed = {at: each.with_entered(cells[at]) if at in cells else each for at, each in self.sheets.items()}
        names = (self.names - {self.turn[0]} if self.turn else self.names) | {turn[0]}
        heads = {
            name: state.with_head(changed[state.sheet.id])
            for name, state in self.tables.items()
            if all(row < state.header for row, _ in cells.get(state.sheet.id, ()))
        }
        return _of(self.title, turn, names, changed, journal, heads)


def take(name: str, given: Given) -> Snapshot:
    """The book that ``spreadsheets.getByDataFilter`` gave out.

    Raises:
        NotACrossfootBook: it has no manifest.
    """
    sheets = {each.id: each for each in map(Sheet.of, given.sheets)}
    named = {each.name: each.named_range_id for each in given.named_ranges}
    turn = next(((each, at) for each, at in named.items() if each.startswith(GOOGLE_TURN)), None)
    title = given.properties.title
    return _of(name if title is None else title, turn, frozenset(named), sheets, None, {})


def _of(  # noqa: PLR0913, PLR0917 (what there is to a spreadsheet)
    title: str,
    turn: tuple[str, str] | None,
    names: frozenset[str],
    sheets: dict[int, Sheet],
    journal: Journal | None,
    known: Mapping[str, TableState],
) -> Snapshot:
    """A snapshot of these sheets, of which the tables ``known`` need not be read."""
    # Of sheets that people copied, metadata and all, ours are the first: they were given small ids.
    by_age = sorted(sheets.values(), key=lambda each: each.id)
    hidden = {each.notes[GOOGLE_SHEET]: each for each in reversed(by_age) if GOOGLE_SHEET in each.notes}
    manifest, lists, before = (hidden.get(each) for each in ("manifest", "lists", "before"))
    if manifest is None:
        raise NotACrossfootBook(title)
    tables: dict[str, TableState] = {}
    headless: dict[str, TableState] = {}
    for sheet in by_age:
        name = sheet.notes.get(GOOGLE_TABLE)
        if name is None or name in tables or name in headless:
            continue
        bound = binding(sheet, name)
        if bound is not None and bound.header is None:
            headless[name] = headless_table(sheet, bound)
        elif bound is not None and bound.header is not None:
            tables[name] = known.get(name) or read_table(sheet, bound, bound.header)
    reading = Reading(
        manifest=manifest_facts(texts_of(manifest)),
        lists=list_columns(texts_of(lists)) if lists else {},
        tables={table: state.cells for table, state in (tables | headless).items()},
        program="sheets",
        stamp=turn[1] if turn else None,
    )
    told = decoded(before) if journal is None and before is not None else journal
    return Snapshot(title, turn, names, sheets, tables, headless, manifest, lists, before, told, reading)


def texts_of(sheet: Sheet) -> Cells:
    """What stands in a hidden sheet."""
    every = ((row, column, cell) for row, line in enumerate(sheet.lines, 1) for column, cell in enumerate(line, 1))
    return {(row, column): text for row, column, cell in every if (text := as_text(cell))}
