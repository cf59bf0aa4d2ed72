"""Conditional formats, as a file has them."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.render import look
from crossfoot_templates.render.colouring import Face, colourings
from crossfoot_templates.render.columns import LAST_ROW, SheetColumns, runs
from crossfoot_templates.render.row_rules import RowRules


def add_conditions(sheet: Worksheet, placed: SheetColumns, rules: RowRules) -> None:
    """Put the formats on ``sheet``, the strongest first."""
    for each in colourings(placed, rules):
        rule = Rule(type="expression", formula=[each.formula(each.columns[0])], dxf=_style(each.face))
        ranges = (f"{run[0].first}:{run[-1].letter}{LAST_ROW}" for run in runs(each.columns))
        sheet.conditional_formatting.add(" ".join(ranges), rule)


def _style(face: Face) -> DifferentialStyle:
    return DifferentialStyle(
        font=Font(b=face.bold or None, color=face.ink, u="single" if face.underlined else None) if face.ink else None,
        fill=look.fill(face.fill) if face.fill else None,
        border=look.box(face.line) if face.boxed else look.underline(face.line),
    )
