"""The add-in in Excel, and the Python beside it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from crossfoot_addin.installing.places import ADDIN
from crossfoot_macros.excel import buttons, ribbon_xml
from crossfoot_macros.excel.texts import read_texts
from crossfoot_sync.grids.excel import ExcelGrid
from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told
from crossfoot_tests.sync.grids.books import book, customer, sheet

ROWS = 2000


def macros(place: Place) -> Iterator[Finding]:
    """Excel has the add-in open and runs its macros."""
    try:
        text = place.app.books[ADDIN].macro("CrossfootTexts.CrossfootText")
    except Exception as error:
        raise NotAsked(f"Excel has no {ADDIN} open: crossfoot addin install, start Excel anew ({error})") from error
    known = read_texts()
    found = {key: text(key) for key in (f"{button}.label" for button in buttons(ribbon_xml()))}
    languages = [{key: known[key][at] for key in found} for at in (0, 1)]
    yield compared("the labels of its buttons are those of a language", True, found in languages)
    yield told("what it calls Sync", found["sync.label"])


def speed(place: Place) -> Iterator[Finding]:
    """What a button costs before it does anything, and a look at a large table."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import crossfoot_addin.commands.live"], check=True)
    yield told("seconds until Python is there", round(time.monotonic() - started, 1))
    opened = place.opened(book(sheet(*(customer(number) for number in range(1, ROWS + 1)))))
    started = time.monotonic()
    rows = len(ExcelGrid(opened).read().tables["customer"].rows)
    yield compared("rows that were read", ROWS, rows)
    yield told("seconds that took", round(time.monotonic() - started, 1))
