"""Set up…: what is asked, kept and begun."""

from __future__ import annotations

import json

import pytest

from crossfoot_tests.apps_script.screen import SECRET, SERVER, SET_UP, Reply, Said, Screen
from crossfoot_tests.apps_script.sheets import Row, table_sheet

pytestmark = pytest.mark.slow

ASKS_SERVER = Said("prompt", "The server's address, such as https://crossfoot.example.com")
ASKS_SECRET = Said("prompt", "This sheet's secret, which crossfoot sheet link showed")
DONE = Said("alert", "This is set up: the server took the first request. From now on edits ask for a sync.")


def entering(*typed: str | None, kept: dict[str, str] | None = None) -> Screen:
    screen = Screen.of(table_sheet([Row("✓")]))
    screen.kept, screen.entering = dict(kept or {}), list(typed)
    screen.runs("crossfootSetUp")
    return screen


def test_address_and_secret_are_kept_and_edits_ask_from_then_on() -> None:
    screen = entering(SERVER, SECRET)
    assert screen.said == [ASKS_SERVER, ASKS_SECRET, DONE]
    assert screen.kept == SET_UP
    assert screen.triggers == ["crossfootAfterEdit"]
    assert [(each.url, json.loads(each.body)) for each in screen.sent] == [
        (f"{SERVER}/api/v1/sheets/1East/ping", {"why": "set up"})
    ]


def test_what_is_typed_is_tidied() -> None:
    assert entering(f"  {SERVER}/sales//  ", f" {SECRET}\n").kept == {
        "crossfoot.server": f"{SERVER}/sales",
        "crossfoot.secret": SECRET,
    }


def test_a_second_time_what_is_there_may_stay_and_the_secret_is_not_shown() -> None:
    screen = entering("", "", kept=SET_UP)
    assert screen.said == [
        Said("prompt", f"{ASKS_SERVER.text}\n\nLeave it empty to keep {SERVER}"),
        Said("prompt", f"{ASKS_SECRET.text}\n\nLeave it empty to keep the one that is there."),
        DONE,
    ]
    assert screen.kept == SET_UP


def test_there_is_one_trigger_however_often_it_is_set_up() -> None:
    screen = entering(SERVER, SECRET)
    screen.entering = ["", ""]
    screen.runs("crossfootSetUp")
    assert screen.triggers == ["crossfootAfterEdit"]


@pytest.mark.parametrize("typed", [(None,), ("https://other.example.com", None)])
def test_who_gives_up_changes_nothing(typed: tuple[str | None, ...]) -> None:
    screen = entering(*typed, kept=SET_UP)
    assert (screen.kept, screen.triggers, screen.sent) == (SET_UP, [], [])


@pytest.mark.parametrize(
    "typed", ["", "crossfoot.example.com", "http://crossfoot.example.com", "https://", "https://a b", "https://a?b"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    screen = entering(typed)
    said = f"“{typed}” is no address of a server: it begins with https:// and has no ? and no #. Nothing was changed."
    assert screen.said == [ASKS_SERVER, Said("alert", said)]
    assert (screen.kept, screen.triggers, screen.sent) == ({}, [], [])


def test_without_a_secret_nothing_is_kept() -> None:
    screen = entering(SERVER, " ")
    assert screen.said == [ASKS_SERVER, ASKS_SECRET, Said("alert", "No secret was entered. Nothing was changed.")]
    assert (screen.kept, screen.triggers, screen.sent) == ({}, [], [])


def test_what_the_server_does_not_take_yet_is_kept_and_told() -> None:
    screen = Screen.of(table_sheet([Row("✓")]))
    screen.kept, screen.entering, screen.server = {}, [SERVER, SECRET], lambda _: Reply(502)
    screen.runs("crossfootSetUp")
    said = (
        "This was kept, but the first request failed. "
        "The server is busy or starting (it answered 502). Nothing is lost. Try again in a minute."
    )
    assert screen.said == [ASKS_SERVER, ASKS_SECRET, Said("alert", said)]
    assert (screen.kept, screen.triggers) == (SET_UP, ["crossfootAfterEdit"])


def test_a_server_that_was_asked_a_moment_ago_knows_the_secret() -> None:
    screen = Screen.of(table_sheet([Row("✓")]))
    screen.entering, screen.server = ["", ""], lambda _: Reply(429)
    screen.runs("crossfootSetUp")
    assert screen.said[-1] == DONE
