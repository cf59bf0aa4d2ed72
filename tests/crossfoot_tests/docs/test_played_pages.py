"""Pages that are carried out from top to bottom, as a reader would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.playing import playing
from crossfoot_tests.office.person import LibreOffice

FIRST_DAY = "tutorial/first-day.md"
PAGES = (
    "how-to/settle-a-conflict.md",
    "how-to/add-rows-that-point-at-each-other.md",
    "how-to/bring-in-an-old-list.md",
    "how-to/use-in-scripts.md",
    "how-to/undo-a-sync.md",
    "how-to/restore-an-older-version.md",
    "how-to/add-rules-to-a-book.md",
    "how-to/have-changes-approved.md",
)
"""Each goes on where the first day ended, whether the others were read or not. What names nobody is done by 李娜."""


@pytest.mark.slow
def test_the_first_day_and_each_page_after_it_go_as_they_are_told(tmp_path: Path, libreoffice: LibreOffice) -> None:
    first = tmp_path / "first-day"
    first.mkdir()
    with playing(first, libreoffice, config="lina") as player:
        assert player.play(DOCS / FIRST_DAY) > 0
    for page in PAGES:
        folder = tmp_path / Path(page).stem
        shutil.copytree(first, folder)
        with playing(folder, libreoffice, "lina", player.address) as reader:
            reader.serve_again()
            assert reader.play(DOCS / page) > 0
