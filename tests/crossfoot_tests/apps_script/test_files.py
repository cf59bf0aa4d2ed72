"""The files that are handed out: what they say of the layout, what they may do, and in which languages they speak."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from string import Formatter
from typing import Final, get_args

import pytest

import crossfoot_macros.apps_script
from crossfoot_macros.apps_script import CODE, MANIFEST, PARTS, apps_script_files
from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.tell import status_line
from crossfoot_templates import layout
from crossfoot_templates.model import Language
from crossfoot_tests.apps_script.screen import Screen
from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.sync.sheets import sheet

SCOPES: Final[dict[str, str | None]] = {
    "CacheService": None,
    "PropertiesService": None,
    "ScriptApp": "https://www.googleapis.com/auth/script.scriptapp",
    "Session": None,
    "SpreadsheetApp": "https://www.googleapis.com/auth/spreadsheets.currentonly",
    "UrlFetchApp": "https://www.googleapis.com/auth/script.external_request",
    "Utilities": None,
}
"""What Google asks people to allow for each service, as far as the script uses it."""

BEYOND: Final = ("openById", "openByUrl", "SpreadsheetApp.create(", "showSidebar", "showModal", "getActiveUser(")
"""What needs more: other spreadsheets, pages of one's own, who somebody is."""

LANGUAGE_ITSELF: Final = {"Math", "Date", "Object", "Array", "JSON"}


def test_the_files_are_the_script_and_what_it_may_do() -> None:
    files = apps_script_files()
    assert list(files) == [CODE, MANIFEST] == ["Code.gs", "appsscript.json"]
    folder = Path(crossfoot_macros.apps_script.__file__).parent
    assert sorted(PARTS) == sorted(each.stem for each in folder.glob("*.js"))
    assert files[CODE] == "\n".join((folder / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)


def test_the_script_may_do_what_the_services_need_that_it_uses_and_nothing_else() -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", apps_script_files()[CODE], flags=re.DOTALL)
    used = set(re.findall(r"(?<![\w.{])([A-Z][A-Za-z]*)(?=\.)", code)) - LANGUAGE_ITSELF
    assert used == SCOPES.keys()
    assert [each for each in BEYOND if each in code] == []
    asked = json.loads(apps_script_files()[MANIFEST])["oauthScopes"]
    assert asked == sorted(each for each in SCOPES.values() if each is not None)


def test_it_asks_for_this_spreadsheet_alone_where_the_manifest_was_left_out() -> None:
    assert apps_script_files()[CODE].index("@OnlyCurrentDoc") < apps_script_files()[CODE].index("*/")


@pytest.mark.slow
def test_the_script_and_the_layout_speak_of_the_same_things() -> None:
    names = ("TABLE_KEY_", "COLUMN_KEY_", "ROW_KEY_", "SHEET_KEY_", "TICK_", "MESSAGE_", "ID_", "PROBLEMS_", "CHOICES_")
    told = Screen.of().runs(f"({{ {', '.join(names)}, ticks: [...TICKS_].sort() }})")
    assert told == {
        "TABLE_KEY_": layout.GOOGLE_TABLE,
        "COLUMN_KEY_": layout.GOOGLE_COLUMN,
        "ROW_KEY_": layout.GOOGLE_ROW,
        "SHEET_KEY_": layout.GOOGLE_SHEET,
        "TICK_": layout.TICK,
        "MESSAGE_": layout.MESSAGE,
        "ID_": layout.ID,
        "PROBLEMS_": [layout.CONFLICT, layout.REFUSED],
        "CHOICES_": {"mine": layout.KEEP_MINE, "theirs": layout.TAKE_THEIRS},
        "ticks": sorted(get_args(layout.Tick)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_status_line_in_step_is_known_by_how_it_begins(language: Language) -> None:
    line = status_line(sheet([]), Edits(), dt.datetime(2026, 3, 2, tzinfo=dt.UTC), language)
    beginnings = Screen.of().runs("IN_STEP_")
    assert [line.startswith(each) for each in beginnings].count(True) == 1


@pytest.mark.slow
def test_every_sentence_has_the_same_facts_in_both_languages() -> None:
    words: dict[str, dict[str, str]] = Screen.of().runs("WORDS_")
    facts = {
        name: [sorted(field for _, field, _, _ in Formatter().parse(said[each]) if field) for each in ("zh", "en")]
        for name, said in words.items()
    }
    assert {name: each for name, each in facts.items() if each[0] != each[1]} == {}


@pytest.mark.slow
def test_the_page_on_installing_names_the_items_of_the_menu() -> None:
    page = (DOCS / "how-to" / "install-the-sheets-menu.md").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = Screen.of().runs("WORDS_")
    said = [words[f"menu_{each}"] for each in ("sync", "problems", "set_up", "help")]
    items = [f"**{each['en']}** ({each['zh']})" for each in (*said, layout.KEEP_MINE, layout.TAKE_THEIRS)]
    assert [each for each in items if each not in page] == []
    assert words["set_up"]["en"].partition(". ")[0] in page


@pytest.mark.slow
def test_every_sentence_is_said_somewhere() -> None:
    code = apps_script_files()[CODE]
    words = Screen.of().runs("Object.keys(WORDS_)")
    assert [each for each in words if not re.search(rf'"{each}"', code)] == []
