"""A write as the requests of one batch, all of which are carried out or none."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.draft import Write
from crossfoot_sync.grids.google.journal import JOURNAL_COLUMN, Journal, Line, NewRow, Place, encoded
from crossfoot_sync.grids.google.judging import shown_column
from crossfoot_sync.grids.google.sheet import Area, Put, Sheet
from crossfoot_sync.grids.google.snapshot import Snapshot
from crossfoot_sync.grids.google.values import PATTERNS, Json, at_home
from crossfoot_sync.grids.references import letters
from crossfoot_sync.grids.runs import runs
from crossfoot_templates.layout import GOOGLE_BEFORE_SHEET, GOOGLE_SHEET, GOOGLE_TURN

_VALUE: Final = "userEnteredValue"
_VALUE_AND_FORMAT: Final = "userEnteredValue,userEnteredFormat.numberFormat"


@dataclass(frozen=True)
class Keeping:
    """The sheet in which a batch keeps what it is about to displace."""

    id: int
    title: str
    makes: bool


def body_of(write: Write, now: Snapshot, refused: int = 0) -> Json:
    """The body of ``batchUpdate`` for a write of the book as it is ``now``, which answers with what it displaced.

    ``refused`` is how often in a row that was refused.
    """
    keeping = _keeping(now)
    texts = encoded(write.journal)
    journal = {(keeping.id, row, JOURNAL_COLUMN): Put({"stringValue": text}) for row, text in enumerate(texts)}
    kept = [*_kept(write.journal, now)]
    requests = [
        *take_turn(now, write.journal.turn, refused),
        *_cleared(keeping, write.journal, kept, len(texts)),
        *(_copied(place, area, keeping, normal=normal) for place, area, normal in kept),
        *_shown(write.journal, keeping),
        *_grown(write, now),
        *cell_requests(write.puts),
        *_rows(write.journal, now),
        *_blank_rows(write, now),
        *cell_requests(journal),
    ]
    ranges = [_address(keeping, _shifted(area, place.offset)) for place, area, _ in kept]
    ranges += [_address(keeping, area) for area in _shown_areas(write.journal)]
    return {
        "requests": requests,
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": ranges or [_address(keeping, Area(0, 0, 1, 1))],
    }


def clearing_body(now: Snapshot, turn: str, refused: int = 0) -> Json:
    """The body of a batch that does nothing but empty what was kept."""
    keeping = _keeping(now)
    return {"requests": [*take_turn(now, turn, refused), *_cleared(keeping, Journal(turn), [], 0)]}


def take_turn(now: Snapshot, turn: str, refused: int = 0) -> Iterator[Json]:
    """Refuse to go on unless nobody has written since, and have those refused who do not know of this.

    Where the named range is gone, its name may be lost for good: then the next attempt takes another.
    """
    name = f"{GOOGLE_TURN}_{refused + 1}" if refused else GOOGLE_TURN
    if now.turn is not None:
        name = now.turn[0]
        yield {"deleteNamedRange": {"namedRangeId": now.turn[1]}}
    corner = grid_range(now.manifest.id, Area(0, 0, 1, 1))
    yield {"addNamedRange": {"namedRange": {"namedRangeId": turn, "name": name, "range": corner}}}


def note(key: str, value: str, location: Json) -> Json:
    """Developer metadata to be created."""
    made = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def _keeping(now: Snapshot) -> Keeping:
    if now.before is not None:
        return Keeping(now.before.id, now.before.title, makes=False)
    taken = {each.title for each in now.sheets.values()}
    title = next(each for each in _titles() if each not in taken)
    return Keeping(random.randrange(1, 2**31), title, makes=True)


def _titles() -> Iterator[str]:
    yield GOOGLE_BEFORE_SHEET
    yield from (f"{GOOGLE_BEFORE_SHEET}_{number}" for number in range(2, 1000))


Kept = tuple[Place, Area, bool]
"""An area of a table's sheet that is kept, and whether with its formats."""


