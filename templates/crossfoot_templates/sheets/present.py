"""What a spreadsheet has, as ``spreadsheets.get`` says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from crossfoot_templates.layout import GOOGLE_COLUMN, GOOGLE_ROW, GOOGLE_SHEET, GOOGLE_TABLE
from crossfoot_templates.messages import Message, say
from crossfoot_templates.sheets.batch import Json
from crossfoot_templates.sheets.settings import unfit_settings

LAYING_OUT = (
    "properties(title,locale,timeZone),sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue))"
)
"""The fields of ``spreadsheets.get`` that tell all that laying out a book needs to know."""

MENDING = (
    "properties(locale,timeZone),sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataKey,metadataValue),conditionalFormats,"
    "protectedRanges(protectedRangeId,range,description,warningOnly,requestingUserCanEdit),basicFilter(range),"
    "data(startRow,startColumn,rowMetadata(developerMetadata(metadataKey,metadataValue)),"
    "columnMetadata(hiddenByUser,developerMetadata(metadataKey,metadataValue)),"
    "rowData(values(userEnteredValue,userEnteredFormat(numberFormat),dataValidation(condition)))))"
)
"""The fields that tell what is missing; of which cells, its ranges say. What was not asked for counts as there."""


@dataclass(frozen=True)
class PresentSheet:
    """One sheet.

    Attributes:
        rows, columns: how many it has.
        marks: values of its own developer metadata, by key.
        row_marks, column_marks: places, counted from 1, by the value of the mark of a row or a column of ours.
        hidden_columns: those of the columns asked for that are hidden.
        cells: what was asked for and holds anything, by row and column counted from 1.
        seen: the areas that were asked for: first and last row, first and last column.
    """

    id: int
    title: str
    hidden: bool = False
    rows: int = 0
    columns: int = 0
    marks: Mapping[str, str] = field(default_factory=dict)
    row_marks: Mapping[str, int] = field(default_factory=dict)
    column_marks: Mapping[str, int] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    conditional: tuple[Json, ...] = ()
    protected: tuple[Json, ...] = ()
    filtered: bool = False
    cells: Mapping[tuple[int, int], Json] = field(default_factory=dict)
    seen: tuple[tuple[int, int, int, int], ...] = ()

    @classmethod
    def of(cls, sheet: Json) -> PresentSheet:
        """A sheet of the answer."""
        properties = sheet["properties"]
        grid = properties.get("gridProperties", {})
        blocks = [_Block(each) for each in sheet.get("data", ())]
        return cls(
            id=int(properties.get("sheetId", 0)),
            title=str(properties["title"]),
            hidden=bool(properties.get("hidden")),
            rows=int(grid.get("rowCount", 0)),
            columns=int(grid.get("columnCount", 0)),
            marks={each["metadataKey"]: each.get("metadataValue", "") for each in sheet.get("developerMetadata", ())},
            row_marks={mark: place for block in blocks for mark, place in block.marks("rowMetadata", GOOGLE_ROW)},
            column_marks={
                mark: place for block in blocks for mark, place in block.marks("columnMetadata", GOOGLE_COLUMN)
            },
            hidden_columns=frozenset(place for block in blocks for place in block.hidden_columns()),
            conditional=tuple(sheet.get("conditionalFormats", ())),
            protected=tuple(sheet.get("protectedRanges", ())),
            filtered="basicFilter" in sheet,
            cells={place: cell for block in blocks for place, cell in block.cells()},
            seen=tuple(block.area for block in blocks),
        )

    def rows_seen(self, column: int) -> list[int]:
        """The rows of which the cell in ``column`` was asked for, in order."""
        seen = {
            row for top, bottom, left, right in self.seen if left <= column <= right for row in range(top, bottom + 1)
        }
        return sorted(seen)

    def text(self, row: int, column: int) -> str | None:
        """The text that stands in a cell; ``None`` where it holds something else, or was not asked for."""
        value = self.cells.get((row, column), {}).get("userEnteredValue", {}).get("stringValue")
        return None if value is None else str(value)

    def number_format(self, row: int, column: int) -> Json | None:
        """The number format of a cell."""
        found: Json | None = self.cells.get((row, column), {}).get("userEnteredFormat", {}).get("numberFormat")
        return found

    def holds_no_number(self, row: int, column: int) -> bool:
        """Whether a cell is blank or holds text, so that its number format changes nothing of what it holds."""
        return set(self.cells.get((row, column), {}).get("userEnteredValue", ())) <= {"stringValue"}

    def places(self, table: str) -> dict[str, int]:
        """Where the columns of a table stand, by name."""
        return _of_table(self.column_marks, table)

    def lines(self, table: str) -> dict[str, int]:
        """Where the ``header`` and the ``status`` of a table stand."""
        return _of_table(self.row_marks, table)

    @property
    def own_table(self) -> str | None:
        """The table whose sheet it is marked as."""
        return self.marks.get(GOOGLE_TABLE)

    @property
    def table(self) -> str | None:
        """The table whose sheet it is: its own mark says so, or those of its columns."""
        marked = (value.partition(".")[0] for value in self.column_marks)
        return self.own_table or next(marked, None)

    @property
    def protected_whole(self) -> bool:
        """Whether somebody protects all of it, and not with a warning only."""
        return any(
            not each.get("warningOnly") and not each.get("range", {"": 0}).keys() - {"sheetId"}
            for each in self.protected
        )


@dataclass(frozen=True)
class Present:
    """A spreadsheet."""

    title: str
    locale: str
    zone: str
    sheets: tuple[PresentSheet, ...]

    @classmethod
    def of(cls, spreadsheet: Json) -> Present:
        """The answer of ``spreadsheets.get``."""
        properties = spreadsheet.get("properties", {})
        sheets = tuple(PresentSheet.of(each) for each in spreadsheet.get("sheets", ()))
        return cls(
            str(properties.get("title", "")),
            str(properties.get("locale", "")),
            str(properties.get("timeZone", "")),
            sheets,
        )

    @property
    def titles(self) -> list[str]:
        """The titles of its sheets."""
        return [each.title for each in self.sheets]

    @cached_property
    def sheet_ids(self) -> frozenset[int]:
        """The ids of its sheets."""
        return frozenset(each.id for each in self.sheets)

    def unfit_for_a_book(self) -> list[Message]:
        """Why no book can be laid out in it, if so."""
        problems = unfit_settings(self.locale, self.zone)
        ours = next((each for each in self.sheets if {GOOGLE_TABLE, GOOGLE_SHEET} & set(each.marks)), None)
        if ours is not None:
            problems.append(say("spreadsheet_laid_out", title=self.title, sheet=ours.title))
        return problems


class _Block:
    """A ``GridData``: an area that was asked for."""

    def __init__(self, data: Json) -> None:
        self._data = data
        self._top, self._left = int(data.get("startRow", 0)) + 1, int(data.get("startColumn", 0)) + 1

    @property
    def area(self) -> tuple[int, int, int, int]:
        """Its first and last row, its first and last column. Blank cells at the end are not in the answer."""
        rows, columns = len(self._data.get("rowMetadata", ())), len(self._data.get("columnMetadata", ()))
        return self._top, self._top + rows - 1, self._left, self._left + columns - 1

    def marks(self, lines: str, key: str) -> Iterator[tuple[str, int]]:
        """The marks of ours on its rows or columns, with their places."""
        start = self._top if lines == "rowMetadata" else self._left
        for place, each in enumerate(self._data.get(lines, ()), start=start):
            for metadata in each.get("developerMetadata", ()):
                if metadata["metadataKey"] == key:
                    yield str(metadata.get("metadataValue", "")), place

    def hidden_columns(self) -> Iterator[int]:
        """Its columns that are hidden."""
        for place, each in enumerate(self._data.get("columnMetadata", ()), start=self._left):
            if each.get("hiddenByUser"):
                yield place

    def cells(self) -> Iterator[tuple[tuple[int, int], Json]]:
        """Its cells that hold anything."""
        for row, line in enumerate(self._data.get("rowData", ()), start=self._top):
            for column, cell in enumerate(line.get("values", ()), start=self._left):
                if cell:
                    yield (row, column), cell


def _of_table(marks: Mapping[str, int], table: str) -> dict[str, int]:
    parted = ((mark.partition("."), place) for mark, place in marks.items())
    return {name: place for (owner, _, name), place in parted if owner == table}
