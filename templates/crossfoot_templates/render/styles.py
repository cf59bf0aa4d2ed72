"""The workbook-wide styles: the face of unstyled cells and the table style."""

from __future__ import annotations

from typing import Any, cast

from openpyxl import Workbook
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.table import TableStyle, TableStyleElement
from openpyxl.utils.indexed_list import IndexedList

from crossfoot_templates.model import Language
from crossfoot_templates.render import look

TABLE_STYLE = "crossfoot"
"""The table style: faint stripes and no header, which has fills of its own that mean something."""


def set_styles(workbook: Workbook, language: Language) -> None:
    """Make the workbook's face the one of ``language``, and add the table style."""
    # openpyxl has no public way to either; the tests look at the file that comes out.
    book = cast("Any", workbook)
    face = look.font(language)
    book._fonts = IndexedList([face])
    book._named_styles["Normal"].font = face
    stripe = book._differential_styles.add(DifferentialStyle(fill=look.fill(look.STRIPE)))
    elements = [TableStyleElement(type="secondRowStripe", dxfId=stripe)]
    book._table_styles.tableStyle = [TableStyle(name=TABLE_STYLE, pivot=False, count=1, tableStyleElement=elements)]
