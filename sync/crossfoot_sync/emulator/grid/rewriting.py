"""References inside formulas: found, moved along with rows and columns, and carried over when a cell is copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.cell import Alike, Cell
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Shift
from crossfoot_sync.emulator.json_types import Json

_CORNER = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TITLE = r"(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)"
REFERENCE_PATTERN = (
    rf"(?<![A-Za-z0-9_.$!'])(?:(?P<title>{_TITLE})!)?"
    rf"(?:(?P<start>{_CORNER})(?::(?P<end>{_CORNER}))?|(?P<first>\$?[A-Za-z]{{1,3}}):(?P<last>\$?[A-Za-z]{{1,3}})|"
    r"(?P<upper>\$?[0-9]{1,7}):(?P<lower>\$?[0-9]{1,7}))(?![A-Za-z0-9_(!.])"
)
REFERENCE = re.compile(rf'"(?:[^"]|"")*"|{REFERENCE_PATTERN}')
_PARTS = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; ``None`` for what it leaves open, ``fixed`` for a dollar sign before it."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def __str__(self) -> str:
        column = "" if self.column is None else "$" * self.column_fixed + a1.letters(self.column)
        row = "" if self.row is None else "$" * self.row_fixed + str(self.row + 1)
        return column + row


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a formula; ``title`` of the sheet as far as it names one."""

    title: str | None
    start: Corner
    end: Corner | None = None

    def __str__(self) -> str:
        sheet = "" if self.title is None else a1.quoted(self.title) + "!"
        return f"{sheet}{self.start}" + ("" if self.end is None else f":{self.end}")


def reference(match: re.Match[str]) -> Reference | None:
    """What a match of ``REFERENCE`` refers to; ``None`` where it is a text in quotes."""
    start = match["start"] or match["first"] or match["upper"]
    if start is None:
        return None
    end = match["end"] or match["last"] or match["lower"]
    title = match["title"]
    return Reference(None if title is None else a1.unquoted(title), _corner(start), _corner(end) if end else None)


def _corner(text: str) -> Corner:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    fixed, column, row_fixed, row = match.groups()
    if not column:  # of $3 the dollar sign is the row's
        return Corner(int(row) - 1, None, row_fixed=bool(fixed))
    return Corner(int(row) - 1 if row else None, a1.column_index(column), bool(row_fixed), bool(fixed))


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with each of its references changed; ``#REF!`` where nothing is left of one."""

    def write(match: re.Match[str]) -> str:
        found = reference(match)
        if found is None:
            return match[0]
        changed = change(found)
        return "#REF!" if changed is None else match[0] if changed == found else str(changed)

    return REFERENCE.sub(write, formula)


def shifted(formula: str, at_home: bool, title: str, shift: Shift) -> str:
    """The formula after a shift of the sheet ``title``; ``at_home`` where it stands on that sheet itself."""

    def change(found: Reference) -> Reference | None:
        concerned = at_home if found.title is None else found.title.lower() == title.lower()
        return _shifted(found, shift) if concerned else found

    return rewritten(formula, change)


def _shifted(found: Reference, shift: Shift) -> Reference | None:
    name = "row" if shift.dimension == "ROWS" else "column"
    start = getattr(found.start, name)
    if start is None:
        return found
    if found.end is None:
        index = shift.index(start)
        return None if index is None else replace(found, start=_at(found.start, name, index))
    span = shift.span(start, getattr(found.end, name) + 1)
    if span is None:
        return None
    return replace(found, start=_at(found.start, name, span[0]), end=_at(found.end, name, span[1] - 1))


def _at(corner: Corner, name: str, index: int) -> Corner:
    return replace(corner, row=index) if name == "row" else replace(corner, column=index)


def carried(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads in a copy so many rows below and columns to the right; fixed references stay."""

    def move(corner: Corner) -> Corner | None:
        row = corner.row if corner.row is None or corner.row_fixed else corner.row + rows
        column = corner.column if corner.column is None or corner.column_fixed else corner.column + columns
        return None if (row or 0) < 0 or (column or 0) < 0 else replace(corner, row=row, column=column)

    def change(found: Reference) -> Reference | None:
        start = move(found.start)
        end = move(found.end) if found.end else None
        if start is None or (found.end is not None and end is None):
            return None
        return replace(found, start=start, end=end)

    return rewritten(formula, change) if rows or columns else formula


def carried_cell(cell: Cell, rows: int, columns: int) -> Cell:
    """A cell as it is in a copy so far away."""
    return cell if cell.formula is None else replace(cell, formula=carried(cell.formula, rows, columns))


def rewritten_after(sheet: Sheet, title: str, shift: Shift) -> None:
    """Let formulas, validations and conditional formats on ``sheet`` follow a shift of the sheet ``title``."""
    at_home = sheet.title == title
    _change_texts(sheet, lambda text: shifted(text, at_home, title, shift))


def renamed(sheet: Sheet, old: str, new: str) -> None:
    """Let everything on ``sheet`` that names the sheet ``old`` follow its new title."""

    def change(found: Reference) -> Reference:
        return replace(found, title=new) if found.title is not None and found.title.lower() == old.lower() else found

    _change_texts(sheet, lambda text: rewritten(text, change))


def _change_texts(sheet: Sheet, change: Callable[[str], str]) -> None:
    speaking = [each for each in sheet.cells.items() if each[1].formula is not None or each[1].validation is not None]
    change = cache(change)
    validations = Alike[Json](lambda rule: _changed_condition(rule, "condition", change))
    for place, cell in speaking:
        formula = None if cell.formula is None else change(cell.formula)
        validation = None if cell.validation is None else validations.of(cell.validation)
        if formula != cell.formula or validation is not cell.validation:
            sheet.cells[place] = replace(cell, formula=formula, validation=validation)
    sheet.conditional = [
        {**rule, "booleanRule": _changed_condition(rule["booleanRule"], "condition", change)}
        if "booleanRule" in rule
        else rule
        for rule in sheet.conditional
    ]


def _changed_condition(holder: Json, name: str, change: Callable[[str], str]) -> Json:
    condition = holder.get(name, {})
    values = [
        {**each, "userEnteredValue": change(each["userEnteredValue"])}
        if each.get("userEnteredValue", "").startswith("=")
        else each
        for each in condition.get("values", ())
    ]
    return {**holder, name: {**condition, "values": values}} if values != condition.get("values", []) else holder
