"""The hour itself: seeds keep every promise and are not quiet, an hour replays exactly, every planted bug is found."""

from __future__ import annotations

import hashlib

import pytest

from crossfoot_tests.sheets_hour.bugs import BUGS, FOUND_AT
from crossfoot_tests.sheets_hour.noticing import CAME_BACK, DISPLACED, WORKED_OVER
from crossfoot_tests.sheets_hour.page import PAGE, bug_lines
from crossfoot_tests.sheets_hour.report import Report, play_many
from crossfoot_tests.sheets_hour.run import DURING, WAY, play
from crossfoot_tests.sheets_hour.weather import PINGED
from crossfoot_tests.sheets_hour.workers import SIDE_BY_SIDE
from crossfoot_tests.simulation.pending import ASKED
from crossfoot_tests.simulation.replaying import printed

SEEDS = (8, 10)
"""In each of them a worker is killed within these minutes, which happens seldom."""
MINUTES = 10.0

LEAST = {
    "kinds of acts": 40,
    "faults of Google": 5,
    "killed workers": 1,
    "syncs of the file": 6,
    "refused by rules": 20,
    DURING: 100,
    WAY: 4,
    DISPLACED: 3,
    CAME_BACK: 1,
    WORKED_OVER: 1,
    SIDE_BY_SIDE: 10,
    PINGED: 10,
    ASKED: 4,
}
"""How often anything of each kind happens at least in these minutes together."""


@pytest.mark.slow
def test_two_teams_and_a_person_with_a_file_converge_and_nothing_that_they_typed_is_lost() -> None:
    report = Report()
    for outcome, so_far in play_many(SEEDS, MINUTES):
        assert outcome.violation == ""
        report = so_far
    kinds = report.kinds()
    assert {name: kinds[name] for name, least in LEAST.items() if kinds[name] < least} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seed, minutes = FOUND_AT[name]
    BUGS[name].breaks(monkeypatch)
    assert play(seed, minutes).violation


def test_every_planted_bug_is_said_to_be_found() -> None:
    assert FOUND_AT.keys() == BUGS.keys()
    assert "\n".join(bug_lines()) in PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_hour_replays_exactly_whatever_the_order_of_sets() -> None:
    assert len({_digest(hash_seed) for hash_seed in ("1", "2")}) == 1


def _digest(hash_seed: str) -> str:
    """What some minutes of another process, in which sets are ordered by ``hash_seed``, logged and counted."""
    program = (
        "from crossfoot_tests.sheets_hour.run import play\n"
        "outcome = play(3, 3); print(outcome.violation, outcome.log, sorted(outcome.counts.items()))"
    )
    return hashlib.sha256(printed(program, hash_seed).splitlines()[-1]).hexdigest()
