"""The cells of its own row as a formula of Excel names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crossfoot_sync.grids.address import cell, column_number
from crossfoot_templates.layout import this_row, unescaped
from crossfoot_templates.live import placed

_HEADING = r"(?:'.|[^\]'])*"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    rf"|(?P<table>[\w.]*)\[(?:(?i:\[#This Row\]),\s*\[(?P<long>{_HEADING})\]"
    rf"|@(?:\[(?P<quoted>{_HEADING})\]|(?P<short>(?:'.|[^\[\]'#@])+)))\]"
    r"|(?<![\w.!'\[:])\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>[0-9]{1,7})(?![\w(:!.])",
)
"""A text, the cell of this row below a heading of an Excel Table as files name it and as people see it, an address."""


@dataclass(frozen=True, slots=True)
class Headed:
    """An Excel Table by what formulas need: its name, its first column's number, its headings from the left."""

    name: str
    left: int
    headings: tuple[str, ...]

    def heading(self, column: int) -> str | None:
        """The heading of the column of that number in the sheet, ``None`` where it has none in the table."""
        at = column - self.left
        return self.headings[at] or None if 0 <= at < len(self.headings) else None


def written(formula: str, columns: Mapping[str, int], row: int, around: Headed | None) -> str:
    """``formula`` as it stands in ``row`` of a table with these ``columns``, within the Excel Table ``around``.

    Cells are named by their headings where both are within that, else by their address.
    """

    def refer(name: str) -> str:
        column = columns[name]
        heading = around.heading(column) if around else None
        return cell(row, column) if heading is None or around is None else this_row(around.name, heading)

    return placed(formula, refer)


def by_name(formula: str, columns: Mapping[str, int], row: int, around: Headed | None) -> str:
    """The inverse: ``formula`` with ``[@name]`` for each bound cell of its own row."""
    names = {column: name for name, column in columns.items()}
    headings = {heading: around.left + at for at, heading in enumerate(around.headings)} if around else {}

    def name(match: re.Match[str]) -> str:
        column = None
        said = match["long"] or match["quoted"] or match["short"]
        if said:
            own = around is not None and (match["table"] or around.name) == around.name
            column = headings.get(unescaped(said)) if own else None
        elif match["row"] == str(row):
            column = column_number(match["letters"])
        return match[0] if column not in names else f"[@{names[column]}]"

    return _REFERENCE.sub(name, formula)
