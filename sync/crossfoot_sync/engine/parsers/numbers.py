"""Numbers as numbers, and as the texts people paste. Nothing is rounded: what does not fit is a finding."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal as Exact

from crossfoot_sync.engine.parsers.context import Context, Parsed
from crossfoot_sync.engine.parsers.currencies import meant_by, take_signs
from crossfoot_sync.engine.parsers.texts import narrow, tidy
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue, Decimal, Integer, Money, Percent
from crossfoot_templates.types.number import MAX_DIGITS

_NUMBER = re.compile(r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?|(?P<bare>\.\d+)")
_MYRIADS = {"万亿": Exact(10**12), "万": Exact(10**4), "亿": Exact(10**8)}
_TOO_LONG = 60


def parse_scaled(cell: CellValue, column_type: Decimal | Money, context: Context) -> Parsed:
    """An exact number at the column's scale."""
    return _fit(_number(cell, wan=column_type.wan), column_type)


def parse_percent(cell: CellValue, column_type: Percent, context: Context) -> Parsed:
    """A share: 0.05 or the text 5 %."""
    text = narrow(cell).strip() if isinstance(cell, str) else ""
    if not text.endswith("%"):
        return _fit(_in_words(_number(cell, wan=False), "not_a_percent"), column_type)
    number = _number(text[:-1], wan=False)
    return (
        _fit(number / 100, column_type) if isinstance(number, Exact) else say("not_a_percent", value=text[:_TOO_LONG])
    )


def currencies_beside(text: str) -> tuple[str, ...]:
    """The codes of the currencies that the signs beside an amount may stand for, the likeliest first; none without."""
    tidied = tidy(text)
    signs = _bare(narrow(tidied)).currency if isinstance(tidied, str) else ()
    return meant_by(signs) if signs else ()


def _in_words(number: Exact | Message | None, code: str) -> Exact | Message | None:
    """``number``, or that there is none as ``code`` says it, which shows what the column takes."""
    if isinstance(number, Message) and number.code == "not_a_number":
        return say(code, **number.facts)
    return number


def _fit(number: Exact | Message | None, column_type: Decimal | Money | Percent) -> Parsed:
    """``number`` at the column's scale, or the finding that it has too many places or digits."""
    if not isinstance(number, Exact):
        return number
    shown = f"{number:f}"[:_TOO_LONG]
    if number.adjusted() >= MAX_DIGITS:
        return say("too_many_digits", value=shown)
    fitting = column_type.quantize(number) + 0
    if fitting != number:
        return say("too_many_decimals", value=shown, scale=column_type.scale, suggestion=f"{fitting:f}")
    return fitting if len(fitting.normalize().as_tuple().digits) <= MAX_DIGITS else say("too_many_digits", value=shown)


def parse_integer(cell: CellValue, column_type: Integer, context: Context) -> Parsed:
    """A whole number."""
    number = _in_words(_number(cell, wan=column_type.wan), "not_an_integer")
    if not isinstance(number, Exact):
        return number
    if number.adjusted() >= MAX_DIGITS:
        return say("too_many_digits", value=f"{number:f}"[:_TOO_LONG])
    if number != number.to_integral_value():
        return say("not_an_integer", value=f"{number:f}")
    return int(number)


def _number(cell: CellValue, *, wan: bool) -> Exact | Message | None:
    match cell:
        case None:
            return None
        case bool() | dt.date():
            return say("not_a_number", value=str(cell))
        case int():
            return Exact(cell)
        case float():
            if not math.isfinite(cell):
                return say("not_a_number", value=str(cell))
            # a spreadsheet keeps and shows 15 digits: 0.1+0.2 is 0.3 to whoever reads the cell
            return Exact(f"{cell:.15g}")
        case _:
            return _text_number(cell, wan=wan)


def _text_number(cell: str, *, wan: bool) -> Exact | Message | None:
    tidied = tidy(cell)
    if not isinstance(tidied, str):
        return tidied
    unreadable = say("not_a_number", value=tidied[:_TOO_LONG])
    bare = _bare(narrow(tidied))
    unit = next((unit for unit in _MYRIADS if bare.text.endswith(unit)), "")
    if unit and not wan:
        return say("wan_not_allowed", value=tidied[:_TOO_LONG])
    text = bare.text.removesuffix(unit).rstrip()
    match = _NUMBER.fullmatch(text)
    if match is None or bare.minuses > 1 or len(text) > _TOO_LONG or not meant_by(bare.currency):
        return unreadable
    number = Exact(text.replace(",", "")) * _MYRIADS.get(unit, 1)
    return -number if bare.minuses else number


@dataclass(frozen=True)
class _Bare:
    """A text without what may stand around its number.

    Attributes:
        minuses: how many signs said that it is negative.
        currency: the currency signs beside it, in lower case.
    """

    text: str
    minuses: int = 0
    currency: tuple[str, ...] = ()


def _bare(text: str) -> _Bare:
    """``text`` without its signs, in either order: ``-¥5`` and ``¥-5``."""
    bare = _Bare(text)
    for _ in range(2):
        inner, currency = take_signs(bare.text)
        inner, negative = _sign(inner)
        bare = _Bare(inner, bare.minuses + negative, (*bare.currency, *currency))
    return bare


def _sign(text: str) -> tuple[str, bool]:
    """``text`` without its sign, and whether it is negative: ``-5``, ``−5`` and an accountant's ``(5)``."""
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if text[:1] in ("-", "−"):
        return text[1:].strip(), True
    return text.removeprefix("+").strip(), False
