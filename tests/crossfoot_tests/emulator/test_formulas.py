from __future__ import annotations

import random
from datetime import date

import pytest

from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.cell import Cell, ErrorValue, Result
from crossfoot_sync.emulator.grid.rewriting import carried, shifted
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Deleted, Inserted, Moved, Shift
from crossfoot_tests.emulator.sharing import Shared


def a_book() -> Book:
    """``Sheet1`` with 1, 2, 3 in A1:A3 and texts in B1:B3; ``Other data`` with 10 in A1."""
    book = Book.new("id", "Sums", random.Random(0))
    other = Sheet.blank(5, "Other data", 10, 3)
    book.sheets.append(other)
    for row in range(3):
        book.sheets[0].put(row, 0, Cell(row + 1))
        book.sheets[0].put(row, 1, Cell(("apple", "pear", "apple")[row]))
    other.put(0, 0, Cell(10))
    named = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    book.named.append({"namedRangeId": "1", "name": "Firsts", "range": named})
    return book


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=2^3^1", 8),
        ("=-2+5", 3),
        ("=50%", 0.5),
        ("=10/4", 2.5),
        ('="a"&1&TRUE', "a1TRUE"),
        ('="say ""hi"""', 'say "hi"'),
        ("=A1", 1),
        ("=$A$2+A3", 5),
        ("=Z99", 0),
        ("=SUM(A1:A3)", 6),
        ("=SUM(A:A)", 6),
        ("=SUM(A1:A3, 4, 'Other data'!A1)", 20),
        ("=SUM(Firsts)", 3),
        ("=AVERAGE(A1:A3)", 2),
        ("=MAX(A1:A3)-MIN(A1:A3)", 2),
        ("=COUNT(A1:B3)", 3),
        ("=COUNTA(A1:B3)", 6),
        ('=COUNTIF(B1:B3, "apple")', 2),
        ('=SUMIF(B1:B3, "apple", A1:A3)', 4),
        ('=SUMIF(A1:A3, ">=2")', 5),
        ('=IF(A1>0, "yes", "no")', "yes"),
        ("=IF(FALSE, 1)", False),
        ("=AND(TRUE, A1=1)", True),
        ("=NOT(TRUE)", False),
        ('=IFERROR(1/0, "none")', "none"),
        ("=ROUND(2.345, 2)", 2.35),
        ("=ROUND(-2.5)", -3),
        ('=UPPER(TRIM("  a  b "))', "A B"),
        ("=LEN(B2)", 4),
        ('=MATCH("pear", B1:B3)', 2),
        ("=TODAY()", 45356),
        ("=ISBLANK(Z9)", True),
        ("=ROW()*100+COLUMN()", 101),
        ("=ROW(B$3)*100+COLUMN('Other data'!C2:D9)", 303),
        ("=ISNUMBER(A1)", True),
        ("=ISTEXT(A1)", False),
        ("=N(B1)+N(A1)+N(TRUE)", 2),
        ('=IFS(A1>5, "many", A1>0, "some")', "some"),
        ('=SWITCH(B2, "apple", 1, "pear", 2, 3)', 2),
        ('=SWITCH("x", "apple", 1, 3)', 3),
        ("=MOD(-7, 3)", 2),
        ("=MOD(5.5, -2)", -0.5),
        ("=ROUNDUP(-1.21, 1)", -1.3),
        ("=ROUNDDOWN(129, -1)", 120),
        ("=LEFT(B1)&MID(B1, 2, 2)&RIGHT(B1, 2)", "apple"),
        ('=FIND("p", B1, 3)', 3),
        ('=SEARCH("PL", B1)', 3),
        ('=EXACT("a", "A")', False),
        ('=SUBSTITUTE("a-b-c", "-", "+", 2)', "a-b+c"),
        ('=SUBSTITUTE("a-b-c", "-", "+")', "a+b+c"),
        ('=TEXT(45356, "yyyy""年""m""月""d""日""")', "2024年3月5日"),
        ('=TEXT(1234.5, "#,##0.00")', "1,234.50"),
        ("=DATE(2024, 14, 0)", 45688),
        ("=YEAR(45356)*100+MONTH(45356)", 202403),
        ("=DAY(45356)", 5),
        ("=EDATE(45322, 1)", 45351),
        ("=EOMONTH(45322, -2)", 45260),
        ("=WEEKDAY(45356)*100+WEEKDAY(45356, 2)*10+WEEKDAY(45356, 3)", 321),
        ("=NETWORKDAYS(45352, 45358)", 5),
        ("=NETWORKDAYS(45358, 45352)", -5),
    ],
)
def test_simple_formulas_are_calculated(formula: str, expected: Result) -> None:
    book = a_book()
    assert Calculator(book, date(2024, 3, 5)).result(formula, book.sheets[0]) == expected


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("=1/0", "DIVIDE_BY_ZERO"),
        ("=1+", "ERROR"),
        ("=1 2", "ERROR"),
        ("=§", "ERROR"),
        ("=#REF!+1", "REF"),
        ("=Nowhere!A1", "REF"),
        ("=UnknownName", "NAME"),
        ("=VLOOKUP(1, A1:B3, 2)", "NAME"),
        ("=1+B1", "VALUE"),
        ('=MATCH("plum", B1:B3)', "N_A"),
        ("=ABS()", "N_A"),
        ("=(-1)^0.5", "NUM"),
        ("=10^400", "NUM"),
        ("=SUM(A1, NA())", "N_A"),
    ],
)
def test_what_cannot_be_calculated_says_so_in_the_cell(formula: str, kind: str) -> None:
    book = a_book()
    result = Calculator(book, date(2024, 3, 5)).result(formula, book.sheets[0])
    assert isinstance(result, ErrorValue)
    assert result.type == kind


