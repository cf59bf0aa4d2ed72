"""Every probe, in the order in which they are tried."""

from __future__ import annotations

from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.at_excel.probes import addin, books, cells, guards, tables
from crossfoot_tests.probing.probe import Probe

PROBES: tuple[Probe[Place], ...] = (
    Probe("book", "A template opens as its file says, and reads the same once Excel has saved it.", books.taken),
    Probe("day", "A sync, a conflict, a decision and an undo go as in a closed file.", books.day),
    Probe("add-in", "Excel opens the add-in and runs its macros.", addin.macros),
    Probe("busy", "Calls are refused while somebody types, in a way that we know.", guards.busy, emulated=False),
    Probe("texts", "Text stays text, whatever it looks like.", cells.texts),
    Probe("numbers", "Numbers come back as they were put, amounts of a currency too.", cells.numbers),
    Probe("moments", "Dates come as dates, in workbooks that count from 1904 too.", cells.moments),
    Probe("errors", "Errors say which they are.", cells.errors),
    Probe("newer-errors", "So do those that came later.", cells.newer_errors, emulated=False),
    Probe("formulas", "Formulas of a table are told with the headings that they name.", tables.formulas),
    Probe("grows", "New rows look like those above; what stands below moves down.", tables.grows),
    Probe("hidden-rows", "Hidden and filtered rows are written and deleted like others.", tables.hidden_rows),
    Probe("last-row", "A table whose last row leaves can go on.", tables.last_row),
    Probe("mixed", "Of cells that differ Excel tells nothing.", guards.mixed),
    Probe("protected", "A protected sheet is known, and what is refused is told.", guards.protected),
    Probe("people-only", "What is protected against people may be written.", guards.people_only, emulated=False),
    Probe("names", "Hidden names are listed, and may always be added.", guards.names),
    Probe("at-rest", "Excel is after a write as it was before.", guards.at_rest),
    Probe("speed", "A button is there within seconds.", addin.speed),
)
