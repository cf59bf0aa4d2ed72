"""Somebody types, a dialog is open, Excel has ended: what calls fail with then, and what becomes of a sync."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from crossfoot_sync.engine.cells import AppendRow, Edits, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.excel import ExcelGrid, Patience
from crossfoot_sync.grids.excel.busy import Trouble, trouble
from crossfoot_templates.layout import FIRST_ROW, ID
from crossfoot_tests.sync.grids.books import book, customer, row_id, sheet
from crossfoot_tests.sync.grids.excel_books import ExcelHands, open_book
from crossfoot_tests.sync.grids.seam import Seam


class ComError(Exception):
    """What pywin32 raises, as far as it is looked at."""

    def __init__(self, code: int, scode: int | None = None) -> None:
        super().__init__(code, "failed", None, None)
        self.hresult = code - (1 << 32)
        self.excepinfo = None if scode is None else (0, "Microsoft Excel", "told why", None, 0, scode - (1 << 32))


class CommandError(Exception):
    """What appscript raises, as far as it is looked at."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Command failed: {number}")
        self.errornumber = number
        self.errormessage = "told why"


class ExcelBusyError(Exception):
    """What xlwings raises on Windows."""


BUSY: tuple[Callable[[], Exception], ...] = (
    lambda: ComError(0x80010001),
    lambda: ComError(0x8001010A),
    lambda: ComError(0x800AC472),
    lambda: ComError(0x80020009, 0x800AC472),
    lambda: CommandError(-1712),
    lambda: CommandError(-50),
    ExcelBusyError,
    lambda: AttributeError("<unknown>.Value"),
    lambda: AttributeError("Property 'Excel.Application.ScreenUpdating' can not be set."),
)
GONE: tuple[Callable[[], Exception], ...] = (
    lambda: ComError(0x800706BA),
    lambda: ComError(0x80010108),
    lambda: CommandError(-600),
)


@dataclass
class FakeTime:
    """A clock that moves when somebody waits; ``waits`` are the seconds."""

    at: float = 0.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds


@pytest.mark.parametrize("failure", BUSY)
def test_calls_that_fail_because_somebody_is_busy_are_known(failure: Callable[[], Exception]) -> None:
    assert trouble(failure()) is Trouble.BUSY


@pytest.mark.parametrize("failure", GONE)
def test_calls_that_fail_because_excel_has_ended_are_known(failure: Callable[[], Exception]) -> None:
    assert trouble(failure()) is Trouble.GONE


def test_other_failures_of_excel_and_mistakes_of_ours_are_told_apart() -> None:
    failures = (ComError(0x80020009, 0x800A03EC), CommandError(-1700), xw.XlwingsError("no"), KeyError("x"))
    refused = Trouble.REFUSED
    assert [trouble(each) for each in failures] == [refused, refused, refused, None]
    assert trouble(AttributeError("'Range' object has no attribute 'colour'")) is None


def test_waiting_ends_at_the_deadline_and_pauses_grow() -> None:
    time = FakeTime()

    def fail() -> None:
        raise ComError(0x80010001)

    with pytest.raises(Exception, match="excel_busy"):
        Patience(time, 3.0).until_free(fail)
    assert time.waits == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0]


@dataclass
class Desk:
    """A workbook open before somebody, with the seam under it."""

    app: xw.App
    opened: xw.Book
    seam: Seam
    time: FakeTime
    grid: ExcelGrid

    def typing(self, seconds: float, failure: Callable[[], Exception], done: Callable[[], Any] = lambda: None) -> None:
        """Somebody types for so long from the next call on; then what they typed is in its cell."""
        until = self.time.at + seconds

        def between(_: str) -> None:
            if self.time.at < until:
                raise failure()
            self.seam.between = None
            done()

        self.seam.between = between


@pytest.fixture
def desk(app: xw.App, tmp_path: Path) -> Iterator[Desk]:
    opened = open_book(app, tmp_path / "book.xlsx", book(sheet(customer(1), customer(2), customer(3))))
    seam, time = Seam(), FakeTime()
    yield Desk(app, opened, seam, time, ExcelGrid(seam.under(opened), Patience(time)))
    seam.between = None
    opened.close()


