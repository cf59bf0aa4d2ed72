"""Whole books: what Excel makes of a file of ours, and a person's day in one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import xlwings as xw

from crossfoot_addin.commands.live import within
from crossfoot_addin.commands.pressing import COMMANDS, carry_out
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.layout import LISTS_SHEET, MANIFEST_SHEET, TICK
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.render import render_workbook
from crossfoot_tests.addin.commands.person import Screen
from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told

HIDDEN = (False, 0, 2)
"""What xlwings says of a sheet that is hidden: on Windows Excel's own numbers."""


def taken(place: Place) -> Iterator[Finding]:
    """A template as its file says it is: opened, read, saved, read again."""
    path = place.file("follow_up")
    view = load_catalog().view("follow_up", ("sales_manager",))
    manifest = Manifest(
        book="follow_up", workbook=new_row_id(), server="http://127.0.0.1:1", user="grace", language="zh"
    )
    path.write_bytes(render_workbook(view, "zh", manifest.facts()))
    before = held(XlsxGrid(path).read())
    opened = place.open(path)
    yield compared("what is read of it while it is open", before, held(ExcelGrid(opened).read()))
    hidden = [opened.sheets[name].visible in HIDDEN for name in (MANIFEST_SHEET, LISTS_SHEET)]
    yield compared("our two sheets are hidden", [True, True], hidden)
    opened.save()
    opened.close()
    yield compared("what is read of the file that was saved", before, held(XlsxGrid(path).read()))


def held(reading: Reading) -> dict[str, object]:
    """What a reading holds, without where on the sheet it stands."""
    return {
        "manifest": reading.manifest,
        "lists": reading.lists,
        "tables": {name: each.columns for name, each in reading.tables.items()},
    }


def day(place: Place) -> Iterator[Finding]:
    """A sync, a refused row, a conflict, a decision, an undo, in a workbook that is open."""
    if find_spec("flask") is None:
        raise NotAsked("it serves a small company: pip install '.[server]'")
    from crossfoot_tests.end_to_end.world import company, with_rows  # noqa: PLC0415 - it needs the server

    with company(place.folder) as world:
        file = with_rows(world)
        credentials = Credentials(place.folder / "config")
        credentials.keep(world.url, world.tokens["li"])
        opened, screen, grace = place.open(file.path), Screen(), world.workbook("grace")

        def press(button: str) -> str:
            return carry_out(COMMANDS[button], screen, lambda: within(opened, screen, credentials))

        def cell(column: str, row: int = 0) -> xw.Range:
            return opened.sheets["Invoices"].range(file.place("invoice", column, row))

        cell("terms").value, cell("amount", 1).value = "net 60", "abc"
        yield compared("Sync", "Synced: 1 row sent.", press("sync"))
        yield compared("what stands beside the rows", ["✓", "✗"], [cell(TICK).value, cell(TICK, 1).value])
        yield compared("what the saved file holds", ("net 60", "✓"), file.rows("invoice", "terms", TICK)[0])
        press("problems")
        yield compared("Problems goes to", ("Invoices", cell("amount", 1).row), screen.at)
        cell("amount", 1).value = 2500.5
        grace.sync()
        grace.type("invoice", 0, "terms", "net 30")
        grace.sync()
        cell("terms").value = "net 90"
        press("sync")
        yield compared("both changed it", ["⚠", "net 90"], [cell(TICK).value, cell("terms").value])
        cell("terms").sheet.activate()
        cell("terms").select()
        yield compared("History of this cell", "History of FP-0001 · Terms", press("cell_history"))
        yield compared("Take theirs", "Synced: nothing had changed.", press("take_theirs"))
        yield compared("what stands there then", ["✓", "net 30"], [cell(TICK).value, cell("terms").value])
        cell("terms").value = "net 120"
        press("sync")
        screen.answers = [True]
        yield compared("Undo last sync", "Undone: 1 row.", press("undo_sync"))
        yield compared("what stands there in the end", ["✓", "net 30"], [cell(TICK).value, cell("terms").value])
        yield told("what the status bar and the message boxes said", [*screen.bar[-3:], len(screen.told)])
