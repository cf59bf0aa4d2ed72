"""What is put into cells comes back as the same, by the same functions that a sync uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import xlwings as xw
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crossfoot_sync.grids.excel import native
from crossfoot_sync.grids.excel.block import read_lines
from crossfoot_sync.grids.excel.values import DATE, MOMENT, TEXT, Held, entered
from crossfoot_templates.types import CellValue
from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.probing.probe import Finding, compared, told

TEXTS = (
    *("007", "1/2", "3-4", "12%", "1,200", "1e5", "TRUE", "2026-03-05", "14:30", "=1+1", "+86 21 5555", "-", "@home"),
    *("'quoted", "#N/A", " padded ", "two\nlines", "上海电气", "一月", "😀", "x" * 300, "(1)", "€5"),
)
NUMBERS: tuple[CellValue, ...] = (0.0, -0.01, 1234567.89, 0.1 + 0.2, 1e15, True, False)
MOMENTS: tuple[CellValue, ...] = (
    dt.date(2026, 3, 5),
    dt.date(1904, 1, 2),
    dt.datetime(2026, 3, 5, 14, 30),
)
ERRORS = {"=1/0": "#DIV/0!", "=NA()": "#N/A", "=no_such_name": "#NAME?", '="a"+1': "#VALUE!"}


def texts(place: Place) -> Iterator[Finding]:
    """Texts of every look, in a cell without a format and in one formatted as text."""
    sheet = place.sheet()
    sheet.range((1, 2), (len(TEXTS), 2)).number_format = TEXT
    sheet.range((1, 1), (len(TEXTS), 2)).value = [[entered(each)] * 2 for each in TEXTS]
    found = _read(sheet, len(TEXTS), 2)
    yield compared("texts in cells without a format", [*TEXTS], [line[0].value for line in found])
    yield compared("texts in cells formatted as text", [*TEXTS], [line[1].value for line in found])
    yield compared(
        "none of them became a formula", [], [each.formula for line in found for each in line if each.formula]
    )


def numbers(place: Place) -> Iterator[Finding]:
    """Numbers, truth values, and amounts in cells of a currency."""
    sheet = place.sheet()
    _put(sheet, 1, NUMBERS)
    yield compared("numbers and truth values", [*NUMBERS], _values(sheet, len(NUMBERS)))
    sheet.range("A20:A22").number_format = "¥#,##0.00"
    sheet.range("A20:A21").value = [[0.123456], [1200.5]]
    sheet.range("A22").formula = "=A20"
    found = [line[0].value for line in read_lines(sheet, 22, 1, date1904=False)[19:]]
    yield compared("amounts in a currency's format", [0.123456, 1200.5], found[:2])
    yield told("a formula's amount in a currency's format", found[2])


def moments(place: Place) -> Iterator[Finding]:
    """Days and moments, in workbooks that count from 1900 and from 1904."""
    for name, epoch in (("1900", None), ("1904", CALENDAR_MAC_1904)):
        made = Workbook()
        if epoch is not None:
            made.epoch = epoch
        path = place.file(name)
        made.save(path)
        opened = place.open(path)
        counted = native.date1904(opened)
        yield compared(f"{name}: Excel says that it counts from 1904", epoch is not None, counted)
        sheet = opened.sheets[0]
        for row, moment in enumerate(MOMENTS, start=1):
            sheet.range((row, 1)).number_format = MOMENT if isinstance(moment, dt.datetime) else DATE
        _put(sheet, 1, MOMENTS)
        found = [line[0].value for line in read_lines(sheet, len(MOMENTS), 1, date1904=counted)]
        yield compared(f"{name}: days and moments", [*MOMENTS], found)


def errors(place: Place) -> Iterator[Finding]:
    """Cells that show an error hold no value, and say which error."""
    sheet = place.sheet()
    for row, formula in enumerate(ERRORS, start=1):
        sheet.range((row, 2)).formula = formula
    found = [line[1] for line in read_lines(sheet, len(ERRORS), 2, date1904=False)]
    yield compared("their values", [None] * len(ERRORS), [each.value for each in found])
    yield compared("which errors they are", [*ERRORS.values()], [_fault(each) for each in found])


def newer_errors(place: Place) -> Iterator[Finding]:
    """An error that Excel did not know when xlwings' list was made."""
    sheet = place.sheet()
    sheet.range("A2").value = "in the way"
    sheet.range("A1").formula2 = "=SEQUENCE(3)"
    yield compared("a formula whose cells are taken", "#SPILL!", _fault(read_lines(sheet, 2, 1, date1904=False)[0][0]))


def _put(sheet: xw.Sheet, row: int, values: Sequence[CellValue]) -> None:
    sheet.range((row, 1), (row + len(values) - 1, 1)).value = [[entered(each)] for each in values]


def _values(sheet: xw.Sheet, rows: int) -> list[CellValue]:
    return [line[0].value for line in _read(sheet, rows, 1)]


def _read(sheet: xw.Sheet, rows: int, columns: int) -> list[list[Held]]:
    return read_lines(sheet, rows, columns, date1904=False)


def _fault(held: Held) -> str:
    return "" if held.fault is None else str(held.fault.facts.get("value", held.fault.code))
