"""How Google Sheets has functions that it has in another way than Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from crossfoot_templates.formula.precedence import Piece, call, quoted
from crossfoot_templates.formula.typed import Call, Constant

if TYPE_CHECKING:
    from crossfoot_templates.formula.excel.writer import Writer

_SIGNS = re.compile(r"[年月日]")


def _search(writer: Writer, expression: Call) -> Piece:
    # whether its SEARCH knows wildcards is not documented; FIND knows none
    find, text, *start = [writer.used(each) for each in expression.arguments]
    return call("FIND", [call("LOWER", [find]), call("LOWER", [text]), *start])


def _text(writer: Writer, expression: Call) -> Piece:
    # only in quotes is a sign that is no part of a date sure to be taken as it stands
    value, layout = expression.arguments
    if not isinstance(layout, Constant) or not isinstance(layout.value, str):
        raise TypeError(f"the format of TEXT is written out, not {layout!r}")
    return call("TEXT", [writer.used(value), quoted(_SIGNS.sub(r'"\g<0>"', layout.value))])


SHEETS_FORMS: dict[str, Callable[[Writer, Call], Piece]] = {"SEARCH": _search, "TEXT": _text}
