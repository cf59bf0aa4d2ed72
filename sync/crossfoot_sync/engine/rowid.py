"""Row ids: UUIDv7 in Crockford's base 32 with his check character, 27 characters.

Made by whoever adds the row, in sheet order, so that ids sort by time. The check character tells a mistyped
or damaged id from a real one.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK = _DIGITS + "*~$=U"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
LENGTH = 27


def new_row_id(milliseconds: int | None = None, randomness: int | None = None) -> str:
    """A new id; the arguments (Unix time, 74 random bits) are for those who need it repeatable."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    bits = secrets.randbits(74) if randomness is None else randomness
    number = (stamp & (1 << 48) - 1) << 80 | 7 << 76 | (bits >> 62 & 0xFFF) << 64 | 2 << 62 | bits & (1 << 62) - 1
    return encode(number)


def encode(number: int) -> str:
    """A 128-bit number as an id."""
    digits = (_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))
    return "".join(digits) + _CHECK[number % 37]


def is_row_id(text: object) -> bool:
    """Whether ``text`` is an id whose check character holds."""
    if not isinstance(text, str) or len(text) != LENGTH or not all(digit in _VALUE for digit in text[:-1]):
        return False
    number = 0
    for digit in text[:-1]:
        number = number << 5 | _VALUE[digit]
    return number < 1 << 128 and _CHECK[number % 37] == text[-1]


def completed(text: str) -> str:
    """``text`` with its check character, if it is an id that lacks only that; any other text as it is.

    The last character may be a sign such as ``$``, which a double click leaves out and some shells keep for themselves.
    """
    if len(text) != LENGTH - 1 or not all(digit in _VALUE for digit in text):
        return text
    number = 0
    for digit in text:
        number = number << 5 | _VALUE[digit]
    return encode(number) if number < 1 << 128 else text


def as_uuid(row_id: str) -> UUID:
    """The UUID behind an id."""
    number = 0
    for digit in row_id[:-1]:
        number = number << 5 | _VALUE[digit]
    return UUID(int=number)
