"""Pages that are carried out from top to bottom, as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.playing import playing
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

HOW_TO = DOCS / "how-to"
FIRST_DAY = DOCS / "tutorial" / "first-day.md"


def test_the_first_day_goes_as_it_is_told(tmp_path: Path, libreoffice: LibreOffice) -> None:
    with playing(tmp_path, libreoffice) as player:
        assert player.play(FIRST_DAY) > 10


@pytest.mark.parametrize(
    "page",
    ["bring-in-an-old-list.md", "add-rows-that-point-at-each-other.md", "settle-a-conflict.md"],
)
def test_a_how_to_works_on_the_morning_after(tmp_path: Path, libreoffice: LibreOffice, page: str) -> None:
    with playing(tmp_path, libreoffice) as player:
        player.play(FIRST_DAY)
        assert player.play(HOW_TO / page) > 0
