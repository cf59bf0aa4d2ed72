"""Keep mine and Take theirs: what becomes of the ticks of the selected rows, and of no others."""

from __future__ import annotations

import json

import msgspec
import pytest

from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.apps_script.screen import Reply, Said, Screen
from crossfoot_tests.apps_script.sheets import (
    Cell,
    Paper,
    Row,
    SheetFacts,
    Written,
    manifest_sheet,
    other_sheet,
    table_sheet,
)

pytestmark = pytest.mark.slow

EVERY = [Row("✓"), Row("⚠"), Row("●"), Row("✗"), Row("⏳"), Row("+")]


def choosing(*sheets: SheetFacts, selected: list[tuple[int, int]]) -> Screen:
    screen = Screen.of(*sheets)
    screen.selected = selected
    return screen


def ticks(screen: Screen, sheet: int = 0) -> list[Cell]:
    return [line[0] for line in screen.spreadsheet.sheets()[sheet].cells[FIRST_ROW - 1 :]]


def test_open_rows_of_the_selection_are_decided_and_the_others_counted() -> None:
    screen = choosing(table_sheet(EVERY), manifest_sheet(), selected=[(1, 20)])
    screen.runs("crossfootKeepMine")
    assert ticks(screen) == ["✓", "Keep mine", "●", "Keep mine", "⏳", "+"]
    assert screen.said == [Said("toast", "Keep mine: 2. Left, as not open: 4.", 10)]


def test_only_selected_rows_are_decided() -> None:
    screen = choosing(table_sheet([Row("⚠")] * 6), manifest_sheet(), selected=[(8, 9), (5, 5), (9, 9)])
    screen.runs("crossfootTakeTheirs")
    assert ticks(screen) == ["⚠", "Take theirs", "⚠", "⚠", "Take theirs", "Take theirs"]
    assert screen.said == [Said("toast", "Take theirs: 3.", 10)]


def test_nothing_else_is_written() -> None:
    paper = Paper(table_sheet(EVERY), manifest_sheet())
    before = msgspec.json.encode(paper.sheets())
    screen = Screen(paper, selected=[(5, 5)])
    screen.runs("crossfootKeepMine")
    paper.put(Written(1, 5, 1, "⚠"))
    assert msgspec.json.encode(paper.sheets()) == before


@pytest.mark.parametrize("hides", ["filtered", "hidden_rows"])
def test_rows_that_nobody_sees_are_left(hides: str) -> None:
    sheet = msgspec.structs.replace(table_sheet([Row("⚠")] * 3), **{hides: [5]})
    screen = choosing(sheet, manifest_sheet(), selected=[(4, 6)])
    screen.runs("crossfootTakeTheirs")
    assert ticks(screen) == ["Take theirs", "⚠", "Take theirs"]
    assert screen.said == [Said("toast", "Take theirs: 2. Left, as hidden: 1.", 10)]


def test_where_all_of_them_are_hidden_nothing_is_done() -> None:
    sheet = msgspec.structs.replace(table_sheet([Row("⚠")] * 2), filtered=[4, 5])
    screen = choosing(sheet, manifest_sheet(), selected=[(4, 5)])
    screen.runs("crossfootKeepMine")
    said = "Of the selected rows only hidden ones are open to a choice: 2. They were left as they are."
    assert (ticks(screen), screen.said, screen.sent) == (["⚠", "⚠"], [Said("alert", said)], [])


def test_one_may_change_ones_mind() -> None:
    screen = choosing(table_sheet([Row("Take theirs"), Row("采用对方")]), manifest_sheet(), selected=[(4, 5)])
    screen.runs("crossfootKeepMine")
    assert ticks(screen) == ["Keep mine", "Keep mine"]


@pytest.mark.parametrize(("language", "choice"), [("zh", "保留我的"), ("en", "Keep mine")])
def test_the_choice_is_written_in_the_language_of_the_book(language: str, choice: str) -> None:
    screen = choosing(table_sheet([Row("⚠")]), manifest_sheet(language), selected=[(4, 4)])
    screen.language = "en" if language == "zh" else "zh_CN"
    screen.runs("crossfootKeepMine")
    assert ticks(screen) == [choice]


def test_without_a_manifest_it_is_written_in_the_language_of_the_person() -> None:
    screen = choosing(table_sheet([Row("⚠")]), selected=[(4, 4)])
    screen.language = "zh_CN"
    screen.runs("crossfootTakeTheirs")
    assert ticks(screen) == ["采用对方"]
    assert screen.said == [Said("toast", "采用对方：1 行。", 10)]


def test_a_choice_asks_for_a_sync() -> None:
    screen = choosing(table_sheet([Row("⚠")]), manifest_sheet(), selected=[(4, 4)])
    screen.runs("crossfootKeepMine")
    assert [json.loads(each.body) for each in screen.sent] == [{"why": "choice"}]


def test_a_choice_stands_where_no_sync_can_be_asked_for() -> None:
    screen = choosing(table_sheet([Row("⚠")]), manifest_sheet(), selected=[(4, 4)])
    screen.server = lambda _: Reply(503)
    screen.runs("crossfootKeepMine")
    assert ticks(screen) == ["Keep mine"]
    said = "Keep mine: 1. The server is busy or starting (it answered 503). Nothing is lost. Try again in a minute."
    assert screen.said == [Said("toast", said, 10)]


def test_where_no_row_is_open_that_is_said() -> None:
    screen = choosing(table_sheet([Row("✓"), Row("●")]), manifest_sheet(), selected=[(1, 20)])
    screen.runs("crossfootKeepMine")
    said = "No selected row is open to a choice: those with ⚠ and ✗ are."
    assert (ticks(screen), screen.said, screen.sent) == (["✓", "●"], [Said("alert", said)], [])


@pytest.mark.parametrize(("on", "selected"), [(50, [(1, 1)]), (1, [])])
def test_outside_of_a_table_rows_are_asked_for(on: int, selected: list[tuple[int, int]]) -> None:
    screen = choosing(table_sheet([Row("⚠")]), other_sheet(), selected=selected)
    screen.on = on
    screen.runs("crossfootKeepMine")
    assert screen.said == [Said("alert", "Select rows of a table first.")]
    assert ticks(screen) == ["⚠"]
    assert screen.spreadsheet.sheets()[1] == other_sheet()


class Sorted(Paper):
    """A spreadsheet in which somebody sorts at the moment when the first cell is written."""

    def put(self, written: Written) -> None:
        """Sort, then write."""
        head, lines = self.all[0].cells[: FIRST_ROW - 1], self.all[0].cells[FIRST_ROW - 1 :]
        self.all[0].cells = [*head, *lines[::-1]]
        super().put(written)


def test_who_chose_while_rows_moved_is_asked_to_look() -> None:
    screen = Screen(Sorted(table_sheet([Row("⚠"), Row("✓")]), manifest_sheet()), selected=[(4, 4)])
    screen.runs("crossfootTakeTheirs")
    said = "Rows moved at that very moment. Look at what was chosen before the next sync, in rows 4."
    assert (screen.said, screen.sent) == ([Said("alert", said)], [])
