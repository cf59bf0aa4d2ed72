"""The functions in cells, such as ``=CF.BALANCE("Acme")``: Excel calls them through the server of xlwings.

Each takes the address of the server (empty for the only one that its user is signed in to) and the language of Excel
first: the add-in knows them. The others are what somebody wrote: values of cells, or blocks of them, which are answered
all at once. What cannot be answered is a text that begins with :data:`WRONG`; a function raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import xlwings as xw

from crossfoot_addin.functions.answering import answered
from crossfoot_addin.functions.cells import WRONG as WRONG
from crossfoot_addin.functions.cells import day, text
from crossfoot_sync.engine.lookups import AgingOf, BalanceOf, CellOf, OverdueOf

# xlwings reads the hints: it knows these, and a value of any kind is Any.

_F = TypeVar("_F", bound=Callable[..., Any])


def _formula(*arguments: str) -> Callable[[_F], _F]:
    """A function for cells; each of ``arguments`` comes as a block, a single cell too."""

    def known(function: _F) -> _F:
        for each in arguments:
            function = xw.arg(each, ndim=2)(function)
        return xw.func(function)

    return known


def _owed(asked: type[BalanceOf | OverdueOf], server: str, language: str, arguments: Sequence[Any]) -> Any:
    return answered(server, language, arguments, lambda who, when, money: asked(text(who), day(when), text(money)))


@_formula("customer", "as_of", "currency")
def balance(server: str, language: str, customer: Any, as_of: Any = None, currency: Any = None) -> Any:
    """What customers owe at the end of a day, today when left out; negative where they have paid more."""
    return _owed(BalanceOf, server, language, (customer, as_of, currency))


@_formula("customer", "as_of", "currency")
def overdue(server: str, language: str, customer: Any, as_of: Any = None, currency: Any = None) -> Any:
    """What of it was due before that day."""
    return _owed(OverdueOf, server, language, (customer, as_of, currency))


@_formula("customer", "bucket", "as_of", "currency", "buckets")
def aging(  # noqa: PLR0913, PLR0917 - the arguments of a formula
    server: str,
    language: str,
    customer: Any,
    bucket: Any,
    as_of: Any = None,
    currency: Any = None,
    buckets: Any = None,
) -> Any:
    """One column of the aging of what customers owe, such as ``31-60``, ``not due`` or ``total``."""
    return answered(
        server,
        language,
        (customer, bucket, as_of, currency, buckets),
        lambda who, which, when, money, bands: AgingOf(text(who), text(which), day(when), text(money), text(bands)),
    )


@_formula("table", "key", "column")
def lookup(server: str, language: str, table: Any, key: Any, column: Any) -> Any:
    """What rows hold in a column; the key is a number, a code or a name."""
    return answered(
        server,
        language,
        (key, table, column),
        lambda which, where, what: CellOf(text(where), text(which), text(what)),
    )
