"""Where things stand in an open workbook: its sheets, the cells that names bind, the Excel Tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crossfoot_sync.grids.address import Area, area, target
from crossfoot_sync.grids.bound import Around, Bound, bound_tables, heads
from crossfoot_templates.layout import bound

if TYPE_CHECKING:
    import xlwings as xw


@dataclass(frozen=True)
class Frame:
    """A workbook without what its cells hold: titles of its sheets, and what the names bind, by table."""

    titles: tuple[str, ...]
    tables: dict[str, Bound[str]]


def read_frame(book: xw.Book) -> Frame:
    """The frame of an open workbook."""
    titles = tuple(each.name for each in book.sheets)
    known = {title.casefold(): title for title in titles}
    names = [(each.name, each) for each in book.names]
    places = [(name, _located(each.refers_to, known)) for name, each in names if bound(name)]
    return Frame(titles, {each.table: each for each in bound_tables(places)})


def _located(refers_to: str | None, titles: dict[str, str]) -> tuple[str, Area] | None:
    place = target(refers_to or "")
    title = titles.get(place[0].casefold()) if place else None
    return (title, place[1]) if place and title is not None else None


def table_around(sheet: xw.Sheet, header: int, columns: dict[str, int]) -> Around | None:
    """The Excel Table with its headings in that row above any of the columns."""
    for each in sheet.tables:
        covered = area(each.range.address.replace("$", ""))
        if covered is not None and heads(covered, header, columns) and each.show_headers:
            return Around(each.name, covered, int(each.show_totals))
    return None


def extent(sheet: xw.Sheet) -> tuple[int, int]:
    """The last row and the last column in use."""
    last = sheet.used_range.last_cell
    return last.row, last.column
