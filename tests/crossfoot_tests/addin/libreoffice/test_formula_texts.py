from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.libreoffice import BadFormula
from crossfoot_addin.libreoffice.formula_runs import Run, runs
from crossfoot_addin.libreoffice.formula_words import at_home, moved, words
from crossfoot_addin.libreoffice.formulas import Functions, to_excel, to_office

FUNCTIONS = Functions({"EOMONTH": "ADDIN.GETEOMONTH"}, {"ADDIN.GETEOMONTH": "EOMONTH"})

PAIRS = [
    ("=SUM(A1,$B$2:C3)", "=SUM(A1;$B$2:C3)"),
    ("=Sales!A1+'Q1 ''24'!$B$2", "=$'Sales'.A1+$'Q1 ''24'.$B$2"),
    ("=SUM((A1,B2))", "=SUM((A1~B2))"),
    ("=SUM(A1:C3 B2:D4)", "=SUM(A1:C3!B2:D4)"),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ('=IF(A1="a,b;c",TRUE,FALSE)', '=IF(A1="a,b;c";TRUE();FALSE())'),
    ("=EOMONTH(A1,1)", "=ADDIN.GETEOMONTH(A1;1)"),
    ("=IF(A1<>#N/A,-A1%,1.5E+3)", "=IF(A1<>#N/A;-A1%;1.5E+3)"),
    ("=SUM(deals[amount])", "=SUM(deals[amount])"),
    ("=deals[[#Headers],[due date]]", "=deals[[#Headers];[due date]]"),
    ("=SUM(deals[#All])", "=SUM(deals[[#All]])"),
    ("=SUM(deals[[#Data],[a]:[b]])", "=SUM(deals[[#Data];[a]:[b]])"),
    ("=[@amount]*2", "=own[[#This Row];[amount]]*2"),
    ("=[@[due date]]", "=own[[#This Row];[due date]]"),
    ("=deals[@amount]", "=deals[[#This Row];[amount]]"),
    ("=SUM([@a],[@[b, c]])", "=SUM(own[[#This Row];[a]];own[[#This Row];[b, c]])"),
    ("=客户!A1&表[@金额]", "=$'客户'.A1&表[[#This Row];[金额]]"),
]
"""Excel's formulas and LibreOffice's, for a cell in the table ``own``."""


@pytest.mark.parametrize(("excel", "office"), PAIRS)
def test_a_formula_goes_to_libreoffice_and_comes_back(excel: str, office: str) -> None:
    assert (to_office(excel, FUNCTIONS, "own"), to_excel(office, FUNCTIONS, "own")) == (office, excel)


@pytest.mark.parametrize(
    ("excel", "office"),
    [
        ("=_xlfn.Ifs(A1,1)", "=IFS(A1;1)"),
        ("=@A1", "=A1"),
        ("=sum(true,1)", "=SUM(TRUE();1)"),
        ("=deals[@]", "=deals[[#This Row]]"),
    ],
)
def test_spellings_that_excel_takes_too(excel: str, office: str) -> None:
    assert to_office(excel, FUNCTIONS, "own") == office


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=A1#", "dynamic arrays"),
        ("='[other.xlsx]S'!A1", "other workbooks"),
        ("=[1]S!A1", "other workbooks"),
        ("=SUM(A:C!A1)", "several sheets"),
        ("=SUM(A1", "not closed"),
        ('="abc', "not closed"),
        ("=[@amount]", "names no table"),
    ],
)
def test_what_cannot_be_entered_says_why(formula: str, said: str) -> None:
    with pytest.raises(BadFormula, match=said):
        to_office(formula, FUNCTIONS)


@given(st.text("aB1$.'\"[]{}(),;:!@#%&*+-/ 表\n"))
def test_the_words_of_a_formula_are_all_of_it(formula: str) -> None:
    assert "".join(word.text for word in words(formula)) == formula


@given(
    st.lists(
        st.sampled_from(["A5", "$A5", "A$5", "$A$5", "SUM(", "LOG10(", ",", "+", ")", '"B2"', "'x B3'!C4", "AB77"])
    ),
    st.integers(0, 50),
    st.integers(0, 20),
)
def test_a_copy_of_a_formula_is_known_as_one(parts: list[str], down: int, across: int) -> None:
    formula = "".join(parts)

    assert at_home(moved(formula, down, across), 10 + down, 3 + across) == at_home(formula, 10, 3)


def test_what_moves_in_a_copy_and_what_does_not() -> None:
    assert moved('=A1+$B2*C$3-$D$4&"E5"&LOG10(F6)', 2, 1) == '=B3+$B4*D$3-$D$4&"E5"&LOG10(G8)'


def test_copies_of_a_formula_are_entered_together_and_others_in_between() -> None:
    column = {(row, 3): f"=A{row}" for row in range(1, 11)}
    others = {(11, 3): "=B1", (12, 3): "=B1", (1, 4): "=A1", (3, 4): "=A1"}

    assert list(runs(others | column)) == [
        Run(3, 1, tuple(f"=A{row}" for row in range(1, 11)), copies=True),
        Run(3, 11, ("=B1", "=B1")),
        Run(4, 1, ("=A1",)),
        Run(4, 3, ("=A1",)),
    ]


@given(st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 3)), st.sampled_from(["=$A$1", "=A$1", "=B$2"])))
def test_every_formula_is_entered_once_where_it_belongs(formulas: dict[tuple[int, int], str]) -> None:
    entered = [((run.row + at, run.column), text) for run in runs(formulas) for at, text in enumerate(run.formulas)]

    assert sorted(entered) == sorted(formulas.items())
