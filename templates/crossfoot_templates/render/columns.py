"""The columns of a table's sheet: where each stands, what heads it and how it looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from crossfoot_templates import layout
from crossfoot_templates.formula.excel import Program
from crossfoot_templates.live import live_formulas
from crossfoot_templates.model import BookView, Column, Language, TableView
from crossfoot_templates.render import look
from crossfoot_templates.render.formats import GENERAL, TEXT, CellFormat, cell_format
from crossfoot_templates.render.look import Standing
from crossfoot_templates.types import Choice
from crossfoot_templates.widths import text_width

LAST_ROW = 1_048_576
"""The last row of a sheet: formats and validations cover whole columns, so rows added later have them."""

_FILTER_BUTTON = 4.0
_PADDING, _WIDEST_CHOICE = 3.0, 26.0
_HIDDEN = (layout.ID, layout.BASE, layout.OPEN)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet, the ``place``-th from the left; its data begin in the row ``top``.

    ``column`` is its definition, ``None`` for the managed ones that are no data; ``formula`` is what each of its cells
    holds, with ``[@name]`` where the cell of another column of the row stands.
    """

    name: str
    header: str
    place: int
    standing: Standing
    format: CellFormat
    width: float
    hidden: bool = False
    column: Column | None = None
    formula: str | None = None
    top: int = layout.FIRST_ROW

    @property
    def letter(self) -> str:
        """Its letters in the sheet, such as ``B``."""
        return get_column_letter(self.place)

    @property
    def first(self) -> str:
        """The address of its first data cell, such as ``B4``."""
        return f"{self.letter}{self.top}"

    @property
    def ink(self) -> str:
        """The colour of what stands in its cells, as long as nothing is to be said of it."""
        if self.name == layout.TICK:
            return look.TICK_INK[layout.IN_STEP]
        return look.QUIET if self.standing in ("computed", "read_only", "managed") else look.INK

    @property
    def whole(self) -> str:
        """The range of all its data cells, to the end of the sheet."""
        return f"{self.first}:{self.letter}{LAST_ROW}"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """All columns of a sheet in order: the tick, the data, the message, the hidden ones."""

    all: tuple[SheetColumn, ...]

    @property
    def data(self) -> tuple[SheetColumn, ...]:
        """The columns that hold a row's data."""
        return tuple(each for each in self.all if each.column is not None)

    @property
    def visible(self) -> tuple[SheetColumn, ...]:
        """The columns that are not hidden."""
        return tuple(each for each in self.all if not each.hidden)

    @property
    def filled_in(self) -> tuple[SheetColumn, ...]:
        """The columns that hold what people fill in: all data but what formulas make."""
        return tuple(each for each in self.data if each.standing != "computed")

    def named(self, name: str) -> SheetColumn:
        """The column called ``name``."""
        return next(each for each in self.all if each.name == name)

    def find(self, name: str) -> SheetColumn | None:
        """The column called ``name``, if there is one."""
        return next((each for each in self.all if each.name == name), None)


def runs(columns: Iterable[SheetColumn]) -> list[list[SheetColumn]]:
    """``columns`` with neighbours together."""
    found: list[list[SheetColumn]] = []
    for each in columns:
        if found and found[-1][-1].place + 1 == each.place:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def place_columns(view: BookView, table: TableView, language: Language, program: Program = "excel") -> SheetColumns:
    """The columns of the sheet of ``table``.

    Raises:
        ValueError: two columns have the same heading, which no Excel Table can have.
    """
    live = live_formulas(view, table.table, language, program)
    columns = [
        _managed(1, layout.TICK, layout.TICK_LABEL[language], CellFormat(TEXT, "center", 10)),
        *(
            _with_formula(_data(place, each, standing(each, table), _width(each, view, language), language), live)
            for place, each in enumerate(table.table.columns, start=2)
        ),
    ]
    # Wrapped: the hidden columns beside it are filled, so that a longer line would be cut off
    message = CellFormat(TEXT, "left", 80, wrap=True)
    columns.append(_managed(len(columns) + 1, layout.MESSAGE, layout.MESSAGE_LABEL[language], message))
    for name in _HIDDEN:
        columns.append(_managed(len(columns) + 1, name, name, CellFormat(TEXT, "left", 30)))
    _refuse_equal_headers(table.table.name, columns)
    return SheetColumns(tuple(columns))


def standing(column: Column, view: TableView) -> Standing:
    """What ``column`` asks of the person whose ``view`` it is."""
    if column.computed:
        return "computed"
    if not view.writable(column.name):
        return "read_only"
    if column.required and not column.filled_in:
        return "required"
    return "recommended" if column.recommended else "optional"


def heading_width(label: str) -> float:
    """The least width at which ``label`` stands beside its filter button in no more than two lines."""
    breaks = [
        place
        for place in range(1, len(label))
        if label[place - 1] == " " or text_width(label[place - 1]) == 2 or text_width(label[place]) == 2
    ]
    halves = [max(text_width(label[:place].rstrip()), text_width(label[place:])) for place in breaks]
    return min([text_width(label), *halves]) + _FILTER_BUTTON


def _data(place: int, column: Column, asked: Standing, width: float, language: Language) -> SheetColumn:
    return SheetColumn(
        name=column.name,
        header=column.label.in_(language),
        place=place,
        standing=asked,
        format=cell_format(column.type),
        width=width,
        column=column,
    )


def _with_formula(placed: SheetColumn, live: Mapping[str, str]) -> SheetColumn:
    """``placed`` with the formula that its cells hold, if any. One in a cell of text would be shown as it is typed."""
    formula = live.get(placed.name)
    if formula is None:
        return placed
    shown = placed.format
    return replace(
        placed,
        formula=formula,
        format=replace(shown, number_format=GENERAL if shown.number_format == TEXT else shown.number_format),
    )


def _width(column: Column, view: BookView, language: Language) -> float:
    """The width of ``column``: what its definition says, unless its heading or its values need more.

    Dates and numbers turn into ##### where their column is too narrow.
    """
    shown = cell_format(column.type)
    least = [heading_width(column.label.in_(language))]
    if shown.horizontal != "left":
        least.append(shown.width)
    if isinstance(column.type, Choice):
        labels = (each.label.in_(language) for each in view.choice_lists[column.type.choices].choices)
        least.append(min(max(map(text_width, labels), default=0) + _PADDING, _WIDEST_CHOICE))
    return max(column.width or shown.width, *least)


def _managed(place: int, name: str, header: str, shown: CellFormat) -> SheetColumn:
    return SheetColumn(
        name=name,
        header=header,
        place=place,
        standing="managed",
        format=shown,
        width=shown.width,
        hidden=name in _HIDDEN,
    )


def _refuse_equal_headers(table: str, columns: list[SheetColumn]) -> None:
    seen: dict[str, str] = {}
    for each in columns:
        other = seen.setdefault(each.header.casefold(), each.name)
        if other != each.name:
            raise ValueError(
                f"table {table}: the columns {other} and {each.name} are both headed “{each.header}”; "
                f"give one of them another label"
            )
