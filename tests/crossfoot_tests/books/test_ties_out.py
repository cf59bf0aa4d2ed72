"""Whatever finance enters, and in whatever order: what customers owe is what their documents come to, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_server.accounts import apply_organisation
from crossfoot_server.ledger import BANDS
from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import AgingOf, Amount, BalanceOf, Question
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import PEOPLE, customer, shows
from crossfoot_tests.books.test_lookups import ask
from crossfoot_tests.books.test_receivables import item, receipt
from crossfoot_tests.server.builders import Desk, Edit, change, new, remove, row_id

pytestmark = pytest.mark.slow

CATALOG = load_catalog()
CUSTOMERS = {row_id(at): f"K{at}" for at in (1, 2)}
RAISES = ("opening", "invoice", "unbilled", "increase", "refund")
LOWERS = ("credit_note", "set_off", "bad_debt", "deduction", "small_difference")
RECEIPTS = ("receipt", "advance", "refund")

DAYS = st.sampled_from([f"2025-0{month}-{day}" for month in (1, 2, 3) for day in ("01", "15", "28")])
CENTS = st.integers(1, 50_000).map(lambda cents: Decimal(cents).scaleb(-2))
WHO = st.sampled_from(sorted(CUSTOMERS))
BOTH = st.permutations(sorted(CUSTOMERS))
ANY = st.integers(0, 1000)
CURRENCY = st.sampled_from(("CNY", "CNY", "CNY", "USD"))
OTHERWISE = st.sampled_from([{}, {}, {}, {"amount": "0.01"}, {"issued_on": "2025-01-31"}, {"currency": "USD"}])
NOW_AND_THEN = st.integers(0, 3).map(lambda drawn: drawn == 3)

ITEMS = st.tuples(st.just("item"), st.sampled_from((*RAISES, *LOWERS)), WHO, DAYS, CENTS, CURRENCY)
MONEY = st.tuples(st.just("receipt"), st.sampled_from(RECEIPTS), WHO, DAYS, CENTS, CURRENCY)
ALLOCATIONS = st.tuples(st.just("allocation"), ANY, ANY, DAYS, st.none() | st.none() | CENTS, NOW_AND_THEN)
STEPS = st.one_of(
    ITEMS,
    st.tuples(st.just("transfer"), BOTH, DAYS, CENTS, OTHERWISE),
    ALLOCATIONS,
    ALLOCATIONS,
    ALLOCATIONS,
    st.tuples(st.just("reversal"), ANY, DAYS),
    st.tuples(st.just("removal"), st.sampled_from(("receivable", "receipt", "allocation")), ANY),
    st.tuples(st.just("another's"), st.sampled_from(("receivable", "receipt")), ANY, WHO),
)
"""What somebody in finance tries: much of it is allowed, and some is not."""


@dataclass
class Finance:
    """Somebody in finance who carries out steps."""

    desk: Desk
    numbers: Iterator[int] = field(default_factory=lambda: count(101))

    def take(self, *steps: tuple[Any, ...]) -> None:
        """Send ``steps`` in one push, whatever comes of it."""
        self.desk.sync(*(edit for kind, *drawn in steps for edit in STEP[kind](self, *drawn)))

    def item(self, kind: str, who: str, day: str, amount: Decimal, currency: str) -> Iterator[Edit]:
        """A document of a customer."""
        signed = amount if kind in RAISES else -min(amount, Decimal(1)) if kind == "small_difference" else -amount
        number, rest = next(self.numbers), {"customer": who, "currency": currency, "exchange_rate": "1.000000"}
        yield item(number, kind, day, str(signed), source=next(iter(self.rows("receivable")), None), **rest)

    def receipt(self, kind: str, who: str, day: str, amount: Decimal, currency: str) -> Iterator[Edit]:
        """Money that came in, or what somebody calls so."""
        rest = {"kind": kind, "customer": who, "received_on": day, "currency": currency}
        yield receipt(next(self.numbers), str(amount), **rest)

    def transfer(self, both: list[str], day: str, amount: Decimal, wrong: dict[str, str]) -> Iterator[Edit]:
        """Both sides of a transfer; ``wrong`` is what the second says that does not fit the first."""
        (one, other), first, second = both, next(self.numbers), next(self.numbers)
        yield item(first, "transfer", day, str(-amount), customer=one)
        named = item(second, "transfer", day, str(amount), customer=other)
        named.values |= {"counterpart": row_id(first), **wrong}
        yield named

    def allocation(self, debit: int, source: int, day: str, amount: Decimal | None, across: bool) -> Iterator[Edit]:
        """Some credit to some debit, of all that goes unless ``amount`` says how much; ``across`` of whomever."""
        items = {key: (row, Decimal(str(row["residual"]))) for key, row in self.rows("receivable").items()}
        receipts = {key: (row, -Decimal(str(row["unapplied"]))) for key, row in self.rows("receipt").items()}
        debits = sorted(key for key, (_, left) in items.items() if left > 0)
        if not debits:
            return
        settled = debits[debit % len(debits)]
        row, left = items[settled]
        sides = ("currency",) if across else ("currency", "customer")
        sources = {
            key: -rest
            for key, (other, rest) in (items | receipts).items()
            if rest < 0 and all(other[name] == row[name] for name in sides)
        }
        if sources:
            by = sorted(sources)[source % len(sources)]
            most = min(left, sources[by])
            side = {"receipt": by} if by in receipts else {"receipt": None, "credit": by, "kind": "credit_note"}
            yield self._allocation(settled, day, most if amount is None else amount, {"kind": "receipt", **side})

    def reversal(self, which: int, day: str) -> Iterator[Edit]:
        """The undoing of an allocation."""
        made = self.rows("allocation")
        if made:
            key = sorted(made)[which % len(made)]
            same = {name: made[key][name] for name in ("kind", "receipt", "credit", "currency")}
            amount = Decimal(str(made[key]["amount"]))
            yield self._allocation(str(made[key]["receivable"]), day, amount, {**same, "reverses": key, "reason": "no"})

    def removal(self, table: str, which: int) -> Iterator[Edit]:
        """A row that is voided."""
        if rows := sorted(self.rows(table)):
            yield remove(table, rows[which % len(rows)])

    def anothers(self, table: str, which: int, who: str) -> Iterator[Edit]:
        """A document that turns out to be another customer's."""
        if rows := sorted(self.rows(table)):
            yield change(table, rows[which % len(rows)], customer=who)

    def rows(self, table: str) -> dict[str, dict[str, WireValue]]:
        """What the sheet shows."""
        return {key: row.values for key, row in self.desk.rows.get(table, {}).items()}

    def _allocation(self, settled: str, day: str, amount: Decimal, values: dict[str, WireValue]) -> Edit:
        number, currency = next(self.numbers), self.rows("receivable")[settled]["currency"]
        stated = {"number": f"A{number}", "receivable": settled, "allocated_on": day, "currency": currency}
        return new("allocation", row_id(number), amount=str(amount), **{**stated, **values})


