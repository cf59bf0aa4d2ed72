"""A push as rows of values: the wire's columns turned over, every value decoded by its column's type."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_server.errors import BadRequest
from crossfoot_server.services.open_book import OpenBook
from crossfoot_sync.engine.fingerprint import Base, read_base
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.wire import FieldColumn, RowKind, TablePush
from crossfoot_templates.model import Table
from crossfoot_templates.types import Value

MAX_REV = 2**53
"""Revisions beyond this were never given: a JSON number no longer tells one from the next."""


@dataclass(slots=True)
class IncomingRow:
    """A pushed row.

    Attributes:
        rev, base: what it was last in step with; ``base`` is ``None`` where its text is damaged or says another rev.
        values: the fields of the change, and no others.
        decided: for fields that the user decided, the revision of theirs that was shown.
        withdrawn: fields that waited for an approval, of which the user takes the store's value.
    """

    id: str
    kind: RowKind
    rev: int
    base: Base | None
    values: dict[str, Value] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


def read_push(opened: OpenBook, push: list[TablePush]) -> dict[str, list[IncomingRow]]:
    """The rows of each pushed table, in sheet order; the tables in the order of the push.

    Raises:
        BadRequest: the push does not follow the protocol; the message names the place.
    """
    tables: dict[str, list[IncomingRow]] = {}
    for position, each in enumerate(push):
        where = f"push[{position}] ({each.table!r})"
        if each.table not in opened.view.by_name:
            raise BadRequest(where, f"book {opened.name!r} shows no such table")
        if each.table in tables:
            raise BadRequest(where, "the table stands in the push twice")
        tables[each.table] = _read_table(where, opened.table(each.table)[1].definition, each)
    return tables


def _read_table(where: str, table: Table, push: TablePush) -> list[IncomingRow]:
    count = len(push.ids)
    for name, length in (("kinds", len(push.kinds)), ("revs", len(push.revs)), ("bases", len(push.bases))):
        if length != count:
            raise BadRequest(f"{where}.{name}", f"it has {length} entries for {count} ids")
    seen: set[str] = set()
    for row_id, kind, rev in zip(push.ids, push.kinds, push.revs, strict=True):
        if row_id in seen:
            raise BadRequest(f"{where}.ids", f"row {row_id!r} is there twice")
        if kind == "new" and not is_row_id(row_id):
            raise BadRequest(f"{where}.ids", f"{row_id!r} is no row id, which a new row needs")
        if not 0 <= rev <= MAX_REV:
            raise BadRequest(f"{where}.revs", f"{rev} is no revision")
        seen.add(row_id)
    rows = [
        IncomingRow(row_id, kind, rev, _base(row_id, text, push.layout, rev))
        for row_id, kind, rev, text in zip(push.ids, push.kinds, push.revs, push.bases, strict=True)
    ]
    for name, column in push.columns.items():
        if name not in table.by_name:
            raise BadRequest(f"{where}.columns", f"there is no column {name!r} that people fill in")
        _read_column(f"{where}, column {name!r}", table, name, column, rows)
    _read_withdrawn(where, table, push, rows)
    return rows


def _read_withdrawn(where: str, table: Table, push: TablePush, rows: list[IncomingRow]) -> None:
    for name, positions in push.withdrawn.items():
        for position in positions:
            if name not in table.by_name or not 0 <= position < len(rows):
                raise BadRequest(f"{where}.withdrawn", f"there is no column {name!r} in a row {position}")
            rows[position].withdrawn.add(name)


def _base(row_id: str, text: str, layout: list[str], rev: int) -> Base | None:
    base = read_base(text, row_id, layout) if text else None
    return base if base is not None and base.rev == rev else None


def _read_column(where: str, table: Table, name: str, column: FieldColumn, rows: list[IncomingRow]) -> None:
    if len(column.values) != len(column.rows):
        raise BadRequest(where, f"it has {len(column.values)} values for {len(column.rows)} rows")
    decode = table.by_name[name].type.decode
    last = -1
    for position, wire in zip(column.rows, column.values, strict=True):
        if not last < position < len(rows):
            raise BadRequest(where, f"row {position} is not one of 0 to {len(rows) - 1} in ascending order")
        last = position
        try:
            rows[position].values[name] = decode(wire)
        except ValueError as error:
            raise BadRequest(f"{where}, row {position}", str(error)) from error
    for position, rev in column.revs.items():
        if not 0 <= position < len(rows) or name not in rows[position].values:
            raise BadRequest(f"{where}.revs", f"row {position} has no value of this column")
        rows[position].decided[name] = rev
