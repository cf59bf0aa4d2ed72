"""Borders around and between the cells of a range."""

from __future__ import annotations

from dataclasses import replace

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.grid.cell import Cell
from crossfoot_sync.emulator.grid.formats import kept
from crossfoot_sync.emulator.json_types import Json


def update_borders(edit: Edit, request: Json) -> None:
    """``updateBorders``: sides that are not named stay; the style ``NONE`` takes one away."""
    sheet, area = edit.book.bounded(request["range"])
    edit.guard(sheet, area)
    for row, column in area.cells():
        sides = {
            "top": "top" if row == area.top else "innerHorizontal",
            "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
            "left": "left" if column == area.left else "innerVertical",
            "right": "right" if column == area.right - 1 else "innerVertical",
        }
        named = {side: kept(request[name]) for side, name in sides.items() if name in request}
        sheet.put(row, column, _with_borders(sheet.cell(row, column), named))


def _with_borders(cell: Cell, named: Json) -> Cell:
    format_ = dict(cell.format or {})
    borders = {**format_.pop("borders", {}), **named}
    borders = {side: border for side, border in borders.items() if border.get("style", "NONE") != "NONE"}
    return replace(cell, format=format_ | ({"borders": borders} if borders else {}) or None)
