"""A book as it stands in its file at one moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.grids.errors import NotACrossfootBook
from crossfoot_sync.grids.hidden import list_columns, manifest_facts
from crossfoot_sync.grids.xlsx.bindings import bindings
from crossfoot_sync.grids.xlsx.faults import reading_part
from crossfoot_sync.grids.xlsx.markup import Budget, Sheet
from crossfoot_sync.grids.xlsx.package import Package, load
from crossfoot_sync.grids.xlsx.plainsheet import PlainSheet, read_sheet
from crossfoot_sync.grids.xlsx.tables import TableState, read_table
from crossfoot_sync.grids.xlsx.workbook import SheetPart, read_workbook
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from the next: size in bytes, time of change, digest of the content."""

    size: int
    changed_ns: int
    digest: str


@dataclass(frozen=True)
class HiddenSheet:
    """The manifest or the lists sheet: its part and its values."""

    part: SheetPart
    values: PlainSheet


@dataclass(frozen=True)
class Snapshot:
    """A reading and what a write needs to know besides."""

    reading: Reading
    stamp: Stamp
    tables: dict[str, TableState]
    manifest: HiddenSheet
    lists: HiddenSheet | None


def load_stamped(path: Path) -> tuple[bytes, Stamp]:
    """The bytes of the file and their stamp.

    Raises:
        Unusable: it cannot be read.
    """
    # The time first: a change while the file is being read must not go unnoticed.
    changed = path.stat().st_mtime_ns if path.exists() else 0
    data = load(path)
    return data, stamp_of(data, changed)


def stamp_of(data: bytes, changed_ns: int = 0) -> Stamp:
    """What tells ``data`` from every other state of a workbook."""
    return Stamp(len(data), changed_ns, hashlib.blake2b(data, digest_size=16).hexdigest())


def still_at(path: Path, stamp: Stamp) -> bool:
    """Whether the file at ``path`` has not been touched since ``stamp``."""
    try:
        now = path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (stamp.size, stamp.changed_ns)


def take(name: str, data: bytes, stamp: Stamp) -> Snapshot:
    """The book in ``data``.

    Raises:
        NotACrossfootBook: it has no manifest.
        Unusable: it cannot be read.
    """
    workbook = read_workbook(Package(data))
    values = workbook.values()
    budget = Budget()
    hidden = {}
    for title in (MANIFEST_SHEET, LISTS_SHEET):
        part = workbook.sheet(title)
        if part:
            hidden[title] = HiddenSheet(part, read_sheet(workbook, part, values, budget))
    if MANIFEST_SHEET not in hidden:
        raise NotACrossfootBook(name)
    tables: dict[str, TableState] = {}
    for binding in bindings(workbook):
        with reading_part(binding.sheet.part):
            sheet = Sheet(workbook.package.chunks(binding.sheet.part), budget)
            tables[binding.table] = read_table(sheet, binding, values)
    lists = hidden.get(LISTS_SHEET)
    reading = Reading(
        manifest=manifest_facts(hidden[MANIFEST_SHEET].values.cells),
        lists=list_columns(lists.values.cells) if lists else {},
        tables={table: state.cells for table, state in tables.items()},
        date1904=workbook.date1904,
        stamp=stamp,
    )
    return Snapshot(reading, stamp, tables, hidden[MANIFEST_SHEET], lists)
