"""Rows and columns of tables, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.formula_words import at_home, moved

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.tables import Table

PLAIN = 1 | 2 | 4  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING
NOTES = 8


class TableRow(base_classes.TableRow):
    """A row of a table, by its number from 1."""

    def __init__(self, parent: TableRows, index: int) -> None:
        self.parent = parent
        self._index = index

    @property
    def index(self) -> int:
        """Its number."""
        return self._index

    @property
    def range(self) -> Any:
        """Its cells."""
        body = self.parent.parent.body
        return self.parent.parent.sheet.at(Area(body.row + self.index - 1, body.column, 1, body.columns))

    def delete(self) -> None:
        """Remove it; what stands below the table moves up. The only row is left blank instead."""
        table = self.parent.parent
        table.changing()
        if len(self.parent) == 1:
            self.range.clear_contents()
            table.kept["emptied"] = True
        else:
            self.range.delete("up")


class TableRows(base_classes.TableRows):
    """The rows of a table, without headings and totals."""

    def __init__(self, parent: Table) -> None:
        self._table = parent

    @property
    def api(self) -> Any:
        """LibreOffice's cells of the rows."""
        return self._table.sheet.at(self._table.body).cells

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    @property
    def column_count(self) -> int:
        """How many cells a row has."""
        return self._table.area.columns

    def __len__(self) -> int:
        return 0 if self._table.emptied else self._table.body.rows

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(self, number) for number in range(1, len(self) + 1))

    def __call__(self, key: int) -> TableRow:
        """A row by its number, from 1."""
        if not 1 <= key <= len(self):
            raise KeyError(key)
        return TableRow(self, key)

    def __contains__(self, key: int) -> bool:
        return 1 <= key <= len(self)

    def add(self, values: list[Any] | None, index: int | None) -> TableRow:
        """Add a row with ``values`` before row ``index``, or at the end.

        It looks like the row above it, and goes on with the formulas that a column has throughout.
        """
        table = self._table
        table.changing()
        count = len(self)
        number = count + 1 if index is None else index
        if not 1 <= number <= count + 1:
            raise OfficeError(f"Table {table.name} has {count} rows; there is no place {number}.")
        if count == 0 and not table.body.empty:
            table.kept["emptied"] = False
        else:
            self._make_room(number, count)
        row = TableRow(self, number)
        if values is not None:
            row.range.raw_value = [["" if value is None else value for value in values]]
        return row

    def _make_room(self, number: int, count: int) -> None:
        table = self._table
        calculated = self.calculated()
        body = table.body
        new = Area(body.row + number - 1, body.column, 1, body.columns)
        if number == count + 1 and not table.show_totals:
            table.make_room_below()
        else:
            table.sheet.at(new).insert("down")
        if not count:
            return
        alike = new.row - 1 if number > 1 else new.row + 1
        sheet = table.sheet
        target = sheet.at(new).cells
        source = sheet.at(Area(alike, new.column, 1, new.columns)).cells
        sheet.native.copyRange(target.getCellByPosition(0, 0).getCellAddress(), source.getRangeAddress())
        target.clearContents(PLAIN | NOTES | 16)
        self.go_on(calculated, new.row, new.row)

    def calculated(self) -> dict[int, tuple[int, str]]:
        """The columns (from 1) that hold copies of one formula throughout: its row on the sheet, and the formula."""
        table, body = self._table, self._table.body
        if body.empty:
            return {}
        found = {}
        cells = table.sheet.at(body).cells
        for at, text in enumerate(cells.getCellRangeByPosition(0, 0, body.columns - 1, 0).getFormulaArray()[0]):
            if not text.startswith("="):
                continue
            column = body.column + at
            formulas = table.sheet.at(Area(body.row, column, body.rows, 1)).formula
            texts = [formulas] if isinstance(formulas, str) else [row[0] for row in formulas]
            if len({at_home(text, body.row + down, column) for down, text in enumerate(texts)}) == 1:
                found[column] = (body.row, texts[0])
        return found

    def go_on(self, calculated: dict[int, tuple[int, str]], first: int, last: int) -> None:
        """Enter the formulas of calculated columns into the rows from ``first`` to ``last`` of the sheet."""
        for column, (row, formula) in calculated.items():
            if first <= last:
                cells = self._table.sheet.at(Area(first, column, last - first + 1, 1))
                cells.raw_value = moved(formula, first - row, 0)


class TableColumn(base_classes.TableColumn):
    """A column of a table, by its number from 1."""

    def __init__(self, parent: TableColumns, index: int) -> None:
        self.parent = parent
        self._index = index

    @property
    def index(self) -> int:
        """Its number."""
        return self._index

    def _of(self, area: Area) -> Any:
        return self.parent.parent.sheet.at(Area(area.row, area.column + self.index - 1, area.rows, 1))

    @property
    def name(self) -> str:
        """Its heading."""
        table = self.parent.parent
        headings = table.header_row_range
        if headings is None:
            return str(table.kept["headings"][self.index - 1])
        return str(headings.cells.getCellByPosition(self.index - 1, 0).getString())

    @property
    def range(self) -> Any:
        """Its cells, heading and total included."""
        return self._of(self.parent.parent.area)

    @property
    def data_body_range(self) -> Any:
        """Its cells, without heading and total, or ``None`` if there is no row."""
        table = self.parent.parent
        return None if table.data_body_range is None else self._of(table.body)

    def delete(self) -> None:
        """Remove it; what stands beside the table moves to the left."""
        if len(self.parent) == 1:
            raise ValueError("Cannot delete the last table column")
        self.parent.parent.changing()
        self.range.delete("left")


class TableColumns(base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, parent: Table) -> None:
        self._table = parent

    @property
    def api(self) -> Any:
        """LibreOffice's columns."""
        return self._table.range.cells.Columns

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    def __len__(self) -> int:
        return self._table.area.columns

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self, number) for number in range(1, len(self) + 1))

    def __call__(self, key: int | str) -> TableColumn:
        """A column by its number, from 1, or its heading."""
        for column in self:
            if key in {column.index, column.name}:
                return column
        raise KeyError(key)

    def __contains__(self, key: int | str) -> bool:
        return any(key in {column.index, column.name} for column in self)

    def add(self, name: str, index: int | None) -> TableColumn:
        """Add a column before column ``index``, or at the end; what stands beside the table moves to the right."""
        table = self._table
        table.changing()
        area = table.area
        number = len(self) + 1 if index is None else index
        if not 1 <= number <= len(self) + 1:
            raise OfficeError(f"Table {table.name} has {len(self)} columns; there is no place {number}.")
        new = table.sheet.at(Area(area.row, area.column + number - 1, area.rows, 1))
        new.insert("right")
        if number == len(self) + 1:
            table.area = Area(area.row, area.column, area.rows, area.columns + 1)
        if table.show_headers:
            new(1, 1).raw_value = f"'{name}"
        return TableColumn(self, number)
