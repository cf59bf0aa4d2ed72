"""What the store has ever held, read from its file past the server: the other side of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from crossfoot_templates.approvals import APPROVAL
from crossfoot_tests.simulation.ledger import AMOUNTS, FOLLOWED, mark_of, marks_in

IN_CENTS = frozenset({*AMOUNTS, "credit"})


@dataclass(frozen=True)
class Version:
    """One version of a row: all that it holds as the store has it, and its followed values as marks.

    Attributes:
        workbook: where it was pushed; of what was approved, where that was asked for.
        asked_by: the batch that asked, of what was approved.
    """

    table: str
    row_id: str
    rev: int
    seq: int
    kind: str
    actor: str
    batch: str
    workbook: str
    asked_by: str
    values: dict[str, Any]
    marks: dict[str, str | None]

    @property
    def owner(self) -> str | None:
        """Whose row it was."""
        return None if self.values["owner"] is None else str(self.values["owner"])

    @property
    def team(self) -> str | None:
        """The team whose row it was."""
        return None if self.values["team"] is None else str(self.values["team"])

    @property
    def told(self) -> set[str]:
        """The followed values that it holds; of a request also those that its words tell."""
        texts = self.values.values() if self.table == APPROVAL else ()
        words = {mark for text in texts if isinstance(text, str) for mark in marks_in(text)}
        return words | {mark for mark in self.marks.values() if mark is not None}

    @property
    def in_force(self) -> bool:
        """Whether the row counts after this version."""
        return self.kind not in ("voided", "removed")


@dataclass
class Records:
    """Every version of every row by table and id, in order; ``last`` is the newest feed number read."""

    path: Path
    rows: dict[tuple[str, str], list[Version]] = field(default_factory=dict)
    last: int = 0
    _open: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """A connection to the file that can only read."""
        if self._open is None:
            self._open = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
            self._open.row_factory = sqlite3.Row
        return self._open

    def news(self) -> list[Version]:
        """The versions recorded since the last look, in the order of the feed."""
        found = sorted(self._read(self.connection), key=lambda version: version.seq)
        for version in found:
            self.rows.setdefault((version.table, version.row_id), []).append(version)
            self.last = version.seq
        return found

    def close(self) -> None:
        """Let go of the file, which is about to be replaced; the next look opens it again."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def forget_after(self, seq: int) -> list[Version]:
        """Go back with the store to feed number ``seq``; the versions that are no more."""
        gone = [version for history in self.rows.values() for version in history if version.seq > seq]
        kept = {row: [each for each in history if each.seq <= seq] for row, history in self.rows.items()}
        self.rows = {row: history for row, history in kept.items() if history}
        self.last = seq
        return gone

    def versions(self) -> Iterator[Version]:
        """Every version there is."""
        return (version for history in self.rows.values() for version in history)

    def current(self) -> Iterator[Version]:
        """The newest version of every row in force."""
        return (history[-1] for history in self.rows.values() if history[-1].in_force)

    def _read(self, connection: sqlite3.Connection) -> Iterator[Version]:
        for table, followed in FOLLOWED.items():
            statement = (
                f"SELECT v.*, b.workbook, h.batch AS asked_by "  # noqa: S608 - names of our own
                f"FROM \"{table}_version\" v LEFT JOIN cf_held h ON h.ended_by = v._batch AND h.state = 'carried' "
                f'AND h."table" = ? AND h.row = v._id LEFT JOIN cf_batch b ON b.id = coalesce(h.batch, v._batch) '
                f"WHERE v._seq > ?"
            )
            for row in connection.execute(statement, (table, self.last)):
                found = dict(row)
                yield Version(
                    table=table,
                    row_id=found["_id"],
                    rev=found["_rev"],
                    seq=found["_seq"],
                    kind=found["_kind"],
                    actor=found["_actor"],
                    batch=found["_batch"],
                    workbook=found.pop("workbook") or "",
                    asked_by=found.pop("asked_by") or "",
                    values={name: value for name, value in found.items() if not name.startswith("_")},
                    marks={name: _mark(name, found[name]) for name in followed if name in found},
                )


def stored_as(column: str, value: Any) -> Any:
    """A value of the wire as the store holds it."""
    return int(Decimal(value) * 100) if column in IN_CENTS and value is not None else value


def _mark(column: str, value: object) -> str | None:
    # The store keeps amounts as whole cents.
    return mark_of(value / 100 if column in AMOUNTS and isinstance(value, int) else value)
