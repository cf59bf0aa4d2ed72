"""Sending prepared rows in batches whose ids follow from the source: running it again continues, never doubles."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal as Exact
from functools import cached_property
from pathlib import Path

import msgspec

from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.exchange import join_pages
from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import encode
from crossfoot_sync.engine.wire import Batch, BatchSummary, FieldColumn, SyncRequest, TablePush
from crossfoot_sync.importing.mapping import Mapping as ImportMapping
from crossfoot_sync.importing.mapping import MappingError, Target, check_mapping
from crossfoot_sync.importing.prepare import prepare
from crossfoot_sync.importing.prepared import Prepared, PreparedRow, Setting
from crossfoot_sync.importing.source import read_source
from crossfoot_templates.label import Label, joined
from crossfoot_templates.messages import Message
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.types import Money

ROWS_A_BATCH = 1000
CLIENT = "crossfoot-import/1"
LOOKED_AT = 500
"""How many of the newest batches are looked through for an undo of one that was sent before."""


@dataclass(frozen=True)
class Refusal:
    """A row that the server did not take, with its reasons."""

    line: int
    messages: tuple[Message, ...]
    columns: tuple[str, ...]


@dataclass
class TargetReport:
    """What became of one target.

    Attributes:
        prepared: rows and findings; ``sums`` the exact sums of money in the rows to be sent.
        statuses: how the rows fared, empty in a dry run; ``taken`` the sums of those the server took.
        replayed: how many of them it had been sent before, by an earlier run.
        undone: how many of those an undo took back since, by the id of that undo. They are not taken.
    """

    prepared: Prepared
    sums: dict[str, dict[str, Exact]]
    statuses: Counter[str] = field(default_factory=Counter)
    replayed: int = 0
    undone: Counter[str] = field(default_factory=Counter)
    taken: dict[str, dict[str, Exact]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


class Import:
    """One import: a mapping, its source files and a server.

    The ids of rows and batches follow from the content of the files and the mapping, so that whatever was cut
    off is finished by running the same import again. What is wrong with rows is said in ``language``.
    """

    def __init__(
        self, server: Server, mapping: ImportMapping, mapping_path: Path, files: Sequence[Path], *, language: Language
    ) -> None:
        self.server = server
        self.language = language
        self.mapping = mapping
        self.files = files
        self.view: BookView = server.view(mapping.book)
        check_mapping(mapping, self.view, mapping_path)
        _check_files(mapping, files, mapping_path)
        self.fingerprint = _fingerprint([mapping_path, *files])

    def prepare(self) -> list[TargetReport]:
        """Read and judge everything; nothing is sent. References are looked up in what the store holds now."""
        setting = Setting(self.view, self._context())
        reports = []
        for position, target in enumerate(self.mapping.targets):
            source = read_source(self._file(target), self.mapping, target)
            prepared = prepare(target, source, setting, f"{self.fingerprint}:{position}")
            reports.append(TargetReport(prepared, _sums(self.view, target.table, prepared.rows)))
        return reports

    def send(self, report: TargetReport, *, reason: str) -> Iterator[int]:
        """Send the rows of one target; yields how many have been dealt with so far."""
        table, rows = report.prepared.target.table, report.prepared.rows
        for start in range(0, len(rows), ROWS_A_BATCH):
            part = rows[start : start + ROWS_A_BATCH]
            taken = self._send_part(report, table, part, reason)
            _add(report.taken, _sums(self.view, table, taken))
            yield start + len(part)

    def _send_part(
        self, report: TargetReport, table: str, part: Sequence[PreparedRow], reason: str
    ) -> list[PreparedRow]:
        push = _push(table, part)
        # the rows name the batch: what the store held meanwhile may have changed which rows go together
        batch_id = encode(_number(self.fingerprint.encode() + msgspec.json.encode(push)))
        # a fixed time keeps a batch that is sent again the same batch; the server notes when it came
        batch = Batch(batch_id, CLIENT, f"import {self.fingerprint[:12]}", "1970-01-01T00:00:00Z", reason)
        request = SyncRequest(language=self.language, version=self.view.version, batch=batch, push=[push], only=[])
        reply = self.server.sync(self.mapping.book, request)
        if reply.replayed:
            report.replayed += len(part)
            undo = undo_of(batch_id, self._batches)
            if undo is not None:
                report.statuses["undone"] += len(part)
                report.undone[undo] += len(part)
                return []
        taken = []
        for outcome in reply.outcome:
            report.statuses.update(outcome.status)
            fields: dict[int, list[tuple[str, Message]]] = {}
            for verdict in outcome.fields:
                fields.setdefault(verdict.row, []).append((verdict.column, verdict.message))
            for position, status in enumerate(outcome.status):
                if status in ("refused", "open", "waiting"):
                    named = fields.get(position, [])
                    messages = (*outcome.messages[position], *(message for _, message in named))
                    report.refusals.append(Refusal(part[position].line, messages, tuple(column for column, _ in named)))
                else:
                    taken.append(part[position])
        return taken

    @cached_property
    def _batches(self) -> Sequence[BatchSummary]:
        """The newest batches of the book, asked for where something was sent before."""
        return self.server.batches(self.mapping.book, LOOKED_AT).batches

    def _context(self) -> Context:
        request = SyncRequest(language=self.language, version=self.view.version, only=[])
        lists = join_pages([self.server.pull(self.mapping.book, request)]).lists
        references = {
            name: ReferenceIndex.of(lists[name]) if name in lists else ReferenceIndex() for name in self.view.referenced
        }
        return Context(self.language, self.mapping.date_order, False, self.view.choice_lists, references)

    def _file(self, target: Target) -> Path:
        if target.file is None:
            return self.files[0]
        return next((path for path in self.files if path.name == target.file), self.files[0].with_name(target.file))


def _check_files(mapping: ImportMapping, files: Sequence[Path], path: Path) -> None:
    """Whether every file that was given is brought in by some target."""
    named = {files[0].name if target.file is None else target.file for target in mapping.targets}
    unused = sorted(each.name for each in files if each.name not in named)
    if unused:
        left, used = joined(unused), joined(sorted(named))
        problem = Label(
            f"没有任何 target 使用文件 {left.zh}；所用的是 {used.zh}",
            f"no target names the file {left.en}; it names {used.en}",
        )
        raise MappingError(path, problem)


def undo_of(batch: str, batches: Sequence[BatchSummary]) -> str | None:
    """The id of the undo that took a batch back, unless that undo was undone in turn; ``None`` where it stands."""
    undos = (each.id for each in batches if each.reverts == batch)
    return next((each for each in undos if undo_of(each, batches) is None), None)


def _push(table: str, rows: Sequence[PreparedRow]) -> TablePush:
    columns: dict[str, FieldColumn] = {}
    for position, row in enumerate(rows):
        for name, value in row.fields.items():
            column = columns.setdefault(name, FieldColumn([], []))
            column.rows.append(position)
            column.values.append(value)
    count = len(rows)
    return TablePush(table, [row.id for row in rows], ["new"] * count, [0] * count, [""] * count, [], columns)


def _sums(view: BookView, table: str, rows: Sequence[PreparedRow]) -> dict[str, dict[str, Exact]]:
    sums: dict[str, dict[str, Exact]] = {}
    for name, column_type in view.by_name[table].table.types():
        if isinstance(column_type, Money):
            for row in rows:
                if name in row.fields:
                    by_currency = sums.setdefault(name, {})
                    currency = str(row.fields.get(column_type.currency) or "")
                    by_currency[currency] = by_currency.get(currency, Exact(0)) + Exact(str(row.fields[name]))
    return sums


def _add(into: dict[str, dict[str, Exact]], more: Mapping[str, Mapping[str, Exact]]) -> None:
    for name, by_currency in more.items():
        for currency, amount in by_currency.items():
            held = into.setdefault(name, {})
            held[currency] = held.get(currency, Exact(0)) + amount


def _fingerprint(paths: Sequence[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _number(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=16).digest(), "big")
