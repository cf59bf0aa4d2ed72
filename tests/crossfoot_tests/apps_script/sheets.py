"""Spreadsheets as the script finds them: what stands in their sheets, and what marks them as ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec

from crossfoot_templates.layout import (
    GOOGLE_COLUMN,
    GOOGLE_ROW,
    GOOGLE_SHEET,
    GOOGLE_TABLE,
    HEADER_ROW,
    ID,
    MESSAGE,
    STATUS_ROW,
    TICK,
)

Cell = str | int | float | bool | None

STEADY = "Last sync 2026-03-02 09:00   3 rows   ✓3"
"""A status line of a table that is in step."""


class Mark(msgspec.Struct):
    """Developer metadata; ``place`` is the row or column that it is on."""

    key: str
    value: str
    on: Literal["sheet", "row", "column"] = "sheet"
    place: int = 0


class SheetFacts(msgspec.Struct, rename="camel"):
    """One sheet. Rows and columns count from 1; ``hidden_rows`` somebody hid, ``filtered`` a filter hides."""

    id: int
    title: str
    cells: list[list[Cell]]
    marks: list[Mark]
    row_count: int = 20
    column_count: int = 20
    hidden: bool = False
    hidden_rows: list[int] = []
    filtered: list[int] = []


class Written(msgspec.Struct):
    """What the script put into a cell."""

    sheet: int
    row: int
    column: int
    value: Cell


class Spreadsheet(Protocol):
    """What a script is bound to."""

    id: str

    def sheets(self) -> list[SheetFacts]:
        """Its sheets as they are now."""
        ...

    def put(self, written: Written) -> None:
        """Write into a cell."""
        ...


class Paper:
    """A spreadsheet that is nothing but its sheets."""

    def __init__(self, *sheets: SheetFacts, name: str = "1East") -> None:
        self.id = name
        self.all = list(sheets)

    def sheets(self) -> list[SheetFacts]:
        """Its sheets as they are now."""
        return self.all

    def put(self, written: Written) -> None:
        """Write into a cell."""
        (sheet,) = (each for each in self.all if each.id == written.sheet)
        sheet.cells[written.row - 1][written.column - 1] = written.value


class Row(NamedTuple):
    """A row of a table, as far as the script cares."""

    tick: str
    message: str = ""
    id: str = ""


def table_sheet(
    rows: Sequence[Row], *, table: str = "task", sheet: int = 1, title: str = "Task", status: str = STEADY
) -> SheetFacts:
    """The sheet of a table with the columns Sync, What, Message and id, as it is laid out."""
    lines: list[list[Cell]] = [
        [each.tick, f"thing {at}", each.message, each.id or f"{table}-{at}"] for at, each in enumerate(rows)
    ]
    columns = {TICK: 1, "what": 2, MESSAGE: 3, ID: 4}
    return SheetFacts(
        sheet,
        title,
        [["Tasks", None, None, None], [status, None, None, None], ["Sync", "What", "Message", "_id"], *lines],
        [
            Mark(GOOGLE_TABLE, table),
            Mark(GOOGLE_ROW, f"{table}.header", "row", HEADER_ROW),
            Mark(GOOGLE_ROW, f"{table}.status", "row", STATUS_ROW),
            *(Mark(GOOGLE_COLUMN, f"{table}.{name}", "column", at) for name, at in columns.items()),
        ],
    )


def manifest_sheet(language: str = "en", synced_at: str = "2026-03-02T01:00:00+00:00") -> SheetFacts:
    """The hidden manifest."""
    cells: list[list[Cell]] = [["book", "tasks"], ["language", language], ["synced_at", synced_at]]
    return SheetFacts(90, "_crossfoot", cells, [Mark(GOOGLE_SHEET, "manifest")], hidden=True)


def other_sheet(title: str = "Notes", sheet: int = 50) -> SheetFacts:
    """A sheet of somebody's own, in which ticks mean nothing."""
    return SheetFacts(sheet, title, [["✗", "mine"]], [])