RENAME = Edits(
    cells=[SetCell("customer", FIRST_ROW + at, "name", f"客户 {at + 1}", f"新 {at + 1}") for at in range(3)],
    appended=[AppendRow("customer", {ID: row_id(4), "name": "第四"})],
    manifest={"cursor": "15", "said": "yes"},
)


@pytest.mark.slow
@pytest.mark.parametrize("failure", [BUSY[0], BUSY[3], BUSY[4]])
def test_an_edit_in_progress_is_waited_for_wherever_it_begins(desk: Desk, failure: Callable[[], Exception]) -> None:
    seen = desk.grid.read()
    desk.seam.asked = []
    desk.grid.write(Edits(manifest={"said": "before"}), seen)
    calls, desk.seam.asked = len(desk.seam.asked), None
    for at in range(0, calls, max(1, calls // 4)):
        desk.grid.write(Edits(manifest={"said": f"round {at}"}), desk.grid.read())
        left = at

        def begin(_: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                desk.typing(4.0, failure)
                raise failure()

        desk.seam.between = begin
        assert desk.grid.write(Edits(manifest={"said": f"after {at}"}), desk.grid.read()) == []
        assert desk.grid.read().manifest["said"] == f"after {at}"
    assert desk.app.interactive


@pytest.mark.slow
def test_what_was_typed_while_a_write_waited_is_left_alone_and_told(desk: Desk) -> None:
    seen = desk.grid.read()
    hands = ExcelHands.of(desk.opened, "customer")
    desk.typing(5.0, BUSY[0], lambda: hands.set(FIRST_ROW + 1, "name", "just typed"))
    missed = desk.grid.write(RENAME, seen)
    assert [(each.column, each.found) for each in missed] == [("name", "just typed")]
    assert desk.grid.read().tables["customer"].columns["name"] == ["新 1", "just typed", "新 3", "第四"]


@pytest.mark.slow
def test_somebody_who_types_on_and_on_is_asked_to_finish_and_nothing_is_written(desk: Desk) -> None:
    seen = desk.grid.read()
    desk.typing(1000.0, BUSY[3])
    with pytest.raises(GridError) as error:
        desk.grid.write(RENAME, seen)
    assert error.value.text("en").endswith(
        "Excel is waiting: finish what you are typing (press Enter or Esc), or close its dialog; then sync again."
    )
    assert 29 <= sum(desk.time.waits) <= 30
    desk.seam.between = None
    assert desk.grid.read() == seen


@pytest.mark.slow
def test_a_write_that_is_cut_short_by_typing_goes_on_where_it_was(desk: Desk) -> None:
    seen = desk.grid.read()
    desk.seam.asked = []
    desk.grid.write(RENAME, seen)
    calls, desk.seam.asked = len(desk.seam.asked), None
    for at in range(0, calls, max(1, calls // 12)):
        now = desk.grid.read()
        edits = Edits(
            cells=[
                SetCell("customer", row, "name", name, f"name {at} {row}")
                for row, name in zip(now.tables["customer"].rows, now.tables["customer"].columns["name"], strict=True)
            ],
            appended=[AppendRow("customer", {ID: row_id(100 + at), "name": f"new {at}"})],
        )
        left = at

        def begin(_: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                desk.typing(2.0, BUSY[0])
                raise ComError(0x80010001)

        desk.seam.between = begin
        assert desk.grid.write(edits, now) == []
        after = desk.grid.read().tables["customer"]
        assert after.columns["name"] == [*(each.value for each in edits.cells), f"new {at}"]
        assert len({*after.columns[ID]}) == len(after.rows)
        assert (desk.app.interactive, desk.app.calculation, desk.app.screen_updating) == (True, "automatic", True)


@pytest.mark.slow
def test_a_workbook_that_was_closed_is_told(desk: Desk) -> None:
    seen = desk.grid.read()
    desk.typing(1000.0, GONE[0])
    with pytest.raises(GridError, match="was closed; open it again and sync"):
        desk.grid.write(RENAME, seen)
