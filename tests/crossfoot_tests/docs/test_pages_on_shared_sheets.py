"""The pages on Google sheets, carried out over the emulator in the place of Google."""

from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.sharing import at_google
from crossfoot_tests.office.person import LibreOffice


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "steps"),
    [("how-to/link-a-google-sheet.md", 7), ("tutorial/a-teams-sheet.md", 34)],
)
def test_a_page_on_shared_sheets_goes_as_it_is_told(
    tmp_path: Path, libreoffice: LibreOffice, page: str, steps: int
) -> None:
    with at_google(tmp_path, libreoffice) as player:
        assert player.account in (DOCS / page).read_text(encoding="utf-8")
        assert player.play(DOCS / page) == steps
