"""A small company and its book, as values; and a desk from which somebody pushes and pulls."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec

from crossfoot_server.accounts import (
    Actor,
    EntityEntry,
    Grant,
    Organisation,
    TeamEntry,
    UserEntry,
    apply_organisation,
    authenticate,
    issue_token,
)
from crossfoot_server.services import sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import (
    Batch,
    FieldColumn,
    FieldOutcome,
    RowKind,
    SyncReply,
    SyncRequest,
    TableOutcome,
    TablePush,
)
from crossfoot_templates.messages import Message
from crossfoot_templates.model import Book, Catalog, Choice, ChoiceList, Column, Label, Sheet, Table
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import (
    AnyType,
    Boolean,
    Code,
    Date,
    DateTime,
    Decimal,
    Integer,
    LongText,
    Money,
    Percent,
    Reference,
    Text,
    WireValue,
)
from crossfoot_templates.types import Choice as ChoiceType

BOOK = "sales"
NOW = dt.datetime(2024, 3, 5, 6, 30, tzinfo=dt.UTC)
NOW_TEXT = "2024-03-05T06:30:00Z"

BATCHES = count(1)


def label(text: str) -> Label:
    return Label(f"{text}-zh", text)


def column(
    name: str, column_type: AnyType, required: bool = False, read: tuple[str, ...] = (), write: tuple[str, ...] = ()
) -> Column:
    return Column(name=name, type=column_type, label=label(name), required=required, read=read, write=write)


CUSTOMER = Table(
    name="customer",
    label=label("Customers"),
    columns=(
        column("code", Code(numbering="C-####"), required=True),
        column("name", Text(max_length=40), required=True),
        column("stage", ChoiceType(choices="stage")),
        column("city", Text()),
        column("credit", Money(currency="currency")),
        column("currency", ChoiceType(choices="currency")),
        column("rating", Integer(min=0, max=9), write=("sales_manager",)),
        column("margin", Percent(), read=("sales_manager",)),
        column("since", Date()),
        column("parent", Reference(table="customer")),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
    unique=(("name",),),
    display="name",
)

ORDER = Table(
    name="order",
    label=label("Orders"),
    columns=(
        column("code", Code(), required=True),
        column("customer", Reference(table="customer"), required=True),
        column("kind", Text()),
        column("amount", Money(currency="currency")),
        column("currency", ChoiceType(choices="currency")),
        column("rate", Decimal(scale=4)),
        column("signed", DateTime()),
        column("paid", Boolean()),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
    removal="delete",
)

PAYMENT = Table(
    name="payment",
    label=label("Payments"),
    columns=(
        column("order", Reference(table="order"), required=True),
        column("number", Integer(), required=True),
        column("terms", LongText()),
        *STANDARD_COLUMNS,
    ),
    key=("order", "number"),
    removal="restore",
)

CATALOG = Catalog(
    tables={"payment": PAYMENT, "order": ORDER, "customer": CUSTOMER},
    choices={
        "stage": ChoiceList("stage", (Choice("lead", label("Lead")), Choice("won", label("Won"))), ordered=True),
        "currency": ChoiceList("currency", (Choice("CNY", label("Yuan")), Choice("USD", label("Dollar")))),
    },
    books={
        "sales": Book(
            name="sales",
            label=label("Sales"),
            sheets=(Sheet(table="customer"), Sheet(table="order"), Sheet(table="payment")),
        ),
        "overview": Book(
            name="overview",
            label=label("Overview"),
            sheets=(Sheet(table="customer", columns=("code", "name", "owner"), editable=False),),
        ),
    },
)

ORGANISATION = Organisation(
    entities=(EntityEntry("SH", "上海", "Shanghai"), EntityEntry("BJ", "北京", "Beijing")),
    teams=(
        TeamEntry("east", "华东", "East", entity="SH"),
        TeamEntry("east1", "华东一组", "East 1", entity="SH", parent="east"),
        TeamEntry("north", "华北", "North", entity="BJ"),
    ),
    users=(
        UserEntry("ann", "Ann", "SH", language="en", team="east1", grants=(Grant("sales", "own"),)),
        UserEntry("ben", "Ben", "SH", language="en", team="east1", grants=(Grant("sales", "team", "sales"),)),
        UserEntry("carl", "Carl", "SH", language="en", team="east", grants=(Grant("sales", "team"),)),
        UserEntry("dora", "Dora", "BJ", language="en", team="north", grants=(Grant("sales", "own"),)),
        UserEntry("eve", "Eve", "SH", language="en", team="east", grants=(Grant("sales", "entity"),)),
        UserEntry("mia", "Mia", "SH", language="zh", team="east", grants=(Grant("sales_manager", "all"),)),
        UserEntry("zoe", "Zoe", "BJ", language="zh", team="north"),
    ),
)


def open_store(folder: Path, catalog: Catalog = CATALOG, organisation: Organisation | None = ORGANISATION) -> Store:
    """A store in a file of ``folder``, with the company in it."""
    store = Store.open(f"sqlite:///{folder / 'store.db'}", catalog)
    if organisation is not None:
        apply_organisation(store, organisation)
    return store


def actor(store: Store, login: str) -> Actor:
    """Somebody who has signed in."""
    found = authenticate(store, issue_token(store, login, "test", NOW), NOW)
    assert found is not None
    return found


@dataclass
class Row:
    """A row as a desk shows it: the revision it is in step with, and the wire values by column."""

    rev: int
    values: dict[str, WireValue]


@dataclass
class Edit:
    """A row to be pushed. ``decided`` are revisions shown for open fields; ``base`` overrides what the desk knows."""

    table: str
    id: str
    kind: RowKind
    values: dict[str, WireValue] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    rev: int | None = None
    base: str | None = None


def new(table: str, row_id: str, **values: WireValue) -> Edit:
    return Edit(table, row_id, "new", values)


def change(table: str, row_id: str, **values: WireValue) -> Edit:
    return Edit(table, row_id, "change", values)


def remove(table: str, row_id: str) -> Edit:
    return Edit(table, row_id, "remove")


@dataclass
class Desk:
    """Somebody's workbook, as far as the server can tell: what it shows, and how far it is in step.

    ``rows`` are what the last pulls brought; a change is pushed against them. Nothing is merged here.
    """

    store: Store
    login: str
    book: str = BOOK
    cursor: int = 0
    epoch: str = ""
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    actor: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.actor = actor(self.store, self.login)

    def sync(self, *edits: Edit, now: dt.datetime = NOW) -> SyncReply:
        """Push ``edits``, pull, and show what came."""
        reply = sync(self.store, self.actor, self.book, self.request(*edits), now)
        self.take(reply)
        return reply

    def take(self, reply: SyncReply) -> None:
        """Show what a reply brought."""
        self.cursor, self.epoch = reply.cursor, reply.epoch
        for table in reply.pull:
            shown = self.rows.setdefault(table.table, {})
            for position, row_id in enumerate(table.ids):
                values = {name: column[position] for name, column in table.columns.items()}
                shown[row_id] = Row(table.revs[position], values)
        for name, ids in reply.gone.items():
            for row_id in ids:
                self.rows.get(name, {}).pop(row_id, None)

    def shown(self, table: str, *columns: str) -> list[tuple[WireValue, ...]]:
        """The values of a table's rows, by id."""
        rows = self.rows.get(table, {})
        return [tuple(rows[each].values[name] for name in columns) for each in sorted(rows)]

    def request(self, *edits: Edit) -> SyncRequest:
        """The request that pushes ``edits``, as a client would make it."""
        asked = SyncRequest(language="en", epoch=self.epoch, cursor=self.cursor)
        if edits:
            asked.batch = Batch(f"batch-{next(BATCHES)}", "test", "book.xlsx", NOW_TEXT, "because")
            asked.push = [
                self._table(name, [edit for edit in edits if edit.table == name])
                for name in dict.fromkeys(edit.table for edit in edits)
            ]
        return asked

    def _table(self, name: str, edits: list[Edit]) -> TablePush:
        layout = [each.name for each in self.store.catalog.tables[name].without_computed.columns]
        push = TablePush(name, [], [], [], [], layout, {})
        for position, edit in enumerate(edits):
            known = self.rows.get(name, {}).get(edit.id, Row(0, {}))
            rev = known.rev if edit.rev is None else edit.rev
            push.ids.append(edit.id)
            push.kinds.append(edit.kind)
            push.revs.append(0 if edit.kind == "new" else rev)
            base = write_base(edit.id, rev, known.values, layout) if edit.base is None else edit.base
            push.bases.append(base if edit.kind == "change" else "")
            for column_name, value in edit.values.items():
                field_column = push.columns.setdefault(column_name, FieldColumn([], []))
                field_column.rows.append(position)
                field_column.values.append(value)
                if column_name in edit.decided:
                    field_column.revs[position] = edit.decided[column_name]
        return push


def one(reply: SyncReply) -> TableOutcome:
    """The outcome of a push of one table."""
    (outcome,) = reply.outcome
    return outcome


def refused(row: int, name: str, message: Message, theirs: WireValue = None, theirs_rev: int = 0) -> FieldOutcome:
    """A field that other values beside it may make right."""
    return FieldOutcome(row, name, "refused", message, theirs, theirs_rev, mendable=True)


def barred(row: int, name: str, message: Message, theirs: WireValue = None, theirs_rev: int = 0) -> FieldOutcome:
    """A field that is refused whatever stands beside it."""
    return FieldOutcome(row, name, "refused", message, theirs, theirs_rev)


def assert_nothing_of(reply: SyncReply, *texts: str) -> None:
    encoded = msgspec.json.encode(reply).decode()
    assert [text for text in texts if text in encoded] == []


def row_id(number: int) -> str:
    """The id of row ``number``: the same every time."""
    return new_row_id(1_700_000_000_000 + number, number)
