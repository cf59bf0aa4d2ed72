"""Reading rows and their versions, always many at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from sqlalchemy import Connection, Row, Select, select

from crossfoot_server.store.schema import (
    ACTOR,
    BATCH,
    ID,
    KIND,
    RECORDED_AT,
    REV,
    SEQ,
    UPDATED_AT,
    UPDATED_BY,
    VOIDED,
    Pair,
)
from crossfoot_server.store.statements import among, in_chunks, kept
from crossfoot_templates.types import Value

VersionKind = Literal["created", "changed", "voided", "removed", "restored"]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A current row: ``values`` of every column of its table, ``seq`` the feed number of its newest version."""

    id: str
    rev: int
    seq: int
    voided: bool
    updated_at: dt.datetime
    updated_by: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a row, as it was recorded."""

    id: str
    rev: int
    seq: int
    recorded_at: dt.datetime
    batch: str
    actor: str
    kind: VersionKind
    values: Mapping[str, Value]


History: TypeAlias = dict[int, Version]
"""The versions of one row by revision, ascending."""


def current_rows(connection: Connection, pair: Pair, ids: Iterable[str]) -> dict[str, StoredRow]:
    """The current rows with these ids, voided ones too."""
    found: dict[str, StoredRow] = {}
    for chunk in in_chunks(ids):
        for row in connection.execute(_current(pair), chunk).all():
            row_id, rev, seq, voided, updated_at, updated_by = row[:6]
            found[row_id] = StoredRow(row_id, rev, seq, voided, updated_at, updated_by, _values(pair, row, 6))
    return found


def histories(connection: Connection, pair: Pair, ids: Iterable[str]) -> dict[str, History]:
    """Every version of the rows with these ids."""
    found: dict[str, History] = {}
    for chunk in in_chunks(ids):
        for row in connection.execute(_versions(pair), chunk).all():
            row_id, rev, seq, recorded_at, batch, actor, kind = row[:7]
            version = Version(row_id, rev, seq, recorded_at, batch, actor, kind, _values(pair, row, 7))
            found.setdefault(row_id, {})[rev] = version
    return found


@kept
def _current(pair: Pair) -> Select[Any]:
    table = pair.current
    columns = [table.c[name] for name in (ID, REV, SEQ, VOIDED, UPDATED_AT, UPDATED_BY, *pair.definition.by_name)]
    return select(*columns).where(among(table.c[ID]))


@kept
def _versions(pair: Pair) -> Select[Any]:
    table = pair.versions
    columns = [table.c[name] for name in (ID, REV, SEQ, RECORDED_AT, BATCH, ACTOR, KIND, *pair.definition.by_name)]
    return select(*columns).where(among(table.c[ID])).order_by(table.c[ID], table.c[REV])


def _values(pair: Pair, row: Row[Any], start: int) -> dict[str, Value]:
    return dict(zip(pair.definition.by_name, cast("tuple[Value, ...]", row[start:]), strict=True))
