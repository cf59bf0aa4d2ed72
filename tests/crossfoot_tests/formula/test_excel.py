"""Checked formulas as spreadsheet programs read them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from crossfoot_templates.formula.checking import check
from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.excel import excel, live
from crossfoot_templates.formula.nodes import Node
from crossfoot_templates.formula.rounding import at_scale
from crossfoot_tests.formula.receivables import RENDERING, checked, computed, said, scope
from crossfoot_tests.formula.trees import TREES


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("=1", "1"),
        ("=1.25", "1.25"),
        ("=100000000000000", "100000000000000"),
        ("=TRUE", "TRUE"),
        ('="a ""b"""', '"a ""b"""'),
        ('=""', '""'),
        ("=1-(2-3)*-4%", "1-(2-3)*-4%"),
        ("=-(1+2)", "-(1+2)"),
        ("=(1&2)&(3+4)", "1&2&3+4"),
        ("=(1<2)=(3<4)", "1<2=(3<4)"),
        ("=ROUND(2/3,-2)", "ROUND(2/3,-2)"),
        ('="a"&LEFT("b",2)', '"a"&LEFT("b",2)'),
        ("=DAYS([@due_on],TODAY())*2", "([due_on]-TODAY())*2"),
        ("=NETWORKDAYS([@issued_on],[@due_on])", "NETWORKDAYS([issued_on],[due_on])"),
        ("=WEEKDAY([@due_on],2)", "WEEKDAY([due_on],2)"),
        ('=TEXT([@due_on],"yyyy-mm")', 'TEXT([due_on],"yyyy-mm")'),
        ("=EOMONTH(EDATE([@due_on],1),0)+1", "EOMONTH(EDATE([due_on],1),0)+1"),
        ("=INT([@made_at])", "INT([made_at])"),
        ('=SUBSTITUTE(TRIM([@title]),"a",[@number],1)', 'SUBSTITUTE(TRIM([title]),"a",[number],1)'),
        ('=SEARCH("a",[@title])', 'SEARCH("a",[title])'),
        (
            "=SEARCH([@number],[@title])",
            'SEARCH(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE([number],"~","~~"),"*","~*"),"?","~?"),[title])',
        ),
    ],
)
def test_operators_and_functions_are_written_as_excel_has_them(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        # a result: an empty cell would show 0
        ("=[@amount]", 'IF([amount]="","",[amount])'),
        ("=[@residual]", "[residual]"),
        ("=[@title]", 'IF([title]="","",[title])'),
        ('=IF([@amount]>0,[@due_on],"")', 'IF([amount]>0,IF([due_on]="","",[due_on]),"")'),
        ("=IFERROR([@amount]/[@paid],[@rate])", 'IFERROR([amount]/[paid],IF([rate]="","",[rate]))'),
        # in arithmetic and comparison: the empty text would be an error
        ("=[@amount]+1", "[amount]+1"),
        ("=[@residual]+1", "N([residual])+1"),
        ("=[@residual]>0", "N([residual])>0"),
        ("=[@final_on]-[@due_on]", "N([final_on])-[due_on]"),
        ("=YEAR([@final_on])", "YEAR(N([final_on]))"),
        ('=IF([@amount]>0,"",[@residual])*2', "IF([amount]>0,0,N([residual]))*2"),
        ('=IF([@amount]>0,"",[@due_on])<TODAY()', "IF([amount]>0,0,[due_on])<TODAY()"),
        ('=NOT(IF([@amount]>0,"",[@amount]<-1))', "NOT(IF([amount]>0,FALSE,[amount]<-1))"),
        # in text: both are the empty text
        ('=[@title]&[@amount]&[@residual]&"x"', '[title]&[amount]&[residual]&"x"'),
        ('=IF([@amount]>0,[@residual],"")&"x"', 'IF([amount]>0,[residual],"")&"x"'),
        ('=LEN(IF([@amount]>0,[@title],""))', 'LEN(IF([amount]>0,[title],""))'),
        # among several: Excel leaves cells out by itself
        ("=SUM([@amount],[@residual])", "SUM([amount],[residual])"),
        ('=MAX([@final_on],IF([@amount]>0,[@final_on],""))', "MAX([final_on],IF([amount]>0,N([final_on]),0))"),
    ],
)
def test_blanks_count_as_they_do_on_the_server(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ('=[@title]=""', '[title]=""'),
        ('=[@residual]<>""', '[residual]<>""'),
        ("=NOT(ISBLANK([@urgent]))", '[urgent]<>""'),
        ('=AND([@due_on]="",TRIM([@title])="")', 'AND([due_on]="",TRIM([title])="")'),
        ('=IF([@urgent],"",[@amount])=""', 'IF(OR([urgent]=TRUE,[urgent]="是",[urgent]="Yes"),"",[amount])=""'),
    ],
)
def test_a_cell_with_the_empty_text_is_blank(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


YES = 'OR([urgent]=TRUE,[urgent]="是",[urgent]="Yes")'


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("=[@urgent]", f'IF([urgent]="","",{YES})'),
        ("=NOT([@urgent])", f"NOT({YES})"),
        ("=[@urgent]=FALSE", f"{YES}=FALSE"),
        ("=[@settled]", 'IF([settled]="","",OR([settled]=TRUE,[settled]="是",[settled]="Yes"))'),
    ],
)
def test_yes_is_read_in_every_way_that_a_cell_shows_it(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


def test_without_texts_for_yes_a_cell_holds_true() -> None:
    assert excel(computed("=NOT([@urgent])"), dataclasses.replace(RENDERING, yes=())) == "NOT([urgent]=TRUE)"


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ('=[@status]="open"', '[status]="未结"'),
        ('=IF([@status]="open","open",[@band])=[@band]', 'IF([status]="未结","未结",[band])=[band]'),
        ('=[@stage]<>"won"', '[stage]<>"赢单"'),
        ('=[@stage]>="tender"', '([stage]="线索")*1+([stage]="投标")*2+([stage]="赢单")*3>=2'),
    ],
)
def test_choices_are_known_by_their_labels(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


def test_ranks_are_looked_up_where_a_range_holds_the_labels() -> None:
    dialect = dataclasses.replace(RENDERING, ranks=lambda listed: f"cf.list.{listed}")
    assert excel(computed("=[@stage]>=2"), dialect) == "IFERROR(MATCH([stage],cf.list.stage,0),0)>=2"


def test_the_rank_of_a_choice_that_is_an_error_is_that_error() -> None:
    dialect = dataclasses.replace(RENDERING, ranks=lambda listed: f"cf.list.{listed}")
    chosen = "IF([amount]>0,[stage],NA())"
    rendered = f'IF({chosen}="",0,IFERROR(MATCH({chosen},cf.list.stage,0),0))>=2'
    assert excel(computed("=IFS([@amount]>0,[@stage])>=2"), dialect) == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("=MIN([@amount],-1)", "MIN([amount],-1)"),
        ("=MIN(+[@amount],-1)", "MIN(N([amount]),-1)"),
        ("=MIN(+-[@amount],-1)", "MIN(+-[amount],-1)"),
        ("=MIN(IF([@paid]>0,[@amount]*1,2),1)", "MIN(IF([paid]>0,[amount]*1,2),1)"),
        ("=MIN(IF([@paid]>0,[@amount],[@paid]),1)", "MIN(N(IF([paid]>0,[amount],[paid])),1)"),
        ("=+IF([@paid]>0,[@amount],[@paid])", "N(IF([paid]>0,[amount],[paid]))"),
    ],
)
def test_an_empty_cell_that_was_chosen_counts_as_a_number(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("=IFS([@amount]>0,1,[@paid]>0,2)", "IF([amount]>0,1,IF([paid]>0,2,NA()))"),
        ('=SWITCH([@title],"a",1,"b",2)', 'IF([title]="a",1,IF([title]="b",2,NA()))'),
        (
            '=SWITCH([@status],"open",[@amount],"settled",1,0)*2',
            'IF([status]="未结",[amount],IF([status]="已结",1,0))*2',
        ),
        ('=SWITCH([@amount]+1,2,"a","b")', 'IF([amount]+1=2,"a","b")'),
        ("=SWITCH([@amount]>0,[@paid]>0,1)", "IF([amount]>0=([paid]>0),1,NA())"),
    ],
)
def test_ifs_and_switch_are_if_within_if(text: str, rendered: str) -> None:
    assert excel(computed(text), RENDERING) == rendered


