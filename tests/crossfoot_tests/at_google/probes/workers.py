"""Two workers at one book at once, and a sheet that somebody copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, SetCell
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_templates.layout import BASE, GOOGLE_TABLE, ID, TICK
from crossfoot_tests.at_google.place import Place
from crossfoot_tests.at_google.probes.laid import laid
from crossfoot_tests.probing.probe import Finding, compared, told

_ROWS = 6
_TABLE = "customer"
_MARKS = (
    "sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue),conditionalFormats(ranges),"
    "protectedRanges(description),basicFilter(range),data(rowMetadata.developerMetadata(metadataKey,metadataValue),"
    "columnMetadata.developerMetadata(metadataKey,metadataValue)))"
)


def two_at_once(place: Place) -> Iterator[Finding]:
    """Both add rows, then both write cells of the same table, at the same moment: all of it is there afterwards."""
    made = laid(place, "follow_up", "en", _TABLE)
    one, other = made.grid(), made.grid()
    ids = [new_row_id() for _ in range(2 * _ROWS)]
    added = [_new(ids[:_ROWS]), _new(ids[_ROWS:])]
    before = place.transport.counts.snapshot().requests["write"]
    readings = one.read(), other.read()
    missed = _together(
        lambda: one.write(Edits(appended=added[0]), readings[0]),
        lambda: other.write(Edits(appended=added[1]), readings[1]),
    )
    found = one.read()
    yield compared("edits that were not made", [[], []], missed)
    yield compared("rows that came", sorted(ids), sorted(map(str, found.tables[_TABLE].columns[ID])))
    rows = found.tables[_TABLE].rows
    ticks = [[SetCell(_TABLE, row, TICK, "✓", "●") for row in half] for half in (rows[:_ROWS], rows[_ROWS:])]
    seen = other.read()
    missed = _together(
        lambda: one.write(Edits(cells=ticks[0]), found),
        lambda: other.write(Edits(cells=ticks[1]), seen),
    )
    yield compared("cells that were not written", [[], []], missed)
    yield compared("what stands in them", ["●"] * len(ids), one.read().tables[_TABLE].columns[TICK])
    yield told("writes that it took, four without anybody else", place.transport.counts.requests["write"] - before)


def copied_sheet(place: Place) -> Iterator[Finding]:
    """Somebody copies the sheet of a table: the book goes on in the sheet that it was in."""
    made = laid(place, "follow_up", "en", _TABLE)
    grid = made.grid()
    reading = grid.read()
    grid.write(Edits(appended=[AppendRow(_TABLE, {TICK: "✓", ID: new_row_id(), BASE: "1:x"})]), reading)
    title = reading.tables[_TABLE].sheet
    sheets = place.get("sheets(properties(sheetId,title))")["sheets"]
    source = next(each["properties"]["sheetId"] for each in sheets if each["properties"]["title"] == title)
    copy = source + 1_000_000
    for index in (0, len(sheets)):
        place.batch({"duplicateSheet": {"sourceSheetId": source, "newSheetId": copy, "insertSheetIndex": index}})
        where = "in front of it" if index == 0 else "behind it"
        found = next(each for each in place.get(_MARKS)["sheets"] if each["properties"]["sheetId"] == copy)
        if index == 0:
            yield told("what the copy is called", found["properties"]["title"])
            yield told("marks that it has, of the sheet, its rows and its columns", _marks(found))
            yield told("conditional formats and protections that it has", _looks(found))
        again = grid.read().tables
        yield compared(f"the sheet that is read with a copy {where}", title, again[_TABLE].sheet)
        yield compared(f"tables that are read with a copy {where}", sorted(reading.tables), sorted(again))
        place.batch({"deleteSheet": {"sheetId": copy}})


def _marks(sheet: dict[str, object]) -> tuple[int, int, int]:
    text = [str(sheet.get("developerMetadata", "")), str(sheet.get("data", ""))]
    return text[0].count(GOOGLE_TABLE), text[1].count("crossfoot.row"), text[1].count("crossfoot.column'")


def _looks(sheet: dict[str, object]) -> tuple[int, int]:
    rules, ranges = sheet.get("conditionalFormats", []), sheet.get("protectedRanges", [])
    return len(rules) if isinstance(rules, list) else 0, len(ranges) if isinstance(ranges, list) else 0


def _new(ids: list[str]) -> list[AppendRow]:
    return [AppendRow(_TABLE, {TICK: "✓", ID: each, BASE: "1:x"}) for each in ids]


def _together(*acts: Callable[[], list[Missed]]) -> list[list[Missed]]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(act) for act in acts]]
