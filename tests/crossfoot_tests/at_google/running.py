"""All probes one after the other: one that fails keeps no other from being tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_sync.google.errors import GoogleError
from crossfoot_templates.layout import GOOGLE_SHEET, GOOGLE_TABLE
from crossfoot_templates.sheets import unfit_settings
from crossfoot_tests.at_google.place import Place
from crossfoot_tests.probing.probe import Finding, Outcome, Probe, compared
from crossfoot_tests.probing.trying import LEFT_ALONE, Trying

_ALONE = "What the spreadsheet held before is there as it was, and nothing else."
_CONTENT = (
    "properties(title,locale,timeZone),namedRanges,sheets(properties,merges,conditionalFormats,protectedRanges,"
    "basicFilter,developerMetadata(metadataKey,metadataValue),data(rowData.values(userEnteredValue)))"
)


class Unsuited(Exception):
    """The spreadsheet does not do for this; the message says why, and what to do."""


def prepared(place: Place) -> Place:
    """The place with what is there already noted, so that it is left alone.

    Raises:
        Unsuited: probes cannot work in it.
        GoogleError: it cannot be reached.
    """
    facts = GoogleSpreadsheets(place.transport).facts(place.id)
    if not facts.editable:
        raise Unsuited("the account may only look at the spreadsheet. Choose Share and make it an editor.")
    if any(key in {GOOGLE_TABLE, GOOGLE_SHEET} for key, _ in facts.marks):
        raise Unsuited("the spreadsheet holds a book of crossfoot already. Take an empty one.")
    problems = unfit_settings(facts.locale, facts.time_zone)
    if problems:
        raise Unsuited("; ".join(each.text("en") for each in problems))
    sheets = place.get("sheets.properties.sheetId")["sheets"]
    return replace(place, before=frozenset(int(each["properties"].get("sheetId", 0)) for each in sheets))


def run(
    place: Place, probes: Iterable[Probe[Place]], tell: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """What came of each probe, and at the end whether the spreadsheet is what it was. ``tell`` hears of each at once.

    Raises:
        GoogleError: the spreadsheet cannot be read at the start.
    """
    before = content(place)
    last = Probe[Place](LEFT_ALONE, _ALONE, lambda there: _left_alone(before, there))
    trying = Trying(place, place.swept, said, "the emulator" if place.asked.emulated else "")
    return trying.each((*probes, last), tell)


def content(place: Place) -> dict[str, Any]:
    """Everything that the spreadsheet holds, as far as probes could spoil it."""
    return place.get(_CONTENT)


def said(error: Exception) -> str:
    """An error in one line, with Google's own words."""
    told = f"{type(error).__name__}: {error}"
    return f"{told} ({error.said})" if isinstance(error, GoogleError) and error.said else told


def _left_alone(before: dict[str, Any], place: Place) -> Iterator[Finding]:
    place.sweep()
    after = content(place)
    yield compared("how many sheets it has", len(before["sheets"]), len(after["sheets"]))
    # What stands there is nobody's business but its owners': only whether it is the same is told.
    yield compared("all of it is what it was", True, before == after)
