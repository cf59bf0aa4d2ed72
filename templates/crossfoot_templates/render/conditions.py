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
from crossfoot_templates.render.row_rules import RowRules

_BARRED: dict[look.Standing, str] = {"computed": look.COMPUTED_FILL, "read_only": look.READ_ONLY_FILL}
"""The fill of columns in which nobody types."""


def add_conditions(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    """Put the formats on ``sheet``, the strongest first.

    Programs differ in what they do where several formats meet, so each one is complete: LibreOffice takes the
    first that holds on a range.
    """
    _mark_open_cells(sheet, placed)
    _mark_failed(sheet, placed, rules)
    _mark_missing(sheet, placed, rules)
    _highlight(sheet, placed, rules)
    _colour_ticks(sheet, placed)
    _tint_rows(sheet, placed)
    _grey_locked(sheet, placed, rules)
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


def _mark_failed(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    style = DifferentialStyle(
        font=Font(color=look.FAILED_INK, u="single"),
        fill=look.fill(look.FAILED_FILL),
        border=look.underline(look.FAILED_INK),
    )
    for each in rules.of_kind("check"):
        _add(sheet, each.condition.columns, f"AND({_filled(placed)},NOT({each.condition.formula}))", style)


def _mark_missing(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    style = DifferentialStyle(fill=look.fill(look.MISSING_FILL), border=look.underline(look.LINE))
    required = [each for each in placed.data if each.standing == "required"]
    if required:
        _add(sheet, required, f'AND({required[0].first}="",{_filled(placed)})', style)
    for each in rules.required():
        _add(sheet, each.columns, f'AND({each.columns[0].first}="",{_filled(placed)},{each.formula})', style)


def _highlight(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    for each in rules.of_kind("highlight"):
        back, ink = look.HIGHLIGHT[each.rule.colour]
        style = DifferentialStyle(font=Font(color=ink), fill=look.fill(back), border=look.underline(look.LINE))
        _add(sheet, each.condition.columns, f"AND({_filled(placed)},{each.condition.formula})", style)


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


def _grey_locked(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    style = DifferentialStyle(
        font=Font(color=look.QUIET), fill=look.fill(look.READ_ONLY_FILL), border=look.underline(look.LINE)
    )
    for each in rules.of_kind("lock_when"):
        columns = [column for column in each.condition.columns if column.standing != "computed"]
        if columns:
            _add(sheet, columns, f"AND({_filled(placed)},{each.condition.formula})", style)


def _grey_read_only(sheet: Worksheet, placed: SheetColumns) -> None:
    for standing, back in _BARRED.items():
        barred = [each for each in placed.data if each.standing == standing]
        if barred:
            style = DifferentialStyle(fill=look.fill(back), border=look.underline(look.LINE))
            _add(sheet, barred, _filled(placed), style)


def _rule_off_rows(sheet: Worksheet, placed: SheetColumns) -> None:
    """A hairline under every row that holds something, for programs that do not draw table styles."""
    _add(sheet, placed.visible, _filled(placed), DifferentialStyle(border=look.underline(look.LINE)))


def _filled(placed: SheetColumns) -> str:
    """The formula that holds where somebody filled in anything, whether or not it has been synced yet.

    Formulas stand in rows of which nothing else is known.
    """
    runs = ",".join(f"${run[0].first}:${run[-1].first}" for run in _runs(placed.filled_in))
    return f"COUNTA({runs})>0"


def _add(sheet: Worksheet, columns: Sequence[SheetColumn], formula: str, style: DifferentialStyle) -> None:
    """Add one format over ``columns``; in ``formula`` cells stand as seen from the first data row."""
    rule = Rule(type="expression", formula=[formula], dxf=style)
    ranges = (f"{run[0].first}:{run[-1].letter}{LAST_ROW}" for run in _runs(columns))
    sheet.conditional_formatting.add(" ".join(ranges), rule)


def _runs(columns: Sequence[SheetColumn]) -> list[list[SheetColumn]]:
    """``columns`` with neighbours together."""
    runs: list[list[SheetColumn]] = []
    for each in columns:
        if runs and runs[-1][-1].place + 1 == each.place:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs
