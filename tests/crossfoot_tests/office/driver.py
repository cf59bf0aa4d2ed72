"""Drives LibreOffice. Run by the system's Python with LibreOffice's bridge; reads jobs as JSON lines, answers each.

A job is ``{"path": …, "actions": [[name, argument, …], …]}``: the file is opened, the actions are carried out as
a person would, and the file is saved in its own format.
"""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # comes with LibreOffice
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # the same
from com.sun.star.table import CellAddress, TableSortField  # type: ignore[import-not-found]  # the same

ROWS, COLUMNS = 1, 2


def properties(**values: Any) -> tuple[Any, ...]:
    """LibreOffice's named arguments."""
    made = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


class Office:
    """One LibreOffice with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        pipe = "crossfoot" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.desktop = self._connect(pipe)

    def _connect(self, pipe: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + 60
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            except Exception:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def work(self, path: str, actions: list[list[Any]]) -> list[Any]:
        """Carry out ``actions`` in the file and save it; what each of them returned."""
        url = uno.systemPathToFileUrl(path)
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True))
        if document is None:
            raise RuntimeError(f"LibreOffice did not open {path}")
        try:
            answers = [getattr(Actions(document), name)(*arguments) for name, *arguments in actions]
            document.storeToURL(url, properties(FilterName="Calc MS Excel 2007 XML"))
        finally:
            document.close(True)
        return answers

    def end(self) -> None:
        """Close LibreOffice."""
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        self.process.wait()


class Actions:
    """What a person does in an open document; sheets by title, ranges and cells as in ``A4:C9``."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def _sheet(self, title: str) -> Any:
        return self.document.Sheets.getByName(title)

    def _range(self, title: str, address: str) -> Any:
        return self._sheet(title).getCellRangeByName(address)

    def type(self, title: str, address: str, value: Any) -> None:
        """Type a number or a text."""
        cell = self._range(title, address)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def formula(self, title: str, address: str, formula: str) -> None:
        """Type a formula."""
        self._range(title, address).Formula = formula

    def sort(self, title: str, address: str, column: int, ascending: bool) -> None:
        """Sort a range, without a heading, by its ``column``-th column."""
        field = TableSortField()
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self._range(title, address).sort(properties(SortFields=fields, ContainsHeader=False))

    def insert_rows(self, title: str, row: int, count: int) -> None:
        """Insert whole rows above ``row`` (from 1)."""
        self._sheet(title).Rows.insertByIndex(row - 1, count)

    def delete_rows(self, title: str, row: int, count: int) -> None:
        """Delete whole rows."""
        self._sheet(title).Rows.removeByIndex(row - 1, count)

    def insert_columns(self, title: str, column: int, count: int) -> None:
        """Insert whole columns left of ``column`` (from 1)."""
        self._sheet(title).Columns.insertByIndex(column - 1, count)

    def delete_columns(self, title: str, column: int, count: int) -> None:
        """Delete whole columns."""
        self._sheet(title).Columns.removeByIndex(column - 1, count)

    def cut(self, title: str, source: str, target: str) -> None:
        """Cut a range and paste it with its upper left corner at ``target``."""
        self._sheet(title).moveRange(self._corner(title, target), self._range(title, source).RangeAddress)

    def copy(self, title: str, source: str, target: str) -> None:
        """Copy a range and paste it at ``target``."""
        self._sheet(title).copyRange(self._corner(title, target), self._range(title, source).RangeAddress)

    def merge(self, title: str, address: str) -> None:
        """Merge a range."""
        self._range(title, address).merge(True)

    def hide_rows(self, title: str, row: int, count: int) -> None:
        """Hide rows."""
        for each in range(row - 1, row - 1 + count):
            self._sheet(title).Rows.getByIndex(each).IsVisible = False

    def clear(self, title: str, address: str) -> None:
        """Empty cells, as the Delete key does: values, dates, texts and formulas."""
        self._range(title, address).clearContents(1 | 2 | 4 | 16)

    def colour(self, title: str, address: str) -> None:
        """Paint a range."""
        self._range(title, address).CellBackColor = 0xFFEEAA

    def read(self, title: str, address: str) -> list[list[Any]]:
        """What a range shows."""
        return [list(row) for row in self._range(title, address).getDataArray()]

    def _corner(self, title: str, address: str) -> Any:
        place = self._range(title, address).CellAddress
        corner = CellAddress()
        corner.Sheet, corner.Column, corner.Row = place.Sheet, place.Column, place.Row
        return corner


def main() -> None:
    """Answer jobs until standard input ends."""
    office = Office(Path(sys.argv[1]))
    try:
        for line in sys.stdin:
            job = json.loads(line)
            try:
                answer: dict[str, Any] = {"answers": office.work(job["path"], job["actions"])}
            except Exception as error:  # the other side raises it again
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        office.end()


if __name__ == "__main__":
    main()
