"""Sync now: the server is asked, and what came of it is told as soon as the sheet shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from crossfoot_tests.apps_script.screen import Reply, Request, Said, Screen
from crossfoot_tests.apps_script.sheets import Paper, Row, SheetFacts, manifest_sheet, other_sheet, table_sheet

pytestmark = pytest.mark.slow

ASKED = Said("toast", "Asked for a sync. This takes a moment.", 60)


def outcome(text: str) -> Said:
    return Said("toast", text, 15)


def after(looks: int, change: Callable[[], None]) -> Callable[[], None]:
    """Have something happen while the script sleeps for the nth time."""
    left = [looks]

    def slept() -> None:
        left[0] -= 1
        if not left[0]:
            change()

    return slept


def syncing(*sheets: SheetFacts, becomes: tuple[SheetFacts, ...], looks: int = 1) -> Screen:
    """Somebody syncs, and the worker writes at the nth look."""
    paper = Paper(*sheets)
    screen = Screen(paper)
    screen.meanwhile = after(looks, lambda: paper.all.__setitem__(slice(None), becomes))
    screen.runs("crossfootSyncNow")
    return screen


def test_counts_over_all_tables_are_told_once_the_sheet_was_synced() -> None:
    line = "Last sync 2026-03-02 09:30   {}"
    screen = syncing(
        table_sheet([Row("●"), Row("+")]),
        other_sheet(),
        table_sheet([Row("✓")], table="note", sheet=2, title="Note"),
        manifest_sheet(),
        becomes=(
            table_sheet([Row("✓"), Row("✗", "Amount: too much")], status=line.format("2 rows   ✓1  ✗1")),
            other_sheet(),
            table_sheet([Row("✓")], table="note", sheet=2, title="Note", status=line.format("1 row   ✓1")),
            manifest_sheet(),
        ),
        looks=3,
    )
    assert screen.said == [ASKED, outcome("In step. ✓ 2  ✗ 1. Show problems goes from row to row.")]
    assert screen.slept == 9


def test_a_sync_within_the_same_minute_is_noticed_too() -> None:
    screen = syncing(
        table_sheet([Row("✓"), Row("⏳")]),
        manifest_sheet(),
        becomes=(table_sheet([Row("✓"), Row("⏳")]), manifest_sheet(synced_at="2026-03-02T01:00:31+00:00")),
    )
    assert screen.said == [ASKED, outcome("In step. ✓ 1  ⏳ 1")]


def test_a_table_without_rows_is_in_step() -> None:
    line = "Last sync 2026-03-02 09:30   0 rows"
    screen = syncing(table_sheet([], status="Not synced yet"), becomes=(table_sheet([], status=line),))
    assert screen.said == [ASKED, outcome("There are no rows.")]


def test_the_reason_of_a_pause_is_told() -> None:
    paused = "Syncing is paused: East: worker@example.com may only look at it. Choose Share and make it an editor."
    screen = syncing(
        table_sheet([Row("✓")]),
        table_sheet([Row("✓")], table="note", sheet=2, title="Note"),
        becomes=(
            table_sheet([Row("✓")], status=paused),
            table_sheet([Row("✓")], table="note", sheet=2, title="Note", status=paused),
        ),
    )
    assert screen.said == [ASKED, outcome(paused)]


def test_a_table_that_is_held_back_is_named() -> None:
    held = "✗ The heading of “What” was changed. Nothing of this table was sent."
    screen = syncing(
        table_sheet([Row("✓")]),
        table_sheet([Row("✓")], table="note", sheet=2, title="My notes"),
        becomes=(
            table_sheet([Row("✓")], status="Last sync 2026-03-02 09:30   1 row   ✓1"),
            table_sheet([Row("✓")], table="note", sheet=2, title="My notes", status=held),
        ),
    )
    assert screen.said == [ASKED, outcome(f"My notes: {held}")]


def test_who_waits_in_vain_is_told_after_a_minute_what_the_sheet_says() -> None:
    screen = Screen.of(
        table_sheet([Row("✓")], status="Syncing is paused: the bin"),
        table_sheet([Row("✓")], table="note", sheet=2, title="Note"),
    )
    screen.runs("crossfootSyncNow")
    said = (
        "Nothing came back within a minute; it is synced when its turn comes. The sheet says: "
        "Task: Syncing is paused: the bin\nNote: Last sync 2026-03-02 09:00   3 rows   ✓3"
    )
    assert screen.said == [ASKED, outcome(said)]
    assert screen.slept == 60


def test_a_sheet_that_was_asked_for_a_moment_ago_is_asked_for_again_when_it_may_be() -> None:
    pings: list[dt.datetime] = []

    def server(_request: Request) -> Reply:
        pings.append(screen.now)
        return Reply(202 if len(pings) > 1 else 429)

    paper = Paper(table_sheet([Row("●")]), manifest_sheet())
    screen = Screen(paper, server=server)
    done = table_sheet([Row("✓")], status="Last sync 2026-03-02 09:30   1 row   ✓1")
    screen.meanwhile = after(2, lambda: paper.all.__setitem__(0, done))
    screen.runs("crossfootSyncNow")
    assert [each - pings[0] for each in pings] == [dt.timedelta(0), dt.timedelta(seconds=6)]
    assert screen.said == [ASKED, outcome("In step. ✓ 1")]


def test_what_keeps_the_server_from_being_asked_stays_on_the_screen() -> None:
    screen = Screen.of(table_sheet([Row("●")]))
    screen.kept = {}
    screen.runs("crossfootSyncNow")
    said = (
        "This is not set up yet. Choose Set up… in the menu; whoever linked this sheet has the address and the secret."
    )
    assert (screen.said, screen.slept, screen.sent) == ([Said("alert", said)], 0, [])


def test_a_spreadsheet_without_a_table_asks_for_nothing() -> None:
    screen = Screen.of(other_sheet())
    screen.runs("crossfootSyncNow")
    said = "There is no table of crossfoot in this spreadsheet. Ask whoever linked it."
    assert (screen.said, screen.sent) == ([Said("alert", said)], [])


def test_it_is_told_in_chinese_to_whoever_reads_chinese() -> None:
    paper = Paper(table_sheet([Row("⚠")], status="尚未同步"))
    screen = Screen(paper, language="zh_CN")
    done = table_sheet([Row("⚠")], status="上次同步 2026-03-02 09:30　1 行　⚠1")
    screen.meanwhile = after(1, lambda: paper.all.__setitem__(0, done))
    screen.runs("crossfootSyncNow")
    assert screen.said == [
        Said("toast", "已请求同步，请稍候。", 60),
        outcome("已同步。⚠ 1。“查看问题”可逐行查看。"),
    ]
