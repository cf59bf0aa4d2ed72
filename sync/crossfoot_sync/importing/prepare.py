"""From source rows to rows of a table: the parsers and rules of a sheet, applied to somebody else's file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot_sync.engine.parsers import Context, parse
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import encode
from crossfoot_sync.importing.mapping import ColumnMapping, Target
from crossfoot_templates.messages import Message
from crossfoot_templates.model import BookView, ChoiceList, Table
from crossfoot_templates.rules import advise, check_row
from crossfoot_templates.types import CellValue, Value, WireValue

SourceRow = Mapping[str, CellValue]
NOTES = "notes"


@dataclass(frozen=True)
class ImportFinding:
    """A source value that is not what it should be; ``line`` counts the source's rows from 2, as people see them."""

    line: int
    column: str
    value: str
    message: Message
    refused: bool


@dataclass
class PreparedRow:
    """A row ready to be sent, with the id it will have however often it is sent."""

    id: str
    line: int
    fields: dict[str, WireValue]


@dataclass
class Prepared:
    """What a target makes of its source.

    Attributes:
        source_rows: how many rows of the source it looked at.
        rows: what can be sent; ``known`` counts rows that the store has already under another id.
        findings: what is wrong or missing, value by value.
    """

    target: Target
    source_rows: int = 0
    rows: list[PreparedRow] = field(default_factory=list)
    known: int = 0
    findings: list[ImportFinding] = field(default_factory=list)

    def refused_lines(self) -> set[int]:
        """The source lines of which no row was made."""
        return {finding.line for finding in self.findings if finding.refused}


def prepare(
    target: Target, source: Sequence[SourceRow], view: BookView, context: Context, fingerprint: str
) -> Prepared:
    """Rows for ``target``. Ids follow from ``fingerprint`` and the line, so a second run makes the same ones.

    The rows become findable in ``context.references`` for the targets that follow.
    """
    table = view.by_name[target.table].table
    index = context.references.get(table.name)
    prepared = Prepared(target, len(source))
    maker = _Maker(target, table, view.choice_lists, context)
    drafts = []
    for line, row in _chosen(target, source):
        draft = maker.draft(_row_id(fingerprint, target.table, line), line, row)
        if _known_elsewhere(table, draft, index):
            prepared.known += 1
        else:
            # before any row is made, so that rows may point at rows further down
            _introduce(draft, index)
            drafts.append(draft)
    for draft in drafts:
        fields, findings = maker.make(draft)
        prepared.findings += findings
        if fields is not None:
            prepared.rows.append(PreparedRow(draft.id, draft.line, fields))
    return prepared


@dataclass(frozen=True)
class _Draft:
    """A row before its references are looked up: its cells, and what it will be called."""

    id: str
    line: int
    cells: Mapping[str, CellValue]
    key: str
    label: str


class _Maker:
    """Makes rows of one table of source rows; it keeps the running numbers."""

    def __init__(self, target: Target, table: Table, choices: Mapping[str, ChoiceList], context: Context) -> None:
        self.columns = target.columns
        self.table = table
        self.choices = choices
        self.context = context
        self.noted = frozenset(
            each.name for each in target.columns if each.unmatched == "note" and not table.by_name[each.name].required
        )
        self.counters = {each.name: Counter[tuple[str, ...]]() for each in target.columns}

    def draft(self, row_id: str, line: int, row: SourceRow) -> _Draft:
        """The cells of a row, with its natural key and the text that references show."""
        cells = {each.name: _cell(each, row, self.counters[each.name]) for each in self.columns}
        key = self._text(cells, self.table.key[0]) if len(self.table.key) == 1 else ""
        return _Draft(row_id, line, cells, key, self._text(cells, self.table.shown_by))

    def _text(self, cells: Mapping[str, CellValue], name: str) -> str:
        parsed = parse(cells.get(name), self.table.by_name[name].type, self.context)
        return parsed if isinstance(parsed, str) else ""

    def make(self, draft: _Draft) -> tuple[dict[str, WireValue] | None, list[ImportFinding]]:
        """The fields of a row, or ``None`` where it is refused, and what was found on the way."""
        cells, line = draft.cells, draft.line
        values: dict[str, Value] = {}
        problems: dict[str, Message] = {}
        for name, cell in cells.items():
            parsed = parse(cell, self.table.by_name[name].type, self.context)
            if isinstance(parsed, Message):
                problems[name] = parsed
            else:
                values[name] = parsed
        problems |= check_row(self.table, values, self.choices, self.table.by_name.keys() - problems.keys())
        findings = [
            ImportFinding(line, name, _text(cells.get(name)), message, refused=name not in self.noted)
            for name, message in problems.items()
        ]
        if any(finding.refused for finding in findings):
            return None, findings
        self._note(values, findings)
        for name, message in advise(self.table, values).items():
            if name in cells and name not in problems:
                findings.append(ImportFinding(line, name, "", message, refused=False))
        types = self.table.by_name
        return {name: types[name].type.encode(value) for name, value in values.items() if value is not None}, findings

    def _note(self, values: dict[str, Value], findings: Sequence[ImportFinding]) -> None:
        """Keep in the row's notes what could not be taken into its column: nothing is dropped."""
        for finding in findings:
            values[finding.column] = None
        lines = [f"{finding.column}: {finding.value}" for finding in findings]
        if lines:
            before = values.get(NOTES)
            values[NOTES] = "\n".join([*([str(before)] if before else []), *lines])


def _chosen(target: Target, source: Sequence[SourceRow]) -> Iterator[tuple[int, SourceRow]]:
    seen: set[tuple[str, ...]] = set()
    for line, row in enumerate(source, start=2):
        if not all(
            _text(row.get(name)) if wanted == "*" else _text(row.get(name)) == wanted
            for name, wanted in target.where.items()
        ):
            continue
        if target.distinct:
            key = tuple(_text(row.get(name)) for name in target.distinct)
            if key in seen:
                continue
            seen.add(key)
        yield line, row


def _fits(text: str, wanted: str) -> bool:
    return bool(text) if wanted == "*" else text == wanted


def _cell(column: ColumnMapping, row: SourceRow, counter: Counter[tuple[str, ...]]) -> CellValue:
    if column.constant is not None:
        return column.constant
    if column.template is not None:
        return column.template.format_map({name: _text(value) for name, value in row.items()})
    if column.count_by is not None:
        group = tuple(_text(row.get(name)) for name in column.count_by)
        counter[group] += 1
        return counter[group]
    cell = row.get(column.source or "")
    return column.values.get(_text(cell), cell)


def _row_id(fingerprint: str, table: str, line: int) -> str:
    digest = hashlib.blake2b(f"{fingerprint}:{table}:{line}".encode(), digest_size=16).digest()
    return encode(int.from_bytes(digest, "big"))


def _known_elsewhere(table: Table, draft: _Draft, index: ReferenceIndex | None) -> bool:
    """Whether the store has this row under an id that is not ours: somebody entered it before."""
    if index is None:
        return False
    found = set(index.by_key.get(draft.key, ())) if draft.key else set()
    if (table.shown_by,) in table.unique:
        found |= index.by_label.get(draft.label, set())
    return bool(found) and draft.id not in found


def _introduce(draft: _Draft, index: ReferenceIndex | None) -> None:
    if index is not None:
        index.add(draft.id, draft.key, draft.label)


def _text(cell: CellValue) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()
