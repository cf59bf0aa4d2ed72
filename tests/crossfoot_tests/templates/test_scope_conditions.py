"""Conditions on who sees a row: what of other tables they may look at."""

from __future__ import annotations

import pytest

from crossfoot_templates.formula.typed import Call, Constant
from crossfoot_templates.logic import logic_of
from crossfoot_templates.querying import IN_QUERIES
from crossfoot_tests.templates.definitions import edited, loaded, problems_of

COMPUTED = """\
[[table.column]]
name = "large"
type = "boolean"
zh = "大店"
en = "Large"
compute = "=[@turnover]>1000"

[[table]]
name = "visit"
"""
BOOK = edited('[[table]]\nname = "visit"\n', COMPUTED)


def of_visit(condition: str, key: str = "visible_when") -> str:
    """The book of visits with a condition on who sees one."""
    return edited('key = ["shop", "day"]', f'key = ["shop", "day"]\n{key} = \'{condition}\'', BOOK)


@pytest.mark.parametrize("key", ["visible_when", "editable_when"])
@pytest.mark.parametrize(
    "condition",
    [
        "=XLOOKUP([@shop],shop[code],shop[owner])=USER()",
        "=INTEAM(XLOOKUP([@shop],shop[code],shop[team]))",
        '=XLOOKUP([@shop],shop[code],shop[currency],"CNY")="CNY"',
        "=XLOOKUP([@shop],shop[code],shop[turnover])>0.01",
        "=COUNTIFS(visit[shop],[@shop],visit[owner],USER())>0",
        '=COUNTIFS(visit[shop],[@shop],visit[day],"<"&[@day])=0',
    ],
)
def test_they_look_through_references(condition: str, key: str) -> None:
    table = loaded(of_visit(condition, key)).tables["visit"]
    assert getattr(table, key) == condition


def test_what_is_looked_up_and_not_there_is_a_blank() -> None:
    logic = logic_of(loaded(of_visit("=XLOOKUP([@shop],shop[code],shop[owner])=USER()")))["visit"]
    assert logic.visible is not None
    comparison = logic.visible.expression
    assert isinstance(comparison, Call)
    lookup = comparison.arguments[0]
    assert isinstance(lookup, Call)
    assert lookup.arguments[3] == Constant(None, lookup.arguments[3].kind)


QUERIES = f"cannot be used in this condition, which becomes a part of queries; there are {' '.join(IN_QUERIES)}."
COMPUTED_ONE = "is computed, and this condition sees columns that people fill in only; use the columns behind it."
SLOW = (
    "would go through a whole table for every row here; ask by a reference or by the row's own key, "
    "as XLOOKUP([@customer],customer[code],…) does."
)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("=XLOOKUP([@notes],shop[currency],shop[owner])=USER()", f"“XLOOKUP” {SLOW}"),
        ('=COUNTIFS(visit[mood],"good")>0', f"“COUNTIFS” {SLOW}"),
        ('=COUNTIFS(visit[shop],"<>"&[@shop])>0', f"“COUNTIFS” {SLOW}"),
        (
            "=XLOOKUP([@shop],shop[code],shop[large])",
            f"“shop[large]” {COMPUTED_ONE}",
        ),
        ("=XLOOKUP([@shop],shop[code],shop[turnover])>0.001", f"“>” {QUERIES}"),
        ("=COUNTIFS(shop[owner],USER(),shop[turnover],0.001)>0", f"“COUNTIFS” {QUERIES}"),
        ("=LEN(XLOOKUP([@shop],shop[code],shop[currency]))=3", f"“LEN” {QUERIES}"),
    ],
)
def test_what_a_query_cannot_do_quickly_or_at_all_is_refused(condition: str, says: str) -> None:
    text = of_visit(condition)
    (problem,) = problems_of(text)
    assert problem.partition("key visible_when: ")[2] == says


def test_sums_are_for_other_formulas() -> None:
    (problem,) = problems_of(of_visit("=SUMIFS(shop[turnover],shop[owner],USER())>0"))
    assert problem.endswith(
        "SUMIFS cannot be used in visible_when; it belongs in compute, default, limit, balance, approve_when."
    )
