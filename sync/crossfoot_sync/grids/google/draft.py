"""A write being put together: rows to be looked at, written or deleted, new rows, cells of hidden sheets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.journal import Journal, Line, Mark, NewRow, Place, Slip
from crossfoot_sync.grids.google.judging import Judgement
from crossfoot_sync.grids.google.sheet import Put, Sheet
from crossfoot_sync.grids.google.snapshot import Puts, Snapshot
from crossfoot_sync.grids.google.tables import TableState, repeated_ids
from crossfoot_sync.grids.google.values import Entered, is_formula, shown
from crossfoot_sync.grids.work import REST
from crossfoot_templates.layout import ID, MANAGED


class Spot(NamedTuple):
    """A cell to be looked at, by table, row and column; the column -1 is a row to be deleted, the row -1 a new one."""

    table: str
    row: int
    column: int


@dataclass
class _Row:
    marks: dict[int, Mark] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    whole: bool = False


def kept_row(sheet: Sheet, row: int) -> list[Entered]:
    """What a write is to find in a row, columns among it that are not there yet."""
    return [*sheet.row(row), *[None] * limits.SPARE_COLUMNS]


@dataclass(frozen=True)
class Write:
    """A write ready to be sent.

    Attributes:
        rows: new rows by number, as in the journal; ``puts`` all cells to be written, but those of new rows.
        grows: blank rows to be added at the end of a sheet, by table.
        needs: of which marks, deleted and new rows of the journal each edit consists, by number.
    """

    journal: Journal
    puts: Puts
    grows: dict[str, int]
    needs: dict[int, set[tuple[str, int, int]]]

    def made(self, judgement: Judgement) -> list[int]:
        """The edits that this made rightly."""
        right = {("mark", line, mark) for line, mark in judgement.marks}
        right |= {("removed", line, -1) for line in judgement.lines} | {("row", row, -1) for row in judgement.rows}
        return [number for number, needed in self.needs.items() if needed <= right]

    @property
    def managed(self) -> bool:
        """Whether it writes into managed columns and hidden sheets only."""
        places = self.journal.places
        own = [{place.columns[name] for name in MANAGED if name in place.columns} for place in places]
        return all(
            mark.column in own[line.place] or line.row == places[line.place].status
            for line in self.journal.lines
            for mark in line.marks
            if mark.writes
        )

    @property
    def plain(self) -> bool:
        """Whether it only puts plain values into cells that are there."""
        formulas = any(put.value and "formulaValue" in put.value for put in self.puts.values())
        return not (formulas or self.journal.rows or self.journal.removes or self.grows)


@dataclass
class Draft:
    """What a write of the book as it is ``now`` is to do; each step names the number of the edit it is for.

    Attributes:
        grows: blank rows to be added at the end of a sheet, by table.
        hidden: cells of hidden sheets; ``ends`` whether what speaks of all rows is written with it.
        slips: what it puts right; ``waiting`` what is to be put right later.
        size: how many cells it looks at or adds.
    """

    now: Snapshot
    hidden: Puts = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    waiting: list[Slip] = field(default_factory=list)
    grows: dict[str, int] = field(default_factory=dict)
    ends: bool = False
    _rows: dict[tuple[str, int], _Row] = field(default_factory=lambda: defaultdict(_Row))
    _removed: dict[tuple[str, int], int] = field(default_factory=dict)
    _new: dict[str, list[NewRow]] = field(default_factory=lambda: defaultdict(list))
    _needs: dict[int, set[Spot]] = field(default_factory=lambda: defaultdict(set))
    _repeated: dict[str, set[str]] = field(default_factory=dict)
    size: int = 0

    def __bool__(self) -> bool:
        writes = any(mark.writes for row in self._rows.values() for mark in row.marks.values())
        return bool(writes or self._removed or self._new or self.hidden or self.grows)

    @property
    def numbers(self) -> list[int]:
        """The edits that it takes in."""
        return [*self._needs, *([REST] if self.ends else [])]

    def look(self, number: int, table: TableState, row: int, column: int) -> None:
        """Have a cell compared with what stands there now."""
        self._needs[number].add(Spot(table.name, row, column))
        self._mark(table, row, column)

    def look_at_all(self, table: TableState, row: int) -> None:
        """Have nothing written into a row unless all of it is as it is now."""
        self._rows[table.name, row].whole = True
        self.size += table.sheet.width

    def put(  # noqa: PLR0913, PLR0917 (what there is to a cell)
        self, number: int, table: TableState, row: int, column: int, put: Put, given: tuple[int, ...] = ()
    ) -> None:
        """Have a cell written, where those of ``given`` hold what they do now as well."""
        self.look(number, table, row, column)
        for each in given:
            self.look(number, table, row, each)
        self._write(table, row, column, put, given=given)

    def put_back(self, slip: Slip, table: TableState, row: int, column: int) -> bool:
        """Have what a cell held put into it again; ``False`` where that cell is taken for another slip."""
        if self._mark(table, row, column).writes:
            return False
        self.slips.append(slip)
        self._write(table, row, column, Put(slip.held, slip.format), slip=len(self.slips) - 1)
        return True

    def remove(self, number: int, table: TableState, row: int, slip: Slip | None = None) -> None:
        """Have a row deleted, all of which must be as it is now."""
        if slip is None:
            self._needs[number].add(Spot(table.name, row, -1))
        else:
            self.slips.append(slip)
        self.size += table.sheet.width
        self._removed[table.name, row] = -1 if slip is None else len(self.slips) - 1

    def add(self, number: int, table: TableState, cells: dict[int, Put], slip: Slip | None = None) -> None:
        """Have a row put in below the last one."""
        rows = self._new[table.name]
        if slip is None:
            self._needs[number].add(Spot(table.name, -1, len(rows)))
        else:
            self.slips.append(slip)
        self.size += sum(map(_cost, cells.values()))
        values = {column: put.value for column, put in cells.items()}
        formats = {column: put.format for column, put in cells.items() if put.format is not None}
        of_slip = -1 if slip is None else len(self.slips) - 1
        rows.append(NewRow(0, table.end + len(rows), values, formats, of_slip))

    def finished(self, turn: str) -> Write:
        """The write, under its turn."""
        names = dict.fromkeys([*(name for name, _ in [*self._rows, *self._removed]), *self._new])
        places = self._places([*names])
        numbers = {place.table: number for number, place in enumerate(places)}
        lines: list[Line] = []
        where: dict[Spot, tuple[str, int, int]] = {}
        puts = dict(self.hidden)
        for (name, row), built in self._rows.items():
            table = self.now.standing[name]
            for at, (column, mark) in enumerate(built.marks.items()):
                where[Spot(name, row, column)] = ("mark", len(lines), at)
                if mark.writes:
                    puts[table.sheet.id, row, column] = Put(mark.written, built.formats.get(column))
            whole = kept_row(table.sheet, row) if built.whole else None
            lines.append(Line(numbers[name], row, self._id(table, row), [*built.marks.values()], whole))
        for (name, row), slip in self._removed.items():
            table = self.now.standing[name]
            where[Spot(name, row, -1)] = ("removed", len(lines), -1)
            whole = kept_row(table.sheet, row)
            lines.append(Line(numbers[name], row, self._id(table, row), [], whole, removed=True, slip=slip))
        rows: list[NewRow] = []
        for name, new in self._new.items():
            for at, each in enumerate(new):
                where[Spot(name, -1, at)] = ("row", len(rows), -1)
                rows.append(NewRow(numbers[name], each.row, each.cells, each.formats, each.slip))
        needs = {number: {where[spot] for spot in spots} for number, spots in self._needs.items()}
        needs |= {REST: needs.get(REST, set())} if self.ends else {}
        return Write(Journal(turn, places, lines, rows, self.slips, self.waiting), puts, self.grows, needs)

    def _places(self, names: list[str]) -> list[Place]:
        offset = 1
        shows = {name for (name, _), row in self._rows.items() if any(mark.shows for mark in row.marks.values())}
        places: list[Place] = []
        for name in names:
            table = self.now.standing[name]
            headings = kept_row(table.sheet, table.header)
            id_column = table.columns.get(ID, -1)
            above = [kept_row(table.sheet, row) for row in range(table.header)]
            status = table.status[0] if table.status else -1
            columns = table.columns
            places.append(
                Place(name, table.sheet.id, table.header, id_column, offset, headings, above, status, columns)
            )
            offset += len(headings) * (2 if name in shows else 1)
        return places

    def _id(self, table: TableState, row: int) -> Entered:
        return table.sheet.entered(row, table.columns[ID]) if ID in table.columns else None

    def _mark(self, table: TableState, row: int, column: int) -> Mark:
        known = (table.name, row) in self._rows
        built = self._rows[table.name, row]
        if not known:
            self.size += table.sheet.width
            built.whole = row > table.header and self._by_content(table, row)
        if column not in built.marks:
            cell = table.sheet.cell(row, column)
            shows = shown(cell) if is_formula(cell) else None
            built.marks[column] = Mark(column, table.sheet.entered(row, column), shows=shows)
        return built.marks[column]

    def _by_content(self, table: TableState, row: int) -> bool:
        """Whether a row is known by what stands in it: it has no id, or not alone."""
        value = self._id(table, row)
        row_id = None if value is None else value.get("stringValue")
        if table.name not in self._repeated:
            self._repeated[table.name] = repeated_ids(table.cells)
        return row_id is None or row_id in self._repeated[table.name]

    def _write(  # noqa: PLR0913 (what there is to a cell)
        self, table: TableState, row: int, column: int, put: Put, *, given: tuple[int, ...] = (), slip: int = -1
    ) -> None:
        old, built = self._mark(table, row, column), self._rows[table.name, row]
        self.size += _cost(put)
        formats = put.format is not None
        built.marks[column] = Mark(column, old.expected, True, put.value, formats, old.shows, given, slip)
        if put.format is not None:
            built.formats[column] = put.format


def _cost(put: Put) -> int:
    """How many cells a cell counts as."""
    text = "" if put.value is None else put.value.get("stringValue", "")
    return 1 + len(text) // limits.TEXT_OF_A_CELL
