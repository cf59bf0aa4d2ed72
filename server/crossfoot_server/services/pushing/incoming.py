"""A push as rows of values: the wire's columns turned over, every value decoded by its column's type."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_server.errors import BadRequest
from crossfoot_server.services.open_book import OpenBook
from crossfoot_sync.engine.fingerprint import Base, read_base
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.wire import FieldColumn, RowKind, TablePush
from crossfoot_templates.label import Label
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
        added: fields that the push does not hold: what waits of its user, from wherever they asked.
    """

    id: str
    kind: RowKind
    rev: int
    base: Base | None
    values: dict[str, Value] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)


def read_push(opened: OpenBook, push: list[TablePush]) -> dict[str, list[IncomingRow]]:
    """The rows of each pushed table, in sheet order; the tables in the order of the push.

    Raises:
        BadRequest: the push does not follow the protocol; the message names the place.
    """
    tables: dict[str, list[IncomingRow]] = {}
    for position, each in enumerate(push):
        where = f"push[{position}] ({each.table!r})"
        if each.table not in opened.view.by_name:
            raise BadRequest(
                where, Label(f"业务簿“{opened.name}”没有这个表", f"book {opened.name!r} shows no such table")
            )
        if each.table in tables:
            raise BadRequest(where, Label("此表在提交中出现了两次", "the table stands in the push twice"))
        tables[each.table] = _read_table(where, opened.table(each.table)[1].definition, each)
    return tables


def _read_table(where: str, table: Table, push: TablePush) -> list[IncomingRow]:
    count = len(push.ids)
    for name, length in (("kinds", len(push.kinds)), ("revs", len(push.revs)), ("bases", len(push.bases))):
        if length != count:
            problem = Label(f"有 {length} 项，而行有 {count} 个", f"it has {length} entries for {count} ids")
            raise BadRequest(f"{where}.{name}", problem)
    seen: set[str] = set()
    for row_id, kind, rev in zip(push.ids, push.kinds, push.revs, strict=True):
        if row_id in seen:
            raise BadRequest(f"{where}.ids", Label(f"行“{row_id}”出现了两次", f"row {row_id!r} is there twice"))
        if kind == "new" and not is_row_id(row_id):
            problem = Label(f"“{row_id}”不是新行所需的行编号", f"{row_id!r} is no row id, which a new row needs")
            raise BadRequest(f"{where}.ids", problem)
        if not 0 <= rev <= MAX_REV:
            raise BadRequest(f"{where}.revs", Label(f"没有第 {rev} 版", f"{rev} is no revision"))
        seen.add(row_id)
    rows = [
        IncomingRow(row_id, kind, rev, _base(row_id, text, push.layout, rev))
        for row_id, kind, rev, text in zip(push.ids, push.kinds, push.revs, push.bases, strict=True)
    ]
    for name, column in push.columns.items():
        if name not in table.by_name:
            problem = Label(f"没有由人填写的列“{name}”", f"there is no column {name!r} that people fill in")
            raise BadRequest(f"{where}.columns", problem)
        _read_column(f"{where}, column {name!r}", table, name, column, rows)
    _read_withdrawn(where, table, push, rows)
    return rows


def _read_withdrawn(where: str, table: Table, push: TablePush, rows: list[IncomingRow]) -> None:
    for name, positions in push.withdrawn.items():
        for position in positions:
            if name not in table.by_name or not 0 <= position < len(rows):
                problem = Label(f"行 {position} 中没有列“{name}”", f"there is no column {name!r} in a row {position}")
                raise BadRequest(f"{where}.withdrawn", problem)
            rows[position].withdrawn.add(name)


def _base(row_id: str, text: str, layout: list[str], rev: int) -> Base | None:
    base = read_base(text, row_id, layout) if text else None
    return base if base is not None and base.rev == rev else None


def _read_column(where: str, table: Table, name: str, column: FieldColumn, rows: list[IncomingRow]) -> None:
    if len(column.values) != len(column.rows):
        problem = Label(
            f"有 {len(column.values)} 个值，而行有 {len(column.rows)} 个",
            f"it has {len(column.values)} values for {len(column.rows)} rows",
        )
        raise BadRequest(where, problem)
    decode = table.by_name[name].type.decode
    last = -1
    for position, wire in zip(column.rows, column.values, strict=True):
        if not last < position < len(rows):
            problem = Label(
                f"行 {position} 不是按升序排列的 0 到 {len(rows) - 1} 之一",
                f"row {position} is not one of 0 to {len(rows) - 1} in ascending order",
            )
            raise BadRequest(where, problem)
        last = position
        try:
            rows[position].values[name] = decode(wire)
        except ValueError as error:
            raise BadRequest(f"{where}, row {position}", str(error)) from error
    for position, rev in column.revs.items():
        if not 0 <= position < len(rows) or name not in rows[position].values:
            problem = Label(f"行 {position} 没有此列的值", f"row {position} has no value of this column")
            raise BadRequest(f"{where}.revs", problem)
        rows[position].decided[name] = rev
