"""The functions in cells, such as ``=CF.BALANCE("Acme")``: Excel calls them through the server of xlwings.

Each takes the address of the server (empty for the only one that its user is signed in to) and the language of Excel
first: the add-in knows them. The others are what somebody wrote: values of cells, or blocks of them, which are answered
all at once. What cannot be answered is a text that begins with :data:`WRONG`; a function raises nothing.
"""

from __future__ import annotations

from typing import Any

import xlwings as xw

from crossfoot_addin.functions.answering import answered
from crossfoot_addin.functions.cells import WRONG as WRONG
from crossfoot_addin.functions.cells import day, text
from crossfoot_sync.engine.lookups import AgingOf, BalanceOf, CellOf, OverdueOf

# xlwings reads the hints: it knows these, and a value of any kind is Any.


@xw.func
@xw.arg("customer", ndim=2)
@xw.arg("as_of", ndim=2)
@xw.arg("currency", ndim=2)
def balance(server: str, language: str, customer: Any, as_of: Any = None, currency: Any = None) -> Any:
    """What customers owe at the end of a day, today when left out; negative where they have paid more."""
    return answered(
        server,
        language,
        (customer, as_of, currency),
        lambda who, when, money: BalanceOf(text(who), day(when), text(money)),
    )


@xw.func
@xw.arg("customer", ndim=2)
@xw.arg("as_of", ndim=2)
@xw.arg("currency", ndim=2)
def overdue(server: str, language: str, customer: Any, as_of: Any = None, currency: Any = None) -> Any:
    """What of it was due before that day."""
    return answered(
        server,
        language,
        (customer, as_of, currency),
        lambda who, when, money: OverdueOf(text(who), day(when), text(money)),
    )


@xw.func
@xw.arg("customer", ndim=2)
@xw.arg("bucket", ndim=2)
@xw.arg("as_of", ndim=2)
@xw.arg("currency", ndim=2)
@xw.arg("buckets", ndim=2)
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


@xw.func
@xw.arg("table", ndim=2)
@xw.arg("key", ndim=2)
@xw.arg("column", ndim=2)
def lookup(server: str, language: str, table: Any, key: Any, column: Any) -> Any:
    """What rows hold in a column; the key is a number, a code or a name."""
    return answered(
        server,
        language,
        (key, table, column),
        lambda which, where, what: CellOf(text(where), text(which), text(what)),
    )
