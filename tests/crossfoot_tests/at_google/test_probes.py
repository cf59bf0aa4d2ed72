"""Every probe over the emulator: the program works, and leaves nothing behind."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.at_google.place import Asked, Place, put
from crossfoot_tests.at_google.probes import PROBES
from crossfoot_tests.at_google.rehearsing import rehearsal
from crossfoot_tests.at_google.running import Unsuited, prepared, run
from crossfoot_tests.google.faketime import FakeTime
from crossfoot_tests.probing.probe import NotAsked, Probe, compared, verdicts
from crossfoot_tests.probing.trying import LEFT_ALONE

pytestmark = pytest.mark.slow

ROWS = 700
"""Of the large sheet, here: more than are sent, so that some are copied down."""

LONG = {"large", "book-follow-up", "book-bids", "book-receivables", "formulas", "copied-sheet", "two-workers"}
LONG |= {"whole-book"}
NOT_EMULATED = {each.name for each in PROBES if not each.emulated}
UNASKED = NOT_EMULATED | {"quota"}


def named(name: str) -> Probe[Place]:
    """The probe of that name."""
    return next(each for each in PROBES if each.name == name)


@pytest.mark.parametrize(
    "probe", [pytest.param(each, id=each.name, marks=pytest.mark.slow if each.name in LONG else ()) for each in PROBES]
)
def test_a_probe_comes_out_as_expected_and_leaves_nothing_behind(
    probe: Probe[Place], private_key: str, discovery: Discovery
) -> None:
    with rehearsal(Asked(rows=ROWS), private_key, discovery=discovery) as made:
        outcomes = run(prepared(made.place), [probe])
    found = [(each.what, each.expected, each.came) for each in outcomes[0].findings if not each.as_expected]
    expected = "not asked" if probe.name in UNASKED else "as expected"
    assert (found, outcomes[0].why if expected == "as expected" else "") == ([], "")
    assert verdicts(outcomes) == [(probe.name, expected), (LEFT_ALONE, "as expected")]


def test_a_quota_is_used_up_and_comes_back(private_key: str) -> None:
    with rehearsal(Asked(quota=True), private_key, FakeTime()) as made:
        made.google.state.clock = made.place.transport.line.clock
        outcomes = run(prepared(made.place), [named("quota")])
    assert verdicts(outcomes) == [("quota", "as expected"), (LEFT_ALONE, "as expected")]


def test_what_a_probe_needs_and_is_not_there_is_told(private_key: str) -> None:
    with rehearsal(private_key=private_key) as made:
        made.place.asked = Asked()
        outcomes = run(prepared(made.place), [named("not-shared"), named("view-only")])
    told = [(each.verdict, each.why) for each in outcomes[:2]]
    assert told == [("not asked", f"no address was given: --{name}") for name in ("not-shared", "view-only")]


def test_one_that_breaks_keeps_no_other_from_being_tried(private_key: str) -> None:
    def breaks(place: Place) -> object:
        place.sheet([["left behind"]])
        yield compared("one thing", 1, 1)
        raise RuntimeError("this was not thought of")

    def lacks(place: Place) -> object:
        place.sheet([["left behind too"]])
        yield compared("one thing", 1, 2)
        raise NotAsked("something")

    probes = [Probe("breaks", "", breaks), Probe("lacks", "", lacks), named("numbers")]  # type: ignore[arg-type]
    with rehearsal(private_key=private_key) as made:
        outcomes = run(prepared(made.place), probes)
    expected = [("breaks", "broken"), ("lacks", "not asked"), ("numbers", "as expected"), (LEFT_ALONE, "as expected")]
    assert verdicts(outcomes) == expected
    assert (outcomes[0].why, len(outcomes[0].findings)) == ("RuntimeError: this was not thought of", 1)


def test_a_sheet_that_came_though_nobody_said_so_is_taken_away(private_key: str) -> None:
    with rehearsal(private_key=private_key) as made:
        place = prepared(made.place)
        made.google.fail_next("500 after commit", path=":batchUpdate")
        outcomes = run(place, [named("numbers"), named("texts")])
    expected = [("numbers", "broken"), ("texts", "as expected"), (LEFT_ALONE, "as expected")]
    assert verdicts(outcomes) == expected


def test_what_somebody_does_to_the_rest_meanwhile_is_noticed(private_key: str) -> None:
    def spoils(place: Place) -> object:
        place.batch(put(0, [["spoilt"]], top=5))
        yield compared("one thing", 1, 1)

    with rehearsal(private_key=private_key) as made:
        outcomes = run(prepared(made.place), [Probe("spoils", "", spoils)])  # type: ignore[arg-type]
    assert verdicts(outcomes) == [("spoils", "as expected"), (LEFT_ALONE, "otherwise")]


def test_a_spreadsheet_that_does_not_do_is_refused_before_anything_is_done(private_key: str) -> None:
    with rehearsal(private_key=private_key) as made:
        made.ann.shares(made.place.id, made.worker, "reader")
        with pytest.raises(Unsuited, match="make it an editor"):
            prepared(made.place)
        made.ann.shares(made.place.id, made.worker)
        made.place.sheet(marks={"crossfoot.sheet": "manifest"})
        with pytest.raises(Unsuited, match="holds a book"):
            prepared(made.place)
        made.place.sweep()
        made.ann.opens(made.place.id).asks(
            {"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}}
        )
        with pytest.raises(Unsuited, match="de_DE"):
            prepared(made.place)
