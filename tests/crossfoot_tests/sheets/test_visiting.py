"""A look at a linked sheet: what it costs, what it brings, and that nothing typed meanwhile is overlooked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from crossfoot_server.errors import StoreBusy
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.troubles import told_of
from crossfoot_server.sheets.wording import Told
from crossfoot_sync.client.errors import ServerProblemError
from crossfoot_sync.engine.wire import Change, Problem
from crossfoot_sync.google.errors import NotShared, QuotaExhausted
from crossfoot_templates.layout import TICK
from crossfoot_tests.sheets.memory import ACCOUNT, FIRST
from crossfoot_tests.sheets.office import EAST, Office


def customer(office: Office, name: str = "Acme", who: str = "Ann") -> None:
    """Somebody adds a customer to the sheet of team East."""
    line = len(office.east.sheet("customer").cells().rows) + FIRST
    office.east.types("customer", line, "name", name, who)


def test_what_is_typed_into_a_sheet_is_in_the_store_after_the_next_look(office: Office) -> None:
    office.link()
    customer(office)
    assert office.visit().did == "synced"
    assert office.east.shows("customer", FIRST, TICK) == "✓"
    assert office.east.shows("customer", FIRST, "code") == "KH-001"
    assert office.east.shows("customer", FIRST, "team") == "East"
    assert office.east.shows("customer", FIRST, "owner") is None


def test_history_names_the_sheet_and_its_last_editor(office: Office) -> None:
    office.link()
    customer(office, who="Ann")
    report = office.visit().report
    assert report is not None
    row = office.east.shows("customer", FIRST, "_id")
    (change,) = office.bench.server_of(office.linked()).history("ledger", "customer", str(row)).changes
    assert _origin(change) == (
        "sheet-1EastEastE",
        "sheet East",
        "crossfoot-sheet/1",
        "last edited by Ann (ann@example.com)",
        office.linked().workbook,
    )


def _origin(change: Change) -> tuple[str, ...]:
    return change.actor, change.actor_name, change.client, change.reason, change.workbook


def test_a_sheet_that_is_renamed_is_called_so_from_its_next_sync_on(office: Office) -> None:
    office.link()
    office.east.facts = replace(office.east.facts, title="East II")
    customer(office)
    office.visit()
    office.east.types("customer", FIRST, "notes", "after")
    office.visit()
    row = office.east.shows("customer", FIRST, "_id")
    newest, *_ = office.bench.server_of(office.linked()).history("ledger", "customer", str(row)).changes
    assert (office.linked().title, newest.actor_name) == ("East II", "sheet East II")


def test_nothing_moved_costs_one_request_to_drive_and_none_to_sheets(office: Office) -> None:
    office.link()
    customer(office)
    office.visit()
    office.east.asked.clear()
    assert [office.visit().did for _ in range(3)] == ["nothing"] * 3
    assert office.east.asked == Counter(drive=3)


def test_a_sync_reads_twice_and_writes_once_or_twice(office: Office) -> None:
    office.link()
    customer(office)
    office.east.asked.clear()
    office.visit()
    assert (office.east.asked["read"], office.east.asked["write"]) == (2, 2)  # the ids of new rows are written first
    office.east.types("customer", FIRST, "name", "Acme Ltd")
    office.east.asked.clear()
    office.visit()
    assert (office.east.asked["read"], office.east.asked["write"]) == (2, 1)


def test_what_others_change_comes_without_anybody_touching_the_sheet(office: Office) -> None:
    office.link()
    office.visit()
    office.li.desk.sync()
    office.li.sheet("customer").append(name="Of 李娜")
    office.li.desk.sync()
    assert office.visit().did == "synced"
    assert (office.east.shows("customer", FIRST, "name"), office.east.shows("customer", FIRST, TICK)) == (
        "Of 李娜",
        "✓",
    )
    assert office.visit().did == "nothing"


def test_the_feed_may_move_without_news_for_a_sheet(office: Office) -> None:
    office.link()
    office.link("2SouthSouthSouthSouthSouthSouthSouthSouthSou", "South", "south")
    office.visit()
    south = office.spreadsheets.files["2SouthSouthSouthSouthSouthSouthSouthSouthSou"]
    south.types("customer", FIRST, "name", "Far away")
    assert office.visit("2SouthSouthSouthSouthSouthSouthSouthSouthSou").did == "synced"
    office.east.asked.clear()
    assert office.visit().did == "nothing"
    assert office.east.asked == Counter(drive=1)


MOMENTS = 6
"""How many requests a sync makes that sends a change."""


@pytest.mark.parametrize("moment", range(1, MOMENTS + 1))
def test_what_is_typed_before_any_request_of_a_sync_is_sent_with_it_or_after_it(office: Office, moment: int) -> None:
    office.link()
    customer(office)
    office.visit()
    asked: list[str] = []

    def somebody_types(lane: str) -> None:
        asked.append(lane)
        if len(asked) == moment:
            office.east.types("customer", FIRST, "name", "typed meanwhile")

    office.east.types("customer", FIRST, "notes", "first")
    office.east.meanwhile = somebody_types
    office.visit()
    office.east.meanwhile = None
    visits = [office.visit().did for _ in range(3)]
    assert visits[-1] == "nothing"
    assert (office.stored("customer", "name"), office.stored("customer", "notes")) == (["typed meanwhile"], ["first"])
    assert len(asked) >= MOMENTS


def test_a_version_that_drive_tells_late_costs_a_read_and_no_sync(office: Office) -> None:
    office.link()
    customer(office)
    office.visit()
    office.east.changed("worker", ACCOUNT)
    assert [office.visit().did, office.visit().did] == ["read", "nothing"]


def test_looks_become_rarer_while_nothing_moves(office: Office) -> None:
    office.link()
    pauses = []
    for _ in range(7):
        office.visit()
        pauses.append(office.linked().pause)
    assert pauses == [30, 60, 120, 240, 300, 300, 300]
    customer(office)
    office.visit()
    assert office.linked().pause == 15


def test_a_ping_syncs_at_once_and_is_answered_once(office: Office) -> None:
    office.link()
    office.visit()
    registry.change(office.store, EAST, pinged_at=office.clock())
    assert office.visit().did == "synced"
    assert office.linked().pinged_at is None
    assert office.visit().did == "nothing"


def test_a_ping_during_a_visit_makes_the_next_one_due_at_once(office: Office) -> None:
    office.link()
    office.east.meanwhile = lambda _lane: registry.change(office.store, EAST, pinged_at=office.clock())
    office.visit()
    linked = office.linked()
    assert linked.pinged_at is not None
    assert linked.due_at == linked.looked_at


def test_a_sheet_that_is_shared_no_more_is_paused_and_goes_on_once_it_is(office: Office) -> None:
    office.link()
    office.east.broken = NotShared("East", account=ACCOUNT)
    visited = office.visit(wanted=True)
    assert (visited.did, visited.told.code) == ("paused", "not_shared")
    assert (office.linked().state, office.linked().pause) == ("paused", 900)
    office.east.broken = None
    assert office.visit().did == "synced"
    assert (office.linked().state, office.linked().pause) == ("active", 15)


def test_what_the_server_refuses_is_said_once_in_the_sheet_in_its_language(office: Office) -> None:
    office.link(language="zh")
    login, grant = office.linked().login, office.store.schema.grant
    with office.store.writing() as connection:
        connection.execute(grant.delete().where(grant.c.login == login))
    visited = office.visit(wanted=True)
    assert visited.told == Told(
        "not_allowed",
        f"没有权限：{login} 没有业务簿“ledger”的权限；请向维护组织文件的人申请。",
        f"Not allowed: {login} has no grant for book 'ledger'; ask whoever keeps the organisation file for one.",
    )
    assert (visited.did, office.east.sheet("customer").status) == ("paused", f"同步已暂停：{visited.told.zh}")
    office.east.asked.clear()
    assert (office.visit(wanted=True).told, office.east.asked["write"]) == (visited.told, 0)


def test_what_the_server_refuses_for_a_while_is_told_with_the_request_or_as_the_store_says_it() -> None:
    busy = StoreBusy(5)
    sent = Problem("t", busy.title.en, 503, busy.message, busy.code, "r7", busy.title.zh, busy.text("zh"))
    waits = "数据库被另一次写入占用超过 5 秒；未接受任何内容。请重新发送同一请求。"
    assert [told_of(error).zh for error in (busy, ServerProblemError(sent))] == [
        waits,
        f"数据库正忙：{waits}（请求编号 r7）",
    ]


def test_what_passes_by_itself_pauses_nothing_and_is_tried_later_and_later(office: Office) -> None:
    office.link()
    office.east.broken = QuotaExhausted("worker", lane="read", seconds=70)
    pauses = []
    for _ in range(3):
        assert office.visit(wanted=True).did == "failed"
        pauses.append(office.linked().pause)
    assert (pauses, office.linked().state) == ([30, 60, 120], "active")


def test_a_header_that_is_gone_pauses_and_says_so_in_the_sheet(office: Office) -> None:
    office.link()
    office.east.book.manifest.pop("book")
    visited = office.visit(wanted=True)
    assert (visited.did, visited.told.code) == ("paused", "NotABookError")
    assert office.east.sheet("customer").status.startswith("Syncing is paused: ")


def test_a_table_without_its_bindings_is_told_while_the_others_go_on(office: Office) -> None:
    office.link()
    office.east.sheet("visit").delete_column("_id")
    customer(office)
    visited = office.visit()
    assert (visited.did, visited.told.code, office.linked().state) == ("synced", "held_back", "active")
    assert "Visits: " in visited.told.en
    assert office.stored("customer", "name") == ["Acme"]


def test_a_table_that_is_held_back_is_not_said_to_be_in_step(office: Office) -> None:
    office.link()
    office.east.sheet("customer").rename_header("limit", "")
    office.east.changed()
    said = "The column of “Credit days” (limit) has lost its heading; nothing of this table was sent."
    told = office.visit().told
    assert told.en == f"held back: Customers; the rest is in step. Customers: {said} Put the heading back."
    assert told.zh.startswith("以下各表未同步：Customers；其余已同步。 Customers: ")
    assert office.east.sheet("customer").status == f"✗ {said} Put the heading back."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, "in step."),
        (1, "in step; 1 row needs a look and says why."),
        (2, "in step; 2 rows need a look, each says why."),
    ],
)
def test_rows_that_need_a_look_are_counted(office: Office, rows: int, said: str) -> None:
    office.link()
    for number in range(rows):
        office.east.types("customer", FIRST + number, "limit", "many")
    assert office.visit().told.en == said


def test_many_changes_are_not_forced_and_are_told(office: Office) -> None:
    office.link()
    for number in range(30):
        customer(office, f"Customer {number}")
    office.visit()
    for line in range(FIRST, FIRST + 30):
        office.east.types("customer", line, "notes", "all of them")
    assert office.visit().did == "asks"
    assert "nothing was sent" in office.east.sheet("customer").status
    assert office.linked().outcome.code == "asks"
    office.east.asked.clear()
    assert office.visit().did in {"read", "asks"}
    assert office.visit().did == "nothing"
    assert office.visit(wanted=True, confirmed=True).did == "synced"
    assert office.east.shows("customer", FIRST, TICK) == "✓"


def test_a_sheet_is_synced_once_a_day_though_nothing_moves(office: Office) -> None:
    office.link()
    office.visit()
    assert office.visit().did == "nothing"
    office.clock.at += dt.timedelta(days=1)
    assert [office.visit().did, office.visit().did] == ["synced", "nothing"]
