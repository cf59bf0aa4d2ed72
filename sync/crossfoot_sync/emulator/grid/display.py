"""How a value is shown: by the pattern of its number format, or as Google shows what has none."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result, pattern
from crossfoot_sync.emulator.grid.locales import Locale
from crossfoot_sync.emulator.grid.serials import moment

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TEMPORAL = ("DATE", "TIME", "DATE_TIME")
_DEFAULTS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "TIME": "h:mm:ss am/pm",
    "SCIENTIFIC": "0.00E+00",
}
_DATE_PART = re.compile(r'"([^"]*)"|\\(.)|(y+|m+|d+|h+|s+|am/pm|a/p)|(.)', re.IGNORECASE | re.DOTALL)
_NUMBER_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?,.]+)([eE][+-]0+)?|(.)', re.DOTALL)


def shown(cell: Cell, value: Result, locale: Locale) -> str:
    """What the cell shows when it holds ``value``."""
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return value.shown
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    kind, mask = pattern(cell)
    if kind in TEMPORAL:
        when = moment(value)
        return general(value, locale) if when is None else _temporal(when, mask or _default(kind, locale))
    mask = mask or _default(kind, locale)
    if not mask or mask in ("General", "@") or kind == "TEXT":
        return general(value, locale)
    return _numeric(value, mask, locale)


def general(value: float, locale: Locale) -> str:
    """A number without a format: up to ten significant digits, whole numbers up to fifteen."""
    if isinstance(value, int) or value.is_integer():
        text = str(int(value)) if abs(value) < 1e15 else f"{value:.5E}"
    elif abs(value) < 1e-4:
        text = f"{value:.5E}"
    else:
        text = f"{value:.10f}".rstrip("0") if abs(value) < 1 else f"{value:.10g}"
    if "E" in text:
        digits, exponent = text.split("E")
        text = f"{digits.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].lstrip('0').rjust(2, '0')}"
    return text.replace(".", locale.decimal)


def _default(kind: str, locale: Locale) -> str:
    by_locale = {
        "DATE": locale.date,
        "DATE_TIME": locale.date + " h:mm:ss",
        "CURRENCY": f'"{locale.currency}"#,##0.00',
    }
    return by_locale.get(kind) or _DEFAULTS.get(kind, "")


def _temporal(when: datetime, mask: str) -> str:
    parts = [match.groups() for match in _DATE_PART.finditer(mask)]
    codes = [(part[2] or "").lower() for part in parts]
    by_half = any(code in ("am/pm", "a/p") for code in codes)
    written = []
    for at, (quoted, escaped, code, other) in enumerate(parts):
        if code is None:
            written.append(quoted if quoted is not None else escaped or other or "")
            continue
        minute = code.lower()[0] == "m" and _in_a_time(codes, at)
        written.append(_date_code(when, code.lower(), minute=minute, by_half=by_half))
    return "".join(written)


def _in_a_time(codes: list[str], at: int) -> bool:
    """Whether the ``m`` there stands for minutes: after hours or before seconds."""
    before = next((each for each in reversed(codes[:at]) if each), "")
    after = next((each for each in codes[at + 1 :] if each), "")
    return before.startswith("h") or after.startswith("s")


def _date_code(when: datetime, code: str, *, minute: bool, by_half: bool) -> str:
    if code in ("am/pm", "a/p"):
        return ("AM" if when.hour < 12 else "PM")[: 2 if code == "am/pm" else 1]
    letter, width = code[0], len(code)
    if letter == "y":
        return f"{when.year % 100:02d}" if width <= 2 else f"{when.year:04d}"
    if letter == "m" and not minute and width > 2:
        return MONTHS[when.month - 1][: {3: 3, 5: 1}.get(width, 99)]
    if letter == "d" and width > 2:
        return DAYS[when.weekday()][: {3: 3}.get(width, 99)]
    hour = (when.hour % 12 or 12) if by_half else when.hour
    number = {"m": when.minute if minute else when.month, "d": when.day, "h": hour, "s": when.second}[letter]
    return f"{number:0{min(width, 2)}d}"


def _numeric(value: float, mask: str, locale: Locale) -> str:
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', mask)
    if value < 0 and len(sections) > 1:
        return _section(-value, sections[1], locale)
    if value == 0 and len(sections) > 2:
        return _section(value, sections[2], locale)
    return ("-" if value < 0 else "") + _section(abs(value), sections[0], locale)


def _section(value: float, mask: str, locale: Locale) -> str:
    if "%" in re.sub(r'"[^"]*"', "", mask):
        value *= 100
    written = []
    for match in _NUMBER_PART.finditer(mask):
        quoted, escaped, digits, exponent, other = match.groups()
        if digits is not None:
            written.append(_digits(value, digits, exponent, locale))
        else:
            written.append(quoted if quoted is not None else escaped or other or "")
    return "".join(written)


def _digits(value: float, mask: str, exponent: str | None, locale: Locale) -> str:
    whole, _, fraction = mask.partition(".")
    places = len(fraction)
    if exponent:
        digits, power = f"{value:.{places}E}".split("E")
        return f"{digits.replace('.', locale.decimal)}E{power[0]}{power[1:].lstrip('0').rjust(len(exponent) - 2, '0')}"
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    kept = fraction.rstrip("#?")
    after = after[: len(kept)] + after[len(kept) :].rstrip("0")
    if "," in whole:
        before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", locale.group, before)
    return before + (locale.decimal + after if after else "")
