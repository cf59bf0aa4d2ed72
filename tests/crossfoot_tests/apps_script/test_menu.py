"""The menu, and the language of whoever sits there."""

from __future__ import annotations

import pytest

from crossfoot_tests.apps_script.screen import Menu, Said, Screen
from crossfoot_tests.apps_script.sheets import Row, table_sheet

pytestmark = pytest.mark.slow

ENGLISH = Menu(
    "crossfoot",
    [
        ("Sync now", "crossfootSyncNow"),
        ("Show problems", "crossfootShowProblems"),
        None,
        ("Keep mine, in the selected rows", "crossfootKeepMine"),
        ("Take theirs, in the selected rows", "crossfootTakeTheirs"),
        None,
        ("Set up…", "crossfootSetUp"),
        ("Help", "crossfootHelp"),
    ],
)
CHINESE = Menu(
    "crossfoot",
    [
        ("立即同步", "crossfootSyncNow"),
        ("查看问题", "crossfootShowProblems"),
        None,
        ("所选行：保留我的", "crossfootKeepMine"),
        ("所选行：采用对方", "crossfootTakeTheirs"),
        None,
        ("设置…", "crossfootSetUp"),
        ("帮助", "crossfootHelp"),
    ],
)


def screen() -> Screen:
    return Screen.of(table_sheet([Row("✓")]))


@pytest.mark.parametrize(
    ("language", "menu"),
    [("en", ENGLISH), ("de_DE", ENGLISH), ("zh", CHINESE), ("zh_CN", CHINESE), ("zh-TW", CHINESE)],
)
def test_the_menu_speaks_the_language_of_whoever_opens_the_sheet(language: str, menu: Menu) -> None:
    opened = screen()
    opened.language = language
    opened.runs("onOpen", simple=True)
    assert opened.menu == menu


def test_there_is_a_menu_where_nobody_tells_the_language() -> None:
    opened = screen()
    opened.broken = {"locale": "You do not have permission to call Session.getActiveUserLocale."}
    opened.runs("onOpen", simple=True)
    assert opened.menu == ENGLISH


def test_every_item_of_the_menu_is_a_function() -> None:
    handlers = [each[1] for each in ENGLISH.items if each is not None]
    kinds = screen().runs(f"[{', '.join(f'typeof {each}' for each in handlers)}]")
    assert kinds == ["function"] * 6


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_read_at_leisure(language: str) -> None:
    opened = screen()
    opened.language = language
    opened.runs("crossfootHelp")
    assert opened.said == [Said("alert", opened.runs("WORDS_")["help"][language])]
