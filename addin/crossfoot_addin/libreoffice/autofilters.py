"""Filters that hide rows, of tables and of ranges with a row of headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice import bridge
from crossfoot_addin.libreoffice.addresses import Area, area_of
from crossfoot_addin.libreoffice.protection import refuse_shape
from crossfoot_addin.libreoffice.values import plain_number, to_serial

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.sheets import Sheet

# com.sun.star.sheet.FilterOperator2
EMPTY, NOT_EMPTY, EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL = range(8)
TOP_VALUES, TOP_PERCENT, BOTTOM_VALUES, BOTTOM_PERCENT = range(8, 12)

NUMBER, TEXT = 0, 1  # com.sun.star.sheet.FilterFieldType

COMPARISONS = {
    "equal_to": EQUAL,
    "not_equal_to": NOT_EQUAL,
    "greater_than": GREATER,
    "less_than": LESS,
    "greater_than_or_equal": GREATER_EQUAL,
    "less_than_or_equal": LESS_EQUAL,
}
PAIRS = {"between": (GREATER_EQUAL, "AND", LESS_EQUAL), "not_between": (LESS, "OR", GREATER)}
RANKS = {
    TOP_VALUES: ("top_items", "count"),
    BOTTOM_VALUES: ("bottom_items", "count"),
    TOP_PERCENT: ("top_percent", "percent"),
    BOTTOM_PERCENT: ("bottom_percent", "percent"),
}


class AutoFilter(base_classes.AutoFilter):
    """The filter of an area, its first row being headings. ``holder`` gives what keeps it: a database range."""

    def __init__(self, sheet: Sheet, area: Callable[[], Area], holder: Callable[[], Any]) -> None:
        self._sheet = sheet
        self._area = area
        self._holder = holder

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """What is asked of each column, as xlwings lays it out."""
        holder = self._holder()
        fields = [] if holder is None else self._fields(holder.getFilterDescriptor())
        found = []
        for column in range(self._area().columns):
            asked = [each for each in fields if each.Field == column]
            found.append(base_classes.empty_autofilter_criteria(column + 1) | _said(asked))
        return found

    def apply_values(self, field: int, values: list[str]) -> None:
        """Show rows whose column holds one of these."""
        self._apply(field, [_field(field, EQUAL, [_text(value) for value in values])])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        """Show rows whose column compares so; ``None`` is blank."""
        if value1 is None:
            self._apply(field, [_field(field, EMPTY if operator == "equal_to" else NOT_EMPTY, [])])
            return
        epoch = self._sheet.book.epoch
        if operator in PAIRS:
            low, connection, high = PAIRS[operator]
            both = [
                _field(field, low, [_value(value1, epoch)]),
                _field(field, high, [_value(value2, epoch)], connection),
            ]
            self._apply(field, both)
        else:
            self._apply(field, [_field(field, COMPARISONS[operator], [_value(value1, epoch)])])

    def apply_top_items(self, field: int, count: int) -> None:
        """Show so many rows with the largest numbers."""
        self._apply(field, [_field(field, TOP_VALUES, [_number(count)])])

    def apply_bottom_items(self, field: int, count: int) -> None:
        """Show so many rows with the smallest numbers."""
        self._apply(field, [_field(field, BOTTOM_VALUES, [_number(count)])])

    def apply_top_percent(self, field: int, percent: float) -> None:
        """Show such a part of the rows, with the largest numbers."""
        self._apply(field, [_field(field, TOP_PERCENT, [_number(percent)])])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        """Show such a part of the rows, with the smallest numbers."""
        self._apply(field, [_field(field, BOTTOM_PERCENT, [_number(percent)])])

    def clear(self, field: int | None = None) -> None:
        """Ask nothing more of a column, or of any."""
        self._apply(field, [])

    @staticmethod
    def _fields(descriptor: Any) -> list[Any]:
        """What is asked. LibreOffice takes a value's kind in one property, and gives it back in another."""
        fields = list(descriptor.getFilterFields3())
        for field in fields:
            field.Values = tuple(
                _number(value.NumericValue) if value.IsNumeric else _text(value.StringValue) for value in field.Values
            )
        return fields

    def _apply(self, field: int | None, asked: list[Any]) -> None:
        refuse_shape(self._sheet.native, self._area())
        holder = self._holder()
        if holder is None:
            holder = claim(self._sheet, self._area())
        descriptor = holder.getFilterDescriptor()
        others = [each for each in self._fields(descriptor) if field is not None and each.Field != field - 1]
        if others and any(each.Connection.value == "OR" for each in [*others, *asked]):
            raise NotImplementedError("LibreOffice cannot filter by “not between” and by another column at once.")
        descriptor.setFilterFields3((*others, *asked))
        descriptor.ContainsHeader = True
        if others or asked:
            holder.AutoFilter = True
            holder.refresh()
        else:  # what asks for nothing is not applied again
            cells = self._sheet.at(self._area()).cells
            cells.filter(cells.createFilterDescriptor(True))


