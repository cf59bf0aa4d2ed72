"""The sheet of a table in a spreadsheet of Google: its columns where they stand, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crossfoot_templates.live import SheetFormulas
from crossfoot_templates.model import BookView, Language, TableView
from crossfoot_templates.render.columns import SheetColumn, SheetColumns, place_columns
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.sheets.batch import Json, grid_range


@dataclass(frozen=True)
class Shown:
    """A book as a spreadsheet shows it.

    Attributes:
        drop_downs: the range behind each drop-down list, by the list's name.
    """

    book: BookView
    language: Language
    drop_downs: Mapping[str, str]

    def new(self, sheet: int, view: TableView) -> TableSheet:
        """The sheet of a table as it is laid out.

        Raises:
            ValueError: two columns of the table would have the same heading.
        """
        return self._sheet(sheet, view, self._columns(view))

    def standing(self, sheet: int, view: TableView, places: Mapping[str, int], header: int) -> TableSheet:
        """The sheet of a table whose columns stand at ``places``, counted from 1, below the row ``header``."""
        columns = self._columns(view).all
        standing = (replace(each, place=places[each.name], top=header + 1) for each in columns if each.name in places)
        return self._sheet(sheet, view, SheetColumns(tuple(sorted(standing, key=lambda each: each.place))))

    def _columns(self, view: TableView) -> SheetColumns:
        return place_columns(self.book, view, self.language, "sheets")

    def _sheet(self, sheet: int, view: TableView, columns: SheetColumns) -> TableSheet:
        formulas = SheetFormulas(self.book, view.table, self.language, "sheets")
        return TableSheet(sheet, view, columns, RowRules(formulas, columns), self)


@dataclass(frozen=True)
class TableSheet:
    """A table's sheet.

    Attributes:
        id: the sheet's id.
        columns: those that stand in it, from the left.
    """

    id: int
    view: TableView
    columns: SheetColumns
    rules: RowRules
    shown: Shown

    @property
    def language(self) -> Language:
        """The language of its labels."""
        return self.shown.language

    @property
    def header(self) -> int:
        """The row of its headings."""
        return self.columns.all[0].top - 1

    def below(self, run: Sequence[SheetColumn]) -> Json:
        """All cells of columns that follow one another, from the row their data begin in to the end of the sheet."""
        return grid_range(self.id, (run[0].top, None), (run[0].place, run[-1].place))

    def from_header(self) -> TableSheet:
        """The same as if the data began with the row of the headings.

        What begins there takes in a row that is inserted below the headings.
        """
        columns = SheetColumns(tuple(replace(each, top=self.header) for each in self.columns.all))
        return replace(self, columns=columns, rules=replace(self.rules, placed=columns))
