"""Conditional formats: all the colour a sheet ever has. A sync writes values only, and these follow."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates import layout
from crossfoot_templates.render import look
from crossfoot_templates.render.columns import LAST_ROW, SheetColumn, SheetColumns


def add_conditions(sheet: Worksheet, placed: SheetColumns) -> None:
    """Put the formats on ``sheet``, the strongest first.

    Programs differ in what they do where several formats meet, so each one is complete: LibreOffice takes the
    first that holds on a range.
    """
    _mark_open_cells(sheet, placed)
    _mark_missing(sheet, placed)
    _colour_ticks(sheet, placed)
    _tint_rows(sheet, placed)
    _grey_read_only(sheet, placed)
    _rule_off_rows(sheet, placed)


def row_is(tick: str, tick_cell: str) -> str:
    """The formula that holds where a row's tick is ``tick``.

    ``EXACT`` because ``=`` compares as people sort, and some systems sort signs such as ⏳ as if they were not
    there. A row whose conflict has been decided (the tick holds a word then) counts as edited.
    """
    same = f'EXACT({tick_cell},"{tick}")'
    return f"OR({same},LEN({tick_cell})>1)" if tick == layout.EDITED else same


def _mark_open_cells(sheet: Worksheet, placed: SheetColumns) -> None:
    open_cell = f"${placed.named(layout.OPEN).first}"
    style = DifferentialStyle(
        font=Font(b=True, color=look.OPEN_INK), fill=look.fill(look.OPEN_FILL), border=look.box(look.OPEN_LINE)
    )
    for each in placed.data:
        _add(sheet, [each], f'ISNUMBER(SEARCH("|{each.name}=",{open_cell}))', style)


def _mark_missing(sheet: Worksheet, placed: SheetColumns) -> None:
    required = [each for each in placed.data if each.standing == "required"]
    if required:
        style = DifferentialStyle(fill=look.fill(look.MISSING_FILL), border=look.underline(look.LINE))
        _add(sheet, required, f'AND({required[0].first}="",{_filled(placed)})', style)


def _colour_ticks(sheet: Worksheet, placed: SheetColumns) -> None:
    tick = placed.named(layout.TICK)
    for sign, color in look.ROW_FILL.items():
        style = DifferentialStyle(
            font=Font(b=True, color=look.TICK_INK[sign]), fill=look.fill(color), border=look.underline(look.LINE)
        )
        _add(sheet, [tick, placed.named(layout.MESSAGE)], row_is(sign, f"${tick.first}"), style)


def _tint_rows(sheet: Worksheet, placed: SheetColumns) -> None:
    tick = placed.named(layout.TICK)
    for sign, color in look.ROW_FILL.items():
        style = DifferentialStyle(fill=look.fill(color), border=look.underline(look.LINE))
        _add(sheet, placed.data, row_is(sign, f"${tick.first}"), style)


def _grey_read_only(sheet: Worksheet, placed: SheetColumns) -> None:
    barred = [each for each in placed.data if each.standing == "read_only"]
    if barred:
        style = DifferentialStyle(fill=look.fill(look.READ_ONLY_FILL), border=look.underline(look.LINE))
        _add(sheet, barred, _filled(placed), style)


def _rule_off_rows(sheet: Worksheet, placed: SheetColumns) -> None:
    """A hairline under every row that holds something, for programs that do not draw table styles."""
    _add(sheet, placed.visible, _filled(placed), DifferentialStyle(border=look.underline(look.LINE)))


def _filled(placed: SheetColumns) -> str:
    """The formula that holds where a row has any data, whether or not it has been synced yet."""
    first, last = placed.data[0].first, placed.data[-1].first
    return f"COUNTA(${first}:${last})>0"


def _add(sheet: Worksheet, columns: Sequence[SheetColumn], formula: str, style: DifferentialStyle) -> None:
    """Add one format over ``columns``; in ``formula`` cells stand as seen from the first data row."""
    rule = Rule(type="expression", formula=[formula], dxf=style)
    sheet.conditional_formatting.add(" ".join(_runs(columns)), rule)


def _runs(columns: Sequence[SheetColumn]) -> list[str]:
    """The ranges that cover ``columns``, neighbours in one."""
    runs: list[list[SheetColumn]] = []
    for each in columns:
        if runs and runs[-1][-1].place + 1 == each.place:
            runs[-1].append(each)
        else:
            runs.append([each])
    return [f"{run[0].first}:{run[-1].letter}{LAST_ROW}" for run in runs]
