"""A cell's markup as a value, and a value as a cell's markup."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import NamedTuple, TypeAlias

from crossfoot_sync.grids.xlsx.faults import Malformed
from crossfoot_sync.grids.xlsx.markup import Token
from crossfoot_sync.grids.xlsx.plainxml import attributes, escape, unescape, utf8, whole_characters
from crossfoot_sync.grids.xlsx.styles import DATE, DATE_TIME, GENERAL
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue

_LAST_SERIAL = 2_958_466
_DAY = dt.timedelta(days=1)
_MILLISECOND = dt.timedelta(milliseconds=1)

_NAME = rb"(?:[\w.-]+:)?"
_FORMULA = re.compile(rb"<%bf(?=[\s/>])([^>]*?)(?:/>|>([^<]*))" % _NAME)
_VALUE = re.compile(rb"<%bv(?:\s[^>]*)?(?:/>|>([^<]*)</)" % _NAME)
_INLINE = re.compile(rb"<%bis(?=[\s/>])" % _NAME)
_PHONETIC = re.compile(rb"<%brPh(?=[\s>])[^<]*(?:<(?!/%brPh[\s>])[^<]*)*</%brPh\s*>" % (_NAME, _NAME, _NAME))
_TEXT = re.compile(rb"<%bt(?:\s[^>]*)?>([^<]*)</" % _NAME)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


_NUMBERS = (b"", b"n")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|[0-9.]+e\+?[0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calculated:
    """What a cell is to hold: a formula as the file has it, and the value that it gives."""

    formula: str
    value: CellValue


Content: TypeAlias = CellValue | Calculated
"""What a cell is to hold; ``None`` clears it."""


class Unusual(Exception):
    """A cell is not of one of the usual forms: a way out of the fast path, never shown."""


class Read(NamedTuple):
    """A cell as read: its value, why it has none, whether a formula made it, and that, where the cell tells it."""

    value: CellValue
    fault: Message | None = None
    formula: bool = False
    text: str = ""


BLANK = Read(None)


@dataclass(frozen=True)
class Values:
    """What a workbook's cells mean: the shared strings, the formats that show dates, the first day of its calendar."""

    strings: Sequence[str]
    dates: frozenset[bytes]
    date1904: bool

    def simple(self, style: bytes, kind: bytes, value: bytes, text: bytes) -> CellValue:
        """What a cell of one of the usual forms holds: a number, a date, a truth value or a text.

        Raises:
            Unusual: it takes :meth:`read` to tell.
            Malformed: it points at a shared string that is not there.
        """
        if not value:
            return _text(text) if text else None
        if kind == b"s":
            return self._shared(value)
        if not kind or kind == b"n":
            return _date(value, self.date1904) if style in self.dates else _number(value)
        if kind == b"str":
            return _text(value)
        if kind == b"b":
            return value.strip() in {b"1", b"true"}
        raise Unusual

    def read(self, token: Token) -> Read:
        """What any cell holds.

        Raises:
            Malformed: it points at a shared string that is not there.
        """
        _, style, kind, value, text, rest = token
        if not rest:
            return self._of(style, kind, value, text)
        written = _FORMULA.search(rest)
        formula, own = written is not None, plain_text(written[2] or b"") if written else ""
        if kind == b"inlineStr" and _INLINE.search(rest):
            return Read(rich_text(rest) or None, formula=formula, text=own)
        found = _VALUE.search(rest)
        if found and found[1]:
            return self._of(style, kind, found[1], b"")._replace(formula=formula, text=own)
        if formula and not (found and kind == b"str"):
            return Read(None, say("no_cached_value"), formula=True, text=own)
        return Read(None, formula=formula, text=own)

    def _of(self, style: bytes, kind: bytes, value: bytes, text: bytes) -> Read:
        try:
            return Read(self.simple(style, kind, value, text))
        except Unusual:
            shown = plain_text(value)
        if kind == b"e":
            return Read(None, say("error_value", value=shown))
        if kind == b"d":
            return Read(_from_iso(shown, date1904=self.date1904))
        if kind in _NUMBERS and _NOT_FINITE.fullmatch(shown):
            return Read(None, say("error_value", value="#NUM!"))
        return Read(shown or None)

    def _shared(self, raw: bytes) -> CellValue:
        index = raw.strip()
        if not index.isdigit() or len(index) > 9 or int(index) >= len(self.strings):
            raise Malformed(f"there is no shared string {raw[:20].decode('ascii', 'replace')}")
        return self.strings[int(index)] or None


# The same texts and dates stand in many cells: kept for a while, they are made once and held once.


@lru_cache(maxsize=65_536)
def _text(raw: bytes) -> str | None:
    return plain_text(raw) or None


@lru_cache(maxsize=65_536)
def _date(raw: bytes, date1904: bool) -> CellValue:
    return from_serial(_number(raw), date1904=date1904)


