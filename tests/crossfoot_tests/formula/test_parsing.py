"""How the text of a formula is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Span, Whole, walk
from crossfoot_templates.formula.parsing import DEEPEST, TALLEST, parse


def number(text: str) -> Literal:
    return Literal(Decimal(text))


def apply(name: str, *arguments: Node) -> Apply:
    return Apply(name, arguments)


ONE, TWO, THREE = number("1"), number("2"), number("3")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("=1", ONE),
        ("=1.5", number("1.5")),
        ("=.5", number("0.5")),
        ("=5%", apply("%", number("5"))),
        ("=5%%", apply("%", apply("%", number("5")))),
        ('="a ""b"" c"', Literal('a "b" c')),
        ('=""', Literal("")),
        ('="，（“”"', Literal("，（“”")),
        ('="two\nlines"', Literal("two\nlines")),
        ("=TRUE", Literal(True)),
        ("=false", Literal(False)),
        ("=TRUE()", Literal(True)),
        ("=[@amount]", Own("amount")),
        ("=[@[amount]]", Own("amount")),
        ("=[ @ amount ]", Own("amount")),
        ("=allocation[amount]", Whole("allocation", "amount")),
        ("=q1[amount]", Whole("q1", "amount")),
        ("=TODAY()", apply("TODAY")),
        ("=today ( )", apply("TODAY")),
        ("=Round([@amount], 2)", apply("ROUND", Own("amount"), TWO)),
        ("=LOG10(1)", apply("LOG10", ONE)),
        ("=1\n+\t2", apply("+", ONE, TWO)),
        ("=1\u3000+\u00a02", apply("+", ONE, TWO)),
    ],
)
def test_values_and_calls(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("=1+2*3", apply("+", ONE, apply("*", TWO, THREE))),
        ("=(1+2)*3", apply("*", apply("+", ONE, TWO), THREE)),
        ("=1-2-3", apply("-", apply("-", ONE, TWO), THREE)),
        ("=1/2*3", apply("*", apply("/", ONE, TWO), THREE)),
        ("=1&2+3", apply("&", ONE, apply("+", TWO, THREE))),
        ("=1&2=3", apply("=", apply("&", ONE, TWO), THREE)),
        ("=1<2=3", apply("=", apply("<", ONE, TWO), THREE)),
        ("=1<=2", apply("<=", ONE, TWO)),
        ("=1>=2", apply(">=", ONE, TWO)),
        ("=1<>2", apply("<>", ONE, TWO)),
        ("=-1%", apply("%", apply("neg", ONE))),
        ("=-1*2", apply("*", apply("neg", ONE), TWO)),
        ("=1--2", apply("-", ONE, apply("neg", TWO))),
        ("=-+1", apply("neg", apply("pos", ONE))),
        ("=1*2%", apply("*", ONE, apply("%", TWO))),
    ],
)
def test_operators_bind_as_in_excel(text: str, tree: Node) -> None:
    assert parse(text) == tree


def test_every_part_knows_where_it_stands() -> None:
    text = "=-[@a] + ROUND(t[b], 2)%"
    parts = {
        text[each.span.start : each.span.end]: text[each.at.start : each.at.end]
        for each in walk(parse(text))
        if isinstance(each, Apply)
    }
    assert parts == {
        "-[@a] + ROUND(t[b], 2)%": "+",
        "-[@a]": "-",
        "ROUND(t[b], 2)%": "%",
        "ROUND(t[b], 2)": "ROUND",
    }
    leaves = [text[each.span.start : each.span.end] for each in walk(parse(text)) if not isinstance(each, Apply)]
    assert leaves == ["[@a]", "t[b]", "2"]


def test_as_much_as_is_allowed_is_read() -> None:
    nested = "=" + "(" * DEEPEST + "1" + ")" * DEEPEST
    chained = "=" + "+".join(["1"] * TALLEST)
    assert (parse(nested), sum(1 for _ in walk(parse(chained)))) == (ONE, 2 * TALLEST - 1)


@given(st.text() | st.text(alphabet="=+-*/&%<>()[]@,;:\"'#!{}^.19aA_ \n“，（），TRUE"))
def test_any_text_is_a_formula_or_has_problems_within_it(text: str) -> None:
    for candidate in (text, f"={text}"):
        try:
            parse(candidate)
        except FormulaError as error:
            for problem in error.problems:
                assert 0 <= problem.span.start <= problem.span.end <= len(candidate)
                assert problem.text("zh") != problem.text("en")


def test_several_wrong_signs_are_told_together() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("=IF([@a]＞1，2，3)")
    assert [(each.code, each.span, each.expected) for each in caught.value.problems] == [
        ("full_width", Span(8, 9), ">"),
        ("full_width", Span(10, 11), ","),
        ("full_width", Span(12, 13), ","),
    ]
