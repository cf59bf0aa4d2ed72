"""A whole workbook, read: its manifest, its tables and what references in it may name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from crossfoot_sync.engine.cells import Reading, SetCell, TableCells
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.identity import identify
from crossfoot_sync.engine.manifest import (
    Manifest,
    computed_cells,
    held_contents,
    read_references,
    shown_rows,
    stale_rows,
    waiting_ids,
)
from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.engine.references import NAMES_NONE, UNKNOWN, ReferenceIndex
from crossfoot_sync.engine.rows import HEADINGS, PROTECTED, SheetRow, SheetTable, read_cell, read_table
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.formula.excel import Program
from crossfoot_templates.label import BETWEEN
from crossfoot_templates.layout import BASE, ID, OPEN
from crossfoot_templates.live import live_formulas, named
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import BookView, Table, TableView
from crossfoot_templates.types import Reference


@dataclass
class Workbook:
    """A workbook as the engine understands it.

    Attributes:
        lists: the reference lists the workbook holds, by table.
        tables: the tables that can be read, by name, in the book's order.
        shown: ids and revisions every table showed after the last sync.
        findings: what is to be said of tables that could not be read, by table.
        older: it may be a copy from before a push was sent that is finished now: nobody can say what in it was typed
            before that, and what since.
    """

    reading: Reading
    manifest: Manifest
    view: BookView
    lists: dict[str, ReferenceList]
    context: Context
    tables: dict[str, SheetTable] = field(default_factory=dict)
    shown: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: dict[str, list[Message]] = field(default_factory=dict)
    older: bool = False

    @property
    def display(self) -> Display:
        """How values look here with the lists the workbook holds now."""
        return Display(self.manifest.language, self.view.choice_lists, self.context.references)


def read_workbook(reading: Reading, manifest: Manifest, view: BookView) -> Workbook:
    """Parse every table of ``view`` that ``reading`` holds. Rows keep the ids that stand in the sheet."""
    lists = {table: read_references(reading, table) for table in view.referenced}
    context = Context(
        language=manifest.language,
        date_order=view.book.date_order,
        date1904=reading.date1904,
        choices=view.choice_lists,
        references={table: ReferenceIndex.of(listed) for table, listed in lists.items()},
    )
    workbook = Workbook(reading, manifest, view, lists, context)
    for table_view in view.tables:
        name = table_view.table.name
        cells = reading.tables.get(name)
        if cells is None:
            workbook.findings[name] = [say("binding_lost", table=_label(workbook, table_view), column=ID)]
            continue
        workbook.shown[name] = shown_rows(reading, name)
        if not cells.columns:
            workbook.findings[name] = [say("headings_gone", table=_label(workbook, table_view))]
            continue
        lost = next((column for column in (ID, BASE, OPEN) if column not in cells.columns), None)
        if lost is not None:
            workbook.findings[name] = [say("binding_lost", table=_label(workbook, table_view), column=lost)]
            continue
        table = read_table(table_view, cells, manifest.layouts.get(name, ()), context)
        for row in table.rows:
            row.known = row.id in workbook.shown[name]
        table.doubted = name in manifest.doubted
        table.told = held_contents(reading, name)
        table.waited = waiting_ids(reading, name)
        table.left = computed_cells(reading, name)
        table.stale = stale_rows(reading, name)
        table.live = _live_formulas(table, workbook)
        table.outdated = manifest.version != view.version
        _cross_check(table, workbook)
        _hold_protected(table, reading.program)
        _hold_headings(table)
        workbook.tables[name] = table
    return workbook


def settle_ids(workbook: Workbook, new_id: Callable[[], str]) -> list[SetCell]:
    """Give every row its id, and let references find the rows that were just added; the edits to write first."""
    edits = [edit for table in workbook.tables.values() for edit in identify(table, new_id)]
    for table in workbook.tables.values():
        index = workbook.context.references.get(table.name)
        if index is not None:
            _add_names(table, index)
    for table in workbook.tables.values():
        _look_again(table, workbook.context)
    return edits


def names_unknown(workbook: Workbook) -> bool:
    """Whether a reference names what neither the workbook's lists nor its own rows hold."""
    return any(
        message.code in UNKNOWN
        for table in workbook.tables.values()
        for row in table.rows
        for message in row.findings.values()
    )


def look_up(workbook: Workbook, lists: Mapping[str, ReferenceList]) -> None:
    """Let references that named nothing find what ``lists`` hold, which are newer than those of the workbook.

    What the workbook shows was written by its own lists, so it goes on being read by them.
    """
    arrived = {name: ReferenceIndex.of(listed) for name, listed in lists.items()}
    for name in arrived.keys() & workbook.tables.keys():
        _add_names(workbook.tables[name], arrived[name])
    newer = replace(workbook.context, references={**workbook.context.references, **arrived})
    for table in workbook.tables.values():
        _look_again(table, newer)


