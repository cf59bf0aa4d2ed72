from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import BadFormula, OfficeError
from crossfoot_tests.addin.libreoffice.reading import formulas

pytestmark = pytest.mark.slow


def test_english_formulas_calculate(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, 2, dt.date(2024, 1, 31)], [3, 4, None]]
    calculated = {
        "=SUM(A1:B2)": 10.0,
        "=SUM((A1,B2))": 5.0,
        "=SUM(A1:B2 B1:C2)": 6.0,
        "=SUM({1,2;3,4})": 10.0,
        '=IF(A1<>B1,"a,b;c","no")': "a,b;c",
        "=EOMONTH(C1,1)": 45351.0,
        "=IFS(A1>1,1,TRUE,2)": 2.0,
        "=STDEV.S(A1:B2)^2": pytest.approx(5 / 3),
        '=TEXTJOIN("-",TRUE,A1:B1)': "1-2",
        "=NETWORKDAYS(C1,C1+7)": 6.0,
        '=COUNTIFS(A:A,">1")': 1.0,
        "=WEEKNUM(C1)": 5.0,
    }

    sheet["E1"].options(transpose=True).value = list(calculated)

    cells = sheet["E1"].resize(len(calculated))
    assert formulas(cells) == [[formula] for formula in calculated]
    assert [cell.value for cell in cells] == list(calculated.values())


def test_a_formula_reaches_other_sheets(book: xw.Book) -> None:
    other = book.sheets.add("Bob's 2024", after=book.sheets[0])
    other["A1"].value = 7

    book.sheets[0]["A1"].formula = "='Bob''s 2024'!A1*2"

    assert (book.sheets[0]["A1"].formula, book.sheets[0]["A1"].value) == ("='Bob''s 2024'!A1*2", 14.0)


def test_a_formula_moves_with_the_cells_that_it_fills(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B2"].color = (255, 0, 0)

    sheet["B1:C3"].formula = "=A1*2"

    assert sheet["B1:C3"].value == [[2.0, 4.0], [4.0, 8.0], [6.0, 12.0]]
    assert formulas(sheet["B1:C3"]) == [["=A1*2", "=B1*2"], ["=A2*2", "=B2*2"], ["=A3*2", "=B3*2"]]
    assert [sheet["B1"].color, sheet["B2"].color, sheet["B3"].color] == [None, (255, 0, 0), None]


def test_many_formulas_are_each_as_written(sheet: xw.Sheet) -> None:
    written = [[f"=A{row}+1", f"=$A${row % 3 + 1}&B{row}"] for row in range(1, 200)]

    sheet["B1"].value = written

    assert formulas(sheet["B1:C199"]) == written


def test_many_formulas_are_written_past_filtered_rows(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["kind"], *[["a"], ["b"]] * 10]
    sheet["A1:A21"].autofilter.apply_values(1, ["a"])

    sheet["B2"].value = [[f"=ROW(A{row})"] for row in range(2, 22)]

    assert sheet["B2:B21"].value == [float(row) for row in range(2, 22)]


def test_a_cell_without_a_formula_says_what_it_holds(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["text", 1.5, True, None, dt.date(2024, 3, 5), "'=no"]]

    assert formulas(sheet["A1:F1"]) == [["text", "1.5", "TRUE", "", "45356", "=no"]]


def test_references_to_tables(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["net", "tax rate", "gross"], [100, 0.1, None], [200, 0.2, None]]
    sheet.tables.add(sheet["A1:C3"], name="orders")

    sheet["C2:C3"].formula = "=[@net]*(1+[@[tax rate]])"
    sheet["E1"].formula = "=SUM(orders[gross])"
    sheet["E2"].formula = "=orders[@net]"

    assert formulas(sheet["C2:C3"]) == [["=[@net]*(1+[@[tax rate]])"]] * 2
    assert sheet["C2:C3"].value == [pytest.approx(110.0), pytest.approx(240.0)]
    assert sheet["E1:E2"].value == [pytest.approx(350.0), 100.0]
    assert formulas(sheet["E1:E2"]) == [["=SUM(orders[gross])"], ["=orders[@net]"]]


def test_an_array_formula(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1], [2], [3]]

    sheet["B1:B3"].formula_array = "=A1:A3*10"

    assert sheet["B1:B3"].value == [10.0, 20.0, 30.0]
    assert (sheet["B1:B3"].formula_array, sheet["B2"].has_array, sheet["A1"].has_array) == ("=A1:A3*10", True, False)


@pytest.mark.parametrize("formula", ["=A1#", "=SUM(1", "=1+*2", "='[other.xlsx]S'!A1"])
def test_a_formula_that_cannot_be_entered_is_refused(sheet: xw.Sheet, formula: str) -> None:
    with pytest.raises(BadFormula) as raised:
        sheet["B1"].formula2 = formula

    assert isinstance(raised.value, OfficeError)
    assert raised.value.excepinfo[2] == str(raised.value)
    assert sheet["B1"].formula == ""


def test_calculation_waits_until_asked(app: xw.App, sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, "=A1*2"]]

    with app.properties(calculation="manual"):
        sheet["A1"].value = 5
        waiting = sheet["B1"].value
        app.calculate()
        calculated = sheet["B1"].value

    assert (waiting, calculated, app.calculation) == (2.0, 10.0, "automatic")
