"""What a workbook says of itself: its sheets, defined names, calendar, tables, and where their parts are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from crossfoot_sync.grids.address import Area, area
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx.faults import reading_part
from crossfoot_sync.grids.xlsx.package import Package
from crossfoot_sync.grids.xlsx.plainxml import local, parse
from crossfoot_sync.grids.xlsx.strings import read_strings
from crossfoot_sync.grids.xlsx.styles import Styles, read_styles
from crossfoot_sync.grids.xlsx.values import Values, shown_text

_SPREADSHEET = "spreadsheetml"
_BINARY = "xl/workbook.bin"


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its title and its part; ``""`` where a sheet has none (old Visual Basic modules)."""

    title: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """An Excel Table.

    Attributes:
        name: what formulas call it.
        area: what it covers, with header and totals; ``totals`` is how many totals rows it has.
        headings: of its columns, from the left.
        calculated: the columns that every new row is given a formula in, by their number in the sheet.
    """

    part: str
    name: str
    area: Area
    totals: int
    headings: tuple[str, ...] = ()
    calculated: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: what kind (the last word of its type) and the part it points at."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True)
class Workbook:
    """A workbook's frame. ``names`` are the defined names of the whole book and what they refer to."""

    package: Package
    part: str
    date1904: bool
    sheets: tuple[SheetPart, ...]
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The relationships of the workbook part."""
        return tuple(relations(self.package, self.part))

    def _related(self, kind: str) -> str | None:
        return next((each.part for each in self.relations if each.kind == kind), None)

    @property
    def strings_part(self) -> str | None:
        """The part of the shared strings."""
        return self._related("sharedStrings")

    @property
    def styles_part(self) -> str | None:
        """The part of the styles."""
        return self._related("styles")

    @cached_property
    def styles(self) -> Styles:
        """The cell formats."""
        with reading_part(self.styles_part or "styles"):
            return read_styles(self.package, self.styles_part)

    def values(self) -> Values:
        """What its cells mean. Reads the shared strings, so keep it no longer than needed."""
        part = self.strings_part
        strings: list[str] = []
        if part is not None and part in self.package:
            with reading_part(part):
                strings = read_strings(self.package.chunks(part))
        dates = frozenset(str(index).encode() for index in self.styles.dates)
        return Values(strings, dates, self.date1904)

    def sheet(self, title: str) -> SheetPart | None:
        """The sheet of that title; titles are compared without case, as spreadsheet programs do."""
        return next((each for each in self.sheets if each.title.casefold() == title.casefold()), None)

    def tables(self, sheet: SheetPart) -> list[TablePart]:
        """The Excel Tables on ``sheet``.

        Raises:
            Unusable: a table part cannot be read.
        """
        parts = [each.part for each in relations(self.package, sheet.part) if each.kind == "table"]
        return [table for part in parts if part in self.package for table in _table(self.package, part)]


def read_workbook(package: Package) -> Workbook:
    """The frame of the workbook in ``package``.

    Raises:
        Unusable: it is no workbook, lacks a part, or a part cannot be read.
    """
    part = next((each.part for each in relations(package, "") if each.kind == "officeDocument"), None)
    if part is None or part == _BINARY or _BINARY in package:
        raise _no_workbook(package)
    if part not in package:
        raise Unusable("part_missing", part=part)
    if f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels" not in package:
        raise Unusable("part_missing", part=f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels")
    with reading_part(part):
        root = parse(package.whole(part))
        if local(root) != "workbook" or _SPREADSHEET not in (root.nsmap.get(root.prefix) or ""):
            raise Unusable("not_a_workbook")
        targets = {each.id: each for each in relations(package, part)}
        sheets = tuple(_sheet(each, targets) for each in root.iter("{*}sheet"))
        properties = root.find("{*}workbookPr")
        return Workbook(
            package=package,
            part=part,
            date1904=properties is not None and properties.get("date1904") in {"1", "true", "on"},
            sheets=sheets,
            names={
                each.get("name", ""): each.text or ""
                for each in root.iter("{*}definedName")
                if each.get("localSheetId") is None
            },
        )


def _no_workbook(package: Package) -> Unusable:
    if _BINARY in package:
        return Unusable("binary_workbook")
    if "_rels/.rels" not in package and "xl/workbook.xml" in package:
        return Unusable("part_missing", part="_rels/.rels")
    return Unusable("not_a_workbook")


def relations(package: Package, part: str) -> Iterator[Relation]:
    """The relationships of ``part`` within the package (``""``: of the package itself); none where it has none.

    Raises:
        Unusable: they cannot be read.
    """
    folder, name = posixpath.split(part)
    holder = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if holder not in package:
        return
    with reading_part(holder):
        root = parse(package.whole(holder))
    for each in root.iter("{*}Relationship"):
        if each.get("TargetMode") == "External":
            continue
        kind = each.get("Type", "").rstrip("/").rpartition("/")[2]
        path = unquote(each.get("Target", "")).replace("\\", "/")
        joined = posixpath.normpath(path if path.startswith("/") else posixpath.join(folder, path))
        yield Relation(each.get("Id", ""), kind, joined.lstrip("/"))


def _sheet(element: etree._Element, targets: dict[str, Relation]) -> SheetPart:
    relation_id = next((str(value) for key, value in element.items() if etree.QName(key).localname == "id"), "")
    found = targets.get(relation_id)
    if found is None and relation_id:
        raise Unusable("part_missing", part=f"{element.get('name', '')} ({relation_id})")
    return SheetPart(element.get("name", ""), found.part if found else "", found.kind if found else "")


def _table(package: Package, part: str) -> Iterator[TablePart]:
    with reading_part(part):
        root = parse(package.whole(part))
    covered = area(root.get("ref", ""))
    totals = root.get("totalsRowCount", "0")
    if covered:
        columns = [*root.iter("{*}tableColumn")]
        yield TablePart(
            part,
            root.get("displayName", root.get("name", "")),
            covered,
            int(totals) if totals.isdecimal() else 0,
            tuple(shown_text(each.get("name", "")) for each in columns),
            frozenset(
                number
                for number, each in enumerate(columns, start=covered.left)
                if each.find("{*}calculatedColumnFormula") is not None
            ),
        )
