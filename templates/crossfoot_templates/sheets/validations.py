"""Data validations of Google Sheets: drop-downs, limits and hints over whole columns.

They warn and never stop, as those of a file. A warning there is a mark in the corner of every cell that holds something
else, whoever put it there: what nobody types into must not be judged at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crossfoot_templates.layout import list_name
from crossfoot_templates.render.clip import PROMPT, clip
from crossfoot_templates.render.columns import SheetColumn
from crossfoot_templates.render.entries import READ_ONLY, Entry, Rule, entries
from crossfoot_templates.sheets.batch import Json
from crossfoot_templates.sheets.table_sheet import TableSheet

_COMPARED = {"equal": "=", "lessThanOrEqual": "<="}


def validations(sheet: TableSheet) -> Iterator[tuple[SheetColumn, Json]]:
    """The ``DataValidationRule`` of the tick and of each data column; none where its list is not there."""
    for each in entries(sheet.columns, sheet.rules, sheet.view):
        condition = _condition(each, sheet.shown.drop_downs)
        if condition is not None:
            rule = {"condition": condition, "inputMessage": clip(each.hint, PROMPT), "strict": False}
            yield each.column, rule | ({"showCustomUi": True} if each.rule.kind == "list" else {})


def set_validation(sheet: TableSheet, column: SheetColumn, rule: Json) -> Json:
    """The request that gives all data cells of ``column`` a rule."""
    return {"setDataValidation": {"range": sheet.below([column]), "rule": rule}}


def _condition(entry: Entry, drop_downs: Mapping[str, str]) -> Json | None:
    rule, cell = entry.rule, entry.column.first
    if entry.check is not None:
        return _custom(entry.check.condition.formula)
    if rule == READ_ONLY:
        return _custom("TRUE")
    match rule.kind:
        case "list":
            listed = drop_downs.get(rule.formula1)
            return None if listed is None else _values("ONE_OF_RANGE", f"={listed}")
        case "whole":
            low, high = _ends(rule)
            return _custom(f"AND(ISNUMBER({cell}),{cell}=INT({cell}),{cell}>={low},{cell}<={high})")
        case "decimal":
            return _values("NUMBER_BETWEEN", *_ends(rule))
        case "date":
            return _values("DATE_BETWEEN", *(f"={end}" for end in _ends(rule)))
        case "textLength":
            return _custom(f"LEN({cell}){_COMPARED[rule.operator or 'equal']}{rule.formula1}")
        case "custom":
            return _custom(rule.formula1)


def _ends(rule: Rule) -> tuple[str, str]:
    return rule.formula1, rule.formula2 or rule.formula1


def _custom(formula: str) -> Json:
    return _values("CUSTOM_FORMULA", f"={formula}")


def _values(kind: str, *values: str) -> Json:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def drop_down_ranges(columns: Mapping[str, str], title: str) -> dict[str, str]:
    """By the name of each drop-down its range in the sheet of lists called ``title``.

    ``columns`` are the letters of its columns by the name of the list. The ranges have no end: blank cells are no
    entries.
    """
    quoted = title.replace("'", "''")
    return {
        list_name(name.removesuffix(".pick")): f"'{quoted}'!${letter}$2:${letter}"
        for name, letter in columns.items()
        if name.endswith(".pick")
    }
