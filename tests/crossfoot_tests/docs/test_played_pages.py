"""Pages that are carried out from top to bottom, as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.playing import playing
from crossfoot_tests.office.person import LibreOffice

PAGES = (
    "tutorial/first-day.md",
    "how-to/settle-a-conflict.md",
    "how-to/add-rows-that-point-at-each-other.md",
    "how-to/bring-in-an-old-list.md",
    "how-to/use-in-scripts.md",
    "how-to/undo-a-sync.md",
    "how-to/restore-an-older-version.md",
)
"""One after the other, each where the one before it ended. What names nobody is done by 李娜."""


@pytest.mark.slow
def test_the_first_day_and_what_follows_go_as_they_are_told(tmp_path: Path, libreoffice: LibreOffice) -> None:
    with playing(tmp_path, libreoffice, config="lina") as player:
        steps = {page: player.play(DOCS / page) for page in PAGES}
    assert min(steps.values()) > 0