def unnamed(sheet: Sheet, area: Area) -> Any:
    """The database range without a name that keeps the filter of a plain range, or ``None`` if there is none."""
    ranges = sheet.book.document.getPropertyValue("UnnamedDatabaseRanges")
    number = sheet.index - 1
    if not ranges.hasByTable(number):
        return None
    found = ranges.getByTable(number)
    return found if area_of(found.DataArea) == area else None


def claim(sheet: Sheet, area: Area) -> Any:
    """Make a plain range the one of its sheet that is filtered.

    Raises:
        ValueError: another range is.
    """
    ranges = sheet.book.document.getPropertyValue("UnnamedDatabaseRanges")
    number = sheet.index - 1
    if ranges.hasByTable(number) and ranges.getByTable(number).getFilterDescriptor().getFilterFields3():
        raise ValueError("This worksheet already has an AutoFilter on a different range")
    ranges.setByTable(sheet.at(area).cells.getRangeAddress())
    return ranges.getByTable(number)


def _field(field: int, operator: int, values: list[Any], connection: str = "AND") -> Any:
    return bridge.struct(
        "sheet.TableFilterField3",
        Field=field - 1,
        Operator=operator,
        Connection=bridge.choice("sheet.FilterConnection", connection),
        Values=tuple(values),
    )


def _text(value: str) -> Any:
    return bridge.struct("sheet.FilterFieldValue", IsNumeric=False, FilterType=TEXT, StringValue=value)


def _number(value: float) -> Any:
    return bridge.struct("sheet.FilterFieldValue", IsNumeric=True, FilterType=NUMBER, NumericValue=float(value))


def _value(value: Any, epoch: dt.datetime) -> Any:
    """A number, a text, or a day or moment as xlwings writes it."""
    if isinstance(value, dict):
        return _number(to_serial(dt.datetime.fromisoformat(value["value"]), epoch))
    try:
        return _number(float(value))
    except ValueError:
        return _text(value)


def _read(value: Any) -> str:
    return str(value.StringValue) if value.FilterType == TEXT else plain_number(value.NumericValue)


def _said(asked: list[Any]) -> dict[str, Any]:
    """What is asked of one column, in xlwings' words."""
    if not asked:
        return {}
    operator = asked[0].Operator
    values = [_read(value) for value in asked[0].Values]
    if len(asked) == 2:
        pair = (operator, asked[1].Connection.value, asked[1].Operator)
        name = next((name for name, kind in PAIRS.items() if kind == pair), None)
        second = _read(asked[1].Values[0])
        return (
            {"type": "comparison", "operator": name, "value1": values[0], "value2": second}
            if name
            else {"type": "unknown"}
        )
    if operator in RANKS:
        kind, unit = RANKS[operator]
        return {"type": kind, unit: int(float(values[0])) if unit == "count" else float(values[0])}
    if operator in {EMPTY, NOT_EMPTY}:
        return {"type": "comparison", "operator": "equal_to" if operator == EMPTY else "not_equal_to"}
    if operator == EQUAL and (len(values) != 1 or asked[0].Values[0].FilterType == TEXT):
        return {"type": "values", "values": values}
    name = next((name for name, code in COMPARISONS.items() if code == operator), None)
    return {"type": "comparison", "operator": name, "value1": values[0]} if name else {"type": "unknown"}
