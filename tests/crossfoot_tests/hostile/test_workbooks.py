"""A spoiled workbook is read or refused, within bounds; and writing into one that was read spoils it no further."""

from __future__ import annotations

import datetime as dt
import io
import resource
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crossfoot_sync.engine.cells import AppendRow, Edits, Reading, RemoveRow, SetCell
from crossfoot_sync.engine.diff import find_changes, to_push
from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.workbook import read_workbook, settle_ids
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid, open_any
from crossfoot_templates.layout import BASE, ID
from crossfoot_templates.render import render_workbook
from crossfoot_tests.end_to_end.world import CATALOG
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.hostile.spoiling import spoiled
from crossfoot_tests.hostile.telling import tells
from crossfoot_tests.sync.grids.books import book, customer, sheet
from crossfoot_tests.sync.grids.openpyxl_books import write_book
from crossfoot_tests.sync.grids.raw_books import parts, row, save, worksheet

SECONDS, MEGABYTES = 10.0, 400
"""What one spoiled workbook of some 30 kB may cost at most, on a busy machine too."""

VIEW = CATALOG.view("ledger", ("finance",))
MANIFEST = Manifest(book="ledger", workbook="w", server="http://127.0.0.1:1", user="zhao", language="en")


def rendered() -> bytes:
    """A book as crossfoot makes it, with a few rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(render_workbook(VIEW, "en", MANIFEST.facts()))
        rows = [AppendRow("customer", {"code": f"C{at}", "name": f"客户 {at}", ID: new_row_id(at)}) for at in range(4)]
        rows += [
            AppendRow("invoice", {"customer": "C1", "amount": float(at), "issued_on": dt.date(2026, 1, 1 + at)})
            for at in range(4)
        ]
        grid = XlsxGrid(path)
        assert grid.write(Edits(appended=rows, status={"customer": "fine"}), grid.read()) == []
        return path.read_bytes()


def written_by_openpyxl() -> bytes:
    """A book as it lies there after another program saved it."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "book.xlsx", book(sheet(*(dict(customer(at)) for at in range(1, 6)))))
        return path.read_bytes()


def written_by_hand() -> bytes:
    """A small book in plain XML."""
    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(row(at, new_row_id(at), f"name {at}", str(at)) for at in range(2, 6))
        return save(Path(folder) / "book.xlsx", parts(worksheet(rows))).read_bytes()


BOOKS = {"rendered": rendered(), "written_by_openpyxl": written_by_openpyxl(), "written_by_hand": written_by_hand()}


@pytest.fixture(autouse=True)
def bounded_memory() -> Iterator[None]:
    """No example takes more than what a workbook of its size may."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
@given(st.data())
@examples(100)
def test_a_spoiled_workbook_is_read_or_refused_and_written_to_without_further_harm(
    name: str, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(spoiled(data, BOOKS[name]))
        began = monotonic()
        look(path)
        grid = XlsxGrid(path)
        try:
            reading = grid.read()
        except GridError as error:
            tells(error.text("zh"), error.text("en"))
        else:
            understand(reading)
            write(grid, reading, data)
        assert monotonic() - began < SECONDS


def look(path: Path) -> None:
    """Read it as any workbook, as an import does."""
    try:
        open_any(path)
    except GridError as error:
        tells(error.text("zh"))


def understand(reading: Reading) -> None:
    """Do with a reading what a sync does before it asks the server."""
    try:
        manifest = Manifest.read(reading.manifest)
    except ManifestError:
        return
    workbook = read_workbook(reading, manifest, VIEW)
    settle_ids(workbook, new_row_id)
    for name, changes in find_changes(workbook).items():
        to_push(workbook.tables[name], changes)


def write(grid: XlsxGrid, reading: Reading, data: st.DataObject) -> None:
    """Write into every table, and look at the file again."""
    before = grid.path.read_bytes()
    opened = opens(before)
    edits = Edits(status=dict.fromkeys(reading.tables, "written"), manifest={"cursor": "7", "new fact": "x"})
    for name, cells in reading.tables.items():
        if not cells.rows or not cells.columns:
            continue
        column = data.draw(st.sampled_from(sorted(cells.columns)))
        at = data.draw(st.integers(0, len(cells.rows) - 1))
        edits.cells.append(SetCell(name, cells.rows[at], column, cells.columns[column][at], "=written & <so>"))
        edits.appended.append(AppendRow(name, dict.fromkeys(list(cells.columns)[:3], 4.5)))
        if ID in cells.columns and data.draw(st.booleans()):
            gone = data.draw(st.integers(0, len(cells.rows) - 1))
            edits.removed.append(RemoveRow(name, cells.rows[gone], str(cells.columns[ID][gone])))
    try:
        grid.write(edits, reading)
    except GridError as error:
        tells(error.text("zh"))
        assert grid.path.read_bytes() == before
        return
    after = XlsxGrid(grid.path).read()
    assert after.manifest == {**reading.manifest, **edits.manifest}
    assert after.tables.keys() == reading.tables.keys()
    assert {each.status for each in after.tables.values()} <= {"written", ""}
    assert opens(grid.path.read_bytes()) or not opened


def opens(content: bytes) -> bool:
    """Whether openpyxl opens it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            load_workbook(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - openpyxl raises whatever comes
        return False
    return True


TAMPERED = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.floats(),
    st.booleans(),
    st.sampled_from(
        [
            "1:0000:",
            ":",
            "::",
            "9" * 20 + ":ab:",
            "-1:29db:AAAA",
            "1:29db:" + "A" * 500,
            "１:29db:AAAAAA",
            "|name=c.1.AAAA|",
            "|name=c.1.|",
            "|name=q.1.A|",
            "|=c..|",
            "|name=c.999999999999999.A|" * 50,
            "|" * 3000,
            "Keep mine",
            "Take theirs",
            "✓",
            "●",
            "⚠",
            "✗",
            "*1",
            "=1+1",
            "\ufeff",
        ]
    ),
)


@pytest.mark.slow
@given(st.data())
@examples(120)
def test_tampered_hidden_cells_and_manifests_are_understood_or_refused(data: st.DataObject) -> None:
    reading = UNTOUCHED
    columns = {}
    for name, cells in reading.tables.items():
        columns[name] = {
            column: [data.draw(TAMPERED) if data.draw(st.booleans()) else value for value in values]
            if column.startswith("_")
            else values
            for column, values in cells.columns.items()
        }
    tables = {
        name: type(cells)(table=name, sheet=cells.sheet, rows=cells.rows, columns=columns[name], labels=cells.labels)
        for name, cells in reading.tables.items()
    }
    facts = dict(reading.manifest)
    for name in data.draw(st.lists(st.sampled_from(sorted(facts)), max_size=3)):
        facts[name] = data.draw(
            st.text(max_size=9) | st.sampled_from(["{}", "[]", "null", "1e999", '{"customer":[1]}'])
        )
    lists = {
        name: data.draw(st.lists(st.text(max_size=9) | st.just(f"{new_row_id(1)}:{'9' * 30}"), max_size=3))
        for name in ("shown.customer", "shown.invoice", "list.customer.id", "list.customer.label")
    }
    understand(Reading(facts, {**reading.lists, **lists}, tables))


def _untouched() -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(BOOKS["rendered"])
        return XlsxGrid(path).read()


UNTOUCHED = _untouched()
assert BASE in UNTOUCHED.tables["customer"].columns
