"""A formula's text as a row of tokens. What other programs write and this language does not is told by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from crossfoot_templates.formula.errors import FormulaError, FormulaProblem
from crossfoot_templates.formula.nodes import Span
from crossfoot_templates.formula.precedence import quoted
from crossfoot_templates.formula.written_day import day_of

TokenKind: TypeAlias = Literal["number", "text", "own", "whole", "name", "operator", "bracket", "end"]
DIGITS = 15
"""Significant digits of a number: what a spreadsheet holds."""
MOST_PROBLEMS = 20

FULL_WIDTH = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "“": '"',
    "”": '"',
    "‘": '"',
    "’": '"',
    "【": "[",
    "】": "]",
    "〔": "(",
    "〕": ")",
    "、": ",",
    "。": ".",
    "＄": "$",
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "<>",
}
"""Signs typed by mistake, each with the one that is meant."""

POWERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
"""What the signs of Chinese numbers multiply by."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula. ``names`` holds what it names: a column, or a table and its column."""

    kind: TokenKind
    text: str
    span: Span
    names: tuple[str, ...] = ()


_WORDS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?![\w.])")),
    ("text", re.compile(r'"(?:[^"]|"")*"')),
    ("own", re.compile(r"\[\s*@\s*\[([^\[\]@#,:]+)\]\s*\]")),
    ("own", re.compile(r"\[\s*@([^\[\]@#,:]+)\]")),
    ("whole", re.compile(r"([^\W\d]\w*)\[([^\[\]@#,:]+)\]")),
    ("name", re.compile(r"(?!\$?[A-Za-z]{1,3}\$?[0-9]+\b(?!\s*[(\[!]))[^\W\d][\w.]*(?![\w.\[!])")),
    ("operator", re.compile(r"(?!==|=<|=>|><|&&)(?:<=|>=|<>|[-+*/&=<>%])")),
    ("bracket", re.compile(r"[(),]")),
)
"""What the language is made of, tried in this order."""

