"""What the store has ever held, read from its file past the server: the other side of the ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot_tests.simulation.ledger import FOLLOWED, mark_of


@dataclass(frozen=True)
class Version:
    """One version of a row: its followed values as marks, and whose it was."""

    table: str
    row_id: str
    rev: int
    seq: int
    kind: str
    actor: str
    batch: str
    workbook: str
    client: str
    marks: dict[str, str | None]
    owner: str | None
    team: str | None

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

    def news(self) -> list[Version]:
        """The versions recorded since the last look, in the order of the feed."""
        if self._open is None:
            self._open = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        found = sorted(self._read(self._open), key=lambda version: version.seq)
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
            present = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}_version")')}
            columns = [name for name in followed if name in present]
            named = ", ".join(f'v."{name}"' for name in (*columns, "owner", "team"))
            statement = (
                f"SELECT v._id, v._rev, v._seq, v._kind, v._actor, v._batch, b.workbook, b.client, {named} "  # noqa: S608 - names of our own
                f'FROM "{table}_version" v LEFT JOIN cf_batch b ON b.id = v._batch WHERE v._seq > ?'
            )
            for row in connection.execute(statement, (self.last,)):
                *values, owner, team = row[8:]
                marks = {name: _mark(name, value) for name, value in zip(columns, values, strict=True)}
                row_id, rev, seq, kind, actor, batch, workbook, client = row[:8]
                yield Version(
                    table, row_id, rev, seq, kind, actor, batch, workbook or "", client or "", marks, owner, team
                )


def _mark(column: str, value: object) -> str | None:
    # The store keeps amounts as whole cents.
    return mark_of(value / 100 if column == "amount" and isinstance(value, int) else value)
