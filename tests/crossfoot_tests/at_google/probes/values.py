"""Values: what is put into a cell comes back as the same, and what is typed becomes what we take it for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from crossfoot_sync.google.errors import Refused
from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.batch import cell_requests, grid_range
from crossfoot_sync.grids.google.sheet import Area, Put, Sheet
from crossfoot_sync.grids.google.values import ERRORS, Json, format_for, number_format, read, shown, spilled, written
from crossfoot_templates.sheets.batch import TEXT_FORMAT
from crossfoot_templates.types import CellValue
from crossfoot_tests.at_google.place import Place, entered_in, formula, put, refusal, title_of
from crossfoot_tests.probing.probe import Finding, compared, told

_NUMBERS: tuple[CellValue, ...] = (
    *(0, 1, -1, 0.1, 0.1 + 0.2, 1 / 3, -0.005, 1234.5, 1e21, 1e-9),
    *(123456789012345, 1234567890123456, 9007199254740991, 99999999999999.99),
)
_TEXTS: tuple[CellValue, ...] = (
    *("007", "12345678901234567890", "2026-03-02", "1/2", "1e5", "TRUE", "是", "10%", "¥5", "#N/A"),
    *("=1+1", "+86 10 1234", "-5", "@name", "'quoted", " padded ", "two\nlines", "tab\there", "甲，“乙”", "🙂𝒳", "é"),
)
_MOMENTS: tuple[CellValue, ...] = (
    *(dt.date(2026, 3, 2), dt.date(1999, 12, 31), dt.date(1900, 3, 1), dt.date(2149, 12, 31)),
    *(dt.datetime(2026, 3, 2, 9, 30), dt.datetime(2026, 3, 2, 23, 59, 59)),
)


def numbers(place: Place) -> Iterator[Finding]:
    """Numbers come back to the last binary place, those of more than 15 digits too."""
    found = _put(place, _NUMBERS)
    yield compared("numbers", list(_NUMBERS), [read(found.cell(at, 0), at, 0).value for at in range(len(_NUMBERS))])
    yield compared("truth values", [True, False], _read_back(place, (True, False)))


def texts(place: Place) -> Iterator[Finding]:
    """A text stays the text that it is, whatever it looks like and whatever it begins with."""
    yield compared("texts", list(_TEXTS), _read_back(place, _TEXTS))
    sheet = place.sheet([[None], ["not blank"]])
    place.batch(put(sheet, [[{"stringValue": ""}]]))
    yield compared("the empty text is a blank cell", None, read(place.look(sheet).cell(0, 0), 0, 0).value)
    long = "长" * limits.TEXT_LENGTH
    yield compared("the longest text", True, _read_back(place, (long,)) == [long])
    error = refusal(lambda: place.batch(put(sheet, [[f"{long}x"]])))
    yield compared("one character more", Refused.__name__, type(error).__name__)
    yield told("in which words", getattr(error, "said", ""))


def moments(place: Place) -> Iterator[Finding]:
    """Days and moments are numbers with a format, and come back as what they were."""
    yield compared("days and moments", list(map(str, _MOMENTS)), list(map(str, _read_back(place, _MOMENTS))))
    sheet = place.sheet([["x"]])
    place.batch(*cell_requests({(sheet, 0, 0): Put(written(dt.date(2026, 3, 2)), "DATE")}))
    place.batch(*cell_requests({(sheet, 0, 0): Put(written(5), "")}))
    yield compared("a number put over a day", (5, ""), _value_and_format(place.look(sheet), 0))


_TYPED: tuple[tuple[str, Json | None, CellValue, str], ...] = (
    ("007", TEXT_FORMAT, "007", "TEXT"),
    ("12345678901234567890", TEXT_FORMAT, "12345678901234567890", "TEXT"),
    ("2026-03-02", TEXT_FORMAT, "2026-03-02", "TEXT"),
    ("1/2", TEXT_FORMAT, "1/2", "TEXT"),
    ("007", None, 7, ""),
    ("2026-03-02", None, dt.date(2026, 3, 2), "DATE"),
    ("2026-03-02", {"type": "DATE", "pattern": "yyyy-mm-dd"}, dt.date(2026, 3, 2), "DATE"),
    ("2026-03-02 09:30", None, dt.datetime(2026, 3, 2, 9, 30), "DATE_TIME"),
    ("1,234.50", {"type": "NUMBER", "pattern": "#,##0.00"}, 1234.5, "NUMBER"),
    ("12.5%", None, 0.125, "PERCENT"),
    ("TRUE", None, True, ""),
    ("=1+1", None, 2, ""),
    ("plain", None, "plain", ""),
    ("'007", None, "007", ""),
)
"""What somebody types, the number format of the cell, what it is then, and the kind of format that it has then."""


def typed(place: Place) -> Iterator[Finding]:
    """What is typed becomes what we take it for: text stays text in a column of texts, a day is a day."""
    sheet = place.sheet(rows=len(_TYPED) + 2, columns=2, more=_formatted)
    whole = f"'{title_of(sheet)}'!A1:A{len(_TYPED)}"
    body = {"values": [[text] for text, *_ in _TYPED]}
    place.transport.values_update(place.id, whole, {"valueInputOption": "USER_ENTERED"}, body)
    found = place.look(sheet)
    for at, (text, held, expected, kind) in enumerate(_TYPED):
        came, format_ = _value_and_format(found, at)
        where = f"in a cell of the format {held['type']}" if held else "in a cell without a format"
        yield compared(f"“{text}” typed {where}", (str(expected), kind), (str(came), format_))


def errors(place: Place) -> Iterator[Finding]:
    """Errors say which they are, and a formula that gives one is still there."""
    given = {"DIVIDE_BY_ZERO": "=1/0", "N_A": "=NA()", "VALUE": '="a"*2', "NAME": "=NOSUCHFUNCTION()"}
    sheet = place.sheet([[formula(text) for text in given.values()]])
    found = place.look(sheet)
    values = [found.cell(0, at).effective_value for at in range(len(given))]
    kinds = [each.error_value.type if each and each.error_value else None for each in values]
    yield compared("kinds of errors", list(given), kinds)
    yield compared("all of them are known", True, set(kinds) <= set(ERRORS))
    yield compared("the formulas", [list(given.values())], entered_in(found))


def spilling(place: Place) -> Iterator[Finding]:
    """A cell into which a formula elsewhere spills shows a value that nobody entered."""
    sheet = place.sheet([[formula("=ARRAYFORMULA({1;2;3})"), "beside"]])
    found = place.look(sheet)
    expected = [{"numberValue": each} for each in (1, 2, 3)]
    yield compared("what the cells show", expected, [shown(found.cell(at, 0)) for at in range(3)])
    yield compared("which are spilled into", [False, True, True], [spilled(found.cell(at, 0)) for at in range(3)])


def _put(place: Place, contents: Sequence[CellValue]) -> Sheet:
    """The cells below one another that hold these, each with the number format that it needs."""
    sheet = place.sheet(rows=len(contents) + 1, columns=1)
    puts = {(sheet, at, 0): Put(written(each), format_for(each, "")) for at, each in enumerate(contents)}
    place.batch(*cell_requests(puts))
    return place.look(sheet)


def _read_back(place: Place, contents: Sequence[CellValue]) -> list[CellValue]:
    found = _put(place, contents)
    return [read(found.cell(at, 0), at, 0).value for at in range(len(contents))]


def _value_and_format(sheet: Sheet, row: int) -> tuple[CellValue, str]:
    cell = sheet.cell(row, 0)
    return read(cell, row, 0).value, number_format(cell)


def _formatted(sheet: int) -> list[Json]:
    return [
        {
            "repeatCell": {
                "range": grid_range(sheet, Area(at, 0, at + 1, 1)),
                "cell": {"userEnteredFormat": {"numberFormat": held}},
                "fields": "userEnteredFormat.numberFormat",
            }
        }
        for at, (_, held, *_) in enumerate(_TYPED)
        if held
    ]
