"""Held changes and the requests that were made for them, as the store keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from crossfoot_server.store import Store
from crossfoot_server.store.counters import advance
from crossfoot_server.store.schema import ID
from crossfoot_server.store.statements import among, in_chunks
from crossfoot_templates.approvals import APPROVAL, APPROVED, PENDING
from crossfoot_templates.messages import Message
from crossfoot_templates.types import Value, WireValue

CARRIED = "carried"
"""The state of a held change that was carried out; the others are those of the requests."""

_COUNTER = "held"


Kind = Literal["new", "change"]
"""Whether a held change is a row that the store does not have, or a change of one that it has."""


@dataclass(slots=True)
class Request:
    """One step of one rule: the row ``approval`` of the table of approvals. Steps count from 0."""

    approval: str
    rule: str
    step: int
    role: str
    state: str = PENDING


@dataclass(slots=True)
class Held:
    """A change of a row that waits, or waited.

    Attributes:
        id: later ones have greater numbers.
        batch: the batch that asked; ``asked_at`` when it came in.
        rev: the revision of the row that it was merged with, 0 of a new row.
        values: what the row is to hold, of a new row in all columns that are not blank.
        typed: those of the columns that its user gave, and not the server.
        reason: while it is pending, whom it waits for; afterwards what became of it.
        requests: in the order in which they were made.
    """

    id: int
    table: str
    row: str
    kind: Kind
    book: str
    batch: str
    requester: str
    asked_at: dt.datetime
    rev: int
    values: dict[str, Value]
    typed: frozenset[str]
    state: str = PENDING
    reason: Message | None = None
    requests: list[Request] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Whether it still waits."""
        return self.state == PENDING

    @property
    def rules(self) -> frozenset[str]:
        """The rules that were asked about."""
        return frozenset(each.rule for each in self.requests)

    @property
    def open_requests(self) -> list[Request]:
        """The requests that nobody has decided."""
        return [each for each in self.requests if each.state == PENDING]

    @property
    def given(self) -> dict[str, Value]:
        """What its user typed."""
        return {name: value for name, value in self.values.items() if name in self.typed}


def next_id(connection: Connection, store: Store) -> int:
    """The number of the next held change."""
    return advance(connection, store.schema, _COUNTER, 1)


def keep(connection: Connection, store: Store, held: Held) -> None:
    """Keep a held change with its requests, or what became of it since."""
    schema, types = store.schema, store.catalog.tables[held.table].by_name
    wire = {name: types[name].type.encode(value) for name, value in held.values.items()}
    row: dict[str, Any] = {
        "id": held.id,
        "table": held.table,
        "row": held.row,
        "kind": held.kind,
        "book": held.book,
        "batch": held.batch,
        "requester": held.requester,
        "asked_at": held.asked_at,
        "rev": held.rev,
        "fields": msgspec.json.encode(wire).decode(),
        "typed": msgspec.json.encode(sorted(held.typed)).decode(),
        "state": held.state,
        "reason": _text(held.reason),
    }
    connection.execute(insert(schema.held), [row])
    keep_requests(connection, store, held, held.requests)


def keep_requests(connection: Connection, store: Store, held: Held, requests: Iterable[Request]) -> None:
    """Keep further requests of a held change."""
    rows = [{"approval": each.approval, "held": held.id, "rule": each.rule, "step": each.step} for each in requests]
    if rows:
        connection.execute(insert(store.schema.request), rows)


def tell(connection: Connection, store: Store, held: Held, reason: Message) -> None:
    """Let a pending change say whom it waits for by now."""
    held.reason = reason
    table = store.schema.held
    connection.execute(update(table).where(table.c.id == held.id).values(reason=_text(reason)))


def end(connection: Connection, store: Store, held: Held, batch: str) -> None:
    """Keep how a held change ended, by ``batch``."""
    table = store.schema.held
    values = {"state": held.state, "reason": _text(held.reason), "ended_by": batch}
    connection.execute(update(table).where(table.c.id == held.id).values(values))


def pending_of(connection: Connection, store: Store, table: str) -> list[Held]:
    """Everything of one table that waits, the oldest first."""
    held = store.schema.held
    return _load(connection, store, (held.c.table == table) & (held.c.state == PENDING))


