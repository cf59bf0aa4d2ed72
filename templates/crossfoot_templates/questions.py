"""What functions over tables ask: of which table, which rows, and what of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from crossfoot_templates.formula.kinds import Kind, Number, Reference
from crossfoot_templates.formula.typed import Call, Constant, Expression, TableColumn, walk

Sign = Literal["=", "<>", "<", "<=", ">", ">="]
Gist = Literal["sum", "count", "max", "min", "first"]

GISTS: dict[str, Gist] = {"SUMIFS": "sum", "COUNTIFS": "count", "MAXIFS": "max", "MINIFS": "min", "XLOOKUP": "first"}
"""What each function over tables asks of the rows that it finds."""

SIGNS: dict[str, Sign] = {f"criterion{sign}": sign for sign in get_args(Sign)}
"""The calls that stand for a criterion with a sign; any other expression asks for equality."""

ROW_ID = ""
"""In place of a column's name: the row's own id. No column has such a name."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What ``column``, which holds values of ``kind``, must be beside ``operand``.

    ``place`` is where the operand stands among the arguments that are no whole columns.
    """

    column: str
    kind: Kind
    sign: Sign
    operand: Expression
    place: int


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked of the rows that are found; a count has no column."""

    gist: Gist
    column: str
    kind: Kind


Shape: TypeAlias = tuple[str, bool, tuple[tuple[str, Sign], ...]]
"""What questions have in common that one query answers: table, whether one row is looked up, columns and signs."""


@dataclass(frozen=True, slots=True)
class Question:
    """A function over tables: ``measure`` of the rows of ``table`` that meet all ``criteria``, sorted by column."""

    table: str
    criteria: tuple[Criterion, ...]
    measure: Measure

    @property
    def shape(self) -> Shape:
        """What it has in common with others."""
        asked = tuple((each.column, each.sign) for each in self.criteria)
        return self.table, self.measure.gist == "first", asked

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the table that the answer depends on."""
        return frozenset({self.measure.column, *(each.column for each in self.criteria)} - {ROW_ID})


@lru_cache(maxsize=4096)
def question_of(call: Call) -> Question:
    """What ``call``, a function over tables, asks."""
    gist = GISTS[call.name]
    if gist == "first":
        return _lookup(call)
    measure = Measure("count", "", Number(0))
    arguments = list(call.arguments)
    if gist != "count":
        column = _column(arguments.pop(0))
        measure = Measure(gist, column.column, column.kind)
    columns = [_column(each) for each in arguments[::2]]
    pairs = zip(columns, arguments[1::2], strict=True)
    criteria = (_criterion(column, asked, place) for place, (column, asked) in enumerate(pairs))
    ordered = tuple(sorted(criteria, key=lambda each: (each.column, each.sign, each.place)))
    return Question(columns[0].table, ordered, measure)


def _lookup(call: Call) -> Question:
    value, key, result = call.arguments[0], _column(call.arguments[1]), _column(call.arguments[2])
    column, kind = key.column, key.kind
    if isinstance(value.kind, Reference) and value.kind.table == key.table and key.kind != value.kind:
        # What is looked for is a row, and its key is only how the formula says so.
        column, kind = ROW_ID, value.kind
    criterion = Criterion(column, kind, "=", value, 0)
    return Question(key.table, (criterion,), Measure("first", result.column, result.kind))


def _criterion(column: TableColumn, asked: Expression, place: int) -> Criterion:
    if isinstance(asked, Call) and asked.name in SIGNS:
        return Criterion(column.column, column.kind, SIGNS[asked.name], asked.arguments[0], place)
    return Criterion(column.column, column.kind, "=", asked, place)


def _column(expression: Expression) -> TableColumn:
    if not isinstance(expression, TableColumn):
        raise TypeError(f"a whole column of a table is wanted, not {expression}")
    return expression


def questions(expression: Expression) -> Iterator[Question]:
    """What ``expression`` asks of tables, from the left."""
    for each in walk(expression):
        if isinstance(each, Call) and each.name in GISTS:
            yield question_of(each)


@dataclass(frozen=True, eq=False)
class Asked:
    """What all formulas together ask of tables, so that one query can answer several of them.

    Attributes:
        measures: by shape, all that is asked of the rows.
        constants: by shape and place among the criteria, the constants that a column is asked to equal.
    """

    measures: dict[Shape, tuple[Measure, ...]]
    constants: dict[tuple[Shape, int], tuple[Constant, ...]]

    @classmethod
    def by(cls, all_questions: Iterable[Question]) -> Asked:
        """What ``all_questions`` ask."""
        measures: dict[Shape, dict[Measure, None]] = {}
        constants: dict[tuple[Shape, int], dict[Constant, None]] = {}
        for question in all_questions:
            measures.setdefault(question.shape, {})[question.measure] = None
            for place, criterion in enumerate(question.criteria):
                if criterion.sign == "=" and isinstance(criterion.operand, Constant):
                    constants.setdefault((question.shape, place), {})[criterion.operand] = None
        return cls(
            {shape: tuple(each) for shape, each in measures.items()},
            {place: tuple(each) for place, each in constants.items()},
        )
