"""Books laid out in the emulated Google, and a person who works in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crossfoot_sync.emulator import Account, Discovery, Google, Hands, ManualClock, Person, no_quota
from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.cell import ErrorValue as Shown
from crossfoot_sync.emulator.grid.cell import Result
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import Patience
from crossfoot_sync.google.transport import Transport
from crossfoot_sync.grids.google import GoogleGrid, SharedSpreadsheet, Spreadsheet
from crossfoot_sync.grids.google.values import Json, from_serial, to_serial, written
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, MemoryColumn, MemorySheet, Uncalculated
from crossfoot_templates.layout import (
    FIRST_ROW,
    GOOGLE_BEFORE_SHEET,
    GOOGLE_COLUMN,
    GOOGLE_COLUMNS,
    GOOGLE_ROW,
    GOOGLE_SHEET,
    GOOGLE_TABLE,
    GOOGLE_TURN,
    HEADER_ROW,
    LISTS_SHEET,
    MANIFEST_SHEET,
    STATUS_ROW,
    TICK,
)
from crossfoot_templates.live import named, placed
from crossfoot_templates.types import CellValue
from crossfoot_tests.google.faketime import FakeTime

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
BLANK_ROWS = 12
"""Rows that a laid out sheet has below its data."""

_LOADING = Shown("LOADING", "Loading...", "Loading...")


@dataclass
class Results:
    """What formulas show that the emulator does not calculate: it asks here first."""

    known: list[tuple[re.Pattern[str], Result]] = field(default_factory=list)

    def __call__(self, formula: str, title: str, row: int, column: int) -> Result:
        return next((value for pattern, value in reversed(self.known) if pattern.fullmatch(formula)), None)

    def formula(self, content: Formula | Uncalculated) -> str:
        """A formula that shows this."""
        text = f"=SHOWN({len(self.known)})"
        same = [each for each, value in self.known if value == _result(content) and "SHOWN" in each.pattern]
        if same:
            return same[0].pattern.replace("\\", "")
        self.known.append((re.compile(re.escape(text)), _result(content)))
        return text

    def learn(self, formula: str, value: CellValue) -> None:
        """What a formula of ours is to show, in whatever row it stands."""
        pieces = re.split("\x00", placed(formula, lambda _: "\x00"))
        pattern = r"\$?[A-Z]+\$?[0-9]+".join(map(re.escape, pieces))
        self.known.append((re.compile(f"={pattern}"), _scalar(value)))


def _result(content: Formula | Uncalculated) -> Result:
    return _LOADING if isinstance(content, Uncalculated) else _scalar(content.value)


def _scalar(value: CellValue) -> Result:
    return "" if value is None else to_serial(value) if isinstance(value, dt.date) else value


@dataclass
class GivenTokens:
    """The tokens of an account without a key."""

    google: Google
    account: Account

    @property
    def email(self) -> str:
        return self.account.email

    def bearer(self, seconds: float) -> str:
        return self.google.token(self.account)

    def refused(self, token: str) -> None:
        """There are always more."""


@dataclass
class Place:
    """A spreadsheet of Ann's that holds a book and is shared with a worker."""

    google: Google
    time: FakeTime
    ann: Person
    worker: Account
    id: str
    results: Results
    _calculated: Calculator | None = None

    def calculator(self) -> Calculator:
        """What the formulas give as the spreadsheet stands; a book at Google does not change, another follows it."""
        state, known = self.google.state, self._calculated
        fresh = state.calculator(state.files[self.id].book)
        if known is None or known.book is not fresh.book or known.today != fresh.today:
            known = self._calculated = fresh
        return known

    def grid(self, wrap: Callable[[Spreadsheet], Spreadsheet] = lambda each: each) -> GoogleGrid:
        """The book, for another worker."""
        line = Line(self.google.session(), clock=self.time)
        limits = {"read": 10**6, "write": 10**6, "drive": 10**6}
        bucket = LocalBucket(limits, self.time)  # type: ignore[arg-type]  # the names are those of the lanes
        tokens = GivenTokens(self.google, self.worker)
        transport = Transport(tokens, bucket, line, patience=Patience(random=Random(1)))
        return GoogleGrid(wrap(SharedSpreadsheet(transport, self.id)))

    def of_table(self, table: str = "customer") -> Sheet:
        """The sheet of a table as it stands."""
        book = self.google.state.files[self.id].book
        note = next(each for each in book.metadata if (each.key, each.value) == (GOOGLE_TABLE, table))
        return book.sheet(note.sheet_id or 0)

    def hands(self, table: str = "customer") -> SheetHands:
        """Ann's hands in the sheet of a table."""
        title = self.of_table(table).title
        return SheetHands.of(self, self.ann.opens(self.id, title), table, title)

    def asked(self) -> list[tuple[str, int]]:
        """Every request that arrived: its method, shortened, and the status of the answer."""
        return [(each.method.removeprefix("sheets.spreadsheets."), each.status) for each in self.google.log]


