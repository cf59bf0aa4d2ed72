"""What no write could do."""

from __future__ import annotations

from collections.abc import Container

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.sheet_limits import TEXT_LENGTH
from crossfoot_templates.types import CellValue


def check_possible(
    edits: Edits, tables: Container[str], longest: int = TEXT_LENGTH, reason: str = "text_too_long"
) -> None:
    """Refuse new rows of a table that is not among ``tables``, and texts of more characters than a cell holds.

    Raises:
        Unusable: a table is not there, or, for that ``reason``, a text is too long.
    """
    gone = next((each.table for each in edits.appended if each.table not in tables), None)
    if gone is not None:
        raise Unusable("table_missing", table=gone)
    values: list[tuple[str, CellValue]] = [(each.column, each.value) for each in edits.cells]
    values += [pair for each in edits.appended for pair in each.values.items()]
    values += [*edits.manifest.items(), *edits.status.items()]
    values += [(name, entry) for name, entries in edits.lists.items() for entry in entries]
    for column, value in values:
        if isinstance(value, str) and len(value) > longest:
            raise Unusable(reason, column=column, length=len(value))
