"""Yes or no, choices and references: cells that name an entry of a list."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from functools import lru_cache

from crossfoot_sync.engine.parsers.context import Context, Parsed
from crossfoot_sync.engine.parsers.texts import as_text, narrow
from crossfoot_sync.engine.references import NO_LIST
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import ChoiceList
from crossfoot_templates.types import Boolean, CellValue, Choice, Reference

_YES = frozenset({"是", "对", "有", "y", "yes", "true", "t", "1", "√", "✓", "v"})
_NO = frozenset({"否", "不", "不是", "错", "无", "n", "no", "false", "f", "0", "×", "✗", "x"})
_SHOWN = 60


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
    near = get_close_matches(_fold(text), known, n=1)
    if not near:
        return say("not_a_choice", value=text[:_SHOWN])
    suggestion = listed.label(known[near[0]], context.language) or known[near[0]]
    return say("not_a_choice_near", value=text[:_SHOWN], suggestion=suggestion)


def parse_reference(cell: CellValue, column_type: Reference, context: Context) -> Parsed:
    """The id of the row that the cell names."""
    text = _named(cell)
    if not isinstance(text, str):
        return text
    return context.references.get(column_type.table, NO_LIST).resolve(text, context.language)


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
