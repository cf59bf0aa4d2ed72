from __future__ import annotations

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.libreoffice import OfficeError
from crossfoot_addin.libreoffice.formats import color_number, color_of, from_digits, from_points, to_digits, to_points

PART = st.integers(0, 255)


@given(st.tuples(PART, PART, PART))
def test_a_colour_is_the_same_however_it_is_written(color: tuple[int, int, int]) -> None:
    red, green, blue = color

    written: list[tuple[int, int, int] | str | int] = [
        color,
        f"#{red:02x}{green:02x}{blue:02X}",
        red + green * 256 + blue * 65536,
    ]

    assert [color_of(color_number(each)) for each in written] == [color] * 3


@given(st.integers(0, 4000), st.integers(0, 2500))
def test_sizes_come_back_to_within_what_can_be_seen(points: int, digits: int) -> None:
    assert to_points(from_points(points / 10)) == pytest.approx(points / 10, abs=0.051)
    assert to_digits(from_digits(digits / 10)) == pytest.approx(digits / 10, abs=0.011)


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "#,##0.00",
        "0%",
        "@",
        "m/d/yyyy",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm:ss",
        "h:mm AM/PM",
        '#,##0.00"元"',
        "#,##0.00;[Red]-#,##0.00",
        '0.0"x"',
    ],
)
def test_a_number_format_is_read_as_it_was_set(sheet: xw.Sheet, code: str) -> None:
    sheet["A1:B2"].number_format = code

    assert sheet["A1:B2"].number_format == code


@pytest.mark.slow
def test_what_is_no_number_format_is_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(OfficeError, match="is not a number format"):
        sheet["A1"].number_format = "[nonsense"


@pytest.mark.slow
def test_where_cells_differ_a_format_is_none(sheet: xw.Sheet) -> None:
    sheet["A1"].color = "#ff8000"
    sheet["A1"].number_format = "0.00"
    sheet["A1"].wrap_text = True
    sheet["A1"].horizontal_alignment = "right"
    sheet["A1"].vertical_alignment = "top"
    sheet["A1"].font.bold = True

    alone, both = sheet["A1"], sheet["A1:B1"]

    assert [
        (each.color, each.number_format, each.wrap_text, each.horizontal_alignment, each.vertical_alignment)
        for each in (alone, both, sheet["B1"])
    ] == [
        ((255, 128, 0), "0.00", True, "right", "top"),
        (None, None, None, None, None),
        (None, "General", False, "general", "bottom"),
    ]
    assert [each.font.bold for each in (alone, both, sheet["B1"])] == [True, None, False]


@pytest.mark.slow
def test_a_colour_is_taken_away(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].color = (1, 2, 3)

    sheet["A1"].color = None

    assert [sheet["A1"].color, sheet["B2"].color] == [None, (1, 2, 3)]


@pytest.mark.slow
def test_fonts(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "plain bold"
    font = sheet["A1"].font

    font.name, font.size, font.italic, font.color = "Carlito", 14, True, (0, 0, 255)
    sheet["A1"].characters[6:].font.bold = True

    assert (font.name, font.size, font.italic, font.color) == ("Carlito", 14.0, True, (0, 0, 255))
    assert sheet["A1"].characters[6:].text == "bold"
    assert [sheet["A1"].characters[at].font.bold for at in (0, 6)] == [False, True]


@pytest.mark.slow
def test_rows_and_columns_have_sizes_and_hide(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].column_width = 20
    sheet["A1:B2"].row_height = 30
    sheet["C3"].column_width = 5
    sheet["2:2"].rows.hidden = True
    sheet["B:B"].columns.hidden = True

    assert (sheet["A1"].column_width, sheet["A1:C1"].column_width) == (20.0, None)
    assert (sheet["A1"].row_height, sheet["A1:A3"].row_height) == (30.0, None)
    assert [sheet[f"A{row}"].rows.hidden for row in (1, 2)] == [False, True]
    assert (sheet["A1:A2"].rows.hidden, sheet["A1:B1"].columns.hidden, sheet["B1"].columns.hidden) == (None, None, True)
    assert (sheet["A2"].top, sheet["B1"].left) == (sheet["A1"].height, sheet["A1"].width)
