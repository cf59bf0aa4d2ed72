"""Formulas that need more than their row: who asks, what was before, and other tables."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_templates.formula import formats
from crossfoot_templates.formula.evaluation import FUNCTIONS, Context, Rows, evaluate
from crossfoot_templates.formula.evaluation.formats import DATE_FORMATS, NUMBER_FORMATS
from crossfoot_templates.formula.functions import CALLABLE
from crossfoot_templates.formula.kinds import Number
from crossfoot_templates.formula.typed import Call, TableColumn
from crossfoot_templates.formula.vectors import Vector, vector_of
from crossfoot_templates.formula.vectors.columns import as_numbers
from crossfoot_tests.formula.calculating import Shown, calculated, checked, days, decimals


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("=[@owner]=USER()", [True, False, False]),
        ("=INTEAM([@team])", [True, False, False]),
        ("=OR([@owner]=USER(),INTEAM([@team]))", [True, False, False]),
        ('=ROLE("finance")', [True, True, True]),
        ('=ROLE("sales")', [False, False, False]),
    ],
)
def test_who_asks(source: str, expected: list[Shown]) -> None:
    rows = {"owner": ["li", "wang", None], "team": ["north", "south", None]}
    assert expected == calculated(source, rows, purpose="check")


def test_what_was_before() -> None:
    rows, old = {"x": decimals("0.1", "0.2", None)}, {"x": decimals("0.1", None, "0.3")}
    expected = [False, True, True]
    assert expected == calculated("=[@x]<>OLD([@x])", rows, purpose="approve_when", old=old)


def test_a_function_over_tables_is_given_its_own_arguments() -> None:
    asked: list[tuple[Call, list[list[int]]]] = []

    def over(call: Call, own: tuple[Vector, ...]) -> Vector:
        asked.append((call, [as_numbers(each).units.tolist() for each in own]))
        return vector_of(Number(2), decimals("10", "20"))

    source = '=[@net]-SUMIFS(allocation[amount],allocation[on],[@day]+1,allocation[amount],">"&5)'
    rows = {"net": decimals("100", None), "day": days("2024-02-28", "2023-12-31")}
    assert calculated(source, rows, over=over) == ["90.00", "-20.00"]
    [(call, own)] = asked
    assert (call.name, own) == ("SUMIFS", [[45351, 45292], [5, 5]])
    assert [each.column for each in call.arguments if isinstance(each, TableColumn)] == ["amount", "on", "amount"]


def test_what_was_not_given_is_named() -> None:
    context = Context(today=dt.date(2024, 2, 29))
    rows = Rows(1, lambda name: vector_of(Number(3), decimals("1")))
    for source, missing in (
        ("=SUMIFS(allocation[amount],allocation[on],[@day])", "SUMIFS looks at tables"),
        ("=OLD([@x])=1", "the former values of x"),
    ):
        with pytest.raises(LookupError, match=missing):
            evaluate(checked(source, "approve_when" if "OLD" in source else "compute"), rows, context)


def test_every_function_of_the_language_can_be_calculated() -> None:
    inside = {"RANK", "THIS", *(name for name in FUNCTIONS if name.startswith("criterion"))}
    assert CALLABLE.keys() == FUNCTIONS.keys() - inside
    assert set(formats.NUMBER_FORMATS) == NUMBER_FORMATS.keys()
    assert set(formats.DATE_FORMATS) == DATE_FORMATS.keys()


def test_columns_are_read_once_and_only_where_they_are_named() -> None:
    read: list[str] = []

    def column(name: str) -> Vector:
        read.append(name)
        return vector_of(Number(3), decimals("1", "2"))

    evaluate(checked("=[@x]+[@x]*[@y]"), Rows(2, column), Context(today=dt.date(2024, 2, 29)))
    assert read == ["x", "y"]


@pytest.mark.parametrize("source", ["=1+1", "=[@x]&[@text]", "=IF([@flag],[@x],[@n])", '=IFS([@flag],"a",[@off],"")'])
def test_no_rows_come_to_nothing(source: str) -> None:
    assert calculated(source, {name: [] for name in ("x", "text", "flag", "n", "off")}) == []