_SPACE = re.compile(r"[ \t\r\n\u00a0\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _expect(expected: str) -> Callable[[re.Match[str]], str]:
    return lambda _match: expected


def _in_double_quotes(match: re.Match[str]) -> str:
    return f'"{match[1]}"'


def _quoted(match: re.Match[str]) -> str:
    return quoted(match[1]).text


def _as_day(match: re.Match[str]) -> str:
    return day_of(match[0])


def _in_full(match: re.Match[str]) -> str:
    """The number that is written with a unit, or as so many times ten thousand, without either."""
    value = Decimal(match[1])
    for sign in match[2]:
        value *= POWERS[sign]
    return f"{value.normalize():f}"


def _with_at(match: re.Match[str]) -> str:
    return f"[@{match[1].strip()}]"


_MISTAKES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("other_sign", re.compile("=="), _expect("=")),
    ("other_sign", re.compile("!=|><"), _expect("<>")),
    ("other_sign", re.compile("=<"), _expect("<=")),
    ("other_sign", re.compile("=>"), _expect(">=")),
    ("connective", re.compile("&&"), _expect("AND")),
    ("connective", re.compile(r"\|\|?"), _expect("OR")),
    ("connective", re.compile("!"), _expect("NOT")),
    ("full_width_column", re.compile(r"(?:[\[［【]\s*[@＠]|[［【])\s*(\w+)\s*[\]］】]"), _with_at),
    ("semicolon", re.compile(";"), _expect(",")),
    ("power", re.compile(r"\^"), _expect("*")),
    ("array", re.compile(r"[{}]"), _expect("")),
    ("range", re.compile(":"), _expect("")),
    ("other_sheet", re.compile(r"(?:'[^']*'|[^\W\d][\w.]*)!(?:\$?[A-Za-z]{1,3}\$?[0-9]+)?"), _expect("")),
    ("curly_quotes", re.compile(r"[“”„«「]([^“”„«»「」\"]*)[“”»」]"), _quoted),
    ("curly_quotes", re.compile(r"‘([^‘’\"]*)’"), _quoted),
    ("apostrophe", re.compile("'([^']*)'?"), _in_double_quotes),
    ("cell_address", re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]+\b"), _expect("[@amount]")),
    ("error_value", re.compile(r"#(?:N/A|[A-Za-z]+(?:/0)?[!?]?)"), _expect('""')),
    ("written_day", re.compile(r"[0-9]{4}[年.][0-9]{1,2}[月.][0-9]{1,2}(?:日|号)?(?![\w.])"), _as_day),
    ("unit", re.compile(r"[¥￥$€£]?\s?([0-9]+(?:\.[0-9]+)?)([百千万亿]*)(?:(?![A-Za-z])[^\W\d_])*(?![\w.])"), _in_full),
    ("bad_number", re.compile(r"[0-9.][\w.]*"), _expect("")),
    ("open_text", re.compile('".*', re.DOTALL), _expect('"')),
    ("special_item", re.compile(r"\w*\[[\s\[]*#[^\[\]]*\](?:[\s,:]*\[[^\[\]]*\])*\s*\]?"), _expect("[@amount]")),
    ("special_item", re.compile(r"\w+\[\s*@\s*\[?([^\[\]@#,:]+)\]+"), _with_at),
    ("several_columns", re.compile(r"\w*\[[\s@]*(?:\[[^\[\]]+\][\s,:]*)+\]"), _expect("SUM([@net],[@tax])")),
    ("several_columns", re.compile(r"\w*\[[^\[\]]*[,:][^\[\]]*\]"), _expect("SUM([@net],[@tax])")),
    ("no_column", re.compile(r"\w*\[[\s@]*(?:\[\s*\]\s*)?\]"), _expect("[@amount]")),
    ("no_at", re.compile(r"\[([^\[\]@#]*)\]"), _with_at),
    ("open_column", re.compile(r"\w*\[[^\[\]()\"]*(?:\[[^\[\]()\"]*\]?)?"), _expect("]")),
)
"""What people write who know other languages or other ways: the problem, how it looks, what is expected instead."""


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a formula from behind its ``=``, the last of them its ``end``.

    Raises:
        FormulaError: something in it is not of the language.
    """
    problems: list[FormulaProblem] = []
    found: list[Token] = []
    for each in _read(text):
        if isinstance(each, Token):
            found.append(each)
        elif len(problems) < MOST_PROBLEMS:
            problems.append(each)
    if problems:
        raise FormulaError(problems)
    return (*found, Token("end", "", Span(len(text), len(text))))


def _read(text: str) -> Iterator[Token | FormulaProblem]:
    place = 1
    while place < len(text):
        space = _SPACE.match(text, place)
        if space:
            place = space.end()
            continue
        each = _word(text, place) or _mistake(text, place)
        yield each
        place = each.span.end


def _word(text: str, place: int) -> Token | FormulaProblem | None:
    for kind, pattern in _WORDS:
        match = pattern.match(text, place)
        if match:
            names = tuple(name.strip() for name in match.groups())
            token = Token(kind, match[0], Span(place, match.end()), names)
            return _judged(token)
    return None


def _judged(token: Token) -> Token | FormulaProblem:
    if token.kind == "text" and _CONTROL.search(token.text):
        return FormulaProblem("control_character", token.span, token.text)
    if token.kind == "number" and len(token.text.replace(".", "").strip("0")) > DIGITS:
        return FormulaProblem("long_number", token.span, token.text, str(DIGITS))
    if "" in token.names:
        return FormulaProblem("no_column", token.span, token.text, "[@amount]")
    return token


def _mistake(text: str, place: int) -> FormulaProblem:
    for code, pattern, expected in _MISTAKES:
        match = pattern.match(text, place)
        if match:
            return FormulaProblem(code, Span(place, match.end()), match[0], expected(match))
    meant = FULL_WIDTH.get(text[place], "")
    return FormulaProblem("full_width" if meant else "strange", Span(place, place + 1), text[place], meant)
