"""The tests of hazards fail when the defence is taken away: for a few of them, with every run."""

from __future__ import annotations

import re

import pytest

from crossfoot_tests.docs.hazards import HAZARDS, written_tests
from crossfoot_tests.planted.checking import check, fates
from crossfoot_tests.planted.defence import Defence
from crossfoot_tests.planted.defences import DEFENCES
from crossfoot_tests.planted.page import PAGE

pytestmark = pytest.mark.slow

AT_ONCE = [each for each in DEFENCES if each.at_once]


@pytest.mark.parametrize("defence", AT_ONCE, ids=lambda each: each.plant.name)
def test_the_tests_of_a_defence_fail_without_it(defence: Defence) -> None:
    checked = check(defence)
    assert checked.fates == dict.fromkeys(checked.defence.tests, "failed")


def test_the_same_tests_pass_with_every_defence_in_place() -> None:
    found = fates(test for each in AT_ONCE for test in each.tests)
    assert len(found) >= len(AT_ONCE)
    assert set(found.values()) == {"passed"}


def test_every_hazard_has_a_test_named_after_it() -> None:
    named = {test[5:8].upper() for test in written_tests() if re.match(r"test_h\d\d_", test)}
    assert set(HAZARDS) - named == set()


def test_every_hazard_has_a_defence_that_can_be_taken_away() -> None:
    assert set(HAZARDS) - {each.plant.hazard for each in DEFENCES} == set()


def test_every_defence_has_a_name_of_its_own_and_tests_that_exist() -> None:
    names = [each.plant.name for each in DEFENCES]
    assert len(set(names)) == len(names)
    written = written_tests()
    assert [test for each in DEFENCES for test in each.tests if test.partition("[")[0] not in written] == []


def test_the_page_of_checked_hazards_tells_of_these_defences_and_tests() -> None:
    told = re.findall(r"^\| (H\d\d) \| ([^|]+) \| [^|]+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(hazard, name, re.findall(r"`([^`]+)` failed", tests)) for hazard, name, tests in told] == [
        (each.plant.hazard, each.plant.name, [*each.tests]) for each in DEFENCES
    ], "renew it: make defences"
