"""What is open in a workbook, in lines: fields to be decided, held lines, and rows that are mended in the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from crossfoot_sync.cli.words import word
from crossfoot_sync.client.held_rows import HeldRow
from crossfoot_sync.client.report import OpenItem, RowReport
from crossfoot_sync.engine.workbook import Workbook


def field_lines(found: Iterable[OpenItem], workbook: Workbook) -> Iterator[str]:
    """Open fields; what is said of a row as a whole is said once, below all of them."""
    for _, fields in groupby(found, lambda each: (each.table, each.row_id, each.message)):
        together = list(fields)
        for each in together:
            yield f"{_label(workbook, each.table)} {each.row} · {_heading(workbook, each.table, each.column)}"
        yield f"    {together[0].message}"


def held_lines(held: HeldRow, workbook: Workbook) -> Iterator[str]:
    """Which row a held line stands for, and what each choice would do."""
    language = workbook.manifest.language
    place = _place(workbook, held.table, held.handle)
    facts = {"place": place, "shows": held.shows, "stands_for": held.stands_for}
    said, *choices = _HELD[_kind(held)]
    yield word(said, language, **facts)
    for each in choices:
        yield f"    {word(each, language, **facts)}"


def mending_lines(row: RowReport, workbook: Workbook) -> Iterator[str]:
    """A row that waits for its user although no field of it is to be decided."""
    place = _place(workbook, row.table, row.handle)
    yield word("open_row", workbook.manifest.language, place=place, name=row.name)
    yield f"    {row.message}"


def _kind(held: HeldRow) -> str:
    if not held.stands_for:
        return "perhaps new"
    return "mixed" if held.stands_for == held.shows else "parted"


_HELD = {
    "perhaps new": ("held_near", "see_to_that"),
    "mixed": ("held_mixed", "theirs_mixed", "mine_mixed"),
    "parted": ("held_parted", "theirs_parted", "mine_parted"),
}
"""The words for a held line, and then for what may be done about it."""


def _place(workbook: Workbook, table: str, handle: int) -> str:
    return word("open_place", workbook.manifest.language, table=_label(workbook, table), handle=handle)


def _label(workbook: Workbook, table: str) -> str:
    """What people call a table."""
    return workbook.view.by_name[table].table.label.in_(workbook.manifest.language)


def _heading(workbook: Workbook, table: str, column: str) -> str:
    """What people call a column; one that the definitions have no longer goes by its name."""
    declared = workbook.view.by_name[table].table.by_name.get(column)
    return declared.label.in_(workbook.manifest.language) if declared else column