def _number(raw: bytes) -> float:
    try:
        number = float(raw)
    except ValueError:
        raise Unusual from None
    if not isfinite(number):
        raise Unusual
    return number


def from_serial(serial: float, *, date1904: bool) -> CellValue:
    """The date of a serial number, with a time of day (to the millisecond) where there is one.

    Times of day alone, negative numbers and the 29 February 1900 that only spreadsheets know stay numbers.
    """
    if not 1 <= serial < _LAST_SERIAL or (not date1904 and 60 <= serial < 61):
        return serial
    try:
        moment = _first_day(serial, date1904=date1904) + _DAY * int(serial)
        moment += _MILLISECOND * round((serial % 1) * 86_400_000)
    except OverflowError:
        return serial
    return moment.date() if moment.time() == dt.time() else moment


def to_serial(value: dt.date, *, date1904: bool) -> float | int | None:
    """The serial number of a date, or ``None`` where the calendar of the workbook does not reach back to it."""
    moment = value.replace(tzinfo=None) if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    days = (moment - _first_day(61, date1904=date1904)) / _DAY
    if not date1904 and days < 61:
        days -= 1
    if days < 1:
        return None
    return int(days) if days == int(days) else days


def _first_day(serial: float, *, date1904: bool) -> dt.datetime:
    """Day 0 of the calendar; before March 1900 it is a day later, because spreadsheets give 1900 a leap day."""
    if date1904:
        return dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet's dates know no zone
    return dt.datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001 - the same


def _from_iso(text: str, *, date1904: bool) -> CellValue:
    """A date cell of strict workbooks. What is no date stays text; a time of day becomes the fraction of a day."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _time_of_day(text)
    if to_serial(moment, date1904=date1904) is None:
        return text
    return moment.date() if moment.time() == dt.time() else moment


def _time_of_day(text: str) -> CellValue:
    try:
        time = dt.time.fromisoformat(text)
    except ValueError:
        return text or None
    return (time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6) / 86_400


def rich_text(markup: bytes) -> str:
    """The text of a string item: all its runs, without the phonetic hints of East Asian versions."""
    if b"rPh" in markup:
        markup = _PHONETIC.sub(b"", markup)
    pieces = _TEXT.findall(markup)
    return plain_text(pieces[0] if len(pieces) == 1 else b"".join(pieces))


def plain_text(raw: bytes) -> str:
    """Character data as a cell shows it: ``_x000D_`` stands for the character of that number."""
    return shown_text(unescape(utf8(raw)))


def shown_text(text: str) -> str:
    """``text`` of a file, an attribute's too, as it is shown."""
    if "_x" not in text:
        return text
    return whole_characters(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def cell_text(text: str) -> str:
    """``text`` as character data that comes back the same, whatever characters it holds."""
    return escape(_UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def array_range(rest: bytes) -> str | None:
    """The range of an array or data-table formula; ``None`` where the cell has none."""
    if b"array" not in rest and b"dataTable" not in rest:
        return None
    found = _FORMULA.search(rest)
    written = attributes(found[0]) if found else {}
    return written.get("ref") if written.get("t") in {"array", "dataTable"} else None


def number_kind(value: Content) -> int | None:
    """The kind of number format that ``value`` needs to come back as what it is, if any."""
    if isinstance(value, Calculated):
        return number_kind(value.value)
    if isinstance(value, dt.datetime):
        return DATE_TIME
    if isinstance(value, dt.date):
        return DATE
    return GENERAL if isinstance(value, int | float) and not isinstance(value, bool) else None


def written(value: Content, prefix: str, *, date1904: bool) -> tuple[str, str]:
    """The ``t`` attribute and the content of a cell that holds ``value``.

    Text is always inline text, that of a formula excepted, which cannot be.

    Raises:
        ValueError: a number that is not finite.
    """
    match value:
        case Calculated(formula, result):
            kind, content = written(result, prefix, date1904=date1904)
            if not content or "inlineStr" in kind:
                kind, content = ' t="str"', f"<{prefix}v>{cell_text(str(result or ''))}</{prefix}v>"
            return kind, f"<{prefix}f>{cell_text(formula)}</{prefix}f>{content}"
        case None | "":
            return "", ""
        case bool():
            return ' t="b"', f"<{prefix}v>{int(value)}</{prefix}v>"
        case dt.date():
            serial = to_serial(value, date1904=date1904)
            if serial is None:
                return written(value.isoformat(), prefix, date1904=date1904)
            return "", f"<{prefix}v>{serial!r}</{prefix}v>"
        case int() | float():
            if not isfinite(value):
                raise ValueError(f"a cell cannot hold the number {value}")
            return "", f"<{prefix}v>{value!r}</{prefix}v>"
        case str():
            keep = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
            return ' t="inlineStr"', f"<{prefix}is><{prefix}t{keep}>{cell_text(value)}</{prefix}t></{prefix}is>"
