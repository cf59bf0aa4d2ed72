"""The drop-down lists of a definition, as a later version of it has them."""

from __future__ import annotations

from itertools import zip_longest

from crossfoot_templates.layout import pick_list
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.sheets.batch import Json, text_cell, update_cells
from crossfoot_templates.sheets.hidden import google_lists
from crossfoot_templates.sheets.present import PresentSheet


def mended_lists(view: BookView, language: Language, sheet: PresentSheet) -> tuple[dict[str, int], list[Json]]:
    """Where each list stands then, by name, and the requests that bring those up to date that nobody fills in but us.

    Lists that a sync fills in are left alone. So are entries that were not asked for.
    """
    places = {name: at for at in range(1, sheet.columns + 1) if (name := sheet.text(1, at))}
    fixed = {pick_list(name) for name in view.choice_lists} | {name for name in places if name.startswith("_")}
    requests: list[Json] = []
    added = 0
    for name, entries in google_lists(view, language).items():
        if name not in fixed:
            continue
        if name not in places:
            added += 1
            places[name] = sheet.columns + added
            requests.append(_written(sheet, places[name], [name, *entries]))
        elif _seen_whole(sheet, places[name]):
            found = _entries(sheet, places[name])
            if found != list(entries):
                rows = [new or "" for new, _ in zip_longest(entries, found)]
                requests.append(_written(sheet, places[name], [name, *rows]))
    if added:
        requests.insert(0, {"appendDimension": {"sheetId": sheet.id, "dimension": "COLUMNS", "length": added}})
    return places, requests


def _entries(sheet: PresentSheet, column: int) -> list[str]:
    found = [sheet.text(row, column) or "" for row in range(2, sheet.rows + 1)]
    while found and not found[-1]:
        found.pop()
    return found


def _seen_whole(sheet: PresentSheet, column: int) -> bool:
    return sheet.rows_seen(column) == list(range(1, sheet.rows + 1))


def _written(sheet: PresentSheet, column: int, rows: list[str]) -> Json:
    return update_cells(sheet.id, 1, column, [[text_cell(each) if each else {}] for each in rows], "userEnteredValue")
