"""A company whose larger discounts and write-offs others approve, for the tests of approvals."""

from __future__ import annotations

from pathlib import Path

import msgspec

from crossfoot_server.accounts import EntityEntry, Grant, Organisation, TeamEntry, UserEntry
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import FieldOutcome, SyncReply
from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.model import Book, Catalog, Column, Rule, Sheet, Table
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types import Code, Integer, Money, Percent, Reference, Text, WireValue
from crossfoot_tests.server.builders import CATALOG as SHOP
from crossfoot_tests.server.builders import Desk, Edit, change, column, label, open_store


def rule(name: str, kind: str, formula: str, *columns: str, roles: tuple[str, ...] = ()) -> Rule:
    stated = {
        "name": name,
        "kind": kind,
        "formula": formula,
        "message": {"zh": f"{name}-zh。", "en": f"{name}."},
        "columns": columns,
        "roles": roles,
    }
    return msgspec.convert(stated, Rule)


def computed(name: str, column_type: Money, formula: str) -> Column:
    return msgspec.structs.replace(column(name, column_type), compute=formula)


OFFER = Table(
    name="offer",
    label=label("Offers"),
    columns=(
        column("code", Code(numbering="O-###"), required=True),
        column("customer", Text()),
        column("currency", ChoiceType(choices="currency")),
        column("price", Money(currency="currency")),
        column("discount", Percent()),
        column("secret", Percent(), read=("management",)),
        column("terms", Text()),
        column("days", Integer()),
        computed("net", Money(currency="currency"), "=[@price]*(1-[@discount])"),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
    unique=(("customer",),),
    rules=(
        rule("discount_in_bounds", "check", "=OR(ISBLANK([@discount]),[@discount]<0.5)", "discount"),
        rule(
            "large_discount",
            "approve_when",
            "=AND([@discount]>0.05,[@discount]<>OLD([@discount]))",
            roles=("sales_manager",),
        ),
        rule(
            "net_falls",
            "approve_when",
            "=AND(NOT(ISBLANK(OLD([@net]))),[@net]<OLD([@net])-1000)",
            roles=("finance", "management"),
        ),
        rule(
            "little_a_day",
            "approve_when",
            "=IF(ISBLANK([@days]),FALSE,[@price]/[@days]<10)",
            roles=("finance",),
        ),
    ),
)
OFFERED: dict[str, WireValue] = {"customer": "Acme", "price": "10000.00", "currency": "CNY", "discount": "0.020000"}
"""What an offer holds that nobody is asked about."""
LINE = Table(
    name="line",
    label=label("Lines"),
    columns=(
        column("code", Text(), required=True),
        column("offer", Reference(table="offer"), required=True),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
)
CATALOG = with_approvals(
    Catalog(
        tables={"offer": OFFER, "line": LINE},
        choices=SHOP.choices,
        books={
            "sales": Book(name="sales", label=label("Sales"), sheets=(Sheet(table="offer"), Sheet(table="line"))),
            "lines": Book(name="lines", label=label("Lines"), sheets=(Sheet(table="line"),)),
        },
    )
)
ORGANISATION = Organisation(
    entities=(EntityEntry("SH", "上海", "Shanghai"),),
    teams=(TeamEntry("east", "华东", "East", entity="SH"), TeamEntry("west", "华西", "West", entity="SH")),
    users=(
        UserEntry("ann", "Ann", "SH", language="en", team="east", grants=(Grant("sales", "own"),)),
        UserEntry("amy", "Amy", "SH", language="en", team="east", grants=(Grant("sales", "team"),)),
        UserEntry("ben", "Ben", "SH", language="en", team="east", grants=(Grant("sales_manager", "team"),)),
        UserEntry("bob", "Bob", "SH", language="en", team="west", grants=(Grant("sales_manager", "team"),)),
        UserEntry("fay", "Fay", "SH", language="en", team="west", grants=(Grant("finance", "all"),)),
        UserEntry("mia", "Mia", "SH", language="en", grants=(Grant("management", "all"),)),
    ),
)


def open_company(folder: Path, organisation: Organisation = ORGANISATION) -> Store:
    """A store of the company, empty."""
    return open_store(folder, CATALOG, organisation)


APPROVALS = ("number", "subject", "change", "role", "step", "state", "decision", "decided_by")


def requests(desk: Desk, *columns: str) -> list[tuple[WireValue, ...]]:
    """The requests that a desk shows, by number."""
    rows = desk.rows.get("approval", {}).values()
    return sorted(tuple(row.values[name] for name in (columns or APPROVALS)) for row in rows)


def request_of(desk: Desk, number: str) -> str:
    """The id of a request by its number."""
    return next(row_id for row_id, row in desk.rows["approval"].items() if row.values["number"] == number)


def decision(desk: Desk, number: str, decided: str, **more: WireValue) -> Edit:
    """A decision typed into the sheet."""
    return change("approval", request_of(desk, number), decision=decided, **more)


def decide(desk: Desk, number: str, decided: str, **more: WireValue) -> SyncReply:
    """Sync, decide a request, and sync again."""
    desk.sync()
    return desk.sync(decision(desk, number, decided, **more))


def said(reply: SyncReply) -> list[str]:
    """Everything that is said of rows and fields, in English."""
    texts = []
    for table in reply.outcome:
        texts += [message.text("en") for messages in table.messages for message in messages]
        texts += [field.message.text("en") for field in table.fields]
    return texts


def states(reply: SyncReply) -> dict[str, str]:
    """The fields of the only table that did not go through, by column."""
    fields: list[FieldOutcome] = [field for table in reply.outcome for field in table.fields]
    return {field.column: field.state for field in fields}


def fared(reply: SyncReply) -> list[str]:
    """How the pushed rows fared."""
    return [status for table in reply.outcome for status in table.status]


def offers(desk: Desk, *columns: str) -> list[tuple[WireValue, ...]]:
    """What a desk shows of offers once it has synced."""
    desk.sync()
    return desk.shown("offer", *columns)
