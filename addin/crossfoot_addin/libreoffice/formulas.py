"""Formulas as Excel writes them in English, and as LibreOffice takes them.

Both differ in separators, in how a sheet is named, in references to tables, and in the names of some functions; which
names, LibreOffice says itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crossfoot_addin.libreoffice.addresses import quoted
from crossfoot_addin.libreoffice.errors import BadFormula
from crossfoot_addin.libreoffice.formula_words import Kind, Word, is_cell, words

ENGLISH, EXCEL_FILE = 1, 5  # com.sun.star.sheet.FormulaLanguage: ENGLISH, OOXML
EVERY_FUNCTION = 0x7FFFFFFF
ADDED = "COM.SUN.STAR."
"""How the names of functions begin that come from LibreOffice's own additions."""
NEWER = ("_xlfn._xlws.", "_xlfn.", "_xlws.")
"""What files write before the names of functions that came after 2007, and formulas do not."""


@dataclass(frozen=True, slots=True)
class Functions:
    """The names of functions that differ, both ways."""

    to_office: Mapping[str, str] = field(default_factory=dict)
    to_excel: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(document: Any) -> Functions:
        """As the LibreOffice that holds ``document`` knows them."""
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        ours, theirs = (
            {
                (each.Token.OpCode, each.Token.Data): each.Name
                for each in mapper.getAvailableMappings(language, EVERY_FUNCTION)
                if language == ENGLISH or not each.Name.startswith(ADDED)  # Excel's name, where there are both
            }
            for language in (ENGLISH, EXCEL_FILE)
        )
        pairs = [
            (name, _bare(theirs[code]))
            for code, name in ours.items()
            if code in theirs and name[:1].isalpha() and name != _bare(theirs[code])
        ]
        taken = set(ours.values())
        return Functions(
            {excel: office for office, excel in pairs if excel not in taken},
            dict(pairs),
        )


def _bare(name: str) -> str:
    for start in NEWER:
        if name.lower().startswith(start):
            return name[len(start) :]
    return name


def to_office(formula: str, functions: Functions, own_table: str | None = None) -> str:
    """Excel's formula as LibreOffice takes it, both with their ``=``.

    ``own_table`` is the table that the cell stands in, which ``[@amount]`` leaves unsaid.

    Raises:
        BadFormula: it refers to another workbook, to several sheets at once, or to what a formula spilled.
    """
    return "=" + _ToOffice(formula, functions, own_table).written()


def to_excel(formula: str, functions: Functions, own_table: str | None = None) -> str:
    """LibreOffice's formula as Excel writes it, both with their ``=``."""
    return "=" + _ToExcel(formula, functions, own_table).written()


_ENDS = {Kind.NAME, Kind.TABLE, Kind.TEXT, Kind.NUMBER, Kind.ERROR, Kind.QUOTED}


class _Translation:
    """A walk over the words of a formula that knows which bracket it is in."""

    def __init__(self, formula: str, functions: Functions, own_table: str | None) -> None:
        self.formula = formula
        self.functions = functions
        self.own_table = own_table
        self.words = words(formula.removeprefix("="))
        self.at = 0
        self.brackets: list[str] = []
        self.out: list[str] = []

    def written(self) -> str:
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            self.out.append(getattr(self, f"_{word.kind.name.lower()}")(word))
        if self.brackets or any(word.text in {'"', "'"} for word in self.words):
            raise BadFormula(self.formula, "a bracket or a quotation mark is not closed")
        return "".join(self.out)

    def _next(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead].text if self.at + ahead < len(self.words) else ""

    def _before(self) -> Word | None:
        """The last word before the present one that is not a space."""
        return next((word for word in reversed(self.words[: self.at - 1]) if word.kind is not Kind.SPACE), None)

    def _bracket(self, sign: str) -> None:
        """Keep count of brackets: of a function, of an array, or of neither."""
        if sign == "(":
            before = self.words[self.at - 2] if self.at > 1 else None
            self.brackets.append("function" if before is not None and before.kind is Kind.NAME else "group")
        elif sign == "{":
            self.brackets.append("array")
        elif sign in ")}" and self.brackets:
            self.brackets.pop()

    @property
    def _within(self) -> str:
        return self.brackets[-1] if self.brackets else "group"

    def _text(self, word: Word) -> str:
        return word.text

    _number = _error = _text


