"""Questions about single figures and cells, many in one request, and their answers: what functions in cells ask."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import msgspec

from crossfoot_templates.messages import Message
from crossfoot_templates.types import WireValue

MOST = 500
"""The most questions of one request."""

LONGEST = 500
"""Characters of a text in a question."""

ShortText = Annotated[str, msgspec.Meta(max_length=LONGEST)]
Shown: TypeAlias = Literal["text", "number", "date", "time", "truth"]


class BalanceOf(msgspec.Struct, frozen=True, tag_field="kind", tag="balance"):
    """What a customer owes; negative where they have paid more.

    Attributes:
        customer: the code or the name.
        as_of: the day at whose end it is meant, such as ``2025-03-31``; today when empty.
        currency: such as ``CNY``; needed only where something is open in several.
    """

    customer: ShortText
    as_of: ShortText = ""
    currency: ShortText = ""


class OverdueOf(msgspec.Struct, frozen=True, tag_field="kind", tag="overdue"):
    """What of the debits of a customer was due before ``as_of`` and is open; see :class:`BalanceOf`."""

    customer: ShortText
    as_of: ShortText = ""
    currency: ShortText = ""


class AgingOf(msgspec.Struct, frozen=True, tag_field="kind", tag="aging"):
    """One column of the aging of what a customer owes; see :class:`BalanceOf`.

    Attributes:
        bucket: the column, such as ``31-60``, ``not due`` or ``未到期``; ``total`` is the balance.
        buckets: the set of columns: ``standard``, ``long``, ``issued`` or ``audit``; the first of these when empty.
    """

    customer: ShortText
    bucket: ShortText
    as_of: ShortText = ""
    currency: ShortText = ""
    buckets: ShortText = ""


class CellOf(msgspec.Struct, frozen=True, tag_field="kind", tag="cell"):
    """What a row holds in one column.

    Attributes:
        table: its name, or its label in Chinese or English; the same goes for ``column``.
        key: the row's number or code, or what references to it show.
    """

    table: ShortText
    key: ShortText
    column: ShortText


Question: TypeAlias = BalanceOf | OverdueOf | AgingOf | CellOf


class Lookups(msgspec.Struct, frozen=True):
    """Questions, each of which is answered by itself. ``language`` is that of the choices and names in answers."""

    questions: Annotated[list[Question], msgspec.Meta(max_length=MOST)]
    language: Literal["zh", "en"] = "zh"


class Amount(msgspec.Struct, frozen=True, tag_field="kind", tag="amount"):
    """An exact amount; ``currency`` is empty where nothing tells which: the customer never owed anything."""

    amount: str
    currency: str


class Cell(msgspec.Struct, frozen=True, tag_field="kind", tag="cell"):
    """What a cell shows, ``null`` for a blank: of a choice its label, of a reference what its row is called.

    Attributes:
        shown: what the value is: numbers that are not whole are written as text, as are dates and instants (UTC).
    """

    value: WireValue
    shown: Shown


class Refused(msgspec.Struct, frozen=True, tag_field="kind", tag="refused"):
    """Why there is no answer, and the way out."""

    message: Message


Answer: TypeAlias = Amount | Cell | Refused


class Answers(msgspec.Struct, frozen=True):
    """The answers, in the order of the questions."""

    answers: list[Answer]
