"""The words of a formula: texts, names, numbers, brackets and signs, in Excel's spelling and in LibreOffice's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import cast

from crossfoot_addin.libreoffice.addresses import column_name, column_number


class Kind(Enum):
    """What a word is."""

    TEXT = auto()
    QUOTED = auto()  # 'My sheet'
    NAME = auto()  # a function, a reference, a defined name, a sheet, a table
    TABLE = auto()  # [@amount], with its brackets
    ERROR = auto()
    NUMBER = auto()
    SPACE = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """One word, as it is written."""

    kind: Kind
    text: str


_WORD = re.compile(
    r"""(?P<TEXT>"(?:[^"]|"")*")
    |(?P<QUOTED>\$?'(?:[^']|'')*')
    |(?P<ERROR>\#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!))
    |(?P<NUMBER>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$.]))
    |(?P<NAME>[\w$\\][\w$.?\\]*)
    |(?P<SPACE>\s+)
    |(?P<SIGN><=|>=|<>|.)""",
    re.VERBOSE | re.DOTALL,
)


def words(formula: str) -> list[Word]:
    """All words of a formula, without its ``=``. Joined, they are the formula again."""
    found: list[Word] = []
    at = 0
    while at < len(formula):
        if formula[at] == "[":
            end = _closing(formula, at)
            found.append(Word(Kind.TABLE, formula[at:end]))
        else:
            match = cast("re.Match[str]", _WORD.match(formula, at))  # any sign is a word
            end = match.end()
            found.append(Word(Kind[str(match.lastgroup)], match[0]))
        at = end
    return found


def _closing(formula: str, start: int) -> int:
    """Where the bracket that opens at ``start`` has closed; an apostrophe takes the sense from the sign after it."""
    depth = 0
    at = start
    while at < len(formula):
        if formula[at] == "'":
            at += 1
        elif formula[at] == "[":
            depth += 1
        elif formula[at] == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(formula)


_REFERENCE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")


def is_cell(word: str) -> bool:
    """Whether a name is the address of a cell."""
    return _REFERENCE.fullmatch(word) is not None


def at_home(formula: str, row: int, column: int) -> tuple[str, ...]:
    """A formula with its relative references as distances from its own cell.

    Formulas of one column are copies of each other exactly if these are equal.
    """
    kept = [word for word in words(formula) if word.kind is not Kind.SPACE]
    found: list[str] = []
    for word, following in zip(kept, [*kept[1:], Word(Kind.SIGN, "")], strict=False):
        cell = _REFERENCE.fullmatch(word.text) if word.kind is Kind.NAME and following.text != "(" else None
        if cell is not None:
            across = cell[2].upper() if cell[1] else f"[{column_number(cell[2].upper()) - column}]"
            down = cell[4] if cell[3] else f"[{int(cell[4]) - row}]"
            found.append(f"R{down}C{across}")
        elif following.text == ":" and word.text.isdigit():
            found.append(f"{int(word.text) - row}:{row}")  # whole rows, as in 1:3, are never taken for a copy
        else:
            found.append(word.text)
    return tuple(found)


def moved(formula: str, down: int, across: int) -> str:
    """A copy of a formula, so many rows below and columns to the right: its relative references move along."""
    kept = words(formula)
    found: list[str] = []
    for at, word in enumerate(kept):
        following = kept[at + 1].text if at + 1 < len(kept) else ""
        cell = _REFERENCE.fullmatch(word.text) if word.kind is Kind.NAME and following != "(" else None
        if cell is None:
            found.append(word.text)
            continue
        column = cell[2] if cell[1] else column_name(column_number(cell[2].upper()) + across)
        row = cell[4] if cell[3] else str(int(cell[4]) + down)
        found.append(f"{cell[1]}{column}{cell[3]}{row}")
    return "".join(found)
