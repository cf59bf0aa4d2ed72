"""How the cells of a range look."""

from __future__ import annotations

from typing import Any

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.fonts import CharactersOfCell, Font
from crossfoot_addin.libreoffice.formats import (
    Color,
    color_number,
    color_of,
    from_digits,
    from_points,
    one_value,
    to_digits,
    to_quarters,
)
from crossfoot_addin.libreoffice.placed import Placed

HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}  # com.sun.star.table.CellVertJustify2
BOTTOM_BY_DEFAULT = 0


class Formats(Placed):
    """Formats of a range. Where its cells differ, a property is ``None``."""

    @property
    def color(self) -> Color | None:
        """Red, green and blue of the background."""
        if self.cells is None:
            return None
        return color_of(one_value(self.cells, "CellBackColor") or -1)

    @color.setter
    def color(self, value: Color | int | str | None) -> None:
        if self.cells is not None:
            self.changing_shape()
            self.cells.CellBackColor = color_number(value)

    def set_colors(self, colors: Any) -> None:
        """A colour for each cell; ``...`` leaves one as it is."""
        for down, row in enumerate(colors, start=1):
            for across, color in enumerate(row, start=1):
                if color is not ...:
                    self(down, across).color = color

    @property
    def number_format(self) -> str | None:
        """Excel's code of the number format."""
        if self.cells is None:
            return ""
        key = one_value(self.cells, "NumberFormat")
        return None if key is None else self.book.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        if self.cells is not None:
            self.changing_shape()
            self.cells.NumberFormat = self.book.formats.key(value)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long texts go on in the next line."""
        wrapped: bool | None = one_value(self.cells, "IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.changing_shape()
        self.cells.IsTextWrapped = value

    @property
    def horizontal_alignment(self) -> str | None:
        """Left, right and so on, as xlwings names them."""
        found = one_value(self.cells, "HoriJustify")
        return next((name for name, ours in HORIZONTAL.items() if found is not None and ours == found.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in HORIZONTAL:
            raise NotImplementedError(f"LibreOffice has no alignment “{value}”.")
        self.changing_shape()
        self.cells.HoriJustify = bridge.choice("table.CellHoriJustify", HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """Top, bottom and so on, as xlwings names them."""
        found = one_value(self.cells, "VertJustify")
        if found == BOTTOM_BY_DEFAULT:
            return "bottom"
        return next((name for name, ours in VERTICAL.items() if ours == found), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in VERTICAL:
            raise NotImplementedError(f"LibreOffice has no alignment “{value}”.")
        self.changing_shape()
        self.cells.VertJustify = VERTICAL[value]

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self.cells, self.changing_shape)

    @property
    def characters(self) -> CharactersOfCell:
        """The characters of the first cell."""
        return CharactersOfCell(self.first, self.changing_shape)

    @property
    def column_width(self) -> float | None:
        """Width of the columns, in digits of the usual font."""
        if self.cells is None:
            return 0
        width = self._shared(self.cells.Columns, "Width")
        return None if width is None else to_digits(width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        if self.cells is not None:
            self.changing_shape()
            self.cells.Columns.Width = from_digits(value)

    @property
    def row_height(self) -> float | None:
        """Height of the rows, in points, to a quarter of one."""
        if self.cells is None:
            return 0
        height = self._shared(self.cells.Rows, "Height")
        return None if height is None else to_quarters(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        if self.cells is not None:
            self.changing_shape()
            self.cells.Rows.Height = from_points(value)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden, by hand or by a filter."""
        visible = self._shared(self.cells.Rows, "IsVisible")
        return None if visible is None else not visible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.changing_shape()
        self.cells.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden."""
        visible = self._shared(self.cells.Columns, "IsVisible")
        return None if visible is None else not visible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.changing_shape()
        self.cells.Columns.IsVisible = not value

    def _shared(self, lines: Any, name: str) -> Any:
        """A property of all rows or columns, or ``None`` where they differ; a whole sheet's first ones stand for it."""
        first = getattr(lines.getByIndex(0), name)
        same = all(getattr(lines.getByIndex(at), name) == first for at in range(1, min(lines.Count, 2000)))
        return first if same else None

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return to_quarters(self.cells.Position.X) if self.cells is not None else 0

    @property
    def top(self) -> float:
        """Points from the top of the sheet."""
        return to_quarters(self.cells.Position.Y) if self.cells is not None else 0

    @property
    def width(self) -> float:
        """Points from left to right."""
        return to_quarters(self.cells.Size.Width) if self.cells is not None else 0

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return to_quarters(self.cells.Size.Height) if self.cells is not None else 0

    def autofit(self, axis: str | None = None) -> None:
        """Make columns (``c``), rows (``r``) or both as large as what they hold."""
        if self.cells is None:
            return
        self.changing_shape()
        if axis in {None, "c", "columns"}:
            self.cells.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.cells.Rows.OptimalHeight = True
