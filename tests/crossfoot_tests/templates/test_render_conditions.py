from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates import layout
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.colouring import row_is
from crossfoot_tests.templates.views import INVOICE, sample_view


def rendered() -> Worksheet:
    shown = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))["发票"]
    assert isinstance(shown, Worksheet)
    return shown


def formulas(shown: Worksheet) -> list[tuple[str, str]]:
    """Range and formula of every rule, the strongest first."""
    rules = [
        (rule.priority, str(each.sqref), rule.formula[0])
        for each in shown.conditional_formatting
        for rule in each.rules
    ]
    return [(where, formula) for _, where, formula in sorted(rules)]


def test_open_cells_come_before_rows_and_rows_before_read_only() -> None:
    end = 1048576
    signs = (layout.EDITED, layout.NEW, layout.CONFLICT, layout.WAITING, layout.REFUSED)
    letters = "BCDEFGHIJKLMNOPQRS"
    assert formulas(rendered()) == [
        *(
            (f"{letter}4:{letter}{end}", f'ISNUMBER(SEARCH("|{column.name}=",$W4))')
            for letter, column in zip(letters, INVOICE.columns, strict=True)
        ),
        (f"B4:F{end}", 'AND(B4="",COUNTA($B4:$S4)>0)'),
        *((f"A4:A{end} T4:T{end}", row_is(sign, "$A4")) for sign in signs),
        *((f"B4:S{end}", row_is(sign, "$A4")) for sign in signs),
        (f"L4:M{end}", "COUNTA($B4:$S4)>0"),
        (f"A4:T{end}", "COUNTA($B4:$S4)>0"),
    ]


def test_a_row_in_step_has_no_tint_and_a_decided_conflict_counts_as_edited() -> None:
    assert [formula for _, formula in formulas(rendered()) if layout.IN_STEP in formula] == []
    assert row_is(layout.EDITED, "$A4") == 'OR(EXACT($A4,"●"),LEN($A4)>1)'
