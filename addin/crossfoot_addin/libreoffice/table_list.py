"""The tables of a sheet, together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.addresses import Area, area_of
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.picking import Several
from crossfoot_addin.libreoffice.protection import refuse_shape
from crossfoot_addin.libreoffice.tables import Table

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet

UNNAMED = "__Anonymous"
"""How LibreOffice names ranges that nobody named: filters of plain ranges."""


class Tables(Several[Table], base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's database ranges, of all sheets."""
        return self.sheet.book.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, name) for name in self.sheet.table_areas())

    def __len__(self) -> int:
        return len(self.sheet.table_areas())

    def add(  # noqa: PLR0913, PLR0917  # xlwings' own order
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of a range; blank headings become ``Column1`` and so on.

        Raises:
            OfficeError: another table is in the way, or has the name.
        """
        if source is None or link_source is not None or destination is not None:
            raise NotImplementedError("Tables are made of ranges only.")
        area = source.impl.area
        refuse_shape(self.sheet.native, area)
        if clash := next((other for other, at in self.sheet.table_areas().items() if at.meets(area)), None):
            raise OfficeError(f"{area.address()} overlaps with table {clash}.")
        taken = self.sheet.book.all_tables()
        if name is not None and name.lower() in {word.lower() for word in taken}:
            raise OfficeError(f"There is a table “{name}” already.")
        word = name or next(f"Table{at}" for at in range(1, len(taken) + 2) if f"Table{at}" not in taken)
        if not has_headers:
            self.sheet.at(Area(area.row, area.column, 1, area.columns)).insert("down")
            area = Area(area.row, area.column, area.rows + 1, area.columns)
        elif area.rows == 1:
            area = Area(area.row, area.column, 2, area.columns)
            self.sheet.book.kept_of_tables[word] = {"emptied": True}
        self._head(Area(area.row, area.column, 1, area.columns))
        self.api.addNewByName(word, self.sheet.at(area).cells.getRangeAddress())
        table = Table(self.sheet, word)
        table.api.ContainsHeader, table.api.AutoFilter = True, True
        if table_style_name is not None:
            table.table_style = table_style_name
        return table

    def _head(self, area: Area) -> None:
        headings = self.sheet.at(area)
        for at, text in enumerate(headings.cells.getDataArray()[0], start=1):
            if text == "":
                headings(1, at).raw_value = f"Column{at}"


def table_areas(sheet: Sheet) -> dict[str, Area]:
    """The tables of a sheet: name and place."""
    ranges = sheet.book.document.DatabaseRanges
    number = sheet.index - 1
    found = {}
    all_of_them = [ranges.getByIndex(at) for at in range(ranges.Count)]
    for each in sorted(all_of_them, key=lambda each: each.TokenIndex):  # as they were made
        word, place = each.Name, each.DataArea
        if place.Sheet == number and not word.startswith(UNNAMED):
            found[word] = area_of(place)
    return found
