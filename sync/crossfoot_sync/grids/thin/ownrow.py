"""The cells of its own row as a formula in a live workbook names them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crossfoot_sync.grids.address import cell, column_number
from crossfoot_sync.grids.thin.bindings import Binding
from crossfoot_templates.layout import this_row, unescaped
from crossfoot_templates.live import placed

_HEADING = r"(?:'.|[^\[\]'#@])+"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?:(?P<table>[\w.]+)?\[(?:\[#This Row\],\s*\[(?P<long>(?:'.|[^\]'])*)\]"
    rf"|@(?P<short>{_HEADING})|@\[(?P<quoted>(?:'.|[^\]'])*)\])\])"
    r"|(?<![\w.!'\[:])\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})(?![\w(:!.])",
    re.IGNORECASE,
)
"""A text, the cell of this row below a heading as files and as people write it, and an address."""

_OF_FILES = re.compile(r'"(?:[^"]|"")*"|_xlfn\.(?:_xlws\.)?', re.IGNORECASE)
"""A text, and the mark that files put before later functions: people do not type it."""

_ELSEWHERE = re.compile(r'"(?:[^"]|"")*"|(?P<there>!|\$?[A-Z]{1,3}\$?[0-9]{1,7}|\]:\[)', re.IGNORECASE)


def written(formula: str, binding: Binding, row: int, headings: Mapping[str, str], *, inside: bool) -> str:
    """``formula`` with its equals sign, as it stands in ``row``; ``inside`` the Excel Table its headings name cells."""
    around = binding.around if inside else None

    def refer(name: str) -> str:
        if around is not None and headings.get(name):
            return this_row(around.name, headings[name])
        return cell(row + 1, binding.columns[name] + 1)

    bare = _OF_FILES.sub(lambda match: match[0] if match[0].startswith('"') else "", formula)
    return "=" + placed(bare, refer)


def by_name(formula: str, binding: Binding, row: int, headings: Mapping[str, str]) -> str:
    """The inverse: ``formula`` without its equals sign, with ``[@name]`` for each bound cell of its own row."""
    names = {column: name for name, column in binding.columns.items()}
    headed = {heading: name for name, heading in headings.items() if heading}

    def name(match: re.Match[str]) -> str:
        if match["row"]:
            own = names.get(column_number(match["letters"]) - 1) if int(match["row"]) == row + 1 else None
        else:
            heading = match["long"] or match["short"] or match["quoted"]
            ours = binding.around is not None and match["table"] in {None, "", binding.around.name}
            own = headed.get(unescaped(heading)) if heading and ours else None
        return match[0] if own is None else f"[@{own}]"

    return _REFERENCE.sub(name, formula)


def looks_elsewhere(formula: str) -> bool:
    """Whether a formula, told by names, reads other cells than those of its own row."""
    bare = re.sub(r"\[@[a-z_][a-z0-9_]*\]", "", formula)
    return any(match["there"] for match in _ELSEWHERE.finditer(bare))
