"""What Excel makes of a text that is put into a cell: a number, a date, a truth value, or the text itself.

As in the United States, which is how xlwings' texts reach Excel: ``3/5/2024`` is the fifth of March.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from crossfoot_addin.libreoffice.values import ErrorValue

GENERAL = "General"
DATE = "m/d/yyyy"
DATE_AND_TIME = "m/d/yyyy h:mm"
TIME = "h:mm:ss"

ERRORS = frozenset({"#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


class Entry(NamedTuple):
    """What comes into the cell, and the number format that a cell without one takes."""

    value: Any
    number_format: str = GENERAL


_AMOUNT = r"(\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)"


def _number(found: re.Match[str]) -> Entry:
    return Entry(float(found[0].replace(",", "")))


def _thousands(found: re.Match[str]) -> Entry:
    return Entry(float(found[0].replace(",", "")), "#,##0.00" if "." in found[0] else "#,##0")


def _percent(found: re.Match[str]) -> Entry:
    amount = float(found[1] + found[2].replace(",", "")) / 100
    return Entry(amount, "0.00%" if "." in found[2] else "0%")


def _dollars(found: re.Match[str]) -> Entry:
    code = "$#,##0.00" if "." in found[2] else "$#,##0"
    return Entry(float(found[1] + found[2].replace(",", "")), f"{code}_);[Red]({code})")


def _date(year: str, month: str, day: str, clock: str | None) -> Entry | None:
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 30 else 1900)
    try:
        date = dt.datetime(full, int(month), int(day))  # noqa: DTZ001  # a cell has no zone
    except ValueError:
        return None
    if date.year < 1900:
        return None
    if clock is None:
        return Entry(date, DATE)
    time = _time_of(clock)
    return None if time is None else Entry(dt.datetime.combine(date, time), DATE_AND_TIME)


def _time_of(text: str) -> dt.time | None:
    hour, minute, *second = text.split(":")
    try:
        return dt.time(int(hour), int(minute), int(second[0]) if second else 0)
    except ValueError:
        return None


def _time(found: re.Match[str]) -> Entry | None:
    time = _time_of(found[0])
    return None if time is None else Entry(time, TIME if found[0].count(":") == 2 else "h:mm")


_CLOCK = r"(\d{1,2}:\d{2}(?::\d{2})?)"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Entry | None]], ...] = (
    (re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"), _number),
    (re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"), _thousands),
    (re.compile(rf"([+-]?){_AMOUNT}%"), _percent),
    (re.compile(rf"([+-]?)\${_AMOUNT}"), _dollars),
    (
        re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}})(?:[ T]{_CLOCK})?"),
        lambda found: _date(found[1], found[2], found[3], found[4]),
    ),
    (
        re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}|\d{{2}})(?: {_CLOCK})?"),
        lambda found: _date(found[3], found[1], found[2], found[4]),
    ),
    (re.compile(_CLOCK), _time),
)
"""Shapes of text that are not text, and what each comes to."""


def entered(text: str) -> Entry:
    """What ``text`` comes to in a cell that is not formatted as text. A formula stays as it is, with its ``=``."""
    if text.startswith("'"):
        return Entry(text[1:])
    word = text.strip()
    if not word or (word[0].isalpha() and word[0] not in "tTfF"):
        return Entry(text)
    if word.upper() in {"TRUE", "FALSE"}:
        return Entry(word.upper() == "TRUE")
    if word.upper() in ERRORS:
        return Entry(ErrorValue(word.upper()))
    for shape, read in _KINDS:
        if found := shape.fullmatch(word):
            return read(found) or Entry(text)
    return Entry(text)
