"""The very hidden sheet of lists, and the named ranges through which drop-downs see them."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from crossfoot_templates import layout
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render.cells import write_text
from crossfoot_templates.render.columns import LAST_ROW
from crossfoot_templates.render.formats import TEXT


def list_columns(view: BookView, language: Language) -> dict[str, tuple[str, ...]]:
    """The columns of the lists sheet in order, by name, with what they hold before the first sync."""
    columns: dict[str, tuple[str, ...]] = {
        layout.pick_list(layout.TICK_LIST): (layout.KEEP_MINE[language], layout.TAKE_THEIRS[language]),
        layout.pick_list(layout.BOOLEAN_LIST): layout.YES_NO[language],
    }
    for each in view.choices:
        columns[layout.pick_list(each.name)] = tuple(entry.label.in_(language) for entry in each.choices)
    for table in view.referenced:
        columns |= dict.fromkeys(layout.reference_lists(table), ())
    for shown in view.tables:
        columns[layout.shown_list(shown.table.name)] = ()
        if shown.table.computed:
            columns[layout.computed_list(shown.table.name)] = ()
    return columns


def add_lists(workbook: Workbook, view: BookView, language: Language) -> None:
    """Add the lists sheet and the name of every drop-down."""
    sheet = workbook.create_sheet(layout.LISTS_SHEET)
    sheet.sheet_state = "veryHidden"
    columns = list_columns(view, language)
    for place, (name, entries) in enumerate(columns.items(), start=1):
        sheet.column_dimensions[get_column_letter(place)].number_format = TEXT
        for row, entry in enumerate((name, *entries), start=1):
            write_text(sheet, row, place, entry)
    letters = {name: get_column_letter(place) for place, name in enumerate(columns, start=1)}
    for listed in _drop_downs(view):
        name = layout.list_name(listed)
        formula = growing(letters[layout.pick_list(listed)])
        workbook.defined_names[name] = DefinedName(name, attr_text=formula, hidden=True)


def growing(letter: str) -> str:
    """The range of a list's entries below its name, as many as there are.

    ``INDEX`` and not ``OFFSET``, which would be calculated anew after every change in the workbook. An empty list
    is one blank cell, which lets every entry pass.
    """
    sheet = quote_sheetname(layout.LISTS_SHEET)
    whole = f"{sheet}!${letter}$1:${letter}${LAST_ROW}"
    return f"{sheet}!${letter}$2:INDEX({whole},MAX(2,COUNTA({whole})))"


def _drop_downs(view: BookView) -> Iterable[str]:
    return (layout.TICK_LIST, layout.BOOLEAN_LIST, *(each.name for each in view.choices), *view.referenced)
