"""Whether a write met what had been read: told by the write's journal and by what it found and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.headings import texts_of
from crossfoot_sync.grids.google.journal import Journal, Line, Mark, NewRow, Place, Slip
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.values import TEMPORAL, Entered, number_format, shown
from crossfoot_sync.grids.headings import matching


@dataclass(frozen=True)
class Judgement:
    """What a write did right, and what is to be put right.

    Attributes:
        marks: cells in which all was as it had been read, by number of line and mark.
        lines: rows rightly deleted, by number; ``rows`` new ones rightly placed.
    """

    marks: frozenset[tuple[int, int]]
    lines: frozenset[int]
    rows: frozenset[int]
    slips: list[Slip] = field(default_factory=list)

    def of_all(self, journal: Journal) -> bool:
        """Whether all was as it had been read."""
        looked_at = sum(len(each.marks) or 1 for each in journal.lines) + len(journal.rows)
        return looked_at == len(self.marks) + len(self.lines) + len(self.rows)


def judge(journal: Journal, before: Sheet) -> Judgement:
    """Judge a write; ``before`` is the sheet that keeps what it found, or the part of it that was written to."""
    in_place = [_headings_stand(each, before) for each in journal.places]
    above = [_above(journal, number, before) for number in range(len(journal.places))]
    marks: set[tuple[int, int]] = set()
    removed: set[int] = set()
    slips: list[Slip] = [*journal.waiting]
    for number, line in enumerate(journal.lines):
        place = journal.places[line.place]
        found = kept(before, place, line.row)
        if line.removed:
            if in_place[line.place] and found == line.whole:
                removed.add(number)
            else:
                slips += [journal.slips[line.slip]] if line.slip >= 0 else []
                slips.append(_lost(journal, line, above[line.place], before))
            continue
        same_row = in_place[line.place] and _same_row(place, line, found)
        expected = {mark.column for mark in line.marks if same_row and _as_expected(place, line, mark, before)}
        right = {at for at, mark in enumerate(line.marks) if {mark.column, *mark.given} <= expected}
        marks.update((number, at) for at in right)
        slips.extend(_displaced(journal, line, right, above[line.place], before))
    rows = frozenset(number for number, row in enumerate(journal.rows) if in_place[row.place])
    for number, row in enumerate(journal.rows):
        if number not in rows:
            slips.extend(_misplaced(journal, row, above[row.place]))
    return Judgement(frozenset(marks), frozenset(removed), rows, slips)


def kept(before: Sheet, place: Place, row: int) -> list[Entered]:
    """What a row held before the write."""
    return [before.entered(row, place.offset + column) for column in range(len(place.headings))]


def _headings_stand(place: Place, before: Sheet) -> bool:
    return kept(before, place, place.header) == place.headings


def _same_row(place: Place, line: Line, found: list[Entered]) -> bool:
    if line.whole is not None:
        return found == line.whole
    return place.id_column < 0 or found[place.id_column] == line.id


def _as_expected(place: Place, line: Line, mark: Mark, before: Sheet) -> bool:
    if before.entered(line.row, place.offset + mark.column) != mark.expected:
        return False
    if mark.shows is None:
        return True
    return shown(before.cell(line.row, shown_column(place, mark.column))) == mark.shows


def shown_column(place: Place, column: int) -> int:
    """Where it is kept what a formula in ``column`` showed: beside all that was kept of its sheet."""
    return place.offset + len(place.headings) + column


def _displaced(journal: Journal, line: Line, right: set[int], above: _Above, before: Sheet) -> Iterator[Slip]:
    """What was displaced in a row, and what was to be put right in it and was not."""
    place = journal.places[line.place]
    found = kept(before, place, line.row)
    after = list(found)
    for mark in line.marks:
        if mark.writes:
            after[mark.column] = mark.written
    for at, mark in enumerate(line.marks):
        if at in right or not mark.writes:
            continue
        if mark.slip >= 0:
            yield journal.slips[mark.slip]
        held = found[mark.column]
        cell = before.cell(line.row, place.offset + mark.column)
        if held != mark.written:
            yield Slip(
                "cell",
                place.table,
                place.sheet,
                place_now(journal, line.place, line.row),
                mark.column,
                after,
                above.headings,
                held,
                mark.written,
                number_format(cell) if mark.formats else None,
                depth=journal.depth,
                columns=above.columns,
            )


class _Above(NamedTuple):
    """What stood above the columns after a write, and where the bound ones were; nothing where nobody can tell."""

    headings: list[Entered]
    columns: dict[str, int]


def _above(journal: Journal, number: int, before: Sheet) -> _Above:
    place = journal.places[number]
    for row in (place.header, *range(place.header + limits.ROWS_BELOW_HEADINGS + 1)):
        found = kept(before, place, row)
        if like_headings(place, found):
            then = matching(texts_of(place.headings), texts_of(found))
            written = (each.marks for each in journal.lines if (each.place, each.row) == (number, row))
            puts = {mark.column: mark.written for marks in written for mark in marks if mark.writes}
            columns = {name: then[at] for name, at in place.columns.items() if at in then}
            return _Above([puts.get(at, each) for at, each in enumerate(found)], columns)
    return _Above([], {})


def like_headings(place: Place, found: list[Entered]) -> bool:
    """Whether a row holds most of the headings."""
    known = [each for each in place.headings if each is not None]
    return 2 * sum(each in found for each in known) >= len(known)


def _lost(journal: Journal, line: Line, above: _Above, before: Sheet) -> Slip:
    place = journal.places[line.place]
    found = kept(before, place, line.row)
    formats = {at: number_format(before.cell(line.row, place.offset + at)) for at in range(len(found))}
    dates = {at: each for at, each in formats.items() if each in TEMPORAL}
    return Slip(
        "lost",
        place.table,
        place.sheet,
        place_now(journal, line.place, line.row),
        -1,
        found,
        above.headings,
        formats=dates,
        depth=journal.depth,
        columns=above.columns,
    )


def _misplaced(journal: Journal, row: NewRow, above: _Above) -> Iterator[Slip]:
    place = journal.places[row.place]
    if row.slip >= 0:
        yield journal.slips[row.slip]
    content = [row.cells.get(column) for column in range(len(place.headings))]
    yield Slip(
        "stray",
        place.table,
        place.sheet,
        place_now(journal, row.place, row.row),
        -1,
        content,
        above.headings,
        depth=journal.depth,
        columns=above.columns,
    )


def place_now(journal: Journal, place: int, row: int) -> int:
    """Where a row was when the write had deleted others."""
    return row - sum(each.removed and each.place == place and each.row < row for each in journal.lines)
