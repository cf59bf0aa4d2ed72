"""Which language somebody is spoken to in at a terminal."""

from __future__ import annotations

import pytest

from crossfoot_templates.terminal import language_of


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_a_terminal_speaks_as_its_locale_says(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("environment", "shown", "language"),
    [
        ({}, 0x0804, "zh"),
        ({}, 0x0404, "zh"),
        ({}, 0x0409, "en"),
        ({"LANG": ""}, 0x0804, "zh"),
        ({"LANG": "en_US.UTF-8"}, 0x0804, "en"),
        ({"LANG": "zh_CN.UTF-8"}, 0x0409, "zh"),
    ],
)
def test_where_no_variable_says_anything_it_is_the_language_of_windows(
    environment: dict[str, str], shown: int, language: str
) -> None:
    assert language_of(environment, shown) == language
