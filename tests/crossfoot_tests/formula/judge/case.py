"""A formula that is judged, with what every part of it comes to on every row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from crossfoot_templates.formula.evaluation import Context, Rows, evaluate
from crossfoot_templates.formula.kinds import ErrorValue
from crossfoot_templates.formula.typed import Call, Expression, walk
from crossfoot_templates.formula.vectors import Blanks, Failed, Numbers, Vector, vector_of
from crossfoot_templates.formula.vectors.columns import ERROR_VALUES, blank_rows
from crossfoot_templates.formula.vectors.exact import fraction_at
from crossfoot_tests.formula.judge.sample import FIELDS, LABELS, Columns

Held = Fraction | str | bool | Failed | None
"""What a row holds: a number, a text, a truth, an error or a blank."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that formulas are judged on, as evaluation takes them."""

    columns: Columns
    rows: Rows
    context: Context

    @classmethod
    def of(cls, columns: Columns, today: dt.date) -> Table:
        """The table of ``columns``."""
        rows = Rows(len(columns["qty"]), lambda name: vector_of(FIELDS[name].kind, columns[name]))
        ranks = {name: {code: at for at, code in enumerate(labels, start=1)} for name, labels in LABELS.items()}
        return cls(columns, rows, Context(today=today, ranks=ranks))


@dataclass(frozen=True, slots=True)
class Case:
    """A formula over a table."""

    source: str
    expression: Expression
    table: Table
    _held: dict[Expression, list[Held]] = field(default_factory=dict)

    def held(self, part: Expression) -> list[Held]:
        """What ``part`` comes to on each row."""
        if part not in self._held:
            self._held[part] = held(evaluate(part, self.table.rows, self.table.context), self.table.rows.count)
        return self._held[part]

    def calls(self) -> list[Call]:
        """Every call in the formula."""
        return [part for part in walk(self.expression) if isinstance(part, Call)]

    def fails_itself(self, call: Call, row: int, error: ErrorValue) -> bool:
        """Whether ``call`` comes to ``error`` on ``row`` out of arguments without errors."""
        if self.held(call)[row] != Failed(error):
            return False
        return not any(isinstance(self.held(each)[row], Failed) for each in call.arguments)


def held(vector: Vector, count: int) -> list[Held]:
    """What ``vector`` holds."""
    blank = np.broadcast_to(blank_rows(vector), count)
    values: list[Held]
    match vector:
        case Numbers():
            values = [fraction_at(vector, row) for row in range(count)]
        case Blanks():
            values = [None] * count
        case _:
            values = list(vector.values.tolist())
    errors = np.zeros(count, np.int8) if vector.errors is None else vector.errors
    return [
        Failed(ERROR_VALUES[error - 1]) if error else None if gap else value
        for value, gap, error in zip(values, blank, errors.tolist(), strict=True)
    ]
