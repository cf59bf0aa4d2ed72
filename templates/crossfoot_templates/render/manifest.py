"""The very hidden sheet of facts: a key and its value in each row, all of it text."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook

from crossfoot_templates import layout
from crossfoot_templates.render.cells import write_text
from crossfoot_templates.render.formats import TEXT


def add_manifest(workbook: Workbook, facts: Mapping[str, str]) -> None:
    """Add the manifest sheet with ``facts`` in their order."""
    sheet = workbook.create_sheet(layout.MANIFEST_SHEET)
    sheet.sheet_state = "veryHidden"
    for letter in "AB":
        sheet.column_dimensions[letter].number_format = TEXT
    for row, (key, value) in enumerate(facts.items(), start=1):
        write_text(sheet, row, 1, key)
        write_text(sheet, row, 2, value)