class _ToOffice(_Translation):
    _SEPARATORS = {"function": {",": ";"}, "array": {",": ";", ";": "|"}, "group": {",": "~"}}  # noqa: RUF012  # a table

    def _sign(self, word: Word) -> str:
        sign = word.text
        within = self._within
        self._bracket(sign)
        if sign == "@":
            return ""  # one value of several is what LibreOffice takes anyway
        if sign == "#":
            raise BadFormula(self.formula, "LibreOffice has no dynamic arrays, so nothing spills that # could refer to")
        return self._SEPARATORS[within].get(sign, sign)

    def _space(self, word: Word) -> str:
        before = self._before()
        starts = self.at < len(self.words) and (
            self.words[self.at].kind in {Kind.NAME, Kind.QUOTED, Kind.TABLE} or self._next() == "("
        )
        ends = before is not None and (before.kind in {Kind.NAME, Kind.TABLE} or before.text == ")")
        return "!" if starts and ends else word.text  # the cells that both have in common

    def _name(self, word: Word) -> str:
        name = word.text
        if self._next() == "!":
            self.at += 1
            return self._sheet(name)
        if self._next() == "(":
            return self.functions.to_office.get(_bare(name).upper(), _bare(name).upper())
        if name.upper() in {"TRUE", "FALSE"}:
            return f"{name.upper()}()"
        if self._next() == ":" and self._next(2) == "!":
            raise BadFormula(self.formula, "references through several sheets are not supported")
        return name

    def _quoted(self, word: Word) -> str:
        if self._next() != "!":
            return word.text
        self.at += 1
        return self._sheet(word.text[1:-1].replace("''", "'"))

    def _sheet(self, sheet: str) -> str:
        if "[" in sheet or self._before_is_book():
            raise BadFormula(self.formula, "references to other workbooks are not supported")
        return "$'" + sheet.replace("'", "''") + "'."

    def _before_is_book(self) -> bool:
        before = self.words[self.at - 3] if self.at > 2 else None
        return before is not None and before.kind is Kind.TABLE

    def _table(self, word: Word) -> str:
        if self._next(1) == "!" and self.at < len(self.words) and self.words[self.at].kind is Kind.NAME:
            raise BadFormula(self.formula, "references to other workbooks are not supported")
        before = self.words[self.at - 2] if self.at > 1 else None
        table = ""
        if before is None or before.kind is not Kind.NAME:
            if self.own_table is None:
                raise BadFormula(self.formula, f"{word.text} names no table, and the cell is not in one")
            table = self.own_table
        return table + _table_to_office(word.text)


class _ToExcel(_Translation):
    _SEPARATORS = {  # noqa: RUF012  # a table
        "function": {";": ",", "~": ",", "!": " "},
        "array": {";": ",", "|": ";"},
        "group": {"~": ",", "!": " "},
    }

    def _sign(self, word: Word) -> str:
        within = self._within
        self._bracket(word.text)
        return self._SEPARATORS[within].get(word.text, word.text)

    def _space(self, word: Word) -> str:
        return word.text

    def _name(self, word: Word) -> str:
        name = word.text
        if self._next() == "(":
            if name.upper() in {"TRUE", "FALSE"} and self._next(1) == ")":
                self.at += 2
                return name.upper()
            return self.functions.to_excel.get(name.upper(), _bare(name).upper())
        sheet, mark, rest = name.partition(".")
        if mark and (name.startswith("$") or is_cell(rest)):
            return f"{quoted(sheet.removeprefix('$'))}!{rest}"
        return name

    def _quoted(self, word: Word) -> str:
        if self._next().startswith("."):
            sheet = word.text.removeprefix("$")[1:-1].replace("''", "'")
            following = self.words[self.at]
            self.words[self.at] = Word(following.kind, following.text[1:])
            return f"{quoted(sheet)}!"
        return word.text

    def _table(self, word: Word) -> str:
        excel = _table_to_excel(word.text)
        if excel.startswith("[@") and self.out and self.own_table == self.out[-1]:
            self.out.pop()  # within its own table, Excel leaves the name out
        return excel


_THIS_ROW = re.compile(r"\[\[#This Row\](?:;(.*))?\]", re.IGNORECASE | re.DOTALL)
_SIMPLE_COLUMN = re.compile(r"\w+")


def _table_to_office(brackets: str) -> str:
    inner = brackets[1:-1].strip()
    if inner.startswith("@"):
        column = inner[1:].strip()
        if column and not column.startswith("["):
            column = f"[{column}]"
        return f"[[#This Row];{column}]" if column else "[[#This Row]]"
    if inner.startswith("#"):
        return f"[[{inner}]]"
    return "[" + _between_brackets(inner, ",", ";") + "]"


def _table_to_excel(brackets: str) -> str:
    if found := _THIS_ROW.fullmatch(brackets):
        column = found[1] or ""
        simple = column[1:-1]
        return f"[@{simple if _SIMPLE_COLUMN.fullmatch(simple) else column}]"
    inner = _between_brackets(brackets[1:-1], ";", ",")
    if re.fullmatch(r"\[#[\w ]+\]", inner):
        inner = inner[1:-1]
    return f"[{inner}]"


def _between_brackets(inner: str, old: str, new: str) -> str:
    """``inner`` with the separators between its brackets changed, and those within them as they are."""
    out, depth, escaped = [], 0, False
    for sign in inner:
        if escaped:
            escaped = False
        elif sign == "'":
            escaped = True
        elif sign in "[]":
            depth += 1 if sign == "[" else -1
        elif sign == old and not depth:
            sign = new  # noqa: PLW2901  # the same sign, as the other program writes it
        out.append(sign)
    return "".join(out)
