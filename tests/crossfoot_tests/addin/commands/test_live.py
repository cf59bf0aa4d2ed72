from __future__ import annotations

import pytest

from crossfoot_addin.commands.live import is_shown


@pytest.mark.parametrize(
    ("visible", "shown"), [(True, True), (False, False), (-1, True), (0, False), (2, False)], ids=str
)
def test_a_sheet_is_shown_as_each_system_says_it(visible: object, shown: bool) -> None:
    assert is_shown(visible) == shown
