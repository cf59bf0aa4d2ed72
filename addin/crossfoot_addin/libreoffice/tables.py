"""Excel's tables, which are database ranges in LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.addresses import Area, area_of
from crossfoot_addin.libreoffice.autofilters import AutoFilter
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.kept import Kept
from crossfoot_addin.libreoffice.protection import refuse_shape
from crossfoot_addin.libreoffice.table_lines import TableColumns, TableRows

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet


class Table(base_classes.Table):
    """One table."""

    table_style = Kept("TableStyleMedium2")
    show_table_style_column_stripes = Kept(False)
    show_table_style_row_stripes = Kept(True)
    show_table_style_first_column = Kept(False)
    show_table_style_last_column = Kept(False)

    def __init__(self, sheet: Sheet, word: str) -> None:
        self.sheet = sheet
        self._word = word

    @property
    def kept(self) -> dict[str, Any]:
        """What LibreOffice has nothing for, of this table."""
        return self.sheet.book.kept_of_tables.setdefault(self._word, {})

    @property
    def api(self) -> Any:
        """LibreOffice's database range."""
        return self.sheet.book.document.DatabaseRanges.getByName(self._word)

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def name(self) -> str:
        """Its name."""
        return self._word

    @name.setter
    def name(self, value: str) -> None:
        if value.lower() != self._word.lower() and value in self.sheet.book.all_tables():
            raise OfficeError(f"There is a table “{value}” already.")
        self.api.setName(value)
        self.sheet.book.kept_of_tables[value] = self.sheet.book.kept_of_tables.pop(self._word, {})
        self._word = value

    display_name = name

    @property
    def area(self) -> Area:
        """Where it is, headings and totals included."""
        return area_of(self.api.DataArea)

    @area.setter
    def area(self, area: Area) -> None:
        self.api.setDataArea(self.sheet.at(area).cells.getRangeAddress())

    @property
    def body(self) -> Area:
        """Where its rows are; it may have none."""
        area = self.area
        head = int(self.show_headers)
        return Area(area.row + head, area.column, area.rows - head - int(self.show_totals), area.columns)

    @property
    def emptied(self) -> bool:
        """Whether its rows were all deleted: one blank row is left for what comes next."""
        return bool(self.kept.get("emptied")) and not any(
            value != "" for row in self.sheet.at(self.body).cells.getDataArray() for value in row
        )

    @property
    def range(self) -> Any:
        """All its cells."""
        return self.sheet.at(self.area)

    @property
    def data_body_range(self) -> Any:
        """The cells of its rows, or ``None`` if it has no row."""
        body = self.body
        return None if body.empty or self.emptied else self.sheet.at(body)

    @property
    def header_row_range(self) -> Any:
        """The headings, or ``None`` where they are not shown."""
        area = self.area
        return self.sheet.at(Area(area.row, area.column, 1, area.columns)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Any:
        """The totals, or ``None`` where there are none."""
        area = self.area
        return self.sheet.at(Area(area.last_row, area.column, 1, area.columns)) if self.show_totals else None

    @property
    def insert_row_range(self) -> Any:
        """The blank row of a table without rows, or ``None``."""
        return self.sheet.at(self.body) if self.emptied else None

    @property
    def show_autofilter(self) -> bool:
        """Whether the headings have buttons to filter by."""
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = value

    @property
    def show_headers(self) -> bool:
        """Whether it has a row of headings."""
        return bool(self.api.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if value == self.show_headers:
            return
        self.changing()
        area = self.area
        headings = self.sheet.at(Area(area.row - 1 if value else area.row, area.column, 1, area.columns))
        if value:
            headings.raw_value = [self.kept.get("headings", [f"Column{at + 1}" for at in range(area.columns)])]
            self.area = area.joined(headings.area)
        else:
            self.kept["headings"] = list(headings.cells.getDataArray()[0])
            headings.clear_contents()
            self.area = Area(area.row + 1, area.column, area.rows - 1, area.columns)
        self.api.ContainsHeader = value

    @property
    def show_totals(self) -> bool:
        """Whether it has a row of totals."""
        return bool(self.api.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if value == self.show_totals:
            return
        area = self.area
        if value:
            self.changing()
            totals = self.make_room_below()
            self.api.TotalsRow = True
            totals(1, 1).raw_value = "Total"
            if area.columns > 1:
                column = self.sheet.at(Area(self.body.row, area.last_column, self.body.rows, 1))
                counted = 109 if all(type(row[0]) is float for row in column.cells.getDataArray()) else 103
                totals(1, area.columns).raw_value = f"=SUBTOTAL({counted},{column.area.address(False, False)})"
        else:
            totals = self.totals_row_range
            self.api.TotalsRow = False
            totals.delete("up")

    @property
    def autofilter(self) -> AutoFilter:
        """Its filter."""
        return AutoFilter(self.sheet, lambda: self.area, lambda: self.api)

    @property
    def rows(self) -> TableRows:
        """Its rows, without headings and totals."""
        return TableRows(self)

    @property
    def columns(self) -> TableColumns:
        """Its columns."""
        return TableColumns(self)

    def sort(self, keys: list[int], ascending: list[bool]) -> None:
        """Sort its rows by columns, from 1."""
        body = self.data_body_range
        if body is not None:
            body.sort(keys, ascending, False)

    def resize(self, range: Any) -> None:  # noqa: A002  # xlwings' own word
        """Make another range its cells; formulas that a column has throughout go on in new rows.

        Raises:
            OfficeError: the headings would be elsewhere, or another table is in the way.
        """
        self.changing()
        old, new = self.area, range.impl.area
        if new.row != old.row or not new.meets(old):
            raise OfficeError(
                f"Table {self.name} must keep its headings in row {old.row}, and overlap {old.address()}."
            )
        for name, area in self.sheet.table_areas().items():
            if name != self._word and area.meets(new):
                raise OfficeError(f"{new.address()} overlaps with table {name}.")
        calculated = self.rows.calculated() if new.rows > old.rows else {}
        self.area = new
        self.rows.go_on(calculated, old.last_row + 1, new.last_row)

    def make_room_below(self) -> Any:
        """Give it a row more at its end, moving what stands below; the cells of the new row."""
        area = self.area
        below = Area(area.last_row + 1, area.column, 1, area.columns)
        rest = self.sheet.at(
            Area(below.row, area.column, max(1, self.sheet.used_area.last_row - area.last_row), area.columns)
        )
        if any(value != "" for row in rest.cells.getDataArray() for value in row):
            self.sheet.at(below).insert("down")
        self.area = Area(area.row, area.column, area.rows + 1, area.columns)
        return self.sheet.at(below)

    def changing(self) -> None:
        """Refuse if the sheet's protection keeps it as it is."""
        refuse_shape(self.sheet.native, self.area)
