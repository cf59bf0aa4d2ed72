"""What Google gives out of a spreadsheet, as far as this grid asks for it.

There are a hundred thousand cells in a large book. So nothing else is made of an answer than what is here, and none of
it is looked at by the garbage collector.
"""

from __future__ import annotations

from typing import Any

import msgspec


class ErrorValue(msgspec.Struct, frozen=True, gc=False):
    """What a cell shows that shows no value."""

    type: str = ""
    message: str = ""


class Value(msgspec.Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    """An ``ExtendedValue``: one of these."""

    string_value: str | None = None
    number_value: int | float | None = None
    bool_value: bool | None = None
    formula_value: str | None = None
    error_value: ErrorValue | None = None


class NumberFormat(msgspec.Struct, frozen=True, gc=False):
    """A number format."""

    type: str = ""


class Format(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A cell's format."""

    number_format: NumberFormat | None = None


class Cell(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A ``CellData``."""

    user_entered_value: Value | None = None
    effective_value: Value | None = None
    effective_format: Format | None = None


class Row(msgspec.Struct, frozen=True):
    """A row of cells; there may be ``null`` among them."""

    values: list[Cell | None] = []


class Note(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """Developer metadata."""

    metadata_key: str
    metadata_value: str = ""


class Notes(msgspec.Struct, frozen=True, rename="camel"):
    """What stands on a row or a column."""

    developer_metadata: list[Note] = []


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """A ``GridData``: an area that was asked for."""

    start_row: int = 0
    start_column: int = 0
    row_data: list[Row] = []
    row_metadata: list[Notes] = []
    column_metadata: list[Notes] = []


class Grid(msgspec.Struct, frozen=True, rename="camel"):
    """How large a sheet is."""

    row_count: int = 0
    column_count: int = 0


class SheetProperties(msgspec.Struct, frozen=True, rename="camel"):
    """A sheet's properties."""

    sheet_id: int = 0
    title: str = ""
    grid_properties: Grid = Grid()


class ProtectedRange(msgspec.Struct, frozen=True, rename="camel"):
    """A protected range; its parts are ``GridRange``. One without a range is backed by a named range."""

    range: dict[str, Any] | None = None
    unprotected_ranges: list[dict[str, Any]] = []
    warning_only: bool = False
    requesting_user_can_edit: bool = False


class GivenSheet(msgspec.Struct, frozen=True, rename="camel"):
    """A ``Sheet``; merged ranges are ``GridRange``."""

    properties: SheetProperties
    data: list[Part] = []
    merges: list[dict[str, Any]] = []
    protected_ranges: list[ProtectedRange] = []
    developer_metadata: list[Note] = []


class NamedRange(msgspec.Struct, frozen=True, rename="camel"):
    """A named range."""

    name: str
    named_range_id: str


class Properties(msgspec.Struct, frozen=True):
    """A spreadsheet's properties."""

    title: str | None = None


class Given(msgspec.Struct, frozen=True, rename="camel"):
    """A ``Spreadsheet``."""

    properties: Properties = Properties()
    named_ranges: list[NamedRange] = []
    sheets: list[GivenSheet] = []


class BatchAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """The answer to a batch."""

    updated_spreadsheet: Given = Given()
