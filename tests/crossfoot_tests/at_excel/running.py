"""All probes one after the other: one that fails keeps no other from being tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from crossfoot_tests.at_excel.place import Place, settings_of
from crossfoot_tests.probing.probe import Finding, Outcome, Probe, compared
from crossfoot_tests.probing.trying import LEFT_ALONE, Trying

_ALONE = "The workbooks that were open are, no others, and Excel is set as it was."


def prepared(place: Place) -> Place:
    """The place with what is open already noted, so that it is left alone."""
    return replace(place, before=frozenset(each.name for each in place.app.books), settings=settings_of(place.app))


def run(
    place: Place, probes: Iterable[Probe[Place]], tell: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """What came of each probe, and at the end whether Excel is as it was. ``tell`` hears of each at once."""
    trying = Trying(place, place.tidied, said, "LibreOffice" if place.rehearsed else "")
    return trying.each((*probes, Probe(LEFT_ALONE, _ALONE, _left_alone)), tell)


def said(error: Exception) -> str:
    """An error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _left_alone(place: Place) -> Iterator[Finding]:
    # Which workbooks they are is nobody's business but their owner's.
    yield compared("the same workbooks are open", True, {each.name for each in place.app.books} == place.before)
    yield compared("Excel's settings", place.settings, settings_of(place.app))
