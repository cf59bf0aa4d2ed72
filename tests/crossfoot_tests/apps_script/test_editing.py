"""After an edit: a ping now and then, and never a word about it that could be spared."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from crossfoot_tests.apps_script.screen import Reply, Request, Said, Screen, UnreachableError
from crossfoot_tests.apps_script.sheets import Row, other_sheet, table_sheet

pytestmark = pytest.mark.slow

BUSY = Said(
    "toast",
    "No sync could be asked for. "
    "The server is busy or starting (it answered 503). Nothing is lost. Try again in a minute.",
    15,
)


def screen() -> Screen:
    return Screen.of(table_sheet([Row("✓")]), other_sheet())


def edits(opened: Screen, *seconds: int, sheet: int = 1) -> None:
    """Edit so many seconds after the start, each time."""
    start = opened.now
    for each in seconds:
        opened.now = start + dt.timedelta(seconds=each)
        opened.runs("crossfootAfterEdit", edited=sheet)


def test_an_edit_asks_for_a_sync_without_a_word() -> None:
    opened = screen()
    edits(opened, 0)
    assert [json.loads(each.body) for each in opened.sent] == [{"why": "edit"}]
    assert (opened.said, opened.slept) == ([], 0)


def test_edits_ask_once_in_twenty_seconds() -> None:
    opened = screen()
    edits(opened, 0, 1, 19, 20, 21, 45)
    assert [int(each.headers["X-Crossfoot-Time"]) - 1_772_415_000 for each in opened.sent] == [0, 20, 45]


def test_edits_in_sheets_of_ones_own_ask_for_nothing_and_hold_nothing_up() -> None:
    opened = screen()
    edits(opened, 0, sheet=50)
    assert opened.sent == []
    edits(opened, 1)
    assert len(opened.sent) == 1


def test_that_the_sheet_was_asked_for_a_moment_ago_is_no_trouble() -> None:
    opened = screen()
    opened.server = lambda _: Reply(429)
    edits(opened, 0)
    assert opened.said == []


def test_trouble_is_told_once_an_hour() -> None:
    opened = screen()
    opened.server = lambda _: Reply(503)
    edits(opened, 0, 60, 3570)
    assert opened.appeared() == [BUSY]
    edits(opened, 30)
    assert opened.appeared() == [BUSY]
    assert len(opened.sent) == 4


def test_a_server_that_is_away_is_told_of() -> None:
    opened = screen()

    def away(_request: Request) -> Reply:
        raise UnreachableError("Address unavailable: https://crossfoot.example.com")

    opened.server = away
    edits(opened, 0)
    said = (
        "No sync could be asked for. The server https://crossfoot.example.com cannot be reached: Address unavailable: "
        "https://crossfoot.example.com. Nothing is lost. Check the address, and that the server can be reached from "
        "the internet."
    )
    assert opened.said == [Said("toast", said, 15)]


@pytest.mark.parametrize("what", ["property", "cached", "cache", "say"])
def test_whatever_breaks_at_google_no_edit_ends_in_an_error(what: str) -> None:
    opened = screen()
    opened.broken = {what: "Service invoked too many times for one day."}
    opened.server = lambda _: Reply(503)
    edits(opened, 0)
    told = "No sync could be asked for. Exception: Service invoked too many times for one day."
    assert opened.said == ([Said("toast", told, 15)] if what == "property" else [])
