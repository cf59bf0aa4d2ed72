"""A whole workbook for one person: empty tables, the lists and the facts behind them, and how to use it."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook

from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render.clip import printable
from crossfoot_templates.render.columns import place_columns
from crossfoot_templates.render.formats import TEXT
from crossfoot_templates.render.guide import Reader, write_guide
from crossfoot_templates.render.guide_page import GuidePage
from crossfoot_templates.render.lists import add_lists
from crossfoot_templates.render.manifest import add_manifest
from crossfoot_templates.render.package import MADE_AT, packed
from crossfoot_templates.render.styles import set_styles
from crossfoot_templates.render.table_sheet import add_table_sheet
from crossfoot_templates.render.texts import text
from crossfoot_templates.render.titles import sheet_titles


def render_workbook(view: BookView, language: Language, manifest: Mapping[str, str]) -> bytes:
    """An empty .xlsx of the book that ``view`` shows, labelled in ``language``, with ``manifest`` as its facts.

    Equal input gives equal bytes.

    Raises:
        ValueError: two columns of a table would have the same heading.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    set_styles(workbook, language)
    _describe(workbook, view, language)
    labels = (each.table.label.in_(language) for each in view.tables)
    guide_title, *titles = sheet_titles([text("guide_sheet", language), *labels])
    sheets = dict(zip(titles, view.tables, strict=True))
    page = GuidePage(workbook.create_sheet(guide_title), language)
    write_guide(page, view, titles, Reader(language, server=manifest.get("server", "")))
    for title, table in sheets.items():
        add_table_sheet(workbook, title, view, table, language)
    add_lists(workbook, view, language)
    add_manifest(workbook, manifest)
    quiet = {
        title: " ".join(
            each.whole for each in place_columns(view, table, language).data if each.format.number_format == TEXT
        )
        for title, table in sheets.items()
    }
    return packed(workbook, quiet)


def _describe(workbook: Workbook, view: BookView, language: Language) -> None:
    facts = workbook.properties
    facts.title = printable(view.book.label.in_(language))
    facts.creator = facts.lastModifiedBy = "crossfoot"
    facts.language = {"zh": "zh-CN", "en": "en"}[language]
    facts.created = facts.modified = MADE_AT
