"""From rows to a push: what changed since the last sync, field by field, and what is held back and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crossfoot_sync.engine.amounts import OTHER_CURRENCY
from crossfoot_sync.engine.computed import wanting
from crossfoot_sync.engine.rows import CERTAIN, SheetRow, SheetTable
from crossfoot_sync.engine.wire import FieldColumn, RowKind, TablePush
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.messages import say
from crossfoot_templates.model import ChoiceList
from crossfoot_templates.rules import check_row
from crossfoot_templates.types import Money, Value, WireValue


@dataclass
class RowChange:
    """What is to be sent of one row.

    Attributes:
        fields: the changed fields and their values: the field mask.
        revs: for decided open fields, the revision of theirs that the user was shown.
        withdrawn: fields that wait for an approval that the user no longer wants.
        again: those of the fields that were refused for what other cells hold, and may be right by now.
    """

    id: str
    kind: RowKind
    rev: int
    base: str
    fields: dict[str, WireValue] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    again: set[str] = field(default_factory=set)

    @property
    def is_news(self) -> bool:
        """Whether there is anything in it that the store was not sent before."""
        return self.kind != "change" or bool(self.withdrawn or self.fields.keys() - self.again)


def find_changes(workbook: Workbook) -> dict[str, list[RowChange]]:
    """The changes of every table that may be sent, in sheet order; findings are noted in the rows."""
    changes = {}
    for name, table in workbook.tables.items():
        found = list(_table_changes(table, workbook.shown[name], workbook.view.choice_lists))
        if found and table.refusal is None:
            changes[name] = found
    return changes


def _table_changes(
    table: SheetTable, shown: Mapping[str, int], choices: Mapping[str, ChoiceList]
) -> Iterator[RowChange]:
    for row in table.rows:
        change = _row_change(table, row, shown, choices)
        if change is not None:
            yield change
    if any(row.held and row.held.code not in CERTAIN for row in table.rows):
        # what stood beside an id that is gone may stand beside another one now
        return
    present = {row.id for row in table.rows}
    for row_id, rev in _known(table, shown).items():
        if row_id not in present:
            yield RowChange(row_id, "remove", rev, "")


def _known(table: SheetTable, shown: Mapping[str, int]) -> dict[str, int]:
    """The rows that the store knows of: those it has, and new ones that wait in it for an approval."""
    return {**dict.fromkeys(sorted(table.waited), 0), **shown}


def _row_change(
    table: SheetTable, row: SheetRow, shown: Mapping[str, int], choices: Mapping[str, ChoiceList]
) -> RowChange | None:
    if row.held:
        return None
    if row.cleared:
        known = _known(table, shown)
        return RowChange(row.id, "remove", known[row.id], "") if row.id in known else None
    if row.doubted and row.id not in shown:
        return _new_row(table, row, choices) if _insisted(table, row) else None
    if row.is_new:
        return _new_row(table, row, choices)
    change = RowChange(row.id, "change", row.base.rev if row.base else 0, str(row.base_cell or ""))
    if table.doubted:
        # a revision of the same number may hold something else in this store: what differs is to be a conflict
        change.rev, change.base = 0, ""
    _take_fields(table, row, change)
    _check(table, row, change.fields, choices)
    _hold_amounts(table, row, change.fields)
    _hold_currencies(table, row, change.fields)
    for name in row.findings:
        change.fields.pop(name, None)
        change.revs.pop(name, None)
    change.withdrawn = list(_withdrawn(table, row))
    return change if change.fields or change.withdrawn else None


def _take_fields(table: SheetTable, row: SheetRow, change: RowChange) -> None:
    """Enter into ``change`` the fields of a stored row that are to be sent."""
    for name in table.changed(row):
        opened = row.open.get(name)
        if table.decision(row, name) == "theirs":
            continue
        if opened and not _decided(table, row, name):
            if opened.state != "m" or table.doubted:
                continue
            if opened.theirs_rev >= change.rev:
                change.again.add(name)
        change.fields[name] = row.wire.get(name)
        if opened and not table.doubted and not (opened.state == "x" and _answered(table, row, name)):
            change.revs[name] = opened.theirs_rev


def _withdrawn(table: SheetTable, row: SheetRow) -> Iterator[str]:
    """The fields that wait for an approval and of which the user takes the store's value, or typed it themselves.

    What was typed over a waiting value and refused says so alone, while the older request stays.
    """
    changed, asks = {*table.changed(row)}, any(rule.kind == "approve_when" for rule in table.view.table.rules)
    for name, opened in row.open.items():
        given_up = table.decision(row, name) == "theirs" or (row.base is not None and name not in changed)
        if (opened.state == "w" or asks) and given_up:
            yield name


def _new_row(table: SheetTable, row: SheetRow, choices: Mapping[str, ChoiceList]) -> RowChange | None:
    """A new row goes whole or not at all: half a document is none."""
    fields: dict[str, WireValue] = {name: value for name, value in row.wire.items() if value is not None}
    _check(table, row, {column.name: None for column in table.columns}, choices)
    if row.findings:
        names = ", ".join(sorted(row.findings))
        row.notes.append(say("row_refused", columns=names))
        return None
    return RowChange(row.id, "new", 0, "", fields)


def _decided(table: SheetTable, row: SheetRow, name: str) -> bool:
    """Whether an open field is to be sent: its user has answered it, or it never was sent and is judged anew.

    What was wrong with that may have been another cell. It goes out over the revision that its user had typed it over;
    an answer to it goes out over the one that the row is in step with, which is what its message told of.
    """
    return row.open[name].state == "x" or _answered(table, row, name)


def _answered(table: SheetTable, row: SheetRow, name: str) -> bool:
    """Whether the user has decided an open field: by choosing, or by editing the cell again."""
    return table.decision(row, name) == "mine" or table.edited(row, name)


def _insisted(table: SheetTable, row: SheetRow) -> bool:
    """Whether the user of a row that is in doubt wants it to count: they said so, or went on working in it."""
    return any(name not in row.open or _decided(table, row, name) for name in {*row.open, *table.changed(row)})


def _check(table: SheetTable, row: SheetRow, changed: Mapping[str, object], choices: Mapping[str, ChoiceList]) -> None:
    """Judge the changed fields by the rules that need no other row, so that a slip is told without the server."""
    if not changed:
        return
    values: dict[str, Value] = {column.name: column.type.decode(row.wire.get(column.name)) for column in table.columns}
    found = check_row(table.view.table, values, choices, [name for name in changed if name in values])
    for name, message in found.items():
        row.findings.setdefault(name, message)


def _hold_amounts(table: SheetTable, row: SheetRow, fields: Mapping[str, WireValue]) -> None:
    """Hold the amounts of a stored row beside which the currency is blank, and show the blank that is to be filled."""
    bound = {column.name for column in table.columns}
    for column in table.columns:
        if not isinstance(column.type, Money) or fields.get(column.name) is None:
            continue
        if column.type.currency in bound and row.wire.get(column.type.currency) is None:
            row.findings[column.name] = say("amount_waits")
            row.findings.setdefault(column.type.currency, say("currency_missing"))


def _hold_currencies(table: SheetTable, row: SheetRow, fields: Mapping[str, WireValue]) -> None:
    """Hold the changed currency of a stored row beside which an amount names another, and the other amounts with it.

    Which of the two is wrong is not known: either alone would give amounts a currency that nobody meant.
    """
    of = {column.name: column.type.currency for column in table.columns if isinstance(column.type, Money)}
    doubted = {of[name] for name, found in row.findings.items() if name in of and found.code == OTHER_CURRENCY}
    for name in fields:
        if of.get(name, name) in doubted & fields.keys():
            row.findings.setdefault(name, say("currency_waits"))


def to_push(table: SheetTable, changes: list[RowChange]) -> TablePush:
    """The changes of one table as they travel: by column, rows in sheet order."""
    columns: dict[str, FieldColumn] = {}
    for position, change in enumerate(changes):
        for name, value in change.fields.items():
            column = columns.setdefault(name, FieldColumn([], [], {}))
            column.rows.append(position)
            column.values.append(value)
            if name in change.revs:
                column.revs[position] = change.revs[name]
    withdrawn: dict[str, list[int]] = {}
    for position, change in enumerate(changes):
        for name in change.withdrawn:
            withdrawn.setdefault(name, []).append(position)
    return TablePush(
        table=table.name,
        ids=[change.id for change in changes],
        kinds=[change.kind for change in changes],
        revs=[change.rev for change in changes],
        bases=[change.base for change in changes],
        layout=list(table.layout),
        columns=columns,
        withdrawn=withdrawn,
    )


def wanted_rows(workbook: Workbook, changes: Mapping[str, list[RowChange]]) -> dict[str, list[str]]:
    """Rows whose stored values are needed although nobody else may have changed them.

    These are rows that are pushed, rows that differ from the store (open fields, findings, computed cells that were
    typed over), rows that no longer know what they were in step with or that are held or doubted, rows that show
    another version than the workbook notes (somebody undid what a sync wrote), and rows that it never showed: somebody
    pasted them from another workbook.
    """
    wanted = {}
    for name, table in workbook.tables.items():
        shown = workbook.shown[name]
        ids = {
            row.id
            for row in table.rows
            if not row.is_new and (table.doubted or _differs(row, shown) or wanting(table, row))
        }
        ids |= {change.id for change in changes.get(name, ())}
        if any(row.held for row in table.rows):
            # their removal waits, and their amounts are to be told
            ids |= shown.keys() - {row.id for row in table.rows}
        if ids:
            wanted[name] = sorted(ids)
    return wanted


def waiting_rows(workbook: Workbook) -> dict[str, list[str]]:
    """The rows in which something waits for an approval, by table."""
    found = {
        name: sorted(row.id for row in table.rows if any(each.state == "w" for each in row.open.values()))
        for name, table in workbook.tables.items()
    }
    return {name: ids for name, ids in found.items() if ids}


def _differs(row: SheetRow, shown: Mapping[str, int]) -> bool:
    doubted = row.held is not None or row.base is None or row.base.rev != shown.get(row.id)
    return doubted or bool(row.open) or bool(row.findings)
