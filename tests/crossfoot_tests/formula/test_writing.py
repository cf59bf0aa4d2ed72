"""A formula's tree and its one canonical text are each other's inverse."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.nodes import Apply, Literal, Node, walk
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.writing import written
from crossfoot_tests.formula.trees import TREES


@given(TREES)
def test_what_is_written_reads_as_the_same_tree(tree: Node) -> None:
    assert parse(written(tree)) == tree


@given(TREES)
def test_no_brackets_can_be_left_out(tree: Node) -> None:
    text = written(tree)
    for opening, character in enumerate(text):
        if character == "(" and not text[opening - 1].isalnum() and _stands_by_itself(tree):
            assert _read_without(text, opening) != tree


def _stands_by_itself(tree: Node) -> bool:
    """Whether no text literal could hold what looks like a bracket."""
    return not any(isinstance(each, Literal) and isinstance(each.value, str) for each in walk(tree))


def _read_without(text: str, opening: int) -> Node | None:
    """What ``text`` means without the bracket at ``opening`` and the one that closes it."""
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            try:
                return parse(text[:opening] + text[opening + 1 : place] + text[place + 1 :])
            except FormulaError:
                return None
    return None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("= 1 + ( 2 * 3 )", "=1+2*3"),
        ("=(1+2)*3", "=(1+2)*3"),
        ("=1-(2-3)", "=1-(2-3)"),
        ("=(1-2)-3", "=1-2-3"),
        ("=((1&2))=3", "=1&2=3"),
        ("=1&(2=3)", "=1&(2=3)"),
        ("=-(5%)", "=-(5%)"),
        ("=(-5)%", "=-5%"),
        ("=-(1+2)", "=-(1+2)"),
        ("=--1", "=--1"),
        ("=2*-3", "=2*-3"),
        ("=1.50+.5+100", "=1.5+0.5+100"),
        ('=round([@[x]],2)&"a""b"', '=ROUND([@x],2)&"a""b"'),
        ("=true", "=TRUE"),
    ],
)
def test_a_formula_has_one_text(text: str, canonical: str) -> None:
    assert written(parse(text)) == canonical


@given(st.integers(0, 10**15 - 1), st.integers(0, 12))
def test_numbers_are_written_in_full(units: int, places: int) -> None:
    number = Decimal(units).scaleb(-places)
    assert parse(written(Apply("neg", (Literal(number),)))) == Apply("neg", (Literal(number),))
