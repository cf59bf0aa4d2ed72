"""What the shipped workbooks use of a spreadsheet program, read from the parts of their files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from crossfoot_sync.engine.cells import AppendRow, Edits
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.xlsx import HeldXlsxGrid
from crossfoot_templates.layout import ID
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.model import Language
from crossfoot_templates.render import render_workbook
from crossfoot_templates.standard import ROLES

CATALOG = load_catalog()
BOOKS: list[tuple[str, Language]] = [(book, language) for book in CATALOG.books for language in ("zh", "en")]

KINDS = {
    "sheet": ("state",),
    "dataValidation": ("type", "errorStyle"),
    "cfRule": ("type",),
    "pane": ("state",),
    "definedName": ("hidden", "localSheetId"),
    "workbookProtection": ("lockStructure",),
    "workbookPr": ("date1904",),
    "c": ("t",),
    "col": ("hidden",),
    "row": ("hidden",),
    "hyperlink": ("location",),
    "sheetPr": ("filterMode",),
    "table": ("totalsRowCount",),
    "numFmt": ("formatCode",),
}
"""Attributes that make something else of an element; with their values, unless they name a place."""

_PLACES = frozenset({"location", "localSheetId"})

_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "definedName"})

_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")

_TEXT = re.compile(r'"[^"]*"')

_READ = re.compile(r"xl/(workbook|worksheets/sheet\d+|tables/table\d+|styles)\.xml")


def parts(book: str, language: Language) -> dict[str, bytes]:
    """The parts of a workbook with a row in each table, by name."""
    view = CATALOG.view(book, tuple(ROLES))
    manifest = Manifest(book=book, workbook=new_row_id(), server="https://x", user="li", language=language)
    grid = HeldXlsxGrid("book.xlsx", render_workbook(view, language, manifest.facts()))
    rows = [AppendRow(each.table.name, {ID: new_row_id()}) for each in view.tables]
    assert grid.write(Edits(appended=rows), grid.read()) == []
    with zipfile.ZipFile(io.BytesIO(grid.data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def features(found: dict[str, bytes]) -> set[str]:
    """What a workbook uses: its parts, their elements, and those attributes that make something else of them."""
    return {mark for name, content in found.items() for mark in _marks(name, content)}


def functions(found: dict[str, bytes]) -> set[str]:
    """The functions in all formulas of a workbook."""
    return {name for content in formulas(found) for name in _FUNCTION.findall(_TEXT.sub("", content))}


def formulas(found: dict[str, bytes]) -> Iterator[str]:
    """All formulas of a workbook."""
    for name, content in found.items():
        if _READ.fullmatch(name):
            for element in _elements(content):
                if etree.QName(element).localname in _FORMULAS and element.text:
                    yield element.text


def _marks(name: str, content: bytes) -> Iterator[str]:
    yield re.sub(r"\d+", "", name)
    if not _READ.fullmatch(name):
        return
    for element in _elements(content):
        kind = etree.QName(element).localname
        if name != "xl/styles.xml" or kind == "numFmt":
            yield kind
        for attribute in KINDS.get(kind, ()):
            value = element.get(attribute)
            if value is not None:
                yield f"{kind} {attribute}" if attribute in _PLACES else f"{kind} {attribute}={value}"
        if kind in _FORMULAS and "[#This Row]" in (element.text or ""):
            yield f"{kind} [#This Row]"


def _elements(content: bytes) -> Iterator[etree._Element]:
    return etree.fromstring(content).iter(etree.Element)