def _kept(journal: Journal, now: Snapshot) -> Iterator[Kept]:
    """Rows that are looked at, and the headings above them, in few areas."""
    with_formats: dict[int, set[int]] = defaultdict(set)
    rows: dict[int, set[int]] = {
        number: {*range(place.header + limits.ROWS_BELOW_HEADINGS + 1)} for number, place in enumerate(journal.places)
    }
    for line in journal.lines:
        formatted = line.removed or any(mark.formats for mark in line.marks)
        (with_formats if formatted else rows)[line.place].add(line.row)
    for number, place in enumerate(journal.places):
        height = now.standing[place.table].sheet.height
        for normal, wanted in ((False, rows[number] - with_formats[number]), (True, with_formats[number])):
            yield from (
                (place, Area(top, 0, bottom, len(place.headings)), normal)
                for top, bottom in runs(each for each in wanted if each < height)
            )


def _cleared(keeping: Keeping, journal: Journal, kept: list[Kept], texts: int) -> Iterator[Json]:
    """The sheet for what is displaced, emptied by making it one cell, and made as large as it must be."""
    rows = max([texts, *(area.bottom for _, area, _ in kept)], default=1) or 1
    wide = [place.offset + len(place.headings) for place in journal.places]
    wide += [area.right for area in _shown_areas(journal)]
    if keeping.makes:
        grid = {"rowCount": 1, "columnCount": 1}
        named = {"sheetId": keeping.id, "title": keeping.title, "hidden": True, "gridProperties": grid}
        yield {"addSheet": {"properties": named}}
        yield note(GOOGLE_SHEET, "before", {"sheetId": keeping.id})
    else:
        yield _resized(keeping.id, 1, 1)
        yield {"updateCells": {"range": grid_range(keeping.id, Area(0, 0, 1, 1)), "fields": "*"}}
    yield _resized(keeping.id, rows, max(wide, default=1))


def _resized(sheet: int, rows: int, columns: int) -> Json:
    grid = {"rowCount": rows, "columnCount": columns}
    fields = "gridProperties(rowCount,columnCount)"
    return {"updateSheetProperties": {"properties": {"sheetId": sheet, "gridProperties": grid}, "fields": fields}}


def _copied(place: Place, area: Area, keeping: Keeping, *, normal: bool) -> Json:
    return {
        "copyPaste": {
            # All columns that there are by then.
            "source": {"sheetId": place.sheet, "startRowIndex": area.top, "endRowIndex": area.bottom},
            "destination": grid_range(keeping.id, Area(area.top, place.offset, area.bottom, place.offset + 1)),
            # Formats would bring the sheet's conditional formats along, every time.
            "pasteType": "PASTE_NORMAL" if normal else "PASTE_FORMULA",
        }
    }


def _shown(journal: Journal, keeping: Keeping) -> Iterator[Json]:
    for place, line, column in _formulas(journal):
        source = Area(line.row, column, line.row + 1, column + 1)
        at = shown_column(place, column)
        target = Area(line.row, at, line.row + 1, at + 1)
        ranges = {"source": grid_range(place.sheet, source), "destination": grid_range(keeping.id, target)}
        yield {"copyPaste": {**ranges, "pasteType": "PASTE_VALUES"}}


def _shown_areas(journal: Journal) -> list[Area]:
    places = [(line.row, shown_column(place, column)) for place, line, column in _formulas(journal)]
    return [Area(row, column, row + 1, column + 1) for row, column in places]


def _formulas(journal: Journal) -> Iterator[tuple[Place, Line, int]]:
    """The cells of which it counts what their formulas show."""
    for line in journal.lines:
        place = journal.places[line.place]
        yield from ((place, line, mark.column) for mark in line.marks if mark.shows is not None)


def _grown(write: Write, now: Snapshot) -> Iterator[Json]:
    """Hidden sheets made large enough."""
    for sheet in (now.manifest, now.lists):
        cells = [] if sheet is None else [place for place in write.puts if place[0] == sheet.id]
        if sheet is None or not cells:
            continue
        rows = max(sheet.height, *(row + 1 for _, row, _ in cells))
        columns = max(sheet.width, *(column + 1 for _, _, column in cells))
        if (rows, columns) != (sheet.height, sheet.width):
            yield _resized(sheet.id, rows, columns)


