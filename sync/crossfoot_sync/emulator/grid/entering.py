"""What becomes of a text that is typed into a cell: a number, a date, a formula, or just that text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Scalar, pattern
from crossfoot_sync.emulator.grid.locales import Locale
from crossfoot_sync.emulator.grid.serials import date_serial
from crossfoot_sync.emulator.json_types import Json


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, or a formula, with the number format it brings into a cell that has none."""

    value: Scalar | ErrorValue | None = None
    formula: str | None = None
    type: str = ""
    pattern: str = ""


_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_SHORT = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_CURRENCIES = "$€£¥￥"
_ERRORS = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
}


def entered(cell: Cell, value: Scalar, locale: Locale, year: int) -> Cell:
    """The cell after ``value`` was put in as if it had been typed in that year."""
    if not isinstance(value, str):
        return cell.with_value(value)
    if pattern(cell)[0] == "TEXT" and not value.startswith("="):
        return cell.with_value(value)
    typed = read(value, locale, year)
    changed = cell.with_value(typed.value, typed.formula)
    if not typed.type or pattern(cell)[0]:
        return changed
    number_format: Json = {"numberFormat": {"type": typed.type, "pattern": typed.pattern}}
    return Cell(changed.value, changed.formula, {**(cell.format or {}), **number_format}, cell.note, cell.validation)


def read(text: str, locale: Locale, year: int) -> Typed:
    """What a typed text means; ``3/5`` and ``3-5`` are days of that year."""
    if text.startswith("=") and len(text) > 1:
        return Typed(formula=text)
    if text.startswith("'"):
        return Typed(text[1:])
    stripped = text.strip()
    if stripped.upper() in ("TRUE", "FALSE"):
        return Typed(stripped.upper() == "TRUE")
    if stripped.upper() in _ERRORS:
        return Typed(ErrorValue(_ERRORS[stripped.upper()], stripped.upper(), ""))
    return _number(stripped, locale) or _moment(stripped, locale, year) or Typed(text)


def _number(text: str, locale: Locale) -> Typed | None:
    group, decimal = re.escape(locale.group), re.escape(locale.decimal)
    match = re.fullmatch(
        rf"([-+]?)([{_CURRENCIES}]?)([-+]?)((?:\d{{1,3}}(?:{group}\d{{3}})+|\d*)(?:{decimal}\d*)?)([eE][-+]?\d+)?\s*(%?)",
        text,
    )
    if match is None or not re.search(r"\d", match[4]) or (match[1] and match[3]):
        return None
    digits = match[4].replace(locale.group, "").replace(locale.decimal, ".")
    value = float(digits + (match[5] or ""))
    if match[1] == "-" or match[3] == "-":
        value = -value
    fraction = "0.00" if locale.decimal in match[4] else "0"
    if match[6]:
        return Typed(float(f"{value / 100:.15g}"), type="PERCENT", pattern=fraction + "%")
    if match[2]:
        return Typed(value, type="CURRENCY", pattern=f'"{match[2]}"#,##{fraction}')
    if match[5]:
        return Typed(value, type="SCIENTIFIC", pattern="0.00E+00")
    if locale.group in match[4]:
        return Typed(value, type="NUMBER", pattern="#,##" + fraction)
    return Typed(value)


def _moment(text: str, locale: Locale, year: int) -> Typed | None:
    first, _, rest = text.partition(" ")
    alone = _time(first) if not rest else None
    if alone is not None:
        return Typed(_part(alone), type="TIME", pattern="h:mm" + (":ss" if first.count(":") == 2 else ""))
    found = _date(first, locale, year)
    if found is None:
        return None
    day, shown = found
    if not rest:
        return Typed(date_serial(day), type="DATE", pattern=shown)
    clock = _time(rest.strip())
    if clock is None:
        return None
    return Typed(
        date_serial(day) + _part(clock), type="DATE_TIME", pattern=shown + " h:mm" + ":ss" * (rest.count(":") == 2)
    )


def _date(text: str, locale: Locale, year: int) -> tuple[date, str] | None:
    without_year = _DAY.fullmatch(text)
    if without_year:
        parts = dict(zip(locale.order.replace("y", ""), (int(without_year[1]), int(without_year[2])), strict=True))
        return _day(year, parts["m"], parts["d"], locale.date)
    iso, chinese, short = _ISO.fullmatch(text), _CHINESE.fullmatch(text), _SHORT.fullmatch(text)
    if chinese:
        return _day(int(chinese[1]), int(chinese[2]), int(chinese[3]), 'yyyy"年"m"月"d"日"')
    if iso:
        padded = "m" * len(iso[3]), "d" * len(iso[4])
        return _day(int(iso[1]), int(iso[3]), int(iso[4]), f"yyyy{iso[2]}{padded[0]}{iso[2]}{padded[1]}")
    if short is None or (short[2] == "." and "." not in locale.date):
        return None
    parts = dict(zip(locale.order, (int(short[1]), int(short[3]), int(short[4])), strict=True))
    if parts["y"] < 100:
        parts["y"] += 2000 if parts["y"] < 50 else 1900
    return _day(parts["y"], parts["m"], parts["d"], locale.date)


def _day(year: int, month: int, day: int, shown: str) -> tuple[date, str] | None:
    try:
        return date(year, month, day), shown
    except ValueError:
        return None


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def _part(clock: time) -> float:
    midnight = datetime.combine(date.min, time())
    return (datetime.combine(date.min, clock) - midnight).total_seconds() / 86400
