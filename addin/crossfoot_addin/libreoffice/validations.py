"""What may be typed into cells."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.formulas import to_office
from crossfoot_addin.libreoffice.names import Name
from crossfoot_addin.libreoffice.placed import Placed

OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
KINDS = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "list": "LIST",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "custom": "CUSTOM",
}


class DataValidation(base_classes.DataValidation):
    """The rule of a range's cells."""

    def __init__(self, cells: Placed) -> None:
        self._range = cells

    @property
    def api(self) -> Any:
        """LibreOffice's rule; it must be set again to take effect."""
        return self._range.cells.Validation

    @property
    def type(self) -> str:
        """What it asks for, as xlwings names it."""
        found = self.api.getPropertyValue("Type").value
        return next(name for name, ours in KINDS.items() if ours == found)

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Let people choose from a list: texts, cells, or a name that stands for cells."""
        rule = self.api
        rule.Type = bridge.choice("sheet.ValidationType", "LIST")
        rule.ShowList = 1 if in_cell_dropdown else 0
        if isinstance(source, Placed):
            rule.setFormula1(self._office(f"{source.sheet.quoted}!{source.address}"))
        elif isinstance(source, Name):
            rule.setFormula1(self._office(source.name))
        else:
            rule.setFormula1(";".join('"' + item.replace('"', '""') + '"' for item in source))
        self._set(rule)

    def set_rule(self, rule_type: str, operator: str | None, formula1: Any, formula2: Any) -> None:
        """Ask for a number, date, time or length, or that a formula is true."""
        rule = self.api
        rule.Type = bridge.choice("sheet.ValidationType", KINDS[rule_type])
        if operator is not None:
            rule.setOperator(bridge.choice("sheet.ConditionOperator", OPERATORS[operator]))
        rule.setFormula1(self._office(formula1))
        if formula2 is not None:
            rule.setFormula2(self._office(formula2))
        self._set(rule)

    def delete(self) -> None:
        """Let anything be typed."""
        rule = self.api
        rule.Type = bridge.choice("sheet.ValidationType", "ANY")
        self._set(rule)

    def _office(self, formula: Any) -> str:
        return to_office(f"={str(formula).removeprefix('=')}", self._range.book.functions).removeprefix("=")

    def _set(self, rule: Any) -> None:
        self._range.changing_shape()
        self._range.cells.Validation = rule
