"""Text and codes as people and programs leave them in cells."""

from __future__ import annotations

import datetime as dt
import unicodedata

from crossfoot_sync.engine.parsers.context import Context, Parsed
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue, Code, LongText, Text

_INVISIBLE = "\u200b\ufeff\u2060"
_ZEROS_LOST = 2
"""How many leading zeros a code that was typed as a number may be thought to have lost."""
_SPACES = str.maketrans({"\n": " ", "\r": " ", "\t": " "})


def tidy(text: str) -> str | Message | None:
    """``text`` in NFC without surrounding blanks, ``None`` when nothing is left, a finding for control characters."""
    tidied = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    tidied = tidied.strip().strip(_INVISIBLE).strip()
    if tidied.isascii() and tidied.isprintable():
        return tidied or None
    for character in tidied:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            return say("control_character")
    return tidied or None


def narrow(text: str) -> str:
    """``text`` with full-width digits, letters, punctuation and blanks made half-width."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def number_text(number: float) -> str:
    """A number as a person would write it: no trailing ``.0``, no more digits than a spreadsheet keeps."""
    if isinstance(number, int):
        return str(number)
    return f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}"


def as_text(cell: CellValue) -> str | Message | None:
    """Any cell as tidied text: what a text column makes of numbers and dates that were typed into it."""
    match cell:
        case None:
            return None
        case str():
            return tidy(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return say("digits_lost") if abs(cell) >= 1e15 else number_text(cell)
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case _:
            return cell.isoformat()


def parse_text(cell: CellValue, column_type: Text, context: Context) -> Parsed:
    """One line: line breaks and tabs become blanks."""
    text = as_text(cell)
    return " ".join(text.translate(_SPACES).split(" ")).strip() if isinstance(text, str) else text


def parse_long_text(cell: CellValue, column_type: LongText, context: Context) -> Parsed:
    """Text with its line breaks."""
    return as_text(cell)


def parse_code(cell: CellValue, column_type: Code, context: Context) -> Parsed:
    """A code is text; as a number it may have lost zeros or digits, which nobody can guess."""
    if isinstance(cell, bool | dt.date):
        return say("not_text", value=str(cell))
    if isinstance(cell, int | float):
        if abs(cell) >= 1e15:
            return say("digits_lost")
        digits = number_text(cell)
        missing = (column_type.length or len(digits)) - len(digits)
        if not 0 <= missing <= _ZEROS_LOST:
            # whoever takes a code that is made up here stores what nobody ever wrote
            return say("wrong_length", value=digits, length=len(digits), expected=len(digits) + missing)
        return say("code_is_number", suggestion=digits.zfill(column_type.length or 0))
    text = tidy(cell) if cell is not None else None
    return narrow(text.translate(_SPACES)).strip() or None if isinstance(text, str) else text
