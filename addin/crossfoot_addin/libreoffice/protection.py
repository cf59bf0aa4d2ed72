"""What protection keeps as it is. LibreOffice ignores without a word what it does not allow; Excel raises."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from crossfoot_addin.libreoffice.addresses import Area
from crossfoot_addin.libreoffice.errors import ProtectedBook, ProtectedSheet

_LOCKED_STRUCTURE = re.compile(rb'<(?:\w+:)?workbookProtection\b[^>]*\blockStructure="(?:1|true)"')


def refuse_content(sheet: Any, cells: Any, area: Area) -> None:
    """Refuse to change what cells hold.

    Raises:
        ProtectedSheet: the sheet is protected, and not all of the cells are free to type into.
    """
    if sheet.isProtected() and _any_locked(cells):
        raise ProtectedSheet(sheet.Name, area.address())


def refuse_shape(sheet: Any, area: Area) -> None:
    """Refuse to change formats, rows, columns, notes or tables of a sheet.

    Raises:
        ProtectedSheet: the sheet is protected.
    """
    if sheet.isProtected():
        raise ProtectedSheet(sheet.Name, area.address())


def locks_structure(path: Path) -> bool:
    """Whether an .xlsx file asks that its sheets are not added, removed, moved or renamed."""
    try:
        with zipfile.ZipFile(path) as parts:
            return _LOCKED_STRUCTURE.search(parts.read("xl/workbook.xml")) is not None
    except (zipfile.BadZipFile, KeyError):  # of another format, or encrypted
        return False


def refuse_sheets(document: Any, name: str) -> None:
    """Refuse to add, remove, move or rename sheets.

    Raises:
        ProtectedBook: the workbook's structure is protected.
    """
    if document.isProtected():
        raise ProtectedBook(name)


def _any_locked(cells: Any) -> bool:
    groups = cells.getUniqueCellFormatRanges()
    return any(groups.getByIndex(index).CellProtection.IsLocked for index in range(groups.Count))
