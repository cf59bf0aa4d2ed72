"""Data validations: drop-downs, limits and hints over whole columns.

They warn and never stop. The server judges every value, and a validation that stops would keep people from
typing what the server understands: 12.5万, a code instead of a label, *1.
"""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.model import Language, TableView
from crossfoot_templates.render.clip import ERROR, PROMPT, PROMPT_TITLE, clip
from crossfoot_templates.render.columns import SheetColumns
from crossfoot_templates.render.entries import Entry, entries
from crossfoot_templates.render.row_rules import RowRules, ShownRule
from crossfoot_templates.render.texts import text

LONGEST_FORMULA = 255
"""Excel refuses to open a workbook with a longer validation formula."""


def add_validations(sheet: Worksheet, placed: SheetColumns, rules: RowRules, table: TableView) -> None:
    """Give the tick and every data column of ``sheet`` its validation."""
    language = rules.formulas.language
    for each in entries(placed, rules, table):
        made = _validation(each, language)
        if each.check is not None and len(each.check.condition.formula) <= LONGEST_FORMULA:
            _judge_by(made, each.check, language)
        sheet.add_data_validation(made)


def _judge_by(made: DataValidation, check: ShownRule, language: Language) -> None:
    """Let a validation warn of what a rule refuses."""
    made.type, made.operator, made.errorStyle = "custom", None, "warning"
    made.formula1, made.formula2 = check.condition.formula, None
    warning = "\n".join((check.message.in_(language), text("keep_anyway", language)))
    made.error = clip(warning, ERROR)


def _validation(entry: Entry, language: Language) -> DataValidation:
    rule, header = entry.rule, entry.column.header
    return DataValidation(
        type=rule.kind,
        operator=rule.operator,
        formula1=rule.formula1,
        formula2=rule.formula2,
        sqref=entry.column.whole,
        allowBlank=True,
        showInputMessage=True,
        promptTitle=clip(header, PROMPT_TITLE),
        prompt=clip(entry.hint, PROMPT),
        showErrorMessage=True,
        errorStyle=rule.style,
        errorTitle=clip(text("check", language, label=header), PROMPT_TITLE),
        error=clip(entry.warning, ERROR),
    )
