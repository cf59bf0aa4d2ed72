"""Yes or no, choices and references: cells that name an entry of a list."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from functools import lru_cache

from crossfoot_sync.engine.parsers.context import Context, Parsed
from crossfoot_sync.engine.parsers.currencies import CURRENCIES
from crossfoot_sync.engine.parsers.texts import as_text, narrow
from crossfoot_sync.engine.references import NO_LIST
from crossfoot_templates.label import BETWEEN
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import ChoiceList, Language
from crossfoot_templates.types import Boolean, CellValue, Choice, Reference

_YES = frozenset({"是", "对", "有", "y", "yes", "true", "t", "1", "√", "✓", "v"})
_NO = frozenset({"否", "不", "不是", "错", "无", "n", "no", "false", "f", "0", "×", "✗", "x"})
_OF_ONE_MEANING = (
    frozenset({"批准", "同意", "通过", "核准", "准", "approve", "agree", "accept", "ok", "yes"}),
    frozenset({"不批准", "拒绝", "驳回", "否决", "不同意", "不通过", "reject", "decline", "deny", "refuse", "no"}),
    frozenset({"撤回", "撤销", "取消", "withdraw", "cancel", "take back"}),
    *(names.all for names in CURRENCIES.values()),
)
"""Words for what people decide, and for currencies. They are no more than suggested: what is taken is in the list."""
_SHOWN = 60
_FEW = 8
"""How many choices a message lists."""


def parse_boolean(cell: CellValue, column_type: Boolean, context: Context) -> Parsed:
    """True and false in the ways people say them."""
    if isinstance(cell, bool):
        return cell
    text = as_text(cell)
    if not isinstance(text, str):
        return text
    said = narrow(text).casefold()
    if said in _YES or said in _NO:
        return said in _YES
    return say("not_a_boolean", value=text[:_SHOWN])


def parse_choice(cell: CellValue, column_type: Choice, context: Context) -> Parsed:
    """The code of a choice by its code or by its label in either language."""
    text = _named(cell)
    if not isinstance(text, str):
        return text
    listed = context.choices[column_type.choices]
    known = _codes(listed)
    code = known.get(_fold(text))
    if code is not None:
        return code
    return _no_choice(text, listed, context.language)


def parse_reference(cell: CellValue, column_type: Reference, context: Context) -> Parsed:
    """The id of the row that the cell names."""
    text = _named(cell)
    if not isinstance(text, str):
        return text
    return context.references.get(column_type.table, NO_LIST).resolve(text, context.language)


def _no_choice(text: str, listed: ChoiceList, language: Language) -> Message:
    """What is said of a text that names no choice: all of a short list, and the one that is nearest to it."""
    labels = [each.label.in_(language) for each in listed.choices]
    facts: dict[str, str] = {"value": text[:_SHOWN]}
    code = "not_a_choice"
    if len(labels) <= _FEW:
        code += "_of"
        facts["choices"] = BETWEEN[language].join(labels)
    near = _nearest(_fold(text), listed)
    if near is not None:
        code += "_near"
        facts["suggestion"] = listed.label(near, language) or near
    return say(code, **facts)


def _nearest(said: str, listed: ChoiceList) -> str | None:
    """The code of the choice that begins so, means the same among a few words, or is written most alike."""
    known = _codes(listed)
    meant = next((words for words in _OF_ONE_MEANING if said in words), frozenset())
    for fits in (lambda text: text.startswith(f"{said} "), lambda text: text in meant):
        codes = {code for text, code in known.items() if fits(text)}
        if len(codes) == 1:
            return codes.pop()
    alike = get_close_matches(said, known, n=1)
    return known[alike[0]] if alike else None


def _named(cell: CellValue) -> str | Message | None:
    if isinstance(cell, dt.date | bool):
        return str(cell)
    return as_text(cell)


def _fold(text: str) -> str:
    return narrow(text).casefold().strip()


@lru_cache(maxsize=256)
def _codes(listed: ChoiceList) -> dict[str, str]:
    """Codes by everything that names them; a code wins over another's label."""
    by_label = {_fold(label): each.code for each in listed.choices for label in (each.label.zh, each.label.en)}
    return by_label | {_fold(each.code): each.code for each in listed.choices}
