"""Balances, overdue amounts and agings of customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import Connection

from crossfoot_server.accounts import Actor
from crossfoot_server.ledger import BANDS, DoesNotTieOut, Position, age, position
from crossfoot_server.services.looking_up.entries import COLUMNS, RECEIPT, RECEIVABLE, Owed, read_owed
from crossfoot_server.services.looking_up.no_answer import NoAnswer, no_answer
from crossfoot_server.services.looking_up.rows_named import Named, rows_named
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import AgingOf, Amount, Answer, BalanceOf, OverdueOf, Refused
from crossfoot_templates.label import BETWEEN, Language
from crossfoot_templates.types import Choice

CUSTOMER = "customer"
TOTAL: Mapping[Language, str] = {"en": "total", "zh": "合计"}

Owing: TypeAlias = BalanceOf | OverdueOf | AgingOf

_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    RECEIVABLE: ("customer", "issued_on", "amount", "currency"),
    RECEIPT: ("customer", "received_on", "amount", "currency", "kind"),
}
_LEFT: Mapping[str, tuple[str, ...]] = {
    RECEIVABLE: (*_DOCUMENTS[RECEIVABLE], "due_on", "residual"),
    RECEIPT: (*_DOCUMENTS[RECEIPT], "unapplied"),
}
NEEDED: Mapping[type[Owing], Mapping[str, tuple[str, ...]]] = {
    BalanceOf: _DOCUMENTS,
    OverdueOf: _LEFT,
    AgingOf: _LEFT,
}
"""The columns that somebody has to be allowed to read for a figure, by kind and table."""


@dataclass
class Books:
    """What was read for all questions, and the positions that were worked out so far."""

    opened: OpenBook
    language: Language
    today: dt.date
    named: Named
    owed: Mapping[str, Owed]
    positions: dict[tuple[str, str, dt.date], Position] = field(default_factory=dict)

    def position(self, customer: str, currency: str, as_of: dt.date) -> Position:
        """What ``customer`` owes in one currency."""
        wanted = customer, currency, as_of
        if wanted not in self.positions:
            self.positions[wanted] = position(self.owed[customer].account(currency), as_of)
        return self.positions[wanted]


def answer_owing(
    connection: Connection, opened: OpenBook | None, asked: Sequence[Owing], today: dt.date, language: Language
) -> list[Answer]:
    """The answers to ``asked``, in their order; ``opened`` is the book that they are answered from."""
    if opened is None:
        return [Refused(no_answer("no_receivables").said) for _ in asked]
    named = rows_named(connection, opened, CUSTOMER, (each.customer.strip() for each in asked))
    books = Books(opened, language, today, named, read_owed(connection, opened, named.all_ids))
    return [_answered(books, each) for each in asked]


def book_of_receivables(store: Store, actor: Actor) -> OpenBook | None:
    """The first book of ``actor`` that shows what customers owe; if there is one, one that shows them all of it."""
    tables = store.catalog.tables
    if not all(name in tables and tables[name].by_name.keys() >= set(columns) for name, columns in COLUMNS.items()):
        return None
    opened = (open_book(store, actor, name) for name in actor.books(store.catalog))
    found = [each for each in opened if each.view.by_name.keys() >= {CUSTOMER, RECEIVABLE, RECEIPT}]
    return next((each for each in found if _unreadable(each, _LEFT) is None), found[0] if found else None)


def _unreadable(opened: OpenBook, needed: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """The first of the columns ``needed`` that the actor may not read."""
    views = opened.view.by_name
    wanted = ((table, column) for table, columns in needed.items() for column in columns)
    return next(((table, column) for table, column in wanted if column not in views[table].table.by_name), None)


def _answered(books: Books, asked: Owing) -> Answer:
    try:
        return _amount(books, asked)
    except (NoAnswer, DoesNotTieOut) as error:
        return Refused(error.said)


def _amount(books: Books, asked: Owing) -> Amount:
    _may_read(books, asked)
    figure = FIGURES[type(asked)](asked, books.language)
    as_of, currency = _day(asked.as_of, books.today), _currency(books.opened, asked.currency)
    customer = _customer(books.named, asked.customer.strip())
    owed = books.owed.get(customer, Owed())
    _is_whole(owed, books.named.names[customer], as_of, currency)
    open_in = {code: books.position(customer, code, as_of) for code in sorted(owed.items) if currency in {"", code}}
    left = [code for code, each in open_in.items() if each.left]
    if len(left) > 1:
        several = BETWEEN[books.language].join(left)
        raise no_answer("several_currencies", customer=asked.customer.strip(), currencies=several, first=left[0])
    code = next(iter(left), currency or (next(iter(open_in)) if len(open_in) == 1 else ""))
    amount = figure(open_in[code]) if code in open_in else Decimal(0)
    money = books.opened.store.catalog.tables[RECEIVABLE].by_name["amount"].type
    return Amount(str(money.encode(amount)), code)


def _may_read(books: Books, asked: Owing) -> None:
    hidden = _unreadable(books.opened, NEEDED[type(asked)])
    if hidden is not None:
        table = books.opened.store.catalog.tables[hidden[0]]
        column = table.by_name[hidden[1]].label.in_(books.language)
        raise no_answer("figure_out_of_sight", table=table.label.in_(books.language), column=column)


def _day(text: str, today: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip()) if text.strip() else today
    except ValueError:
        raise no_answer("as_of_unreadable", value=text) from None


def _currency(opened: OpenBook, text: str) -> str:
    """The code that ``text`` is; empty where it is."""
    code, column = text.strip().upper(), opened.store.catalog.tables[RECEIVABLE].by_name["currency"].type
    if code and isinstance(column, Choice):
        codes = [each.code for each in opened.store.catalog.choices[column.choices].choices]
        if code not in codes:
            raise no_answer("unknown_currency", value=text, currencies=", ".join(codes))
    return code


def _customer(named: Named, text: str) -> str:
    """The id of the one customer that ``text`` names."""
    found = named.find(text)
    if not found:
        raise no_answer("unknown_customer", value=text)
    if len(found) > 1:
        raise no_answer("ambiguous_customer", value=text, candidates=", ".join(named.names[each] for each in found))
    return found[0]


def _is_whole(owed: Owed, customer: str, as_of: dt.date, currency: str) -> None:
    """Whether everything that counts is seen."""
    if any(dated <= as_of and currency in {"", code} for dated, code in owed.hidden):
        raise no_answer("partly_out_of_sight", customer=customer)


def _bucket(asked: AgingOf, language: Language) -> Callable[[Position], Decimal]:
    """The column that is asked for."""
    bands = BANDS.get(asked.buckets.strip().lower() or next(iter(BANDS)))
    if bands is None:
        raise no_answer("unknown_buckets", value=asked.buckets, sets=", ".join(BANDS))
    if asked.bucket.strip().lower() in TOTAL.values():
        return lambda found: age(found, bands).balance
    column = bands.find(asked.bucket)
    if column is None:
        columns = BETWEEN[language].join((*bands.named(language), TOTAL[language]))
        raise no_answer("unknown_bucket", value=asked.bucket, columns=columns)
    return lambda found: age(found, bands).columns[column]


FIGURES: Mapping[type[Owing], Callable[[Any, Language], Callable[[Position], Decimal]]] = {
    BalanceOf: lambda _asked, _language: lambda found: found.balance,
    OverdueOf: lambda _asked, _language: lambda found: found.overdue,
    AgingOf: _bucket,
}
"""What of a position is asked for, by kind of question."""
