"""What checking makes of a formula: conversions spelled out, names resolved, results fitted to their column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot_templates.formula.checking import Purpose
from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.kinds import Blank, Boolean, Date, Kind, Number, Reference, Text
from crossfoot_templates.formula.typed import Call, Constant, inputs
from crossfoot_tests.formula.receivables import MONEY, STATUS, checked, computed, of, own, said


def test_a_checked_formula_is_a_tree_with_kinds() -> None:
    assert computed('=IF([@status]="open",[@amount]-[@residual],"")') == Call(
        "IF",
        (
            Call("=", (own("status"), Constant("open", STATUS)), Boolean()),
            Call("-", (own("amount"), own("residual")), MONEY),
            Constant(None, Blank()),
        ),
        MONEY,
    )


def test_a_whole_column_is_that_of_its_table() -> None:
    assert computed("=SUMIFS(allocation[amount],allocation[item],[@number])") == Call(
        "SUMIFS",
        (of("allocation", "amount"), of("allocation", "item"), Call("THIS", (), Reference("receivable"))),
        Number(2),
    )


def test_the_columns_that_a_formula_reads_are_known() -> None:
    assert inputs(computed("=IF([@urgent],[@amount],[@paid]+[@amount])")) == ("urgent", "amount", "paid")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('=[@title]=""', "ISBLANK(title)"),
        ('=""=[@amount]', "ISBLANK(amount)"),
        ('=[@due_on]<>""', "NOT(ISBLANK(due_on))"),
        ('=[@status]=""', "ISBLANK(status)"),
        ("=ISBLANK([@urgent])", "ISBLANK(urgent)"),
        ('=TRIM([@title])=""', "ISBLANK(TRIM(title))"),
    ],
)
def test_the_empty_text_asks_for_a_blank(text: str, meant: str) -> None:
    assert said(checked(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('=[@status]="open"', "=(status, status:open)"),
        ('="open"<>[@status]', "<>(status:open, status)"),
        ("=[@status]=[@band]", "=(status, band)"),
        ('=[@stage]="won"', "=(stage, stage:won)"),
        ('=[@stage]>="tender"', ">=(RANK(stage), 2)"),
        ('="lead"<[@stage]', "<(1, RANK(stage))"),
        ("=[@stage]>2", ">(RANK(stage), 2)"),
        ("=[@stage]=3", "=(RANK(stage), 3)"),
        ("=[@stage]<[@stage]", "<(RANK(stage), RANK(stage))"),
        ('=IF([@urgent],"lead","won")=[@stage]', "=(IF(urgent, stage:lead, stage:won), stage)"),
        ('=[@stage]>IF([@urgent],"lead","")', ">(RANK(stage), RANK(IF(urgent, stage:lead, blank)))"),
        (
            '=SWITCH([@stage],"lead",1,"won",2,0)=1',
            "=(SWITCH(stage, stage:lead, 1, stage:won, 2, 0), 1)",
        ),
        ('=IF([@urgent],"open",[@status])=[@band]', "=(IF(urgent, status:open, status), band)"),
    ],
)
def test_choices_are_compared_by_code_or_by_position(text: str, meant: str) -> None:
    assert said(checked(text)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("=[@owner]=USER()", "=(owner, USER())"),
        ("=[@customer]=OLD([@customer])", "=(customer, OLD(customer))"),
        ("=[@made_at]<[@sent_at]", "<(made_at, sent_at)"),
        ("=INT([@made_at])>[@due_on]", ">(INT(made_at), due_on)"),
        ("=[@amount]>=100", ">=(amount, 100)"),
        ("=ROUND([@amount],-2)>0", ">(ROUND(amount, -2), 0)"),
        ("=ROUND([@amount],+2)>0", ">(ROUND(amount, 2), 0)"),
        ("=WEEKDAY([@due_on],2)>5", ">(WEEKDAY(due_on, 2), 5)"),
    ],
)
def test_like_is_compared_with_like(text: str, meant: str) -> None:
    assert said(checked(text)) == meant


@pytest.mark.parametrize(
    ("criteria", "meant"),
    [
        ("allocation[note],[@title]", "allocation.note, title"),
        ('allocation[note],"paid"', "allocation.note, paid"),
        ('allocation[note],""', "allocation.note, blank"),
        ('allocation[note],"<>"', "allocation.note, criterion<>(blank)"),
        ('allocation[note],"="', "allocation.note, blank"),
        ('allocation[note],"<>"&"a"&[@title]', "allocation.note, criterion<>(&(a, title))"),
        ('allocation[amount],">"&0', "allocation.amount, criterion>(0)"),
        ('allocation[amount],"<="&[@amount]*2', "allocation.amount, criterion<=(*(amount, 2))"),
        ('allocation[paid_on],">="&[@due_on]', "allocation.paid_on, criterion>=(due_on)"),
        ('allocation[paid_on],"="&TODAY()', "allocation.paid_on, TODAY()"),
        ('allocation[status],"open"', "allocation.status, status:open"),
        ('allocation[status],"<>"&"open"', "allocation.status, criterion<>(status:open)"),
        ("allocation[status],[@status]", "allocation.status, status"),
        ("allocation[urgent],TRUE", "allocation.urgent, True"),
        ("allocation[item],[@number]", "allocation.item, THIS()"),
        ("receivable[customer],[@customer]", "receivable.customer, customer"),
        ("receivable[number],[@number]", "receivable.number, number"),
        ('allocation[item],[@number],allocation[note],"a"', "allocation.item, THIS(), allocation.note, a"),
    ],
)
def test_criteria_say_what_a_column_must_be(criteria: str, meant: str) -> None:
    assert said(computed(f"=COUNTIFS({criteria})")) == f"COUNTIFS({meant})"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("=XLOOKUP([@customer],customer[code],customer[since])", "XLOOKUP(customer, customer.code, customer.since)"),
        ("=XLOOKUP([@title],customer[name],customer[since])", "XLOOKUP(title, customer.name, customer.since)"),
        (
            '=XLOOKUP([@title],customer[name],customer[status],"open")',
            "XLOOKUP(title, customer.name, customer.status, status:open)",
        ),
        (
            "=XLOOKUP([@customer],receivable[customer],receivable[due_on],TODAY())",
            "XLOOKUP(customer, receivable.customer, receivable.due_on, TODAY())",
        ),
        (
            '=XLOOKUP("open",customer[status],customer[name],"")',
            "XLOOKUP(status:open, customer.status, customer.name, blank)",
        ),
    ],
)
def test_a_row_is_looked_up_by_a_value_or_by_a_reference(text: str, meant: str) -> None:
    assert said(computed(text)) == meant


@pytest.mark.parametrize(
    ("text", "expected", "meant"),
    [
        ("=[@rate]*3", Number(2), "*(rate, 3)"),
        ("=[@quantity]*[@rate]", MONEY, "*(quantity, rate)"),
        ("=[@amount]", Number(4), "amount"),
        ('="open"', STATUS, "status:open"),
        (
            '=IF([@urgent],"",IFS([@settled],"settled",TRUE,"open"))',
            STATUS,
            ("IF(urgent, blank, IFS(settled, status:settled, True, status:open))"),
        ),
        ('=""', Date(), "blank"),
        ("=[@title]", Text(), "title"),
        ("=USER()", Reference("user"), "USER()"),
    ],
)
def test_a_result_fits_its_column(text: str, expected: Kind, meant: str) -> None:
    assert said(checked(text, "default", expected)) == meant


@pytest.mark.parametrize(
    "purpose",
    ["check", "limit", "balance", "required_when", "lock_when", "approve_when", "visible_when", "editable_when"],
)
def test_a_condition_must_be_true_or_false(purpose: Purpose) -> None:
    assert checked("=[@amount]>0", purpose).kind == Boolean()
    with pytest.raises(FormulaError):
        checked("=[@amount]", purpose)


def test_a_code_in_a_branch_that_is_none_is_told_at_its_place() -> None:
    with pytest.raises(FormulaError) as caught:
        checked('=[@band]=IF([@urgent],"open",IF([@settled],"shut",""))')
    assert caught.value.text() == "at character 44: “shut” is no code of the choice list; there are open, settled."


def test_constants_keep_their_exact_value() -> None:
    assert computed("=0.10") == Constant(Decimal("0.10"), Number(1))
