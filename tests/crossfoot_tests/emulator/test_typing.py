"""What becomes of what is typed, in several locales, and how it is shown."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator.grid.cell import Cell, Scalar
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.entering import Typed, entered, read
from crossfoot_sync.emulator.grid.locales import locale


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Typed("")),
        ("abc", Typed("abc")),
        ("'=1", Typed("=1")),
        ("=A1", Typed(formula="=A1")),
        ("=", Typed("=")),
        ("42", Typed(42.0)),
        ("-0.5", Typed(-0.5)),
        (" 7 ", Typed(7.0)),
        ("+8", Typed(8.0)),
        (".5", Typed(0.5)),
        ("1,234", Typed(1234.0, type="NUMBER", pattern="#,##0")),
        ("1,23", Typed("1,23")),
        ("12.5%", Typed(0.125, type="PERCENT", pattern="0.00%")),
        ("$3.5", Typed(3.5, type="CURRENCY", pattern='"$"#,##0.00')),
        ("1e3", Typed(1000.0, type="SCIENTIFIC", pattern="0.00E+00")),
        ("TRUE", Typed(True)),
        ("false", Typed(False)),
        ("2024-03-05", Typed(45356, type="DATE", pattern="yyyy-mm-dd")),
        ("2024/3/5", Typed(45356, type="DATE", pattern="yyyy/m/d")),
        ("3/5/2024", Typed(45356, type="DATE", pattern="m/d/yyyy")),
        ("3/5/24", Typed(45356, type="DATE", pattern="m/d/yyyy")),
        ("13/5/2024", Typed("13/5/2024")),
        ("3/5", Typed(45356, type="DATE", pattern="m/d/yyyy")),
        ("3-5", Typed(45356, type="DATE", pattern="m/d/yyyy")),
        ("13-5", Typed("13-5")),
        ("2024-02-30", Typed("2024-02-30")),
        ("2024年3月5日", Typed(45356, type="DATE", pattern='yyyy"年"m"月"d"日"')),
        ("12:00", Typed(0.5, type="TIME", pattern="h:mm")),
        ("25:00", Typed("25:00")),
        ("2024-03-05 06:00", Typed(45356.25, type="DATE_TIME", pattern="yyyy-mm-dd h:mm")),
        ("2024-03-05 at six", Typed("2024-03-05 at six")),
    ],
)
def test_a_typed_text_is_read_as_in_america(typed: str, expected: Typed) -> None:
    assert read(typed, locale("en_US"), 2024) == expected


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("en_GB", "3/5/2024", Typed(45415, type="DATE", pattern="dd/mm/yyyy")),
        ("en_GB", "3-5", Typed(45415, type="DATE", pattern="dd/mm/yyyy")),
        ("de_DE", "3.5.2024", Typed(45415, type="DATE", pattern="dd.mm.yyyy")),
        ("de_DE", "1.234,5", Typed(1234.5, type="NUMBER", pattern="#,##0.00")),
        ("de_DE", "1.5", Typed("1.5")),
        ("zh_CN", "2024/3/5", Typed(45356, type="DATE", pattern="yyyy/m/d")),
        ("zh_CN", "¥8", Typed(8.0, type="CURRENCY", pattern='"¥"#,##0')),
    ],
)
def test_a_typed_text_is_read_as_the_locale_has_it(name: str, typed: str, expected: Typed) -> None:
    assert read(typed, locale(name), 2024) == expected


def test_what_is_typed_into_a_text_cell_stays_a_text() -> None:
    cell = Cell(format={"numberFormat": {"type": "TEXT"}})
    assert entered(cell, "0042", locale("en_US"), 2024).value == "0042"


def test_a_cell_keeps_the_format_that_it_has() -> None:
    cell = Cell(format={"numberFormat": {"type": "NUMBER", "pattern": "0.000"}})
    assert entered(cell, "12%", locale("en_US"), 2024) == Cell(0.12, format=cell.format)


@pytest.mark.parametrize(
    ("kind", "mask", "value", "expected"),
    [
        ("", "", 1 / 1024, "0.0009765625"),
        ("", "", 1 / 3, "0.3333333333"),
        ("", "", 2 / 3 * 1000, "666.6666667"),
        ("", "", 123456789012345, "123456789012345"),
        ("", "", 1e15, "1E+15"),
        ("", "", 0.00001, "1E-05"),
        ("", "", True, "TRUE"),
        ("NUMBER", "0.00", 2.5, "2.50"),
        ("NUMBER", "0.00", 0.125, "0.13"),
        ("NUMBER", "0", -2.5, "-3"),
        ("NUMBER", "#,##0", 1234567, "1,234,567"),
        ("NUMBER", "#,##0.##", 1234.5, "1,234.5"),
        ("NUMBER", "00000", 42, "00042"),
        ("NUMBER", "0.00;(0.00)", -3, "(3.00)"),
        ("NUMBER", '0" 万"', 12, "12 万"),
        ("NUMBER", "", 5, "5.00"),
        ("PERCENT", "0.0%", 0.125, "12.5%"),
        ("CURRENCY", "", 5, "$5.00"),
        ("SCIENTIFIC", "0.00E+00", 12345, "1.23E+04"),
        ("TEXT", "@", 42, "42"),
        ("DATE", "yyyy-mm-dd", 45356, "2024-03-05"),
        ("DATE", "", 45356, "3/5/2024"),
        ("DATE", "d mmm yy", 45356, "5 Mar 24"),
        ("DATE", "dddd, mmmm d", 45356, "Tuesday, March 5"),
        ("DATE", 'yyyy"年"m"月"d"日"', 45356, "2024年3月5日"),
        ("DATE_TIME", "yyyy-mm-dd hh:mm:ss", 45356.75, "2024-03-05 18:00:00"),
        ("TIME", "h:mm am/pm", 0.75, "6:00 PM"),
        ("DATE", "yyyy-mm-dd", 1e12, "1000000000000"),
    ],
)
def test_a_number_is_shown_by_its_format(kind: str, mask: str, value: Scalar, expected: str) -> None:
    number_format = {"type": kind, "pattern": mask} if mask else {"type": kind}
    cell = Cell(value, format={"numberFormat": number_format} if kind else None)
    assert shown(cell, value, locale("en_US")) == expected


def test_the_decimal_sign_is_the_locale_s() -> None:
    cell = Cell(1234.5, format={"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    assert (shown(cell, 1234.5, locale("de_DE")), shown(Cell(), 0.5, locale("de_DE"))) == ("1.234,50", "0,5")
