"""The conditions of a definition as the cells of a sheet show them, as far as a spreadsheet can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot_templates.formula.checking import Purpose
from crossfoot_templates.live import SheetFormulas, named, placed
from crossfoot_templates.model import Label, Rule, RuleKind
from crossfoot_templates.render.columns import SheetColumn, SheetColumns


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a row and the ``columns`` that it is about.

    ``formula`` names cells as seen from the first data row, with their columns fixed.
    """

    formula: str
    columns: tuple[SheetColumn, ...]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule that a sheet can show."""

    rule: Rule
    condition: Condition

    @property
    def message(self) -> Label:
        """What it says."""
        return self.rule.message


@dataclass(frozen=True, slots=True)
class RowRules:
    """The rules of one table in its sheet."""

    formulas: SheetFormulas
    placed: SheetColumns

    def of_kind(self, kind: RuleKind) -> Iterator[ShownRule]:
        """The rules of one kind, in the order of the definition; those that only the server can judge are left out."""
        for rule in self.formulas.table.rules:
            formula = self._condition(rule.formula, rule.kind) if rule.kind == kind else None
            if formula is None:
                continue
            names = {*rule.columns} or ({*self.formulas.table.by_name} if kind == "lock_when" else named(formula))
            columns = tuple(each for each in self.placed.data if each.name in names)
            if columns:
                yield ShownRule(rule, Condition(self._at_first_row(formula), columns))

    def required(self) -> Iterator[Condition]:
        """Where columns must be filled in that need not always be; those with one condition together."""
        found: dict[str, list[SheetColumn]] = {}
        for each in self.placed.data:
            stated = each.column.required_when if each.column is not None else None
            formula = self._condition(stated, "required_when") if stated else None
            if formula is not None and each.standing not in ("read_only", "required"):
                found.setdefault(self._at_first_row(formula), []).append(each)
        for formula, columns in found.items():
            yield Condition(formula, tuple(columns))

    def _condition(self, formula: str, purpose: Purpose) -> str | None:
        """``formula`` as a condition; ``None`` where the sheet cannot tell, or has lost a column that it needs."""
        rendered = self.formulas.condition(formula, purpose)
        standing = {each.name for each in self.placed.all}
        return rendered if rendered is not None and named(rendered) <= standing else None

    def _at_first_row(self, formula: str) -> str:
        return placed(formula, lambda name: f"${self.placed.named(name).first}")
