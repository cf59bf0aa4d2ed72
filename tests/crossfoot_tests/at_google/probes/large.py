"""How long a large sheet takes, and how many bytes it is."""

from __future__ import annotations

import time
from collections.abc import Iterator

from crossfoot_sync.grids.google.batch import grid_range
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.spreadsheet import READ_FIELDS, WRITE_FIELDS
from crossfoot_sync.grids.google.values import Json
from crossfoot_tests.at_google.place import Content, Place, as_read, formula, put, title_of
from crossfoot_tests.probing.probe import Finding, compared, told

COLUMNS = 30
_SENT = 500
"""Rows that are sent; the others are copies of them."""


def rows(place: Place) -> Iterator[Finding]:
    """A sheet of 10,000 rows is written, read, and copied into another one, as the grid does."""
    count = place.asked.rows
    sheet = place.sheet(rows=count, columns=COLUMNS)
    began = time.monotonic()
    place.batch(put(sheet, [_row(at) for at in range(min(_SENT, count))]))
    yield told(f"seconds to write {min(_SENT, count)} rows of {COLUMNS} cells", _since(began))
    if count > _SENT:
        began = time.monotonic()
        place.batch(*(_copied(sheet, top, min(_SENT, count - top)) for top in range(_SENT, count, _SENT)))
        yield told("seconds to copy them down", _since(began))
    began = time.monotonic()
    answer = place.transport.request(
        "post",
        f"{place.address()}:getByDataFilter",
        params={"fields": READ_FIELDS},
        json={"dataFilters": [{"gridRange": {"sheetId": sheet}}]},
    )
    yield told(f"seconds to read {count} rows", _since(began))
    yield told("bytes of the answer", len(answer.content))
    yield told("bytes that came over the line", answer.raw.tell())
    began = time.monotonic()
    found = next(each for each in map(as_read, answer.json()["sheets"]) if each.id == sheet)
    yield told("seconds to make a sheet of it", _since(began))
    yield compared("rows that came", (count, COLUMNS), (len(found.lines), max(map(len, found.lines))))
    yield from _kept(place, sheet, count)


def _kept(place: Place, sheet: int, count: int) -> Iterator[Finding]:
    """A tenth of the rows copied as a write copies them, with the answer that brings them."""
    kept = max(count // 10, 1)
    target = place.sheet(rows=kept, columns=COLUMNS)
    source = {"sheetId": sheet, "startRowIndex": 0, "endRowIndex": kept}
    spot = grid_range(target, Area(0, 0, kept, 1))
    began = time.monotonic()
    answer = place.batch(
        {"copyPaste": {"source": source, "destination": spot, "pasteType": "PASTE_FORMULA"}},
        fields=WRITE_FIELDS,
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=[f"'{title_of(target)}'!1:{kept}"],
    )
    yield told(f"seconds to copy {kept} rows and have them back", _since(began))
    (came,) = map(as_read, answer["updatedSpreadsheet"]["sheets"])
    yield compared("rows that came back", kept, len(came.lines))


def _copied(sheet: int, top: int, height: int) -> Json:
    source, target = Area(0, 0, height, COLUMNS), Area(top, 0, top + height, COLUMNS)
    areas = {"source": grid_range(sheet, source), "destination": grid_range(sheet, target)}
    return {"copyPaste": {**areas, "pasteType": "PASTE_FORMULA"}}


def _row(at: int) -> list[Content]:
    """A row as in a table of a company: codes, names, amounts, days, a formula."""
    cells: list[Content] = [f"KH-{at:05}", f"上海某某机电工程有限公司 {at}", at * 1234.56, 46000 + at % 400]
    cells += [formula(f"=C{at + 1}*0.13"), at % 2 == 0]
    return [*cells, *(f"{chr(97 + column)}{at * 7919 % 10_007}" for column in range(COLUMNS - len(cells)))]


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)
