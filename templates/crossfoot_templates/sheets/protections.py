"""Protected ranges: guard rails against mishaps, not security. People must be able to sort and to delete rows."""

from __future__ import annotations

from crossfoot_templates import layout
from crossfoot_templates.model import Language
from crossfoot_templates.render.columns import runs
from crossfoot_templates.render.texts import text
from crossfoot_templates.sheets.batch import Json, grid_range
from crossfoot_templates.sheets.table_sheet import TableSheet

_OURS = "crossfoot"
"""What our descriptions begin with, in every language."""

_FILLED_BY_SYNC = (layout.MESSAGE, layout.ID, layout.BASE, layout.OPEN)


def table_protections(sheet: TableSheet) -> list[Json]:
    """What is protected in a table's sheet: the rows above the data, and the columns that a sync fills in.

    Both only warn. The tick is left out: people choose in it.
    """
    first, last = sheet.columns.all[0].place, sheet.columns.all[-1].place
    head = grid_range(sheet.id, (1, sheet.header), (first, last))
    managed = [each for each in sheet.from_header().columns.all if each.name in _FILLED_BY_SYNC]
    return [
        _warning(head, text("protected_head", sheet.language, "sheets")),
        *(_warning(sheet.below(run), text("protected_managed", sheet.language, "sheets")) for run in runs(managed)),
    ]


def sheet_protection(sheet: int, language: Language, account: str) -> Json:
    """The protection of a whole hidden sheet, which only ``account`` and the spreadsheet's owner may then edit."""
    described = text("protected_sheet", language, "sheets")
    return {"range": {"sheetId": sheet}, "description": described, "editors": {"users": [account]}}


def is_ours(protected: Json) -> bool:
    """Whether a protected range is one of ours."""
    return str(protected.get("description", "")).startswith(_OURS)


def add_protection(protected: Json) -> Json:
    """The request that adds a protected range."""
    return {"addProtectedRange": {"protectedRange": protected}}


def _warning(where: Json, description: str) -> Json:
    return {"range": where, "description": description, "warningOnly": True}