def all_pending(connection: Connection, store: Store) -> list[Held]:
    """Everything that waits, the oldest first."""
    return _load(connection, store, store.schema.held.c.state == PENDING)


def newest_of(connection: Connection, store: Store, requester: str, table: str, rows: Iterable[str]) -> dict[str, Held]:
    """What somebody asked for last in each of ``rows`` where they did, by row."""
    held = store.schema.held
    theirs = (held.c.table == table) & (held.c.requester == requester) & among(held.c.row)
    return {each.row: each for chunk in in_chunks(rows) for each in _load(connection, store, theirs, chunk)}


def asked_by_batch(connection: Connection, store: Store, batch: str) -> list[Held]:
    """What a batch asked for and still waits."""
    held = store.schema.held
    return _load(connection, store, (held.c.batch == batch) & (held.c.state == PENDING))


def carried_by(connection: Connection, store: Store, batch: str) -> list[Held]:
    """What a batch of decisions carried out."""
    held = store.schema.held
    return _load(connection, store, (held.c.ended_by == batch) & (held.c.state == CARRIED))


def of_requests(connection: Connection, store: Store, approvals: Iterable[str]) -> dict[str, Held]:
    """The held changes that rows of the table of approvals are about; several rows may be about the same one."""
    request, held = store.schema.request, store.schema.held
    ids: dict[str, int] = {}
    for chunk in in_chunks(approvals):
        found = connection.execute(select(request.c.approval, request.c.held).where(among(request.c.approval)), chunk)
        ids.update({row[0]: row[1] for row in found})
    if not ids:
        return {}
    loaded = {each.id: each for each in _load(connection, store, held.c.id.in_(sorted({*ids.values()})))}
    return {approval: loaded[number] for approval, number in ids.items() if number in loaded}


def _load(
    connection: Connection, store: Store, wanted: ColumnElement[bool], values: Mapping[str, list[str]] | None = None
) -> list[Held]:
    table = store.schema.held
    rows = connection.execute(select(table).where(wanted).order_by(table.c.id), values or {}).mappings().all()
    # What has left the definitions, a table or all that asks for approvals, can no longer be carried out.
    defined = store.catalog.tables.keys() if APPROVAL in store.catalog.tables else ()
    found = {row["id"]: _held(store, dict(row)) for row in rows if row["table"] in defined}
    if found:
        _add_requests(connection, store, found)
    return list(found.values())


def _held(store: Store, row: Mapping[str, Any]) -> Held:
    types = store.catalog.tables[row["table"]].without_computed.by_name
    wire = msgspec.json.decode(row["fields"], type=dict[str, WireValue])
    return Held(
        id=row["id"],
        table=row["table"],
        row=row["row"],
        kind=row["kind"],
        book=row["book"],
        batch=row["batch"],
        requester=row["requester"],
        asked_at=row["asked_at"],
        rev=row["rev"],
        values={name: types[name].type.decode(value) for name, value in wire.items() if name in types},
        typed=frozenset(msgspec.json.decode(row["typed"], type=list[str])),
        state=row["state"],
        reason=None if row["reason"] is None else msgspec.json.decode(row["reason"], type=Message),
    )


def _add_requests(connection: Connection, store: Store, found: Mapping[int, Held]) -> None:
    request, approval = store.schema.request, store.schema.pairs[APPROVAL].current
    states = (
        select(request, approval.c.role, approval.c.state)
        .join(approval, approval.c[ID] == request.c.approval)
        .order_by(approval.c.number)
    )
    ids = sorted(found)
    for start in range(0, len(ids), 500):
        for row in connection.execute(states.where(request.c.held.in_(ids[start : start + 500]))):
            found[row.held].requests.append(Request(row.approval, row.rule, row.step, row.role or "", row.state))


def approved_rules(held: Held) -> frozenset[str]:
    """The rules all of whose requests were approved."""
    return held.rules - {each.rule for each in held.requests if each.state != APPROVED}


def _text(reason: Message | None) -> str | None:
    return None if reason is None else msgspec.json.encode(reason).decode()
