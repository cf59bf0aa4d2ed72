"""Amounts beside the currency of their row: one that is written with the sign of another is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.engine.parsers.currencies import code_of
from crossfoot_sync.engine.parsers.numbers import currencies_beside
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column
from crossfoot_templates.types import Choice, Money

OTHER_CURRENCY = "other_currency"
_SHOWN = 60


def other_currencies(
    columns: Mapping[str, Column], cells: Mapping[str, object], values: Mapping[str, object], context: Context
) -> Iterator[tuple[str, Message]]:
    """The amounts of a row whose text names another currency than the row's, and what is said of them.

    ``cells`` is what stands in the row, by column, and ``values`` what of it could be read. Where the currency is blank
    or could not be read, nothing is said of its amounts.
    """
    for name, column in columns.items():
        cell = cells.get(name)
        if not isinstance(column.type, Money) or not isinstance(cell, str) or name not in values:
            continue
        beside, currency = currencies_beside(cell), values.get(column.type.currency)
        if not beside or not isinstance(currency, str):
            continue
        of = columns[column.type.currency]
        meant = _label(of, currency, context)
        code = code_of(currency) or code_of(meant)
        if code is not None and code not in beside:
            written = _label(of, beside[0], context)
            yield name, say(OTHER_CURRENCY, value=cell.strip()[:_SHOWN], written=written, currency=meant)


def _label(column: Column, code: str, context: Context) -> str:
    """What a cell of the currency column shows for ``code``."""
    if not isinstance(column.type, Choice):
        return code
    return context.choices[column.type.choices].label(code, context.language) or code
