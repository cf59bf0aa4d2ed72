"""From source rows to rows of a table: the parsers and rules of a sheet, applied to somebody else's file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot_sync.engine.parsers import Context, Parsed, parse
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import encode
from crossfoot_sync.importing.mapping import ColumnMapping, Target, parts
from crossfoot_sync.importing.source import SourceCell, SourceRow
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import BookView, ChoiceList, Language, Table
from crossfoot_templates.rules import advise, check_row
from crossfoot_templates.types import Value, WireValue

NOTES = "notes"


@dataclass(frozen=True)
class ImportFinding:
    """A source value that is not what it should be; ``line`` is the row's number as a spreadsheet program shows it."""

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


def prepare(target: Target, source: Sequence[SourceRow], view: BookView, context: Context, origin: str) -> Prepared:
    """Rows for ``target``. Ids follow from ``origin`` and the line, so a second run makes the same ones.

    The rows become findable in ``context.references`` for the targets that follow.
    """
    table = view.by_name[target.table].table
    index = context.references.get(table.name)
    prepared = Prepared(target, len(source))
    maker = _Maker(target, table, view.choice_lists, context)
    drafts: list[_Draft] = []
    ours: set[str] = set()
    for row in _chosen(target, source):
        draft = maker.draft(_row_id(origin, row.line), row)
        holders = _holders(table, draft, index)
        twice = next((column for column, ids in holders.items() if ids & ours), None)
        if twice is not None:
            prepared.findings.append(_twice(table, draft, twice, context.language))
        elif any(holders.values()) and not any(draft.id in ids for ids in holders.values()):
            prepared.known += 1
        else:
            # before any row is made, so that rows may point at rows further down
            _introduce(draft, index)
            drafts.append(draft)
            ours.add(draft.id)
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
    cells: Mapping[str, SourceCell]
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

    def draft(self, row_id: str, row: SourceRow) -> _Draft:
        """The cells of a row, with its natural key and the text that references show."""
        cells = {each.name: _cell(each, row.cells, self.counters[each.name]) for each in self.columns}
        key = self._text(cells, self.table.key[0]) if len(self.table.key) == 1 else ""
        return _Draft(row_id, row.line, cells, key, self._text(cells, self.table.shown_by))

    def _text(self, cells: Mapping[str, SourceCell], name: str) -> str:
        parsed = self._parse(name, cells.get(name))
        return parsed if isinstance(parsed, str) else ""

    def _parse(self, name: str, cell: SourceCell) -> Parsed:
        return cell if isinstance(cell, Message) else parse(cell, self.table.by_name[name].type, self.context)

    def make(self, draft: _Draft) -> tuple[dict[str, WireValue] | None, list[ImportFinding]]:
        """The fields of a row, or ``None`` where it is refused, and what was found on the way."""
        cells, line = draft.cells, draft.line
        values: dict[str, Value] = {}
        problems: dict[str, Message] = {}
        for name, cell in cells.items():
            parsed = self._parse(name, cell)
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
        if lines and NOTES in self.table.by_name:
            before = values.get(NOTES)
            values[NOTES] = "\n".join([*([str(before)] if before else []), *lines])


def _chosen(target: Target, source: Sequence[SourceRow]) -> Iterator[SourceRow]:
    seen: set[tuple[str, ...]] = set()
    for row in source:
        if not all(_fits(_text(row.cells.get(name)), wanted) for name, wanted in target.where.items()):
            continue
        if target.distinct:
            key = tuple(_text(row.cells.get(name)) for name in target.distinct)
            if key in seen:
                continue
            seen.add(key)
        yield row


def _fits(text: str, wanted: str) -> bool:
    return bool(text) if wanted == "*" else text == wanted


def _cell(column: ColumnMapping, row: Mapping[str, SourceCell], counter: Counter[tuple[str, ...]]) -> SourceCell:
    if column.constant is not None:
        return column.constant
    if column.template is not None:
        return _filled_in(column.template, row)
    if column.count_by is not None:
        group = tuple(_text(row.get(name)) for name in column.count_by)
        counter[group] += 1
        return str(counter[group])
    cell = row.get(column.source or "")
    return cell if isinstance(cell, Message) else column.values.get(_text(cell), cell)


def _filled_in(template: str, row: Mapping[str, SourceCell]) -> SourceCell:
    """A template with the values of a row; blank where all of them are."""
    found = [(text, row.get(name) if name else None) for text, name in parts(template)]
    unreadable = next((cell for _, cell in found if isinstance(cell, Message)), None)
    if unreadable is not None:
        return unreadable
    if any(name for _, name in parts(template)) and not any(_text(cell) for _, cell in found):
        return None
    return "".join(text + _text(cell) for text, cell in found)


def _row_id(origin: str, line: int) -> str:
    digest = hashlib.blake2b(f"{origin}:{line}".encode(), digest_size=16).digest()
    return encode(int.from_bytes(digest, "big"))


def _holders(table: Table, draft: _Draft, index: ReferenceIndex | None) -> dict[str, set[str]]:
    """By column that tells rows apart, the rows with the value of ``draft`` in it.

    Such a row is itself, taken in earlier; one above it; or one that somebody entered before.
    """
    if index is None:
        return {}
    held = {table.key[0]: index.by_key.get(draft.key, set())} if draft.key else {}
    if (table.shown_by,) in table.unique and draft.label:
        held[table.shown_by] = index.by_label.get(draft.label, set())
    return held


def _twice(table: Table, draft: _Draft, column: str, language: Language) -> ImportFinding:
    """The finding that a row further up has the same value in a column that tells rows apart."""
    value = draft.key if column == table.key[0] else draft.label
    message = say("duplicate_key_in_sheet", columns=table.by_name[column].label.in_(language), value=value)
    return ImportFinding(draft.line, column, value, message, refused=True)


def _introduce(draft: _Draft, index: ReferenceIndex | None) -> None:
    if index is not None:
        index.add(draft.id, draft.key, draft.label)


def _text(cell: SourceCell) -> str:
    if cell is None or isinstance(cell, Message):
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()
