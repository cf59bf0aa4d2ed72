"""Shipped books laid out: what Google gives back of them must be what was asked for (decision 0022)."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator

from crossfoot_sync.engine.cells import AppendRow, Edits
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import BASE, ID, TICK
from crossfoot_templates.model import Language
from crossfoot_tests.at_google.place import Place
from crossfoot_tests.at_google.probes.laid import Laid, laid
from crossfoot_tests.probing.probe import Finding, compared, told

_SHOWN = 5
_BACK = (
    "sheets(properties(sheetId),conditionalFormats,data(startRow,startColumn,rowData.values(dataValidation.condition)))"
)


def laid_out(book: str, language: Language) -> Callable[[Place], Iterator[Finding]]:
    """The probe for one book in one language."""
    return lambda place: _laid_out(place, book, language)


def _laid_out(place: Place, book: str, language: Language) -> Iterator[Finding]:
    """After it was laid out nothing is to be mended, nor after rows came."""
    began = time.monotonic()
    made = laid(place, book, language)
    yield told("requests of the batch, and its bytes", (len(made.requests), len(json.dumps(made.requests))))
    yield told("seconds to lay it out", round(time.monotonic() - began, 1))
    yield from _mending("to be mended when it was just laid out", made)
    yield from _otherwise(made)
    grid = made.grid()
    reading = grid.read()
    tables = [each.table.name for each in made.view.tables]
    yield compared("tables that the grid reads", sorted(tables), sorted(reading.tables))
    rows = [AppendRow(name, {TICK: "✓", ID: new_row_id(), BASE: "1:x"}) for name in tables for _ in range(3)]
    yield compared("rows that could not be written", [], grid.write(Edits(appended=rows), reading))
    yield from _mending("to be mended when rows had come", made)


def _mending(what: str, made: Laid) -> Iterator[Finding]:
    wanted = made.mending()
    yield compared(what, {}, dict(Counter(kind for each in wanted for kind in each)))
    if wanted:
        yield told("the first of them", wanted[:_SHOWN])


def _otherwise(made: Laid) -> Iterator[Finding]:
    """Conditions that Google gives back in other words than they were sent in, and a few of them."""
    found = made.place.get(_BACK)
    sheets = {int(each["properties"].get("sheetId", 0)): each for each in found["sheets"]}
    pairs = [*_formulas(made.requests, sheets), *_validations(made.requests, sheets)]
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    yield told("conditions sent, and those given back in other words", (len(pairs), len(differing)))
    if differing:
        yield told("some of these, as sent and as given back", differing[:_SHOWN])


def _formulas(requests: list[Json], sheets: dict[int, Json]) -> Iterator[tuple[object, object]]:
    """Conditional formats in their order: each as sent, and as given back."""
    back = {number: iter(each.get("conditionalFormats", ())) for number, each in sheets.items()}
    for request in requests:
        if "addConditionalFormatRule" in request:
            rule = request["addConditionalFormatRule"]["rule"]
            given: Json = next(back[rule["ranges"][0]["sheetId"]], {})
            yield rule["booleanRule"]["condition"], given.get("booleanRule", {}).get("condition")


def _validations(requests: list[Json], sheets: dict[int, Json]) -> Iterator[tuple[object, object]]:
    """Validations, as sent and as the first cell of their column has them."""
    for request in requests:
        if "setDataValidation" in request:
            asked = request["setDataValidation"]
            where = asked["range"]
            rows = sheets[where["sheetId"]]["data"][0].get("rowData", ())
            top, left = where["startRowIndex"], where["startColumnIndex"]
            cells = rows[top].get("values", ()) if top < len(rows) else ()
            cell = cells[left] if left < len(cells) else {}
            yield asked["rule"]["condition"], cell.get("dataValidation", {}).get("condition")
