"""Rows that leave their user's scope and come back: by an owner, by a person's team, by the tree of teams (H25)."""

from __future__ import annotations

import msgspec
import pytest

from crossfoot_server.accounts import Organisation, apply_organisation
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import ORGANISATION, Workbook, World, with_rows

pytestmark = pytest.mark.slow

Places = dict[str, str | None]
"""The team that each of some people is in, or the one that each of some teams is under."""


def reorganised(*, people: Places | None = None, teams: Places | None = None) -> Organisation:
    """The organisation with people in other teams and teams under others."""
    moved, placed = people or {}, teams or {}
    return msgspec.structs.replace(
        ORGANISATION,
        users=tuple(
            msgspec.structs.replace(user, team=moved.get(user.login, user.team)) for user in ORGANISATION.users
        ),
        teams=tuple(
            msgspec.structs.replace(team, parent=placed.get(team.code, team.parent)) for team in ORGANISATION.teams
        ),
    )


def revisions(world: World) -> list[tuple[str, int]]:
    """Number and newest revision of every stored invoice."""
    reply = world.server("zhao").pull("ledger", SyncRequest(language="en"))
    return sorted(
        (str(number), rev)
        for part in reply.pull
        if part.table == "invoice"
        for number, rev in zip(part.columns["number"], part.revs, strict=True)
    )


def give_away(grace: Workbook, *numbers: str) -> None:
    """Let Grace make 王伟 the owner of invoices, by number."""
    for number in numbers:
        position = grace.hands.find("invoice", "number", number)
        grace.type("invoice", position, "owner", "王伟")
        grace.type("invoice", position, "team", "South")
    grace.sync()


def test_h25_rows_with_a_new_owner_leave_one_book_and_enter_the_other(world: World) -> None:
    li, wang, grace = with_rows(world), world.workbook("wang"), world.workbook("grace")
    give_away(grace, "FP-0001", "FP-0003")
    assert [li.sync().ties, wang.sync().ties] == [True, True]
    assert li.column("invoice", "number") == ["FP-0002", "FP-0004"]
    assert wang.rows("invoice", "number", "_tick") == [("FP-0001", "✓"), ("FP-0003", "✓")]


def test_h25_a_row_that_left_with_edits_not_sent_stays_marked_and_loses_nothing(world: World) -> None:
    li, grace = with_rows(world), world.workbook("grace")
    li.type("invoice", 0, "terms", "not sent yet")
    li.type("invoice", 2, "amount", "?")
    give_away(grace, "FP-0001", "FP-0003", "FP-0004")
    for _ in range(2):
        li.sync()
        assert li.rows("invoice", "number", "terms", "amount", "_tick") == [
            ("FP-0001", "not sent yet", 100.0, "✗"),
            ("FP-0002", "terms 2", 2500.5, "✓"),
            ("FP-0003", "terms 3", "?", "✗"),
        ]
        for position in (0, 2):
            assert "scope" in li.message("invoice", position)
    assert ("FP-0001", "terms 1") in world.stored("invoice", "number", "terms")
    for number in ("FP-0001", "FP-0003"):
        position = grace.hands.find("invoice", "number", number)
        grace.type("invoice", position, "owner", "李娜")
        grace.type("invoice", position, "team", "East")
    grace.sync()
    li.sync()
    assert li.rows("invoice", "number", "terms", "amount", "_tick")[:3] == [
        ("FP-0001", "not sent yet", 100.0, "✗"),
        ("FP-0002", "terms 2", 2500.5, "✓"),
        ("FP-0003", "terms 3", "?", "✗"),
    ]
    said = "Terms: you have not sent yet, the store now has terms 1. Choose in the Sync column."
    assert li.message("invoice", 0) == said
    li.type("invoice", 0, "_tick", "Keep mine")
    li.type("invoice", 2, "amount", 41.0)
    assert statuses(li.sync()) == {"invoice": {"ok": 2}}
    assert sorted(world.stored("invoice", "number", "amount", "terms"))[:3] == [
        ("FP-0001", "100.00", "not sent yet"),
        ("FP-0002", "2500.50", "terms 2"),
        ("FP-0003", "41.00", "terms 3"),
    ]
    assert li.sync().ties


def test_h25_when_a_person_changes_teams_their_book_follows_though_no_row_has_a_new_version(world: World) -> None:
    li, grace = with_rows(world), world.workbook("grace")
    before = revisions(world)
    grace.type("invoice", 1, "terms", "not sent yet")
    apply_organisation(world.store, reorganised(people={"grace": "south"}))
    report = grace.sync()
    assert report.ties
    assert grace.rows("invoice", "number", "customer", "terms", "_tick") == [
        ("FP-0002", "上海电气", "not sent yet", "✗")
    ]
    assert grace.column("customer", "name") == []
    assert revisions(world) == before
    apply_organisation(world.store, ORGANISATION)
    grace.sync()
    assert grace.rows("invoice", "number", "terms", "_tick")[0] == ("FP-0002", "not sent yet", "✗")
    grace.type("invoice", 0, "_tick", "Keep mine")
    assert statuses(grace.sync()) == {"invoice": {"ok": 1}}
    assert sorted(grace.rows("invoice", "number", "terms", "_tick")) == [
        ("FP-0001", "terms 1", "✓"),
        ("FP-0002", "not sent yet", "✓"),
        ("FP-0003", "terms 3", "✓"),
        ("FP-0004", "terms 4", "✓"),
    ]
    assert [grace.sync().ties, li.sync().ties] == [True, True]


def test_h25_when_the_tree_of_teams_changes_books_follow_though_no_row_has_a_new_version(world: World) -> None:
    li, grace, zhao = with_rows(world), world.workbook("grace"), world.workbook("zhao")
    before = revisions(world)
    apply_organisation(world.store, reorganised(teams={"east": None}))
    assert [book.sync().ties for book in (grace, li, zhao)] == [True] * 3
    assert [len(book.rows("invoice")) for book in (grace, li, zhao)] == [0, 4, 4]
    apply_organisation(world.store, ORGANISATION)
    assert grace.sync().ties
    assert sorted(map(str, grace.column("invoice", "number"))) == [number for number, _ in before]
    assert revisions(world) == before


def test_h25_a_customer_that_leaves_the_scope_is_shown_by_its_number_in_the_rows_that_point_at_it(world: World) -> None:
    li, grace = with_rows(world), world.workbook("grace")
    before = revisions(world)
    grace.type("customer", 0, "owner", "王伟")
    grace.type("customer", 0, "team", "South")
    grace.sync()
    assert li.sync().ties
    assert li.column("customer", "name") == ["上海电气"]
    assert li.column("invoice", "customer") == ["KH-001", "上海电气", "KH-001", "上海电气"]
    li.type("invoice", 0, "amount", 101.0)
    assert statuses(li.sync()) == {"invoice": {"ok": 1}}
    assert [rev for _, rev in revisions(world)] == [rev + (number == "FP-0001") for number, rev in before]