def lay_out(book: MemoryGrid, discovery: Discovery | None = None) -> Place:
    """A spreadsheet with ``book``, laid out as a worker does."""
    time, results = FakeTime(ManualClock()), Results()
    google = Google(clock=time.clock, quota=no_quota(), discovery=discovery, supplied=results)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    file_id = ann.creates(book.name, locale="zh_CN", time_zone="Asia/Shanghai")
    ann.shares(file_id, worker)
    place = Place(google, time, ann, worker, file_id, results)
    requests = [*_hidden_sheets(book)]
    for number, sheet in enumerate(book.sheets.values(), start=1):
        requests += _table_sheet(sheet, number, results)
    requests.append({"deleteSheet": {"sheetId": 0}})
    session = google.session(worker)
    response = session.post(f"{SHEETS}/{file_id}:batchUpdate", json={"requests": requests})
    assert response.status_code == 200, response.text
    for sheet in book.sheets.values():
        _type_errors(place, sheet)
    google.log.clear()
    return place


def _hidden_sheets(book: MemoryGrid) -> Iterator[Json]:
    columns = [[name, *entries] for name, entries in book.lists.items()]
    height = max(map(len, columns), default=1)
    lists = [[column[row] if row < len(column) else "" for column in columns] for row in range(height)]
    manifest = [[*each] for each in book.manifest.items()]
    for number, (title, role, rows) in enumerate(
        (
            (MANIFEST_SHEET, "manifest", manifest),
            (LISTS_SHEET, "lists", lists),
            (GOOGLE_BEFORE_SHEET, "before", []),
        ),
        start=901,
    ):
        grid = {"rowCount": max(len(rows), 1), "columnCount": max(map(len, rows), default=1) or 1}
        shown = {"sheetId": number, "title": title, "hidden": True, "gridProperties": grid, "index": number - 901}
        yield {"addSheet": {"properties": shown}}
        yield _note(GOOGLE_SHEET, role, {"sheetId": number})
        if rows:
            yield _cells(
                number, 0, [[{"userEnteredValue": written(each)} if each else {} for each in row] for row in rows]
            )
    corner = {"sheetId": 901, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    yield {"addNamedRange": {"namedRange": {"namedRangeId": "first", "name": GOOGLE_TURN, "range": corner}}}


def _table_sheet(sheet: MemorySheet, number: int, results: Results) -> Iterator[Json]:
    width, height = len(sheet.columns), HEADER_ROW + len(sheet.rows) + BLANK_ROWS
    grid = {"rowCount": height, "columnCount": width}
    yield {"addSheet": {"properties": {"sheetId": number, "title": sheet.title, "gridProperties": grid}}}
    yield _note(GOOGLE_TABLE, sheet.table, {"sheetId": number})
    names = [each.name for each in sheet.columns if each.name] + sorted(sheet.lost)
    yield _note(GOOGLE_COLUMNS, ",".join(names), {"sheetId": number})
    for what, row in (("status", STATUS_ROW), ("header", HEADER_ROW)):
        yield _note(GOOGLE_ROW, f"{sheet.table}.{what}", _line(number, "ROWS", row - 1))
    for at, column in enumerate(sheet.columns):
        if column.name:
            yield _note(GOOGLE_COLUMN, f"{sheet.table}.{column.name}", _line(number, "COLUMNS", at))
        if column.name == "signed_on":
            area = {"sheetId": number, "startRowIndex": HEADER_ROW, "startColumnIndex": at, "endColumnIndex": at + 1}
            dates = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
            yield {"repeatCell": {"range": area, "cell": dates, "fields": "userEnteredFormat.numberFormat"}}
    tick = next((at for at, each in enumerate(sheet.columns) if each.name == TICK), 0)
    status: list[Json] = [{} for _ in sheet.columns]
    status[tick] = _text(sheet.status)
    rows: list[list[Json]] = [[_text(sheet.title)], status]
    rows.append([_text(each.label) for each in sheet.columns])
    rows += [[_cell(content, results) for content in line] for line in sheet.rows]
    yield _cells(number, 0, rows)


def _text(text: str) -> Json:
    return {"userEnteredValue": {"stringValue": text}} if text else {}


def _cell(content: Content, results: Results) -> Json:
    if isinstance(content, Formula | Uncalculated):
        return {"userEnteredValue": {"formulaValue": results.formula(content)}}
    value = None if isinstance(content, ErrorValue) else written(content)
    return {"userEnteredValue": value} if value else {}


def _type_errors(place: Place, sheet: MemorySheet) -> None:
    hands = place.ann.opens(place.id, sheet.title)
    for row, line in enumerate(sheet.rows, start=FIRST_ROW):
        for column, content in enumerate(line):
            if isinstance(content, ErrorValue):
                hands.types(f"{a1.letters(column)}{row}", content.text)


def _note(key: str, value: str, location: Json) -> Json:
    note = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": note}}


def _line(sheet: int, dimension: str, at: int) -> Json:
    return {"dimensionRange": {"sheetId": sheet, "dimension": dimension, "startIndex": at, "endIndex": at + 1}}


def _cells(sheet: int, top: int, rows: list[list[Json]]) -> Json:
    start = {"sheetId": sheet, "rowIndex": top, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": [{"values": row} for row in rows], "fields": "userEnteredValue"}}


@dataclass
class SheetHands(MemorySheet):
    """A sheet in memory as a person sees theirs; what is done to it happens in the spreadsheet."""

    at: Place = field(kw_only=True)
    hand: Hands = field(kw_only=True)

    @classmethod
    def of(cls, place: Place, hand: Hands, table: str, title: str) -> SheetHands:
        """The sheet of a table."""
        made = cls(table, title, [], at=place, hand=hand)
        made.look()
        return made

    @property
    def header(self) -> int:
        """The row of the headings, counted from 1."""
        metadata = self.at.google.state.files[self.at.id].book.metadata
        note = next((each for each in metadata if each.value == f"{self.table}.header"), None)
        return HEADER_ROW if note is None else (note.index(self._sheet) or 0) + 1

    @property
    def below(self) -> int:
        """The row below the last one that holds anything, counted from 1."""
        return self.header + 1 + len(self.rows)

    def set(self, row: int, column: str, content: Content) -> None:
        address = f"{self.letter(column)}{row}"
        typed = _typed(content, self.at.results)
        self._do(lambda: self.hand.clears(address) if typed is None else self.hand.types(address, typed))

    def insert_rows(self, before: int, count: int = 1) -> None:
        self._do(lambda: self.hand.inserts_rows(before, count))

    def delete_rows(self, rows: Iterable[int]) -> None:
        for row in sorted({*rows}, reverse=True):
            self._do(lambda row=row: self.hand.deletes_rows(row))

    def move_row(self, row: int, before: int) -> None:
        self._do(lambda: self.hand.moves_rows(row, 1, before))

    def reach(self, row: int) -> None:
        """Have so many rows: people add some where there are too few."""
        missing = row - len(self._sheet.rows)
        if missing > 0:
            span = {"sheetId": self.hand.sheet_id, "dimension": "ROWS", "length": missing}
            self._do(lambda: self.hand.asks({"appendDimension": span}))

    def copy_row(self, row: int, onto: int) -> None:
        self.reach(onto)
        self._do(lambda: self.hand.copies(self._across(row), self._across(onto)))

    def sort(self, by: str, columns: Sequence[str] | None = None) -> None:
        places = range(len(self.columns)) if columns is None else [self.place(each) for each in columns]
        area = f"{a1.letters(min(places))}{self.header + 1}:{a1.letters(max(places))}{self.header + len(self.rows)}"
        self._do(lambda: self.hand.sorts(area, self.letter(by)))

    def insert_column(self, before: str, label: str) -> None:
        letter = self.letter(before)
        self._do(lambda: self.hand.inserts_columns(letter))
        self._do(lambda: self.hand.types(f"{letter}{self.header}", label))

    def move_column(self, column: str, before: str) -> None:
        start = self.place(column)
        span = {"sheetId": self.hand.sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": start + 1}
        move = {"moveDimension": {"source": span, "destinationIndex": self.place(before)}}
        self._do(lambda: self.hand.asks(move))

    def delete_column(self, column: str) -> None:
        self._do(lambda: self.hand.deletes_columns(self.letter(column)))

    def rename_header(self, column: str, label: str) -> None:
        self._do(lambda: self.hand.types(f"{self.letter(column)}{self.header}", label))

    def letter(self, column: str) -> str:
        """The letters of a column."""
        return a1.letters(self.place(column))

    def undo(self) -> None:
        """Take back one's last step."""
        self._do(self.hand.undoes)

    def _do(self, step: Any) -> None:
        step()
        self.look()

    def _across(self, row: int) -> str:
        return f"A{row}:{a1.letters(len(self.columns) - 1)}{row}"

    @property
    def _sheet(self) -> Sheet:
        return self.at.google.state.files[self.at.id].book.sheet(self.hand.sheet_id)

    def look(self) -> None:
        """See what is there."""
        book, sheet, top = self.at.google.state.files[self.at.id].book, self._sheet, self.header
        names = {
            each.index(sheet): (each.value or "").partition(".")[2]
            for each in book.metadata
            if each.key == GOOGLE_COLUMN and each.on(sheet)
        }
        labels = [str(sheet.cell(top - 1, at).value or "") for at in range(len(sheet.columns))]
        self.columns = [MemoryColumn(label, names.get(at)) for at, label in enumerate(labels)]
        last = max((row for (row, _), cell in sheet.cells.items() if cell.filled), default=0) + 1
        self.rows = [[self._content(sheet, row, at) for at in range(len(labels))] for row in range(top, last)]

    def _content(self, sheet: Sheet, row: int, column: int) -> Content:
        cell = sheet.cell(row, column)
        if not cell.filled:
            return None
        value = self.at.calculator().value(sheet, row, column)
        if isinstance(value, Shown):
            return Uncalculated() if value.type == "LOADING" else ErrorValue(value.shown)
        shown: CellValue = value
        dates = (cell.format or {}).get("numberFormat", {}).get("type", "") in {"DATE", "DATE_TIME"}
        if dates and isinstance(value, int | float) and not isinstance(value, bool):
            shown = from_serial(value)
        return shown if cell.formula is None else Formula(shown, cell.formula)


def _typed(content: Content, results: Results) -> Any:
    """What a person types to have it; ``None`` to clear."""
    if isinstance(content, Formula | Uncalculated):
        return results.formula(content)
    if isinstance(content, ErrorValue):
        return content.text
    return content.isoformat() if isinstance(content, dt.date) else content


@dataclass
class CalculatedGrid:
    """A grid whose formulas show the values that they are written with: the emulator is told of them."""

    grid: GoogleGrid
    results: Results

    @property
    def name(self) -> str:
        return self.grid.name

    def read(self) -> Reading:
        return self.grid.read()

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        given = [(each.formula, each.value) for each in edits.cells if each.formula]
        given += [(text, row.values.get(name)) for row in edits.appended for name, text in row.formulas.items()]
        for formula, value in given:
            assert named(formula) is not None
            self.results.learn(formula, value)
        return self.grid.write(edits, seen)


@dataclass
class GoogleBench:
    """A bench for spreadsheets: the person works in the emulator while the grid knows nothing of it."""

    at: Place
    grid: CalculatedGrid

    @classmethod
    def of(cls, book: MemoryGrid, discovery: Discovery | None = None) -> GoogleBench:
        """A bench for a spreadsheet with ``book``."""
        place = lay_out(book, discovery)
        return cls(place, CalculatedGrid(place.grid(), place.results))

    @contextmanager
    def hands(self, table: str = "customer") -> Iterator[MemorySheet]:
        """The sheet of ``table``."""
        yield self.at.hands(table)
