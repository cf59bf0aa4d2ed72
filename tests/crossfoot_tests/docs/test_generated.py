"""Pages made from the code are current."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_tests.docs.generate import generated
from crossfoot_tests.docs.hazards import HAZARDS, written_tests
from crossfoot_tests.docs.places import name_of

PAGES = generated()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_generated_page_is_current(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == PAGES[page], "renew it: python -m crossfoot_tests.docs.generate"


def test_every_hazard_has_a_test_or_says_that_it_has_none() -> None:
    tests = written_tests()
    held = {name for name in HAZARDS if HAZARDS[name].also or any(f"_{name.lower()}_" in test for test in tests)}
    assert [name for name in HAZARDS if name not in held and not HAZARDS[name].uncovered] == []


def test_the_hazards_are_numbered_without_a_gap() -> None:
    assert list(HAZARDS) == [f"H{number:02}" for number in range(1, len(HAZARDS) + 1)]
