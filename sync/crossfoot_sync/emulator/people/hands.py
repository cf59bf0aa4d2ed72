"""What somebody does in an open sheet: type, paste, sort, insert, delete, filter, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.cell import Scalar
from crossfoot_sync.emulator.grid.sheet import Place, Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.people.difference import Difference, difference, revert
from crossfoot_sync.emulator.requests.batch import carry_out
from crossfoot_sync.emulator.state import State
from crossfoot_sync.emulator.values.options import Rendering
from crossfoot_sync.emulator.values.reading import value_range
from crossfoot_sync.emulator.values.writing import clear, write


@dataclass
class Hands:
    """One person's hands in one sheet. Addresses are in A1 notation without the sheet's title, rows count from 1."""

    state: State
    account: Account
    file_id: str
    sheet_id: int
    done: list[Difference] = field(default_factory=list)
    undone: list[Difference] = field(default_factory=list)

    def sees(self, address: str = "", *, formulas: bool = False, raw: bool = False) -> list[list[Scalar]]:
        """What is on the screen: as it is shown, or the formulas, or the values behind."""
        book = self.state.spreadsheet(self.file_id, self.account).book
        sheet = book.sheet(self.sheet_id)
        how = "FORMULA" if formulas else "UNFORMATTED_VALUE" if raw else "FORMATTED_VALUE"
        area = self._area(sheet, address) if address else sheet.whole
        shown: list[list[Scalar]] = value_range(self.state.calculator(book), sheet, area, Rendering(how)).get(
            "values", []
        )
        return shown

    def types(self, address: str, text: Scalar) -> None:
        """Type into one cell, as a person does: a date becomes a date."""
        self.pastes(address, [[text]])

    def pastes(self, address: str, rows: list[list[Scalar]]) -> None:
        """Paste rows of texts from another program, from that cell on."""

        def step(edit: Edit, sheet: Sheet) -> None:
            area = self._area(sheet, address)
            corner = Area(area.top, area.left, area.top + 1, area.left + 1)
            write(edit, Place(sheet, corner), rows, "USER_ENTERED")

        self._do(step)

    def clears(self, address: str) -> None:
        """Select and press Delete."""
        self._do(lambda edit, sheet: _ignored(clear(edit, sheet, self._area(sheet, address))))

    def copies(self, source: str, target: str) -> None:
        """Copy a range and paste it elsewhere in the sheet."""
        self._ask(
            lambda sheet: {
                "copyPaste": {"source": self._range(sheet, source), "destination": self._range(sheet, target)}
            }
        )

    def cuts(self, source: str, target: str) -> None:
        """Cut a range and paste it from that cell on."""

        def request(sheet: Sheet) -> Json:
            area = self._area(sheet, target)
            spot = {"sheetId": sheet.id, "rowIndex": area.top, "columnIndex": area.left}
            return {"cutPaste": {"source": self._range(sheet, source), "destination": spot}}

        self._ask(request)

    def sorts(self, address: str, column: str, *, descending: bool = False) -> None:
        """Sort the rows of a range by a column; columns outside it stay where they are."""
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": a1.column_index(column), "sortOrder": order}
        self._ask(lambda sheet: {"sortRange": {"range": self._range(sheet, address), "sortSpecs": [spec]}})

    def inserts_rows(self, before: int, count: int = 1) -> None:
        """Insert rows before that one."""
        self._lines("insertDimension", "ROWS", before - 1, count)

    def deletes_rows(self, first: int, count: int = 1) -> None:
        """Delete rows from that one on."""
        self._lines("deleteDimension", "ROWS", first - 1, count)

    def inserts_columns(self, before: str, count: int = 1) -> None:
        """Insert columns before that one."""
        self._lines("insertDimension", "COLUMNS", a1.column_index(before), count)

    def deletes_columns(self, first: str, count: int = 1) -> None:
        """Delete columns from that one on."""
        self._lines("deleteDimension", "COLUMNS", a1.column_index(first), count)

    def moves_rows(self, first: int, count: int, before: int) -> None:
        """Drag rows before another one."""
        span = {"sheetId": self.sheet_id, "dimension": "ROWS", "startIndex": first - 1, "endIndex": first - 1 + count}
        self._ask(lambda _: {"moveDimension": {"source": span, "destinationIndex": before - 1}})

    def filters(self, address: str, column: str, hidden: list[str]) -> None:
        """Switch the filter on and untick values of a column."""
        criteria = {str(a1.column_index(column)): {"hiddenValues": hidden}}
        self._ask(
            lambda sheet: {"setBasicFilter": {"filter": {"range": self._range(sheet, address), "criteria": criteria}}}
        )

    def stops_filtering(self) -> None:
        """Switch the filter off."""
        self._ask(lambda sheet: {"clearBasicFilter": {"sheetId": sheet.id}})

    def renames(self, title: str) -> None:
        """Give the sheet another name."""
        named = {"sheetId": self.sheet_id, "title": title}
        self._ask(lambda _: {"updateSheetProperties": {"properties": named, "fields": "title"}})

    def asks(self, *requests: Json) -> None:
        """Anything else that a person can do by menus: requests of a batch update."""
        self._do(lambda edit, _: _ignored(carry_out(edit, list(requests))))

    def undoes(self) -> None:
        """Take back the last step of one's own.

        Raises:
            IndexError: there is none left.
        """
        self._revert(self.done, self.undone)

    def redoes(self) -> None:
        """Do again what was taken back last.

        Raises:
            IndexError: there is nothing.
        """
        self._revert(self.undone, self.done)

    def _revert(self, steps: list[Difference], opposite: list[Difference]) -> None:
        with self.state.lock:
            step = steps.pop()
            edit = self._edit()
            revert(edit.book, step)
            opposite.append(difference(edit.file.book, edit.book))
            edit.commit()

    def _do(self, step: Callable[[Edit, Sheet], None]) -> None:
        with self.state.lock:
            edit = self._edit()
            step(edit, edit.book.sheet(self.sheet_id))
            self.done.append(difference(edit.file.book, edit.book))
            self.undone.clear()
            edit.commit()

    def _ask(self, request: Callable[[Sheet], Json]) -> None:
        self._do(lambda edit, sheet: _ignored(carry_out(edit, [request(sheet)])))

    def _lines(self, kind: str, dimension: str, start: int, count: int) -> None:
        span = {"sheetId": self.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": start + count}
        self._ask(lambda _: {kind: {"range": span}})

    def _edit(self) -> Edit:
        file = self.state.spreadsheet(self.file_id, self.account, writing=True)
        return Edit(self.state, file, file.book.copy(), self.account)

    def _range(self, sheet: Sheet, address: str) -> Json:
        return {"sheetId": sheet.id, **self._area(sheet, address).grid_range(0)}

    def _area(self, sheet: Sheet, address: str) -> Area:
        found = a1.address(address)
        if found is None:
            raise InvalidArgumentError(f"Unable to parse range: {address}")
        return found.within(len(sheet.rows), len(sheet.columns))


def _ignored(_: object) -> None:
    """Nobody looks at the reply."""
