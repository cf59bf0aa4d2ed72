"""Where things stand in a workbook: shared by the renderer that makes it and the grids that read it."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

TITLE_ROW, STATUS_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
"""1-based rows of a sheet as it is rendered. Later only the defined names count: users insert rows."""

TICK, MESSAGE, ID, BASE, OPEN = "_tick", "_message", "_id", "_base", "_open"
"""The managed columns that are no part of the data. The first two are visible, the others hidden."""

MANAGED = (TICK, ID, BASE, OPEN, MESSAGE)
"""Managed columns that every table's sheet has."""

STATUS = "_status"
"""The cell, not a column, that says when a sheet was last in step: its binding is ``cf.<table>._status``."""

MANIFEST_SHEET = "_crossfoot"
LISTS_SHEET = "_crossfoot_lists"
"""Both are very hidden."""

IN_STEP: Final = "✓"
EDITED: Final = "●"
NEW: Final = "+"
CONFLICT: Final = "⚠"
WAITING: Final = "⏳"
REFUSED: Final = "✗"
Tick = Literal["✓", "●", "+", "⚠", "⏳", "✗"]

KEEP_MINE = {"zh": "保留我的", "en": "Keep mine"}
TAKE_THEIRS = {"zh": "采用对方", "en": "Take theirs"}
"""What the tick's drop-down offers; either language is understood in any book."""

TICK_LABEL = {"zh": "同步状态", "en": "Sync"}
MESSAGE_LABEL = {"zh": "说明", "en": "Message"}

BOOLEAN_LIST, TICK_LIST = "_boolean", "_tick"
"""The drop-down lists of yes/no columns and of the tick."""

YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}
"""What a yes/no column's drop-down offers, true first."""

GOOGLE_TABLE, GOOGLE_COLUMN, GOOGLE_ROW, GOOGLE_SHEET = (
    f"crossfoot.{each}" for each in ("table", "column", "row", "sheet")
)
"""Keys of developer metadata, which takes the place of defined names in Google Sheets and follows its row or column.

On a table's sheet the table's name; on each of its bound columns ``<table>.<column>``; on its header row and on the
row of its status, which stands in the column of the tick, ``<table>.header`` and ``<table>.status``; on a hidden sheet
which one it is: ``manifest``, ``lists`` or ``before``.
"""

GOOGLE_COLUMNS = "crossfoot.columns"
"""The key of developer metadata on a table's sheet that names the columns laid out in it: ``code,name,_id``.

One that it names and that no column carries was deleted.
"""

GOOGLE_TURN = "crossfoot_turn"
"""The named range whose id every write of ours changes: a write that knows another id is refused as a whole."""

GOOGLE_BEFORE_SHEET = "_crossfoot_before"
"""The hidden sheet that keeps what stood in the cells of the last write, each in its place."""

GOOGLE_BLANK_ROWS: Final = 100
"""Blank rows that a table has below its data, with formats and drop-downs: two screens and more to type into.

A sync adds some where fewer than half are left. Nobody types fifty rows between two looks at a sheet, and a paste that
is longer brings its own rows. More would cost every reading: a blank cell that has a format is read like another.
"""

_SPECIAL, _ESCAPE = re.compile(r"(['\[\]#])"), r"'\1"
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
"""What a heading in a formula cannot hold as it is, and what stands before it there."""

_BINDING = re.compile(r"cf\.([a-z][a-z0-9_]*)\.(_?[a-z][a-z0-9_]*)")


def binding(table: str, column: str) -> str:
    """The hidden defined name that points at a column's header cell: ``cf.customer.code``."""
    return f"cf.{table}.{column}"


def bound(name: str) -> tuple[str, str] | None:
    """The table and column that a defined name binds, or ``None`` where it is not one of ours."""
    match = _BINDING.fullmatch(name)
    return (match[1], match[2]) if match else None


def list_name(table_or_choices: str) -> str:
    """The defined name of the drop-down list of a referenced table or a choice list: ``cf.list.customer``.

    ``list`` is therefore no name for a table.
    """
    return f"cf.list.{table_or_choices}"


def table_name(table: str) -> str:
    """The name of a table's Excel Table: ``cf_customer``."""
    return f"cf_{table}"


def this_row(excel_table: str, heading: str) -> str:
    """What a formula in a file calls the cell of its own row below ``heading``: ``cf_customer[[#This Row],[Name]]``."""
    return f"{excel_table}[[#This Row],[{_SPECIAL.sub(_ESCAPE, heading)}]]"


def unescaped(heading: str) -> str:
    """A heading as it stands in such a formula, as people read it."""
    return _ESCAPED.sub(r"\1", heading)


def is_open(open_cell: str, column: str) -> bool:
    """Whether ``column`` is among the open fields written in an ``_open`` cell (see ``sync``'s ``openfields``)."""
    return f"|{column}=" in open_cell


class ReferenceLists(NamedTuple):
    """The columns of the lists sheet that hold one referenced table: entry by entry, and what may be picked."""

    id: str
    key: str
    label: str
    pick: str


def reference_lists(table: str) -> ReferenceLists:
    """The list columns of a referenced table: ``customer.id`` and so on."""
    return ReferenceLists(f"{table}.id", f"{table}.key", f"{table}.label", f"{table}.pick")


def pick_list(choices: str) -> str:
    """The list column behind the drop-down of a choice list: ``currency.pick``; also ``_boolean`` and ``_tick``."""
    return f"{choices}.pick"


def shown_list(table: str) -> str:
    """The list column of the rows a sheet showed after the last sync, each as ``id:rev``."""
    return f"shown.{table}"


def computed_list(table: str) -> str:
    """The list column of what the last sync left in the computed cells of a table, row by row, as hashes."""
    return f"computed.{table}"


def waiting_list(table: str) -> str:
    """The list column of the new rows of which the last sync said that they wait for an approval, as ids."""
    return f"waiting.{table}"


def held_list(table: str) -> str:
    """The list column of what stood in the rows that the last sync held, each as a digest."""
    return f"held.{table}"
