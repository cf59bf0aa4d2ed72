"""Sets of columns by age, as data: where one column ends and the next begins, and what each is called."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from crossfoot_templates.label import Label, Language

NOT_DUE, NO_DUE_DATE, UNAPPLIED = "not due", "no due date", "unapplied"

LABELS: Final = {
    NOT_DUE: Label("未到期", "Not due"),
    NO_DUE_DATE: Label("未达付款条件", "No due date"),
    UNAPPLIED: Label("未核销余额", "Unapplied"),
}
"""The columns that are not of an age."""

_WORDS = re.compile(r"days?|years?|[天日年\s_]")
_DASHES = re.compile(r"[‐-―−~～至]|\bto\b")


@dataclass(frozen=True)
class Bands:
    """Columns by age; upper bounds belong to the column that they end.

    Attributes:
        base: the day from which age counts: when an item was due, or when it was issued.
        unit: of ``bounds``. Years run from anniversary to anniversary; that of 29 February is the 28th.
        bounds: the last day or year of each column but the last, ascending.
    """

    name: str
    label: Label
    base: Literal["due", "issued"]
    unit: Literal["days", "years"]
    bounds: tuple[int, ...]

    @cached_property
    def aged(self) -> tuple[str, ...]:
        """The columns that are of an age, the youngest first: ``1-30``, ``>120``, of years ``0-1``, ``1-2``."""
        step, first = (0, 0) if self.unit == "years" else (1, 1 if self.base == "due" else 0)
        lows = [first, *(bound + step for bound in self.bounds[:-1])]
        return (*(f"{low}-{high}" for low, high in zip(lows, self.bounds, strict=True)), f">{self.bounds[-1]}")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column, in the order of a report."""
        before = (NOT_DUE, NO_DUE_DATE) if self.base == "due" else ()
        return (*before, *self.aged, UNAPPLIED)

    def column(self, since: dt.date, as_of: dt.date) -> str:
        """The column of what ``as_of`` is as old as it is ``since``, which is not later."""
        if self.unit == "years":
            place = sum(as_of > anniversary(since, bound) for bound in self.bounds)
        else:
            place = bisect_left(self.bounds, (as_of - since).days)
        return self.aged[place]

    def named(self, language: Language) -> tuple[str, ...]:
        """Every column as somebody calls it who speaks ``language``."""
        return tuple(LABELS[name].zh if language == "zh" and name in LABELS else name for name in self.columns)

    def find(self, text: str) -> str | None:
        """The column that somebody calls ``text``, in Chinese or English, with another dash, with or without days."""
        return self._by_name.get(_loosely(text))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        named = {_loosely(name): name for name in self.columns}
        labels = {name: LABELS[name] for name in self.columns if name in LABELS}
        return named | {_loosely(word): name for name, label in labels.items() for word in (label.zh, label.en)}


def anniversary(day: dt.date, years: int) -> dt.date:
    """The same day ``years`` later."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _loosely(text: str) -> str:
    return _WORDS.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold()))


BANDS: Final = {
    each.name: each
    for each in (
        Bands("standard", Label("标准", "Standard"), "due", "days", (30, 60, 90, 120)),
        Bands("long", Label("长账龄", "Long"), "due", "days", (120, 180, 360)),
        Bands("issued", Label("按单据日期", "By date of issue"), "issued", "days", (30, 60, 90, 120)),
        Bands("audit", Label("审计账龄", "Audit"), "issued", "years", (1, 2, 3, 4, 5)),
    )
}
"""The sets that there are, by name. The first is meant where none is named."""
