"""The table of functions: complete, and told in both languages."""

from __future__ import annotations

import re

import pytest

from crossfoot_templates.formula.checking import PURPOSES
from crossfoot_templates.formula.checking.rules import RULES
from crossfoot_templates.formula.functions import CALLABLE, FUNCTIONS, OPERATORS
from crossfoot_templates.formula.precedence import is_operator

NAMES = (
    "IF IFS SWITCH AND OR NOT IFERROR ISBLANK ABS ROUND ROUNDUP ROUNDDOWN INT MOD MIN MAX SUM LEN LEFT RIGHT MID TRIM "
    "UPPER LOWER EXACT SEARCH SUBSTITUTE TEXT TODAY DATE YEAR MONTH DAY EDATE EOMONTH DAYS WEEKDAY NETWORKDAYS SUMIFS "
    "COUNTIFS MAXIFS MINIFS XLOOKUP USER INTEAM ROLE OLD"
)


def test_the_functions_are_these() -> None:
    assert list(FUNCTIONS) == NAMES.split()


def test_every_function_and_operator_has_its_rule() -> None:
    assert RULES.keys() == CALLABLE.keys()


def test_operators_are_what_is_written_as_one() -> None:
    assert {name for name in CALLABLE if is_operator(name)} == OPERATORS.keys()


@pytest.mark.parametrize("name", CALLABLE)
def test_help_is_there_in_both_languages(name: str) -> None:
    row = CALLABLE[name]
    assert re.search("[\u4e00-\u9fff]", row.zh)
    assert not re.search("[\u4e00-\u9fff]", row.en)
    assert (row.zh[-1], row.en[-1]) == ("。", ".")
    assert ("空白" in row.zh, "blank" in row.en.lower()) == (True, True)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_signature_is_a_call_with_the_arguments_that_are_needed(name: str) -> None:
    row = FUNCTIONS[name]
    inside = row.signature.removeprefix(f"{name}(").removesuffix(")")
    shown = [each for each in inside.split(", ") if each not in {"", "…"}]
    assert row.signature == f"{name}({inside})"
    assert row.least <= len(shown) <= row.most


def test_only_functions_over_tables_and_of_people_need_more_than_the_row() -> None:
    assert [name for name, row in FUNCTIONS.items() if not row.own_row] == [
        *("SUMIFS", "COUNTIFS", "MAXIFS", "MINIFS", "XLOOKUP"),
        *("USER", "INTEAM", "ROLE", "OLD"),
    ]


PERMITTED = {
    "compute": "TODAY SUMIFS",
    "default": "TODAY SUMIFS USER",
    "check": "TODAY USER OLD",
    "limit": "TODAY SUMIFS",
    "balance": "TODAY SUMIFS",
    "required_when": "TODAY USER",
    "lock_when": "TODAY USER",
    "approve_when": "TODAY SUMIFS USER OLD",
    "visible_when": "USER",
    "editable_when": "USER",
    "when": "TODAY",
    "highlight": "TODAY",
}


def test_each_purpose_permits_what_it_can_keep_right() -> None:
    asked = ("TODAY", "SUMIFS", "USER", "OLD")
    assert {
        purpose: " ".join(name for name in asked if leave.permits(FUNCTIONS[name]))
        for purpose, leave in PURPOSES.items()
    } == PERMITTED