def misheaded(cells: TableCells, table: Table, manifest: Manifest) -> Iterator[Message]:
    """Compare the names that bind columns with the labels above them: two witnesses that must agree."""
    made_with = manifest.headings.get(table.name, {})
    for name, found in cells.labels.items():
        column = table.by_name.get(name)
        if column is None or found.strip() in (column.label.zh, column.label.en, made_with.get(name)):
            continue
        expected = made_with.get(name, column.label.in_(manifest.language))
        if found.strip():
            yield say("label_mismatch", found=found, expected=expected, column=name)
        else:
            yield say("label_gone", expected=expected, column=name)


def _label(workbook: Workbook, view: TableView) -> str:
    return view.table.label.in_(workbook.manifest.language)


def _cross_check(table: SheetTable, workbook: Workbook) -> None:
    """Say what is to be said of the columns of a table as a whole."""
    language = workbook.manifest.language
    declared = table.view.table.by_name
    for refusal in misheaded(table.cells, table.view.table, workbook.manifest):
        table.refusal = refusal
    for name, found in table.cells.labels.items():
        if name not in declared and not name.startswith("_"):
            table.findings.append(say("column_retired", column=found))
    for name in sorted(table.cells.lost & declared.keys()):
        table.findings.append(say("column_missing", column=declared[name].label.in_(language)))
    if table.cells.below:
        table.findings.append(say("below_not_read", rows=BETWEEN[language].join(map(str, table.cells.below))))
    unseen = [
        column.label.in_(language)
        for name, column in declared.items()
        if name not in table.cells.columns and name not in table.cells.lost
    ]
    if unseen:
        table.findings.append(say("columns_new", columns=BETWEEN[language].join(unseen)))


_PROTECTED: Final[Mapping[Program, str]] = {"sheets": "table_protected", "excel": "sheet_protected"}
"""What is said of a table to which no row can be added, by the program that holds it."""


def _hold_protected(table: SheetTable, program: Program) -> None:
    """Hold what cannot be written: the table where no row can be added, else rows whose hidden cells are protected."""
    if table.cells.closed and table.refusal is None:
        table.refusal = say(_PROTECTED[program], table=table.cells.sheet)
    for row in table.rows:
        if any((column, row.position) in table.cells.barred for column in (ID, BASE, OPEN)):
            row.held = say(PROTECTED)


def _hold_headings(table: SheetTable) -> None:
    """Hold lines that somebody pasted with other rows and that only say what the columns are called."""
    for row in table.rows:
        if row.is_new and _repeats_headings(table, row):
            row.held = say(HEADINGS)


def _repeats_headings(table: SheetTable, row: SheetRow) -> bool:
    held = {column.name: table.raw(row, column.name) for column in (*table.columns, *table.computed)}
    filled = {name: value for name, value in held.items() if value is not None}
    return len(filled) > 1 and all(table.cells.labels[name] == value for name, value in filled.items())


def _add_names(table: SheetTable, index: ReferenceIndex) -> None:
    """Let references of this workbook name its own rows: by number, by shown column, by ``*1``.

    What may stand once names one row, also where it stands twice: the row that is to have it. That is the stored one
    which keeps it, else the first in the sheet that can be sent.
    """
    declared = table.view.table
    key = declared.key[0] if len(declared.key) == 1 else ""
    once = {key, *(columns[0] for columns in declared.unique if len(columns) == 1)}
    named = (key, declared.shown_by)
    names = {row.id: [str(row.wire.get(column) or "") for column in named] for row in table.rows}
    for row in sorted(table.rows, key=_is_faulty):
        wanted = []
        for place, (column, found) in enumerate(zip(named, (index.by_key, index.by_label), strict=True)):
            name = names[row.id][place]
            others = found.get(name, set()) - {row.id}
            taken = column in once and any(each not in names or names[each][place] == name for each in others)
            wanted.append("" if taken else name)
        index.add(row.id, row.provisional or wanted[0], wanted[1])


def _is_faulty(row: SheetRow) -> bool:
    """Whether a row is not sent, whatever references are found to name."""
    return row.held is not None or any(message.code not in NAMES_NONE for message in row.findings.values())


def _look_again(table: SheetTable, context: Context) -> None:
    """Read once more the references that named nothing the workbook's lists hold."""
    for column in table.columns:
        if isinstance(column.type, Reference):
            for row in table.rows:
                if column.name in row.findings and (column.name, row.position) not in table.cells.faults:
                    read_cell(row, column, table.raw(row, column.name), context)


def _live_formulas(table: SheetTable, workbook: Workbook) -> dict[str, str]:
    """The formulas that computed cells are to hold: those whose columns all stand in the sheet."""
    bound = {column.name for column in (*table.columns, *table.computed)}
    language, program = workbook.manifest.language, workbook.reading.program
    formulas = live_formulas(workbook.view, table.view.table, language, program)
    return {name: formula for name, formula in formulas.items() if {name, *named(formula)} <= bound}
