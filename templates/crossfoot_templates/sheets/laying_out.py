"""A book laid out in a spreadsheet that is there already. What it holds is left alone: all of ours is in new sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from openpyxl.utils import get_column_letter

from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render.guide import Reader, write_guide
from crossfoot_templates.render.look import INK
from crossfoot_templates.render.texts import text
from crossfoot_templates.render.titles import free_title, sheet_titles
from crossfoot_templates.sheets.batch import Json, add_sheet, colour
from crossfoot_templates.sheets.guide_page import SheetsPage
from crossfoot_templates.sheets.hidden import (
    HIDDEN_TITLES,
    before_requests,
    google_lists,
    lists_requests,
    manifest_requests,
)
from crossfoot_templates.sheets.marks import BEFORE, LISTS, MANIFEST, mark_hidden
from crossfoot_templates.sheets.present import Present
from crossfoot_templates.sheets.protections import add_protection, sheet_protection
from crossfoot_templates.sheets.settings import UnfitSpreadsheet
from crossfoot_templates.sheets.table_layout import table_requests
from crossfoot_templates.sheets.table_sheet import Shown
from crossfoot_templates.sheets.validations import drop_down_ranges

_FIRST_ID = 1_001


@dataclass(frozen=True, slots=True)
class _Places:
    """Ids and titles of the sheets to come, none of which the spreadsheet has."""

    guide: tuple[int, str]
    tables: tuple[tuple[int, str], ...]
    hidden: Mapping[str, tuple[int, str]]


def lay_out(
    view: BookView, language: Language, manifest: Mapping[str, str], spreadsheet: Json, account: str
) -> list[Json]:
    """The requests of one ``batchUpdate`` that lay out the book that ``view`` shows, labelled in ``language``.

    Args:
        view: the book, as whoever reads the spreadsheet may see it.
        language: of its labels.
        manifest: its facts.
        spreadsheet: what ``spreadsheets.get`` says of the spreadsheet with the fields ``LAYING_OUT``.
        account: the address of the service account that will sync it.

    Raises:
        UnfitSpreadsheet: it holds a book already, or its settings would change what people type.
        ValueError: two columns of a table would have the same heading.
    """
    present = Present.of(spreadsheet)
    unfit = present.unfit_for_a_book()
    if unfit:
        raise UnfitSpreadsheet(unfit)
    places = _places(view, language, present)
    lists = google_lists(view, language)
    letters = {name: get_column_letter(place) for place, name in enumerate(lists, start=1)}
    shown = Shown(view, language, drop_down_ranges(letters, places.hidden[LISTS][1]))
    requests = [
        *manifest_requests(*places.hidden[MANIFEST], manifest),
        *lists_requests(*places.hidden[LISTS], lists),
        *before_requests(*places.hidden[BEFORE]),
    ]
    for index, (table, (sheet, title)) in enumerate(zip(view.tables, places.tables, strict=True)):
        requests += table_requests(shown.new(sheet, table), title, index)
    requests += _guide(view, language, places)
    for which, (sheet, _) in places.hidden.items():
        requests += [mark_hidden(sheet, which), add_protection(sheet_protection(sheet, language, account))]
    return requests


def _places(view: BookView, language: Language, present: Present) -> _Places:
    ids: Iterator[int] = (number for number in count(_FIRST_ID) if number not in present.sheet_ids)
    labels = (each.table.label.in_(language) for each in view.tables)
    guide, *tables = sheet_titles([text("guide_sheet", language), *labels], present.titles)
    taken = {title.casefold() for title in present.titles}
    hidden = {which: (next(ids), free_title(title, taken)) for which, title in HIDDEN_TITLES.items()}
    return _Places((next(ids), guide), tuple((next(ids), title) for title in tables), hidden)


def _guide(view: BookView, language: Language, places: _Places) -> list[Json]:
    sheet, title = places.guide
    titles = [title for _, title in places.tables]
    page = SheetsPage(sheet, {title: each for each, title in places.tables})
    write_guide(page, view, titles, Reader(language, "sheets"))
    grid = {"hideGridlines": True}
    return [add_sheet(sheet, title, *page.size, grid=grid, index=0, tabColorStyle=colour(INK)), *page.requests()]
