"""A real spreadsheet program opens what is rendered, keeps it and calculates with it."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from crossfoot_templates import layout
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.colouring import row_is
from crossfoot_tests.templates.views import sample_view

pytestmark = pytest.mark.slow


def through_libreoffice(content: bytes, folder: Path, *formats: str) -> Workbook:
    """``content`` converted to each of ``formats`` in turn, the last an .xlsx, with its calculated values."""
    here = folder / "book.xlsx"
    here.write_bytes(content)
    for number, ending in enumerate(formats):
        target = folder / f"step{number}"
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                *("--convert-to", ending, "--outdir", str(target), str(here)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        here = target / f"book.{ending}"
    return load_workbook(here, data_only=True)


def test_names_validations_and_formats_survive_libreoffice(tmp_path: Path) -> None:
    content = render_workbook(sample_view(), "zh", {"book": "receivables"})
    before = load_workbook(BytesIO(content))
    after = through_libreoffice(content, tmp_path, "ods", "xlsx")
    assert before.defined_names.keys() <= after.defined_names.keys()
    bindings = [name for name in before.defined_names if not name.startswith("cf.list.")]
    assert {name: after.defined_names[name].attr_text.replace("'", "") for name in bindings} == {
        name: before.defined_names[name].attr_text.replace("'", "") for name in bindings
    }
    for title in ("发票", "客户", "区域"):
        kinds = [
            sorted((next(iter(each.sqref)).min_col, each.type, each.errorStyle, each.prompt) for each in found)
            for found in (each[title].data_validations.dataValidation for each in (before, after))
        ]
        assert kinds[0] == kinds[1]
        assert after[title]["A3"].value == "同步状态"
    assert after[layout.MANIFEST_SHEET].sheet_state == "hidden"


def test_lists_grow_and_ticks_are_told_apart_when_calculated(tmp_path: Path) -> None:
    workbook = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))
    lists, sheet = workbook[layout.LISTS_SHEET], workbook["区域"]
    column = next(cell.column for cell in lists[1] if cell.value == "customer.pick")
    for row in range(2, 502):
        lists.cell(row, column).value = f"客户 {row}"
    signs = (layout.IN_STEP, layout.EDITED, layout.NEW, layout.CONFLICT, layout.WAITING, layout.REFUSED)
    for place, sign in enumerate((*signs, layout.KEEP_MINE["zh"]), start=4):
        sheet.cell(place, 1).value = sign
        for across, asked in enumerate(signs, start=20):
            sheet.cell(place, across).value = f"={row_is(asked, f'$A{place}')}"
    asked_of_lists = {
        "=ROWS(cf.list.customer)": 500,
        "=INDEX(cf.list.customer,500)": "客户 501",
        "=ROWS(cf.list.currency)": 2,
        "=INDEX(cf.list.currency,2)": "美元",
        "=ROWS(cf.list.user)": 1,
    }
    for place, formula in enumerate(asked_of_lists, start=4):
        sheet.cell(place, 30).value = formula
    edited = BytesIO()
    workbook.save(edited)
    after = through_libreoffice(edited.getvalue(), tmp_path, "xlsx")["区域"]
    answers = [[after.cell(4 + down, 20 + across).value for across in range(6)] for down in range(7)]
    same = [[across == down for across in range(6)] for down in range(6)]
    assert answers == [*same, [False, True, False, False, False, False]]
    assert [after.cell(row, 30).value for row in range(4, 9)] == list(asked_of_lists.values())
