"""What keeps a write from cells, and what a write keeps people from."""

from __future__ import annotations

import time
from collections.abc import Iterator

from crossfoot_sync.engine.cells import Edits, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.excel import ExcelGrid, Patience, native
from crossfoot_sync.grids.excel.busy import Trouble, trouble
from crossfoot_sync.grids.excel.pausing import held, paused
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.at_excel.place import Place, protect, protect_structure, settings_of
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told
from crossfoot_tests.sync.grids.books import book, customer, sheet

TYPING_SECONDS = 30.0
"""How long somebody is to go on typing."""


def mixed(place: Place) -> Iterator[Finding]:
    """Of cells that differ Excel tells neither that they are merged nor that they are not; the same of locked ones."""
    at = place.sheet()
    at.range("A1:B1").merge()
    yield compared("merged", [True, False, None], [native.merged(at.range(each)) for each in ("A1", "A2:B3", "A1:B3")])
    yield compared("locked", True, native.locked(at.range("A1:B3")))


def protected(place: Place) -> Iterator[Finding]:
    """A protected sheet is known as such, and what is refused is told."""
    opened = place.opened(book(sheet(customer(1), customer(2))))
    grid, at = ExcelGrid(opened), opened.sheets["客户"]
    yield compared("before", False, native.protected(at))
    seen = grid.read()
    protect(at)
    yield compared("after", True, native.protected(at))
    try:
        missed = grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "新")]), seen)
        came: object = [(each.row, each.column, each.found) for each in missed]
    except GridError as error:
        came = error.text("en")
    yield compared("a write into a locked cell", [(FIRST_ROW, "name", "客户 1")], came)
    try:
        at.range((FIRST_ROW, 3)).value = "新"
        refused: object = "it was taken"
    except Exception as error:  # noqa: BLE001 - whatever Excel raises is to be seen
        refused = trouble(error)
    yield compared("what we take Excel's refusal for", Trouble.REFUSED, refused)


def people_only(place: Place) -> Iterator[Finding]:
    """A sheet that is protected against people only may be written by programs."""
    at = place.sheet()
    protect(at, people_only=True)
    yield compared("it is taken for protected", False, native.protected(at))
    at.range("A1").value = "written"
    yield compared("what a program writes", "written", at.range("A1").value)


def names(place: Place) -> Iterator[Finding]:
    """Hidden names are listed, and may be added where the structure is protected."""
    opened = place.opened(book(sheet(customer(1))))
    found = {each.name for each in opened.names}
    yield compared("our hidden names are listed", True, {"cf.customer.name", "cf.customer._id"} <= found)
    protect_structure(opened)
    opened.names.add("cf_probe", '="x"')
    yield compared("one that was added", '="x"', opened.names["cf_probe"].refers_to)
    opened.names["cf_probe"].delete()
    yield compared("and taken away", False, "cf_probe" in opened.names)


def at_rest(place: Place) -> Iterator[Finding]:
    """Excel rests while it is written to, and is afterwards as it was."""
    opened = place.opened(book(sheet(customer(1))))
    before = settings_of(place.app)
    with held(place.app, Patience()) as alone, paused(opened, Patience()):
        yield told("people's keys are kept away", alone)
        yield told("calculation, alerts, events, keys, screen", settings_of(place.app))
    yield compared("settings afterwards", before, settings_of(place.app))
    yield compared("the note is gone", False, "cf_paused" in opened.names)


def busy(place: Place) -> Iterator[Finding]:
    """Calls fail while somebody types, and we know why."""
    if place.ask is None:
        raise NotAsked("nobody is there to type: leave out --alone")
    at = place.sheet()
    at.book.activate()
    place.ask("In the new workbook double-click cell B2, type x, and do NOT press Enter until I say so.")
    until, failures = time.monotonic() + TYPING_SECONDS, list[BaseException]()
    with native.told_at_once():
        while time.monotonic() < until and not failures:
            try:
                at.range("A1").value = time.monotonic()
            except Exception as error:  # noqa: BLE001 - whatever Excel raises is to be seen
                failures.append(error)
            time.sleep(0.5)
        keys = _kept(place)
    place.ask("Now press Enter.")
    yield told("what failed", [f"{type(each).__name__}: {each}" for each in failures])
    yield compared("what we take it for", [Trouble.BUSY], [trouble(each) for each in failures])
    yield told("whether keys could be kept away meanwhile", keys)


def _kept(place: Place) -> str:
    try:
        place.app.interactive = False
    except Exception as error:  # noqa: BLE001 - the same
        return f"{type(error).__name__}: {error}"
    place.app.interactive = True
    return "yes"