@pytest.mark.parametrize(
    "text",
    [
        "=[@owner]=USER()",
        "=INTEAM([@team])",
        '=ROLE("finance")',
        "=OLD([@amount])<>[@amount]",
        "=SUMIFS(allocation[amount],allocation[item],[@number])>0",
        "=COUNTIFS(allocation[item],[@number])>0",
        "=XLOOKUP([@customer],customer[code],customer[credit])>[@amount]",
    ],
)
def test_what_other_rows_or_the_server_know_is_not_for_cells(text: str) -> None:
    expression = checked(text)
    assert (live(expression), excel(expression, RENDERING)) == (False, None)


LONG = f'=[@title]="{"a" * 256}"'
WIDE = f"=[@title]={'&'.join(['[@title]'] * 90)}"
DEEP = "=IFS(" + ",".join(["[@amount]>0,1"] * 65) + ")"
DOUBLING = "=" + "SWITCH(" * 20 + "[@amount]" + ",1,2,3,4)" * 20


@pytest.mark.parametrize("text", [LONG, DEEP, DOUBLING], ids=["long text", "deep", "doubling"])
def test_what_is_beyond_the_limits_of_excel_is_not_for_cells(text: str) -> None:
    expression = computed(text)
    assert (live(expression), excel(expression, RENDERING)) == (True, None)


def test_a_long_formula_is_not_for_cells() -> None:
    long_names = dataclasses.replace(RENDERING, refer=lambda column: f"cf_receivable[[#This Row],[{column * 20}]]")
    assert excel(computed(WIDE), RENDERING) is not None
    assert excel(computed(WIDE), long_names) is None


@pytest.mark.parametrize(
    ("text", "scale", "rounded"),
    [
        ("=[@amount]", 2, "amount"),
        ("=[@amount]/3", 2, "ROUND(/(amount, 3), 2)"),
        ('=IF([@urgent],"",[@rate]*2)', 2, "IF(urgent, blank, ROUND(*(rate, 2), 2))"),
        ("=IF([@urgent],[@amount],[@rate]*[@amount])", 2, "IF(urgent, amount, ROUND(*(rate, amount), 2))"),
        ("=[@rate]", 2, "IF(ISBLANK(rate), blank, ROUND(rate, 2))"),
        ("=[@title]", 2, "title"),
    ],
)
def test_results_are_rounded_and_blanks_stay_blank(text: str, scale: int, rounded: str) -> None:
    assert said(at_scale(computed(text), scale)) == rounded


@given(TREES)
def test_whatever_is_live_and_checked_is_rendered(tree: Node) -> None:
    try:
        expression = check(tree, scope("compute"))
    except FormulaError:
        return
    rendered = excel(expression, dataclasses.replace(RENDERING, labels=lambda _choices, code: code))
    assert (rendered is not None) == live(expression)
