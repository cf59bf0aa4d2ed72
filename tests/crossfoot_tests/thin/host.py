"""A thin client and the program around it, both in Python and without anything that could go wrong between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crossfoot_sync.grids.address import target
from crossfoot_sync.grids.thin import ThinGrid
from crossfoot_sync.grids.thin.asked import Applied, Block, NewRows, Removal, WriteBatch
from crossfoot_sync.grids.thin.given import GivenBook, GivenSheet, GivenTable, Piece
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET
from crossfoot_tests.thin.workbooks import CellFacts, Facts, SheetFacts, TableFacts


@dataclass
class PlainClient:
    """Reads and writes the facts of a workbook; ``before`` is called before it does either."""

    facts: Facts
    before: Callable[[str], None] = lambda _: None

    @property
    def grid(self) -> ThinGrid:
        """A grid over it."""
        return ThinGrid(self)

    def look(self) -> GivenBook:
        """What stands in the workbook."""
        self.before("look")
        facts = self.facts
        ours = {name: refers_to for name, refers_to in facts.names.items() if name.startswith("cf.")}
        places = [found for found in map(target, ours.values()) if found]
        columns: dict[str, set[int]] = {MANIFEST_SHEET: {0, 1}, LISTS_SHEET: {*range(_width(facts.sheet(LISTS_SHEET)))}}
        for sheet, area in places:
            columns.setdefault(sheet, set()).add(area.left - 1)
        pieces = [_piece(facts.sheet(sheet), column) for sheet, wanted in columns.items() for column in sorted(wanted)]
        return GivenBook(
            title=facts.title,
            names=ours,
            sheets=[GivenSheet(each.name, each.protected, each.unlocked, each.merged) for each in facts.sheets],
            tables=[_table(facts, each, columns.get(each.sheet, set())) for each in facts.tables],
            date1904=facts.date1904,
            pieces=pieces,
        )

    def apply(self, batches: list[WriteBatch]) -> Applied:
        """Write the batches, up to one that finds something changed."""
        for at, batch in enumerate(batches):
            self.before("apply")
            if not self._stands(batch):
                return Applied(at, "changed")
            for block in batch.puts:
                self._put(block)
            for removal in batch.removals:
                self._remove(removal)
            for rows in batch.additions:
                self._add(rows)
        return Applied(len(batches))

    def _stands(self, batch: WriteBatch) -> bool:
        if any(self.facts.names.get(name) != refers_to for name, refers_to in batch.names.items()):
            return False
        for block in batch.looks:
            for at, value in enumerate(block.values):
                cell = self.facts.sheet(block.sheet).cell(block.row + at, block.column)
                if (cell.value, cell.formula or None) != (value, block.formulas.get(at)):
                    return False
        return True

    def _put(self, block: Block) -> None:
        sheet = self.facts.sheet(block.sheet)
        for at, value in enumerate(block.values):
            held = sheet.cell(block.row + at, block.column)
            code = block.formats.get(at, held.format)
            sheet.put(block.row + at, block.column, CellFacts(value, block.formulas.get(at, ""), format=code))

    def _remove(self, removal: Removal) -> None:
        around = next(each for each in self.facts.tables if each.name == removal.table)
        sheet = self.facts.sheet(removal.sheet)
        for row in removal.rows:
            if around.rows == 2:
                for column in removal.columns:
                    sheet.put(row, column, CellFacts(format=sheet.cell(row, column).format))
                continue
            moved = {
                (at - (at > row), column): cell
                for (at, column), cell in _placed(sheet)
                if at != row or not around.column <= column < around.column + around.columns
            }
            sheet.cells = {f"{at},{column}": cell for (at, column), cell in moved.items()}
            around.rows -= 1

    def _add(self, rows: NewRows) -> None:
        around = next(each for each in self.facts.tables if each.name == rows.table)
        sheet = self.facts.sheet(around.sheet)
        parts = zip(rows.rows, rows.beside, rows.formulas, rows.formats, strict=True)
        for line, beside, formulas, formats in parts:
            row = around.row + around.rows
            around.rows += 1
            for at, value in [*enumerate(line), *beside.items()]:
                above = sheet.cell(row - 1, around.column + at).format if around.rows > 2 else "General"
                cell = CellFacts(None if value == "" else value, formulas.get(at, ""), format=formats.get(at, above))
                sheet.put(row, around.column + at, cell)


def _placed(sheet: SheetFacts) -> list[tuple[tuple[int, int], CellFacts]]:
    pairs = [(key.split(","), cell) for key, cell in sheet.cells.items()]
    return [((int(row), int(column)), cell) for (row, column), cell in pairs]


def _width(sheet: SheetFacts) -> int:
    return max((column for (_, column), _ in _placed(sheet)), default=-1) + 1


def _piece(sheet: SheetFacts, column: int) -> Piece:
    bottom = max((row for (row, _), cell in _placed(sheet) if cell.value is not None), default=-1)
    cells = [sheet.cell(row, column) for row in range(bottom + 1)]
    return Piece(
        sheet.name,
        column,
        0,
        [each.value for each in cells],
        {at: each.formula for at, each in enumerate(cells) if each.formula},
        [at for at, each in enumerate(cells) if each.error],
        [(each.format, 1) for each in cells],
    )


def _table(facts: Facts, around: TableFacts, ours: set[int]) -> GivenTable:
    sheet = facts.sheet(around.sheet)
    own = {*range(around.column, around.column + around.columns)} - ours
    held = [row for (row, column), cell in _placed(sheet) if column in own and cell.value is not None]
    return GivenTable(
        around.name,
        around.sheet,
        around.row,
        around.column,
        around.rows,
        around.columns,
        around.totals,
        sorted({row for row in held if around.row < row < around.row + around.rows}),
    )
