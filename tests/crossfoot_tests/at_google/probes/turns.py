"""A turn (decision 0023, 2): a batch is carried out whole or not at all, and a stale one is refused."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial

from crossfoot_sync.google.errors import Refused
from crossfoot_sync.grids.google.batch import grid_range
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.values import Json
from crossfoot_tests.at_google.place import Place, new_name, put, refusal
from crossfoot_tests.probing.probe import Finding, compared, told


def whole_or_not(place: Place) -> Iterator[Finding]:
    """Where the last request of a batch fails, nothing of the others was done."""
    sheet, gone = place.sheet([["as it was"]]), 2_000_000_001
    bad = {"deleteDimension": {"range": {"sheetId": gone, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}
    inserted = {"insertDimension": {"range": {"sheetId": sheet, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}}
    error = refusal(lambda: place.batch(put(sheet, [["changed"]]), inserted, bad))
    yield compared("it is refused", Refused.__name__, type(error).__name__)
    yield compared("its status", 400, getattr(error, "status", None))
    yield compared("which request it names", True, "requests[2]" in getattr(error, "said", ""))
    yield told("in which words", getattr(error, "said", ""))
    yield compared("the sheet", [["as it was"]], place.entered(sheet))


def turns(place: Place) -> Iterator[Finding]:
    """A named range takes an id of our making, and its name is free again in the batch that deletes it."""
    sheet, name = place.sheet([["first"]]), new_name()
    ids = [secrets.token_hex(8) for _ in range(3)]
    place.batch(_added(sheet, name, ids[0]))
    yield compared("the id and name of a new one", [(ids[0], name)], _named(place, sheet))
    second = [_deleted(ids[0]), _added(sheet, name, ids[1]), put(sheet, [["second"]])]
    place.batch(*second)
    yield compared("deleted and added again in one batch", [(ids[1], name)], _named(place, sheet))
    error = refusal(lambda: place.batch(*second))
    yield compared("the same batch, come late a second time", Refused.__name__, type(error).__name__)
    yield told("in which words", getattr(error, "said", ""))
    stale = [_deleted(ids[0]), _added(sheet, name, ids[2]), put(sheet, [["stale"]])]
    error = refusal(lambda: place.batch(*stale))
    yield compared("a write of somebody who does not know of it", Refused.__name__, type(error).__name__)
    yield compared("what stands there", ([["second"]], [(ids[1], name)]), (place.entered(sheet), _named(place, sheet)))
    error = refusal(lambda: place.batch(_added(sheet, name, ids[2])))
    yield compared("a second one with the same name", Refused.__name__, type(error).__name__)
    place.batch(_deleted(ids[1]))
    place.batch(_added(sheet, name, ids[2]))
    yield compared("deleted in one batch and added in the next", [(ids[2], name)], _named(place, sheet))


def lost_name(place: Place) -> Iterator[Finding]:
    """What becomes of a named range whose sheet is deleted, and of its name: a write then takes another name."""
    sheet, other, name = place.sheet(), place.sheet(), new_name()
    place.batch(_added(sheet, name, secrets.token_hex(8)))
    place.batch({"deleteSheet": {"sheetId": sheet}})
    left = [each for each in place.get("namedRanges").get("namedRanges", ()) if each["name"] == name]
    yield told("the named range afterwards", [{**each, "namedRangeId": ""} for each in left])
    error = refusal(lambda: place.batch(_added(other, name, secrets.token_hex(8))))
    yield told("adding one with its name", getattr(error, "said", "") or "done")
    place.batch(_added(other, f"{name}_2", secrets.token_hex(8)))
    yield compared("adding one with another name", [f"{name}_2"], [each for _, each in _named(place, other)])
    for each in left:
        refusal(partial(place.batch, _deleted(each["namedRangeId"])))


def _added(sheet: int, name: str, number: str) -> Json:
    corner = grid_range(sheet, Area(0, 0, 1, 1))
    return {"addNamedRange": {"namedRange": {"namedRangeId": number, "name": name, "range": corner}}}


def _deleted(number: str) -> Json:
    return {"deleteNamedRange": {"namedRangeId": number}}


def _named(place: Place, sheet: int) -> list[tuple[str, str]]:
    found = place.get("namedRanges").get("namedRanges", ())
    return [(each["namedRangeId"], each["name"]) for each in found if each["range"].get("sheetId", 0) == sheet]
