"""The cells of its own row as a formula in a file names them."""

from __future__ import annotations

import re

from crossfoot_sync.grids.xlsx.address import cell, column_number
from crossfoot_sync.grids.xlsx.bindings import Binding
from crossfoot_templates.layout import this_row, unescaped
from crossfoot_templates.live import placed

_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<table>[\w.]+)\[\[#This Row\],\[(?P<heading>(?:'.|[^\]'])*)\]\]"
    r"|(?<![\w.!'\[])\$?(?P<letters>[A-Z]{1,3})\$?(?P<row>[0-9]{1,7})(?![\w(:!.])"
)
"""A text, the cell of this row below a heading of an Excel Table, and an address."""


def written(formula: str, binding: Binding, row: int, last: int) -> str:
    """``formula`` as it stands in ``row`` of the table of ``binding``, of whose Excel Table ``last`` is the last row.

    Cells are named by their headings where both are within the Excel Table, else by their address.
    """
    around = binding.excel_table if row <= last else None

    def refer(name: str) -> str:
        column = binding.columns[name]
        heading = around.heading(column) if around else None
        return cell(row, column) if heading is None or around is None else this_row(around.name, heading)

    return placed(formula, refer)


def by_name(formula: str, binding: Binding, row: int) -> str:
    """The inverse: ``formula`` of a file with ``[@name]`` for each bound cell of its own row."""
    names = {column: name for name, column in binding.columns.items()}
    around = binding.excel_table
    headings = {heading: around.area.left + at for at, heading in enumerate(around.headings)} if around else {}

    def name(match: re.Match[str]) -> str:
        column = None
        if around is not None and match["table"] == around.name:
            column = headings.get(unescaped(match["heading"]))
        elif match["row"] == str(row):
            column = column_number(match["letters"])
        return match[0] if column not in names else f"[@{names[column]}]"

    return _REFERENCE.sub(name, formula)
