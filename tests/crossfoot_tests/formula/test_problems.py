"""What is said about formulas that are wrong: the whole of it, word for word, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.formula.checking import PURPOSES, Purpose, check
from crossfoot_templates.formula.errors import FormulaError, FormulaProblem
from crossfoot_templates.formula.kinds import Date, Kind
from crossfoot_templates.formula.nodes import Node, Span
from crossfoot_templates.formula.parsing import LONGEST, parse
from crossfoot_templates.formula.problems import PROBLEMS
from crossfoot_templates.formula.writing import written
from crossfoot_templates.label import Label
from crossfoot_tests.formula.receivables import STATUS, checked, scope
from crossfoot_tests.formula.trees import TREES

CASES = tomllib.loads((Path(__file__).parent / "wrong_formulas.toml").read_text(encoding="utf-8"))["case"]
EXPECTED: dict[str, Kind] = {"date": Date(), "status": STATUS}


def error_of(case: dict[str, str]) -> FormulaError:
    purpose = cast("Purpose", case.get("purpose", "approve_when"))
    with pytest.raises(FormulaError) as caught:
        checked(case["formula"], purpose, EXPECTED.get(case.get("expected", "")))
    return caught.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_wrong_formula_is_told_with_place_and_way_out(case: dict[str, str]) -> None:
    error = error_of(case)
    assert {"en": error.text("en"), "zh": error.text("zh")} == {"en": case["en"], "zh": case["zh"]}


def test_a_formula_that_is_too_long_is_told_with_its_length() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("=" + "1" * LONGEST)
    assert (caught.value.text("en"), caught.value.text("zh")) == (
        "at character 1: the formula has 4001 characters; at most 4000. Work a part of it out in a column of its own.",
        "第 1 个字符：公式有 4001 个字符，最多 4000 个；请把一部分放到单独的计算列中。",
    )


def test_every_problem_is_shown_by_a_formula() -> None:
    shown = {problem.code for case in CASES for problem in error_of(case).problems}
    assert shown | {"too_long"} == PROBLEMS.keys()


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_names_the_same_facts_in_both_languages(code: str) -> None:
    zh, en = PROBLEMS[code]
    assert {fact for fact in ("{found}", "{expected}") if fact in zh} == {
        fact for fact in ("{found}", "{expected}") if fact in en
    }


def test_a_problem_is_a_value() -> None:
    with pytest.raises(FormulaError) as caught:
        checked('=[@status]="setled"')
    assert caught.value.problems == (
        FormulaProblem("unknown_code", Span(11, 19), "setled", Label("open、settled", "open, settled"), "settled"),
    )


def test_long_texts_and_control_characters_do_not_flood_a_message() -> None:
    with pytest.raises(FormulaError) as caught:
        checked(f'=[@status]="a\n{"b" * 100}"')
    assert caught.value.text() == (
        f"at character 12: “a·{'b' * 57}…” is no code of the choice list; there are open, settled."
    )


@given(TREES, st.sampled_from(sorted(PURPOSES)))
def test_any_tree_is_checked_or_has_problems_within_it(tree: Node, purpose: Purpose) -> None:
    text = written(tree)
    try:
        check(parse(text), scope(purpose))
    except FormulaError as error:
        for problem in error.problems:
            assert 0 < problem.span.start < problem.span.end <= len(text)
            assert problem.text("zh") != problem.text("en")
