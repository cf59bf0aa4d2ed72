"""Checked formulas as Google Sheets reads them, where that differs from Excel."""

from __future__ import annotations

import dataclasses

import pytest

from crossfoot_templates.formula.excel import excel
from crossfoot_templates.live import live_formulas
from crossfoot_tests.formula.receivables import RENDERING, computed
from crossfoot_tests.templates.computed_views import ORDER, computed_view

SHEETS = dataclasses.replace(RENDERING, program="sheets")


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        # whether its SEARCH knows wildcards is nowhere said
        ('=SEARCH("a",[@title])', 'FIND(LOWER("a"),LOWER([title]))'),
        ("=SEARCH([@number],[@title],2)", "FIND(LOWER([number]),LOWER([title]),2)"),
        ('=TEXT([@due_on],"yyyy年m月d日")', 'TEXT([due_on],"yyyy""年""m""月""d""日""")'),
        ('=TEXT([@amount],"#,##0.00")', 'TEXT([amount],"#,##0.00")'),
        ('=[@stage]>="tender"', '([stage]="线索")*1+([stage]="投标")*2+([stage]="赢单")*3>=2'),
        ("=NETWORKDAYS([@issued_on],[@due_on])", "NETWORKDAYS([issued_on],[due_on])"),
        ("=ROUND([@residual],1)", "ROUND(N([residual]),1)"),
    ],
)
def test_functions_are_written_as_sheets_has_them(text: str, rendered: str) -> None:
    assert excel(computed(text), SHEETS) == rendered


def test_a_live_formula_names_no_list_of_another_sheet() -> None:
    found = live_formulas(computed_view(), ORDER, "zh", "sheets")
    rank = '([@stage]="客户开发")*1+([@stage]="立项")*2+([@stage]="方案")*3+([@stage]="投标")*4'
    assert found["risk"] == f'IFERROR(IF({rank}>=3,"高",IF([@stage]="","","低")),"")'
    assert found["left"] == live_formulas(computed_view(), ORDER, "zh")["left"]
    assert [name for name, formula in found.items() if "cf.list" in formula] == []
