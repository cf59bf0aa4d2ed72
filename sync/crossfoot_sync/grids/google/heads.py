"""Rows above the data that a write deleted, because somebody had moved them to where a row of the data had been.

With them went the developer metadata by which everything else is found, so they come back before anything is judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from crossfoot_sync.grids.google.batch import cell_requests, grid_range, note, take_turn
from crossfoot_sync.grids.google.headings import texts_of
from crossfoot_sync.grids.google.journal import JOURNAL_COLUMN, Journal, Line, Place, encoded
from crossfoot_sync.grids.google.judging import kept, like_headings, place_now
from crossfoot_sync.grids.google.sheet import Area, Put, Sheet
from crossfoot_sync.grids.google.snapshot import Snapshot
from crossfoot_sync.grids.google.tables import binding
from crossfoot_sync.grids.google.values import Entered, Json
from crossfoot_sync.grids.headings import matching
from crossfoot_sync.grids.runs import runs
from crossfoot_templates.layout import GOOGLE_ROW


class Head(NamedTuple):
    """A deleted row, by the number of its line in the journal, and which one above the data it was, from the top."""

    line: int
    row: int


def lost_heads(now: Snapshot) -> list[Head]:
    """The rows above the data that the last write deleted."""
    if now.journal is None or now.before is None:
        return []
    found = ((number, _head(now.journal, line, now.before)) for number, line in enumerate(now.journal.lines))
    return [Head(number, row) for number, row in found if row is not None]


def _head(journal: Journal, line: Line, before: Sheet) -> int | None:
    if not line.removed:
        return None
    place = journal.places[line.place]
    content = kept(before, place, line.row)
    if content == line.whole or not any(content):
        return None
    if like_headings(place, content):
        return place.header
    return place.above.index(content) if content in place.above else None


def restoring_body(heads: list[Head], now: Snapshot, turn: str) -> Json:
    """The body of a batch that brings rows back as they were kept, and the metadata that stood on them."""
    journal, before = now.journal, now.before
    if journal is None or before is None:
        raise ValueError("nothing was kept")
    restored = {head.line for head in heads}
    lines = [
        Line(line.place, line.row, line.id, []) if number in restored else line
        for number, line in enumerate(journal.lines)
    ]
    left = Journal(turn, journal.places, lines, journal.rows, journal.slips, journal.waiting)
    texts = encoded(left)
    texts += [""] * (len(before.lines) - len(texts))
    puts = {
        (before.id, row, JOURNAL_COLUMN): Put({"stringValue": text} if text else None) for row, text in enumerate(texts)
    }
    return {"requests": [*take_turn(now, turn), *_restored(heads, journal, now, before), *cell_requests(puts)]}


def _restored(heads: list[Head], journal: Journal, now: Snapshot, before: Sheet) -> Iterator[Json]:
    came: dict[int, int] = defaultdict(int)
    for head in sorted(heads, key=lambda each: each.row):
        line = journal.lines[head.line]
        place = journal.places[line.place]
        table = now.tables.get(place.table)
        rows = {value: row for key, value, row in now.sheets[place.sheet].row_notes if key == GOOGLE_ROW}
        status = rows.get(f"{place.table}.status")
        if table is not None:
            at = table.header - place.header + head.row
        elif status is not None:
            at = status - place.status + head.row
        else:
            at = place_now(journal, line.place, line.row)
        at = max(at, 0) + came[place.sheet]
        came[place.sheet] += 1
        span = {"sheetId": place.sheet, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        yield {"insertDimension": {"range": span}}
        for old, new, count in _columns(place, kept(before, place, line.row), now.sheets[place.sheet]):
            source = Area(line.row, place.offset + old, line.row + 1, place.offset + old + count)
            target = Area(at, new, at + 1, new + 1)
            ranges = {"source": grid_range(before.id, source), "destination": grid_range(place.sheet, target)}
            yield {"copyPaste": {**ranges, "pasteType": "PASTE_NORMAL"}}
        name = {place.header: "header", place.status: "status"}.get(head.row)
        value = f"{place.table}.{name}"
        if name and value not in rows:
            yield note(GOOGLE_ROW, value, {"dimensionRange": span})


def _columns(place: Place, found: list[Entered], sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """Where the cells of a row go: columns then and now, and how many side by side."""
    bound = binding(sheet, place.table)
    now = bound.columns if bound else {}
    then = matching(texts_of(place.headings), texts_of(found)) if like_headings(place, found) else {}
    moved = {then.get(at, at): now[name] for name, at in place.columns.items() if name in now}
    own = [at for at in range(sheet.width) if at not in moved]
    moved |= dict(zip(own, (at for at in range(sheet.width) if at not in now.values()), strict=False))
    for _, run in groupby(sorted(moved), key=lambda at: moved[at] - at):
        columns = [*run]
        yield from ((first, moved[first], end - first) for first, end in runs(columns))
