"""The rules of the books once more, in plain Python, asked of what the store holds after every request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crossfoot_tests.simulation.books import CLOSED, CREDIT, DISCOUNT, DOLLARS, SETTLED, VISITS
from crossfoot_tests.simulation.figures import Row, Rows

GATE = "settled on some day"
"""The stage gate of invoices, by a name of its own."""


def _within_credit(rows: Rows) -> Iterator[str]:
    for row_id, customer in rows["customer"].items():
        owed = sum(
            each["amount"]
            for each in rows["invoice"].values()
            if each["customer"] == row_id and each["currency"] == customer["currency"]
        )
        if customer["credit"] is not None and owed > customer["credit"]:
            yield f"customer {row_id} owes {owed} of {customer['credit']}"


def _visits_in_bounds(rows: Rows) -> Iterator[str]:
    for row_id, customer in rows["customer"].items():
        visits = sum(each["customer"] == row_id for each in rows["visit"].values())
        if customer["most_visits"] is not None and visits > customer["most_visits"]:
            yield f"customer {row_id} has {visits} visits of {customer['most_visits']}"


def _discount_within_amount(rows: Rows) -> Iterator[str]:
    for row_id, invoice in rows["invoice"].items():
        if (invoice["discount"] or 0) > invoice["amount"]:
            yield f"invoice {row_id} of {invoice['amount']} has a discount of {invoice['discount']}"


def _settled_on_some_day(rows: Rows) -> Iterator[str]:
    for row_id, invoice in rows["invoice"].items():
        if invoice["status"] == "settled" and invoice["settled_on"] is None:
            yield f"invoice {row_id} is settled on no day"


ALWAYS: dict[str, Callable[[Rows], Iterator[str]]] = {
    CREDIT.name: _within_credit,
    VISITS.name: _visits_in_bounds,
    DISCOUNT.name: _discount_within_amount,
    GATE: _settled_on_some_day,
}
"""The rules that are there from the beginning: what breaks them among the rows in force."""


def _large_discount_in_dollars(invoice: Row) -> bool:
    return bool(invoice["currency"] != "CNY" and 2 * (invoice["discount"] or 0) > invoice["amount"])


@dataclass(frozen=True)
class Later:
    """A rule that the upgrade brings: it is asked where one of ``columns`` changes from then on."""

    table: str
    columns: tuple[str, ...]
    broken: Callable[[Row], bool]


LATER: dict[str, Later] = {
    DOLLARS.name: Later("invoice", ("amount", "discount", "currency"), _large_discount_in_dollars),
}


@dataclass(frozen=True)
class Lock:
    """What keeps ``columns`` of a row as they are, all of them and the row itself in force where none is named."""

    table: str
    holds: Callable[[Row], bool]
    columns: tuple[str, ...] = ()


LOCKS: dict[str, Lock] = {
    SETTLED.name: Lock("invoice", lambda row: row["status"] == "settled", SETTLED.columns),
    CLOSED.name: Lock("visit", lambda row: bool(row["closed"])),
}

SAID: dict[str, str] = {rule.message.en: rule.name for rule in (CREDIT, VISITS, DISCOUNT, DOLLARS, SETTLED, CLOSED)}
"""Each rule by what it says."""

LIMITS = (CREDIT.name, VISITS.name)

RULES = (*ALWAYS, *LATER, *LOCKS)
"""Every rule that refuses something."""

REFUSED = {name: f"{name}: refused" for name in RULES}
MENDED = {name: f"{name}: mended" for name in RULES if name != CLOSED.name}
FILLED, TOLD, AT_REST = "a default filled in", "told what was typed over a figure", "figures compared at rest"
COUNTED = (*REFUSED.values(), *MENDED.values(), FILLED, TOLD, AT_REST)
"""What rules, defaults and formulas did and must do often enough, by the name it is counted under.

Mended is a refused row that changed since; one that is closed never does.
"""


def ruled_by(message: Mapping[str, Any], column: str = "") -> str | None:
    """The rule for which ``message`` refuses something; ``None`` where it is not for one of these."""
    if message["code"] in ("rule_broken", "limit_broken", "locked", "removed_locked"):
        return SAID[str(message["facts"]["en"])]
    if message["code"] in ("required_then", "required_as") or (
        message["code"] == "required" and column == "settled_on"
    ):
        return GATE
    return None
