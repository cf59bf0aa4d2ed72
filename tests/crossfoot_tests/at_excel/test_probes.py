"""Every probe over LibreOffice: the program works, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.at_excel.probes import PROBES
from crossfoot_tests.at_excel.rehearsing import rehearsal
from crossfoot_tests.at_excel.running import run
from crossfoot_tests.probing.probe import Finding, Probe, compared, verdicts
from crossfoot_tests.probing.trying import LEFT_ALONE


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with rehearsal() as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("probe", PROBES, ids=lambda each: each.name)
def test_a_probe_comes_out_as_expected_and_leaves_nothing_behind(probe: Probe[Place], place: Place) -> None:
    outcomes = run(place, [probe])
    found = [(each.what, each.expected, each.came) for each in outcomes[0].findings if not each.as_expected]
    expected = "as expected" if probe.emulated else "not asked"
    assert (found, outcomes[0].why if probe.emulated else "") == ([], "")
    assert verdicts(outcomes) == [(probe.name, expected), (LEFT_ALONE, "as expected")]


@pytest.mark.slow
def test_what_goes_wrong_keeps_no_other_from_being_tried_and_is_told(place: Place) -> None:
    def breaks(there: Place) -> Iterator[Finding]:
        there.sheet()
        yield compared("one thing", 1, 1)
        raise RuntimeError("this was\nnot thought of")

    def differs(there: Place) -> Iterator[Finding]:
        yield compared("the first cell", "x", there.sheet().range("A1").value)

    def spoils(there: Place) -> Iterator[Finding]:
        there.app.enable_events = False
        yield compared("one thing", 1, 1)

    probes = [Probe("breaks", "", breaks), Probe("differs", "", differs), Probe("spoils", "", spoils)]
    try:
        outcomes = run(place, probes)
    finally:
        place.app.enable_events = True
    expected = [("breaks", "broken"), ("differs", "otherwise"), ("spoils", "as expected"), (LEFT_ALONE, "otherwise")]
    assert verdicts(outcomes) == expected
    assert outcomes[0].why == "RuntimeError: this was not thought of"


@pytest.mark.slow
def test_what_a_probe_needs_and_is_not_there_is_told(place: Place) -> None:
    lacking = replace(place, rehearsed=False)
    asked = [each for each in PROBES if each.name == "busy"]
    assert [each.why for each in run(lacking, asked)] == ["nobody is there to type: leave out --alone", ""]
