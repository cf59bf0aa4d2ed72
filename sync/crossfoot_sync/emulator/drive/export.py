"""``files.export``, and the conversion of CSV on upload."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from openpyxl import Workbook

from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.drive.file import File
from crossfoot_sync.emulator.errors import DriveError
from crossfoot_sync.emulator.formulas.calculator import Calculator
from crossfoot_sync.emulator.grid.cell import ErrorValue
from crossfoot_sync.emulator.grid.sheet import Place, Sheet
from crossfoot_sync.emulator.http.message import Response
from crossfoot_sync.emulator.values.options import Rendering
from crossfoot_sync.emulator.values.reading import value_range
from crossfoot_sync.emulator.values.writing import write

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(call: Call) -> Answer:
    """``files.export``: the first sheet as CSV or TSV, or all values as .xlsx."""
    file = call.state.file(call.names["id"], call.account)
    wanted = call.request.one("mimeType")
    written = _FORMATS.get(wanted)
    if written is None:
        raise DriveError(400, "badRequest", "The requested conversion is not supported.", location="mimeType")
    return Response(200, written(call.state.calculator(file.book), file), {"Content-Type": wanted})


def _separated(delimiter: str) -> Callable[[Calculator, File], bytes]:
    def written(calculator: Calculator, file: File) -> bytes:
        sheet = file.book.sheets[0]
        rows = value_range(calculator, sheet, sheet.whole, Rendering()).get("values", [])
        width = max(map(len, rows), default=0)
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
        return text.getvalue().removesuffix("\r\n").encode()

    return written


def _xlsx(calculator: Calculator, file: File) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in file.book.sheets:
        page = book.create_sheet(sheet.title[:31])
        for (row, column), cell in sheet.cells.items():
            value = calculator.value(sheet, row, column) if cell.formula is None else cell.formula
            page.cell(row + 1, column + 1, value.shown if isinstance(value, ErrorValue) else value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_FORMATS: dict[str, Callable[[Calculator, File], bytes]] = {
    "text/csv": _separated(","),
    "text/tab-separated-values": _separated("\t"),
    _XLSX: _xlsx,
}


def upload_csv(call: Call) -> Answer:
    """``files.update`` of Drive v2 with CSV as its body: the spreadsheet has one sheet afterwards, with that in it."""
    edit = call.edit()
    rows = list(csv.reader(io.StringIO(call.request.body.decode())))
    sheet = Sheet.blank(edit.book.new_id(), edit.book.title)
    edit.book.sheets = [sheet]
    write(edit, Place(sheet, sheet.whole), rows, "USER_ENTERED")
    edit.commit()
    return {
        "kind": "drive#file",
        "id": edit.book.id,
        "title": edit.book.title,
        "version": str(edit.file.changes[-1].version),
    }
