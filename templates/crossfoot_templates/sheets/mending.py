"""A spreadsheet put right again: what its books need and people took away comes back, and theirs stays."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from crossfoot_templates import layout
from crossfoot_templates.model import BookView, Language, TableView
from crossfoot_templates.sheets.batch import Json, hide_sheet
from crossfoot_templates.sheets.hidden import HIDDEN_TITLES
from crossfoot_templates.sheets.marks import LISTS, mark_hidden
from crossfoot_templates.sheets.mending_lists import mended_lists
from crossfoot_templates.sheets.mending_table import mend_table
from crossfoot_templates.sheets.present import Present, PresentSheet
from crossfoot_templates.sheets.protections import add_protection, sheet_protection
from crossfoot_templates.sheets.table_sheet import Shown, TableSheet
from crossfoot_templates.sheets.validations import drop_down_ranges


def mend(view: BookView, language: Language, spreadsheet: Json, account: str) -> list[Json]:
    """The requests of one ``batchUpdate`` that bring back what is missing; none where all is there.

    A column that the definition has and no sheet holds is not added: a sync tells of it.

    Args:
        view: the book as it is defined now, which may be later than when it was laid out.
        language: of its labels.
        spreadsheet: what ``spreadsheets.get`` says of it with the fields ``MENDING``. What it was not asked for counts
            as there: its ranges may leave out most rows.
        account: the address of the service account that syncs it.
    """
    present = Present.of(spreadsheet)
    hidden = dict(_hidden_sheets(present))
    requests = [request for which, sheet in hidden.items() for request in _mend_hidden(which, sheet, language, account)]
    drop_downs: dict[str, str] = {}
    lists = hidden.get(LISTS)
    if lists is not None:
        places, rewritten = mended_lists(view, language, lists)
        requests += rewritten
        drop_downs = drop_down_ranges({name: get_column_letter(at) for name, at in places.items()}, lists.title)
    shown = Shown(view, language, drop_downs)
    for table in view.tables:
        for sheet in present.sheets:
            standing = _standing(shown, table, sheet) if sheet.table == table.table.name else None
            if standing is not None:
                requests += mend_table(standing, sheet)
                break
    return requests


def _hidden_sheets(present: Present) -> Iterator[tuple[str, PresentSheet]]:
    """The hidden sheets by what they are: as they are marked, else by their title."""
    for which, title in HIDDEN_TITLES.items():
        marked = (each for each in present.sheets if each.marks.get(layout.GOOGLE_SHEET) == which)
        titled = (each for each in present.sheets if each.title == title)
        found = next(marked, None) or next(titled, None)
        if found is not None:
            yield which, found


def _mend_hidden(which: str, sheet: PresentSheet, language: Language, account: str) -> Iterator[Json]:
    if sheet.marks.get(layout.GOOGLE_SHEET) != which:
        yield mark_hidden(sheet.id, which)
    if not sheet.hidden:
        yield hide_sheet(sheet.id)
    if not sheet.protected_whole:
        yield add_protection(sheet_protection(sheet.id, language, account))


def _standing(shown: Shown, table: TableView, sheet: PresentSheet) -> TableSheet | None:
    """The sheet of a table as it stands; ``None`` where too little of it is left."""
    places = sheet.places(table.table.name)
    header = sheet.lines(table.table.name).get("header") or _heading_row(table, sheet, places)
    if header is None or layout.OPEN not in places or not places.keys() & table.table.by_name.keys():
        return None
    return shown.standing(sheet.id, table, places, header)


def _heading_row(table: TableView, sheet: PresentSheet, places: dict[str, int]) -> int | None:
    """The row in which the headings of all columns of a table stand."""
    labels = {places[name]: column.label for name, column in table.table.by_name.items() if name in places}
    rows = {row for row, column in sheet.cells if column in labels}
    return next(
        (
            row
            for row in sorted(rows)
            if all(sheet.text(row, at) in (label.zh, label.en) for at, label in labels.items())
        ),
        None,
    )