def test_a_function_it_does_not_have_is_named(shared: Shared) -> None:
    shared.put([["=VLOOKUP(1,A1:B2,2)"]], "C1", "USER_ENTERED")
    assert shared.values("C1") == [["#NAME?"]]
    cell = shared.first("data.rowData.values.effectiveValue", ranges="C1")["data"][0]["rowData"][0]["values"][0]
    message = "Unknown function: 'VLOOKUP'. The emulator does not calculate it."
    assert cell == {"effectiveValue": {"errorValue": {"type": "NAME", "message": message}}}


def test_a_formula_that_needs_itself_is_an_error(shared: Shared) -> None:
    shared.put([["=B1", "=A1"]], option="USER_ENTERED")
    assert shared.values() == [["#REF!", "#REF!"]]


def test_a_result_can_be_supplied(shared: Shared) -> None:
    shared.google.state.supplied = lambda formula, *_: "Paris" if "VLOOKUP" in formula else None
    shared.put([["=VLOOKUP(1,A1:B2,2)", "=1+1"]], option="USER_ENTERED")
    assert shared.values() == [["Paris", "2"]]


@pytest.mark.parametrize(
    ("formula", "shift", "expected"),
    [
        ("=A3+$A$3+A1", Inserted("ROWS", 1, 2), "=A5+$A$5+A1"),
        ("=SUM(A1:A3)", Inserted("ROWS", 1, 2), "=SUM(A1:A5)"),
        ("=SUM(A:B)", Inserted("COLUMNS", 1, 1), "=SUM(A:C)"),
        ("=SUM(2:3)", Deleted("ROWS", 0, 1), "=SUM(1:2)"),
        ("=A3", Deleted("ROWS", 2, 3), "=#REF!"),
        ("=SUM(A1:A3)", Deleted("ROWS", 1, 2), "=SUM(A1:A2)"),
        ('="A3"&A3', Deleted("ROWS", 0, 1), '="A3"&A2'),
        ("=Other!A3+A3", Deleted("ROWS", 0, 1), "=Other!A3+A2"),
        ("=LOG10(A3)", Deleted("ROWS", 0, 1), "=LOG10(A2)"),
        ("=A1", Moved("ROWS", 0, 1, 3), "=A3"),
    ],
)
def test_references_follow_rows_and_columns(formula: str, shift: Shift, expected: str) -> None:
    assert shifted(formula, True, "Sheet1", shift) == expected


def test_a_copied_formula_refers_to_what_lies_beside_it() -> None:
    assert carried("=A1+$A1+A$1+$A$1+SUM(B:B)", 2, 1) == "=B3+$A3+B$1+$A$1+SUM(C:C)"
    assert carried("=A1", -1, 0) == "=#REF!"


def test_a_formula_on_another_sheet_follows_too(shared: Shared) -> None:
    shared.batch({"addSheet": {"properties": {"sheetId": 9, "title": "Other"}}})
    shared.put([["=Sheet1!A2"]], "Other!A1", "USER_ENTERED")
    shared.batch(
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
        {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "New name"}, "fields": "title"}},
    )
    assert shared.values("Other", valueRenderOption="FORMULA") == [["='New name'!A3"]]
