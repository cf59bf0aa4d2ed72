"""Wrong definitions as they are told at a terminal."""

from __future__ import annotations

import pytest

from crossfoot_templates.loader import DefinitionErrors, told
from crossfoot_tests.templates.definitions import VISITS, loaded

RULE = """
[[table.rule]]
name = "{name}"
check = '{formula}'
zh = "不对。"
en = "It is wrong."
"""


def said(**formulas: str) -> list[str]:
    """What is told, line by line, where the table of visits has rules with these formulas."""
    rules = "".join(RULE.format(name=name, formula=formula) for name, formula in formulas.items())
    with pytest.raises(DefinitionErrors) as caught:
        loaded(VISITS + rules)
    return told(caught.value).splitlines()


def place(rule: int, name: str) -> str:
    """Where the formula of a rule stands that is the so-and-so-many-th behind the visits, counted from 0."""
    line = VISITS.count("\n") + 6 * rule + 4
    return f"a.toml:{line}: book visits › table visit › rule {name} › key check"


def test_a_formula_is_shown_with_all_its_wrong_places_marked() -> None:
    assert said(late='=IF([@day]>5;[day]="好",1)') == [
        place(0, "late"),
        '    =IF([@day]>5;[day]="好",1)',
        "                ^^^^^^",
        "  at character 13: arguments are separated by a comma “,”, not by a semicolon.",
        "  at character 14: a column of this row is written with @: [@day], not [day].",
    ]


def test_marks_stand_below_signs_that_are_two_columns_wide() -> None:
    assert said(late='="甲乙"，1')[1:3] == ['    ="甲乙"，1', "           ^^"]


def test_what_is_missing_at_the_end_is_marked_behind_it() -> None:
    assert said(late="=[@day]>")[1:3] == ["    =[@day]>", "            ^"]


def test_of_a_long_formula_the_part_is_shown_in_which_something_is_wrong() -> None:
    long = f'=AND(LEN("{"x" * 100}")>0,[@dya]>TODAY())'
    assert said(late=long)[1:3] == [
        f'    …{"x" * 20}")>0,[@dya]>TODAY())',
        "                              ^^^^^^",
    ]


def test_errors_are_told_in_the_order_of_the_file() -> None:
    lines = said(first='=[@day]="x"', second="=(1", third="=[@day]>5")
    assert [line for line in lines if line.startswith("a.toml")] == [
        place(0, "first"),
        place(1, "second"),
        place(2, "third"),
    ]


def test_control_characters_of_a_formula_do_not_reach_the_terminal() -> None:
    assert said(late='="a\tb')[1:3] == ['    ="a·b', "     ^^^^"]