STEP: dict[str, Callable[..., Iterator[Edit]]] = {
    "item": Finance.item,
    "receipt": Finance.receipt,
    "transfer": Finance.transfer,
    "allocation": Finance.allocation,
    "reversal": Finance.reversal,
    "removal": Finance.removal,
    "another's": Finance.anothers,
}


@dataclass(frozen=True)
class Document:
    """A document as it counts: positive where it raises what ``who`` owes."""

    who: str
    kind: str
    on: str
    currency: str
    amount: Decimal


def documents(finance: Finance) -> Iterator[Document]:
    """All that stand."""
    for table, on, sign in (("receivable", "issued_on", 1), ("receipt", "received_on", -1)):
        for row in finance.rows(table).values():
            who, kind, dated, currency = (str(row[name]) for name in ("customer", "kind", on, "currency"))
            yield Document(who, kind, dated, currency, sign * Decimal(str(row["amount"])))


def figures(finance: Finance, as_of: str, currency: str) -> dict[str, list[Decimal]]:
    """By customer the balance, and what the columns of each aging add up to."""
    asked: dict[str, list[Sequence[Question]]] = {}
    for who, code in CUSTOMERS.items():
        columns = (
            [AgingOf(code, each, as_of, currency, bands.name) for each in bands.columns] for bands in BANDS.values()
        )
        asked[who] = [[BalanceOf(code, as_of, currency)], *columns]
    answers = iter(ask(finance.desk, *(each for sums in asked.values() for parts in sums for each in parts)))
    found: dict[str, list[Decimal]] = {}
    for who, sums in asked.items():
        found[who] = []
        for parts in sums:
            amounts = [next(answers) for _ in parts]
            assert [each for each in amounts if not isinstance(each, Amount)] == []
            found[who].append(sum((Decimal(each.amount) for each in amounts if isinstance(each, Amount)), Decimal(0)))
    return found


@settings(max_examples=30)
@given(
    st.lists(ITEMS, min_size=4, max_size=8),
    st.lists(MONEY, min_size=2, max_size=4),
    st.lists(STEPS, min_size=5, max_size=10),
    DAYS,
)
def test_the_documents_the_open_items_and_the_agings_of_a_customer_come_to_the_same(
    items: list[tuple[Any, ...]], money: list[tuple[Any, ...]], steps: list[tuple[Any, ...]], day: str
) -> None:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, PEOPLE)
        sales = Desk(store, "grace", book="follow_up")
        sales.sync(*(customer(at, f"Customer {at}", currency="CNY") for at in (1, 2)))
        finance = Finance(Desk(store, "fin", book="receivables"))
        finance.desk.sync()
        finance.take(*items[:1])
        finance.take(*items[1:], *money)
        for step in steps:
            finance.take(step)
        standing = list(documents(finance))
        for as_of, currency in ((day, "CNY"), ("2026-01-01", "CNY"), ("2026-01-01", "USD")):
            counted = [each for each in standing if each.on <= as_of and each.currency == currency]
            due = {who: sum((each.amount for each in counted if each.who == who), Decimal(0)) for who in CUSTOMERS}
            assert figures(finance, as_of, currency) == {who: [owed] * (1 + len(BANDS)) for who, owed in due.items()}
            assert sum(due.values()) == sum(each.amount for each in counted if each.kind != "transfer")
            if as_of > day:
                assert open_items(finance, currency) == due
        in_the_sheet = [Decimal(str(balance)) for (balance,) in shows(sales, "customer", "balance")]
        assert in_the_sheet == [owed for _, owed in sorted(open_items(finance, "CNY").items())]


def open_items(finance: Finance, currency: str) -> dict[str, Decimal]:
    """By customer what the sheets show as left of items, less what is left of receipts."""
    found = dict.fromkeys(CUSTOMERS, Decimal(0))
    for table, column, sign in (("receivable", "residual", 1), ("receipt", "unapplied", -1)):
        for row in finance.rows(table).values():
            if row["currency"] == currency:
                found[str(row["customer"])] += sign * Decimal(str(row[column]))
    return found
