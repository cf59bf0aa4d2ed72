"""From source rows to rows of a table: the parsers and rules of a sheet, applied to somebody else's file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot_sync.engine.amounts import other_currencies
from crossfoot_sync.engine.parsers import Parsed, parse
from crossfoot_sync.engine.parsers.texts import as_text
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import encode
from crossfoot_sync.importing.mapping import ColumnMapping, Target, parts
from crossfoot_sync.importing.prepared import ImportFinding, Made, Prepared, PreparedRow, Setting
from crossfoot_sync.importing.source import SourceCell, SourceRow
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Language, Table
from crossfoot_templates.rules import advise, check_row
from crossfoot_templates.types import Value

NOTES = "notes"


def prepare(target: Target, source: Sequence[SourceRow], setting: Setting, origin: str) -> Prepared:
    """Rows for ``target``. Ids follow from ``origin`` and the line, so a second run makes the same ones.

    The rows become findable in ``setting`` for the targets that follow, and those that are refused are noted there.
    """
    table = setting.view.by_name[target.table].table
    index = setting.context.references.get(table.name)
    prepared = Prepared(target, len(source))
    maker = _Maker(target, setting)
    drafts: list[_Draft] = []
    ours: set[str] = set()
    for row in _chosen(target, source):
        draft = maker.draft(_row_id(origin, row.line), row)
        holders = _holders(table, draft, index)
        twice = next((column for column, ids in holders.items() if ids & ours), None)
        if twice is not None:
            prepared.findings.append(_twice(table, draft, twice, setting.context.language))
        elif any(holders.values()) and not any(draft.id in ids for ids in holders.values()):
            prepared.known += 1
        else:
            # before any row is made, so that rows may point at rows further down
            _introduce(draft, index)
            drafts.append(draft)
            ours.add(draft.id)
    for draft, (fields, findings) in zip(drafts, _make_all(maker, drafts), strict=True):
        prepared.findings += findings
        if fields is not None:
            prepared.rows.append(PreparedRow(draft.id, draft.line, fields))
    return prepared


def _make_all(maker: _Maker, drafts: Sequence[_Draft]) -> list[Made]:
    """What comes of the drafts, also where they point at one another: who names a refused row is refused in turn."""
    ours = maker.setting.refused.setdefault(maker.table.name, set())
    while True:
        made = [maker.make(draft) for draft in drafts]
        lost = {draft.id for draft, (fields, _) in zip(drafts, made, strict=True) if fields is None}
        if lost <= ours or maker.table.name not in maker.table.references().values():
            ours |= lost
            return made
        ours |= lost


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

    def __init__(self, target: Target, setting: Setting) -> None:
        self.columns = target.columns
        self.table = table = setting.view.by_name[target.table].table
        self.setting = setting
        self.context = setting.context
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

    def _standing(self, name: str, parsed: Parsed) -> Parsed:
        """``parsed``, unless it is a row of this import that is refused."""
        target = self.table.references().get(name)
        if target is None or not isinstance(parsed, str) or parsed not in self.setting.refused.get(target, ()):
            return parsed
        return say("reference_refused", table=self.setting.view.by_name[target].table.label.in_(self.context.language))

    def make(self, draft: _Draft) -> Made:
        """What comes of a draft."""
        cells, line = draft.cells, draft.line
        values: dict[str, Value] = {}
        problems: dict[str, Message] = {}
        for name, cell in cells.items():
            parsed = self._standing(name, self._parse(name, cell))
            if isinstance(parsed, Message):
                problems[name] = parsed
            else:
                values[name] = parsed
        found = dict(other_currencies(self.table.by_name, cells, values, self.context))
        problems |= found
        values = {name: value for name, value in values.items() if name not in found}
        judged = self.table.by_name.keys() - problems.keys()
        whole = dict.fromkeys(self.table.by_name) | values
        problems |= check_row(self.table, whole, self.setting.view.choice_lists, judged)
        findings = [
            ImportFinding(line, name, _text(cells.get(name)), message, "noted" if name in self.noted else "refused")
            for name, message in problems.items()
        ]
        if any(finding.refused for finding in findings):
            return None, findings
        self._note(values, findings)
        for name, message in advise(self.table, values).items():
            if name in cells and name not in problems:
                findings.append(ImportFinding(line, name, "", message, "advice"))
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
    if isinstance(cell, Message):
        return cell
    meant = column.values.get(_text(cell), cell)
    number = isinstance(meant, int | float) and not isinstance(meant, bool)
    return as_text(meant) if number and column.numbers == "text" else meant


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
    return ImportFinding(draft.line, column, value, message, "refused")


def _introduce(draft: _Draft, index: ReferenceIndex | None) -> None:
    if index is not None:
        index.add(draft.id, draft.key, draft.label)


def _text(cell: SourceCell) -> str:
    if cell is None or isinstance(cell, Message):
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()
