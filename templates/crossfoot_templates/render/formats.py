"""How cells of each column type are shown: number format, alignment, width."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from crossfoot_templates import types
from crossfoot_templates.standard import ACCOUNT_TABLES

TEXT = "@"
"""The format of everything that is text: what looks like a number, a date or a formula stays as it was typed."""

GENERAL = "General"
"""The format that takes whatever comes as what it is."""

Horizontal = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class CellFormat:
    """The format of a whole column. ``width`` is in characters and fits the values that the type usually has.

    Nothing wider than it needs to be: every table is printed one page wide.
    """

    number_format: str
    horizontal: Horizontal
    width: float
    wrap: bool = False


@singledispatch
def cell_format(column_type: types.ColumnType) -> CellFormat:
    """The format of cells of ``column_type``."""
    raise TypeError(f"there is no cell format for {column_type!r}")


@cell_format.register
def _(_type: types.Text) -> CellFormat:
    return CellFormat(TEXT, "left", 22)


@cell_format.register
def _(_type: types.LongText) -> CellFormat:
    return CellFormat(TEXT, "left", 32, wrap=True)


@cell_format.register
def _(column_type: types.Code) -> CellFormat:
    return CellFormat(TEXT, "left", max(12, min(column_type.length or 14, 24) + 3))


@cell_format.register
def _(column_type: types.Integer) -> CellFormat:
    # A column that ends below 10,000 may hold years, which have no thousands separator.
    grouped = column_type.max is None or column_type.max > 9999
    return CellFormat("#,##0" if grouped else "0", "right", 12)


@cell_format.register
def _(column_type: types.Decimal) -> CellFormat:
    return CellFormat(f"#,##0{_places(column_type.scale, shown=2)}", "right", 14)


@cell_format.register
def _(column_type: types.Money) -> CellFormat:
    return CellFormat(f"#,##0{_places(column_type.scale, shown=column_type.scale)}", "right", 16)


@cell_format.register
def _(column_type: types.Percent) -> CellFormat:
    return CellFormat(f"0{_places(max(column_type.scale - 2, 0), shown=2)}%", "right", 11)


@cell_format.register
def _(_type: types.Date) -> CellFormat:
    return CellFormat("yyyy-mm-dd", "center", 13)


@cell_format.register
def _(_type: types.DateTime) -> CellFormat:
    return CellFormat("yyyy-mm-dd hh:mm", "center", 18)


@cell_format.register
def _(_type: types.Boolean) -> CellFormat:
    return CellFormat(TEXT, "center", 9)


@cell_format.register
def _(_type: types.Choice) -> CellFormat:
    return CellFormat(TEXT, "left", 13)


@cell_format.register
def _(column_type: types.Reference) -> CellFormat:
    # Names of people and teams are short, those of companies and projects are not.
    return CellFormat(TEXT, "left", 14 if column_type.table in ACCOUNT_TABLES else 24)


def _places(scale: int, shown: int) -> str:
    """The decimal places of a format: the first ``shown`` always, further ones where there are any."""
    if scale == 0:
        return ""
    return "." + "0" * min(scale, shown) + "#" * (scale - shown)