def cell_requests(puts: Mapping[tuple[int, int, int], Put]) -> Iterator[Json]:
    """Cells to be written, in few rectangles: side by side, and the same columns one below the other."""
    for formatted in (False, True):
        chosen = {place: put for place, put in puts.items() if (put.format is not None) == formatted}
        rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for sheet, row, column in sorted(chosen):
            rows[sheet, row].append(column)
        stretches = sorted(
            (sheet, left, right, row) for (sheet, row), columns in rows.items() for left, right in runs(columns)
        )
        for (sheet, left, right), group in groupby(stretches, key=lambda each: each[:3]):
            for top, bottom in runs(each[3] for each in group):
                yield _cells(chosen, sheet, Area(top, left, bottom, right), formatted=formatted)


def _cells(puts: Mapping[tuple[int, int, int], Put], sheet: int, area: Area, *, formatted: bool) -> Json:
    rows = [
        {"values": [_cell(puts[sheet, row, column], row, column) for column in range(area.left, area.right)]}
        for row in range(area.top, area.bottom)
    ]
    start = {"sheetId": sheet, "rowIndex": area.top, "columnIndex": area.left}
    return {"updateCells": {"start": start, "rows": rows, "fields": _VALUE_AND_FORMAT if formatted else _VALUE}}


def _cell(put: Put, row: int, column: int) -> Json:
    value = at_home(put.value, row, column)
    data: Json = {"userEnteredValue": value} if value else {}
    if put.format:
        pattern = {"pattern": PATTERNS[put.format]} if put.format in PATTERNS else {}
        data["userEnteredFormat"] = {"numberFormat": {"type": put.format, **pattern}}
    return data


def _rows(journal: Journal, now: Snapshot) -> Iterator[Json]:
    """New rows, and then deleted ones from the bottom up: so none is elsewhere than it was when its turn comes."""
    by_place: dict[int, list[NewRow]] = defaultdict(list)
    for new in journal.rows:
        by_place[new.place].append(new)
    for number, rows in by_place.items():
        place = journal.places[number]
        table = now.tables[place.table]
        yield _inserted(table.sheet, rows[0].row, len(rows), below_headings=rows[0].row == table.header + 1)
        yield from cell_requests(
            {
                (place.sheet, new.row, column): Put(value, new.formats.get(column))
                for new in rows
                for column, value in new.cells.items()
            }
        )
    gone: dict[int, list[int]] = defaultdict(list)
    for line in journal.lines:
        if line.removed:
            gone[journal.places[line.place].sheet].append(line.row)
    for sheet, removed in gone.items():
        for top, bottom in reversed([*runs(removed)]):
            span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": top, "endIndex": bottom}
            yield {"deleteDimension": {"range": span}}


def _blank_rows(write: Write, now: Snapshot) -> Iterator[Json]:
    """Blank rows before the last one, which then looks like them: ranges that end with it take them in."""
    for name, count in write.grows.items():
        sheet = now.tables[name].sheet
        new = sum(write.journal.places[each.place].table == name for each in write.journal.rows)
        gone = sum(write.journal.places[each.place].table == name for each in write.journal.lines if each.removed)
        row = sheet.height + new - gone - (1 if sheet.blank_rows else 0)
        yield _inserted(sheet, row, count, below_headings=False)


def _inserted(sheet: Sheet, row: int, count: int, *, below_headings: bool) -> Json:
    """Rows that look like the one above, but not like the headings."""
    before = not below_headings or row >= sheet.height
    span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": row, "endIndex": row + count}
    return {"insertDimension": {"range": span, "inheritFromBefore": before}}


def grid_range(sheet: int, area: Area) -> Json:
    """A ``GridRange``."""
    return {
        "sheetId": sheet,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def _shifted(area: Area, columns: int) -> Area:
    return Area(area.top, area.left + columns, area.bottom, area.right + columns)


def _address(keeping: Keeping, area: Area) -> str:
    title = keeping.title.replace("'", "''")
    return f"'{title}'!{letters(area.left)}{area.top + 1}:{letters(area.right - 1)}{area.bottom}"
