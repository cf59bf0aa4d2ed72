"""Texts out of numbers and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

from crossfoot_templates.formula.evaluation.days import on_calendar
from crossfoot_templates.formula.vectors import Numbers, Texts
from crossfoot_templates.formula.vectors.columns import EMPTY, Objects, Units, blank_rows
from crossfoot_templates.formula.vectors.exact import parts
from crossfoot_templates.formula.vectors.rounding import wholes
from crossfoot_templates.formula.vectors.taking import DAY_0


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is written out: its decimal places, with thousands apart or not, as it is or in per cent."""

    places: int = 0
    grouped: bool = False
    percent: bool = False


NUMBER_FORMATS: dict[str, NumberFormat] = {
    **{"0" + ("." + "0" * places if places else ""): NumberFormat(places) for places in range(7)},
    "#,##0": NumberFormat(grouped=True),
    "#,##0.00": NumberFormat(2, grouped=True),
    "0%": NumberFormat(percent=True),
    "0.0%": NumberFormat(1, percent=True),
    "0.00%": NumberFormat(2, percent=True),
}
"""The formats that TEXT takes for numbers."""

DATE_FORMATS: dict[str, str] = {
    "yyyy-mm-dd": "{0.year:04}-{0.month:02}-{0.day:02}",
    "yyyy/mm/dd": "{0.year:04}/{0.month:02}/{0.day:02}",
    "yyyymmdd": "{0.year:04}{0.month:02}{0.day:02}",
    "yyyy-mm": "{0.year:04}-{0.month:02}",
    "yyyymm": "{0.year:04}{0.month:02}",
    "yyyy": "{0.year:04}",
    "mm": "{0.month:02}",
    "dd": "{0.day:02}",
    "yyyy年m月d日": "{0.year:04}年{0.month}月{0.day}日",
}
"""The formats that TEXT takes for days."""

_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)
"""A spreadsheet writes a number that is joined to a text with at most 15 digits."""

_EXACT = Context(prec=60)


def as_general(numbers: Numbers) -> Texts:
    """``numbers`` as they are joined to texts: the decimal places they have and no more; a blank is empty."""
    shown = [f"{_SHOWN.plus(value).normalize():f}" if value else "0" for value in _decimals(numbers)]
    return Texts(np.where(blank_rows(numbers), EMPTY, np.array(shown, np.object_)), numbers.errors)


def in_format(numbers: Numbers, shape: str) -> Texts:
    """``numbers`` as ``shape`` writes them, rounded half away from zero; days that no calendar has are ``#NUM!``.

    Raises:
        KeyError: there is no such format.
    """
    if shape in DATE_FORMATS:
        serials, errors = on_calendar(numbers)
        return Texts(_dates(DATE_FORMATS[shape], serials), errors)
    chosen = NUMBER_FORMATS[shape]
    pattern = f"{{:{',' if chosen.grouped else ''}.{chosen.places}f}}{'%' if chosen.percent else ''}"
    steps = wholes(numbers, chosen.places + 2 * chosen.percent)
    texts = [pattern.format(Decimal(step).scaleb(-chosen.places, _EXACT)) for step in steps]
    return Texts(np.array(texts, np.object_), numbers.errors)


def _dates(pattern: str, serials: Units) -> Objects:
    days = (dt.date.fromordinal(serial + DAY_0) for serial in serials.tolist())
    return np.array([pattern.format(day) for day in days], np.object_)


def _decimals(numbers: Numbers) -> list[Decimal]:
    """``numbers``, none of which has places without end, as decimals."""
    if numbers.denominators is None:
        return [Decimal(unit).scaleb(-numbers.scale) for unit in numbers.units.tolist()]
    above, below = np.broadcast_arrays(*parts(numbers))
    return [
        _EXACT.divide(Decimal(unit), Decimal(part)) for unit, part in zip(above.tolist(), below.tolist(), strict=True)
    ]
