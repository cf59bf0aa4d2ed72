"""How sheets come out of a printer."""

from __future__ import annotations

from math import ceil

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from crossfoot_templates.model import Language
from crossfoot_templates.render.texts import text

_A4 = 9


_ROOM = 300.0
"""Characters across a landscape A4 page that can still be read: about five and a half points high."""


def set_up_page(sheet: Worksheet, language: Language, width: float = 0.0) -> None:
    """Landscape A4 with the file's name and the page's number at the foot.

    One page wide, or as many as ``width``, in characters, needs to stay readable.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = max(1, ceil(width / _ROOM))
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    for part, content in (("left", "&F"), ("center", text("page", language)), ("right", "&A")):
        piece = getattr(sheet.oddFooter, part)
        piece.text, piece.size = content, 8
