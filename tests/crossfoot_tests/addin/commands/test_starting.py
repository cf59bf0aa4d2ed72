from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

from crossfoot_sync.client.books import read_manifest
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_tests.addin.commands.person import Screen, press
from crossfoot_tests.end_to_end.desks import Desks, Person
from crossfoot_tests.end_to_end.world import World, with_rows


@pytest.fixture
def kept(tmp_path: Path) -> Credentials:
    return Credentials(tmp_path / "config")


@pytest.fixture
def anybody(office: Desks) -> Person:
    return office.people[0]


@pytest.mark.slow
def test_signing_in_tries_the_token_and_remembers_it(world: World, kept: Credentials, anybody: Person) -> None:
    screen = Screen(answers=[f" {world.url}/", f"{world.tokens['li']}\n"])
    assert press("sign_in", anybody, screen, credentials=kept) == f"Signed in to {world.url} as 李娜."
    assert (kept.only_server(), kept.token(world.url)) == (world.url, world.tokens["li"])
    assert not any(world.tokens["li"] in said for said in (*screen.told, *screen.bar, *screen.asked))


@dataclass
class LetIn(Screen):
    """A screen whose code somebody lets in, who is signed in elsewhere, before the second look."""

    world: World = field(kw_only=True)

    def confirm(self, text: str) -> bool:
        if self.asked and self.asked[-1].startswith("Code: "):
            code = self.asked[-1].removeprefix("Code: ")[:9]
            Server(HttpTransport(self.world.url), self.world.tokens["li"]).let_in(code)
        return super().confirm(text)


@pytest.mark.slow
def test_signing_in_for_a_code(world: World, kept: Credentials, anybody: Person) -> None:
    screen = LetIn(answers=[world.url, "", True, True], world=world)
    assert press("sign_in", anybody, screen, credentials=kept) == f"Signed in to {world.url} as 李娜."
    assert "Nobody has let the code" in screen.asked[-1]
    assert kept.token(world.url) != world.tokens["li"]


@pytest.mark.slow
def test_whoever_waits_for_nobody_any_longer_is_not_signed_in(world: World, kept: Credentials, anybody: Person) -> None:
    screen = Screen(answers=[world.url, "", True, False])
    assert press("sign_in", anybody, screen, credentials=kept) == "You were not signed in."
    assert not kept.path.exists()


@pytest.mark.slow
def test_a_token_that_the_server_does_not_know_is_not_remembered(
    world: World, kept: Credentials, anybody: Person
) -> None:
    screen = Screen(answers=[world.url, "cf_wrong"])
    said = press("sign_in", anybody, screen, credentials=kept)
    assert said.startswith(f"{world.url} does not take your token")
    assert not kept.path.exists()


def test_whoever_thinks_better_of_it_is_not_signed_in(kept: Credentials, anybody: Person) -> None:
    assert press("sign_in", anybody, Screen(answers=[None]), credentials=kept) == "You were not signed in."
    assert press("sign_in", anybody, Screen(answers=["http://x", None]), credentials=kept) == "You were not signed in."
    assert not kept.path.exists()


@pytest.mark.slow
def test_a_new_book_is_made_where_its_user_says_and_opened(
    world: World, kept: Credentials, anybody: Person, tmp_path: Path
) -> None:
    with_rows(world)
    kept.keep(world.url, world.tokens["li"])
    screen = Screen(answers=["billing", tmp_path / "my billing"])
    assert press("new_book", anybody, screen, credentials=kept) == "Made my billing.xlsx with 6 rows."
    made = tmp_path / "my billing.xlsx"
    assert (screen.opened, read_manifest(made).book) == ([made], "billing")
    assert screen.asked == [
        "Which book? Enter one of: ledger, billing [ledger]",
        "Where shall the new workbook be saved? [billing.xlsx]",
    ]


@pytest.mark.slow
def test_a_book_is_not_made_over_another_file(world: World, kept: Credentials, anybody: Person, tmp_path: Path) -> None:
    kept.keep(world.url, world.tokens["li"])
    there = tmp_path / "there.xlsx"
    there.write_bytes(b"mine")
    screen = Screen(answers=["ledger", there])
    assert press("new_book", anybody, screen, credentials=kept).startswith(f"{there} is there already")
    assert (there.read_bytes(), screen.opened) == (b"mine", [])


@pytest.mark.slow
def test_a_book_that_is_not_open_to_somebody_is_said_to_be_none(
    world: World, kept: Credentials, anybody: Person
) -> None:
    kept.keep(world.url, world.tokens["li"])
    screen = Screen(answers=["payroll"], language="zh")
    said = "没有名为“payroll”的工作簿，或未对您开放。可用的有：ledger、billing"
    assert (press("new_book", anybody, screen, credentials=kept), screen.told) == (said, [said])


def test_a_new_book_needs_somebody_who_is_signed_in(kept: Credentials, anybody: Person) -> None:
    screen = Screen(answers=["http://ledger.example.com", None])
    said = "You are not signed in to http://ledger.example.com. Press Sign in."
    assert press("new_book", anybody, screen, credentials=kept) == said
    assert press("new_book", anybody, screen, credentials=kept) == "No workbook was made."


def test_help_names_the_version_and_every_button(anybody: Person) -> None:
    screen = Screen()
    assert press("help", anybody, screen) == ""
    assert screen.told[0].startswith(f"crossfoot {version('crossfoot')}\n")
