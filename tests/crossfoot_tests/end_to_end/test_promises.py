"""The promises of sync, held by workbook files against the real server."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.totals import Difference
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows

pytestmark = pytest.mark.slow


def statuses(report: SyncReport) -> dict[str, dict[str, int]]:
    """How the pushed rows of each table fared."""
    return {table.name: dict(table.statuses) for table in report.tables if table.statuses}


def test_promise_1_no_edit_is_lost_silently(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "amount", "a hundred")
    book.type("invoice", 1, "amount", -5.0)
    book.type("invoice", 2, "terms", "net 30")
    book.sync()
    assert book.rows("invoice", "_tick", "amount", "terms") == [
        ("✗", "a hundred", "terms 1"),
        ("✗", -5.0, "terms 2"),
        ("✓", 40.0, "net 30"),
        ("✓", 7.25, "terms 4"),
    ]
    assert book.message("invoice", 0) == "Amount: “a hundred” is not a number; write it as 12800.5."
    assert book.message("invoice", 1) == "Amount: -5.00 is below the least allowed, 0."
    assert world.stored("invoice", "amount", "terms") == [
        ("100.00", "terms 1"),
        ("2500.50", "terms 2"),
        ("7.25", "terms 4"),
        ("40.00", "net 30"),
    ]


def test_promise_1_what_is_typed_into_a_read_only_table_stays_with_its_reason(world: World) -> None:
    with_rows(world)
    book = world.workbook("grace", name="billing", book="billing")
    book.type("customer", 0, "notes", "a remark")
    for _ in range(2):
        book.sync()
        assert book.rows("customer", "_tick", "_message", "notes")[0] == (
            "✗",
            "This table is read-only in this book; the change was not taken.",
            "a remark",
        )
    book.type("customer", 0, "_tick", "Take theirs")
    book.sync()
    assert book.rows("customer", "_tick", "_message", "notes")[0] == ("✓", None, None)


def test_promise_1_what_is_typed_into_a_column_of_another_role_stays_with_its_reason(world: World) -> None:
    book = with_rows(world)
    book.type("customer", 0, "limit", 90.0)
    for _ in range(2):
        book.sync()
        assert book.rows("customer", "_tick", "_message", "limit")[0] == (
            "✗",
            "Credit days: You may not change this column; the server keeps (blank).",
            90.0,
        )


def test_promise_2_different_fields_merge_and_the_same_field_is_a_choice(world: World) -> None:
    mine = with_rows(world)
    theirs = world.workbook("grace")
    theirs.type("invoice", 0, "terms", "from Grace")
    theirs.type("invoice", 1, "amount", 9.0)
    theirs.sync()
    mine.type("invoice", 0, "amount", 111.0)
    mine.type("invoice", 1, "amount", 8.0)
    assert statuses(mine.sync()) == {"invoice": {"merged": 1, "open": 1}}
    assert mine.rows("invoice", "_tick", "amount", "terms")[:2] == [
        ("✓", 111.0, "from Grace"),
        ("⚠", 8.0, "terms 2"),
    ]
    said = mine.message("invoice", 1)
    assert said.startswith("Amount: you have 8.00, Grace Chen changed it to 9.00 on 2026-")
    mine.type("invoice", 1, "_tick", "Keep mine")
    assert statuses(mine.sync()) == {"invoice": {"ok": 1}}
    assert mine.rows("invoice", "_tick", "_message", "amount")[1] == ("✓", None, 8.0)
    theirs.sync()
    assert theirs.rows("invoice", "amount", "terms")[:2] == [(111.0, "from Grace"), (8.0, "terms 2")]


def test_promise_2_taking_theirs_puts_the_stores_value_into_the_cell(world: World) -> None:
    mine, theirs = conflicting(world)
    mine.type("invoice", 1, "_tick", "Take theirs")
    mine.sync()
    assert mine.rows("invoice", "_tick", "_message", "amount")[1] == ("✓", None, 9.0)
    assert theirs.sync().ties


def conflicting(world: World) -> tuple[Workbook, Workbook]:
    """李娜's book with a conflict on the second invoice's amount, 8 against Grace's 9; and Grace's book."""
    mine = with_rows(world)
    theirs = world.workbook("grace")
    theirs.type("invoice", 1, "amount", 9.0)
    theirs.sync()
    mine.type("invoice", 1, "amount", 8.0)
    mine.sync()
    return mine, theirs


def test_promise_2_of_two_open_fields_the_decided_one_is_no_longer_spoken_of(world: World) -> None:
    mine = with_rows(world)
    theirs = world.workbook("grace")
    for book, amount, terms in ((theirs, 9.0, "hers"), (mine, 8.0, "mine")):
        book.type("invoice", 1, "amount", amount)
        book.type("invoice", 1, "terms", terms)
    theirs.sync()
    assert mine.sync().tables[1].received == 0
    row_id = str(mine.column("invoice", "_id")[1])
    mine.sync(decisions={("invoice", row_id, "amount"): "mine"})
    assert mine.rows("invoice", "_tick", "amount", "terms")[1] == ("⚠", 8.0, "mine")
    assert mine.message("invoice", 1).startswith("Terms: you have mine, Grace Chen changed it to hers on ")
    assert "Amount" not in mine.message("invoice", 1)
    assert mine.sync().tables[1].received == 0


def test_promise_3_one_bad_row_blocks_no_other_and_what_depends_on_it_says_so(world: World) -> None:
    book = with_rows(world)
    book.add("customer", code="*9", name="Acme Ltd")
    book.add("invoice", customer="*9", issued_on=dt.date(2026, 2, 1), amount=1.0, currency="Yuan")
    book.add("invoice", customer="上海电气", issued_on=dt.date(2026, 2, 2), amount=2.0, currency="Yuan")
    report = book.sync()
    assert statuses(report) == {"customer": {"refused": 1}, "invoice": {"refused": 1, "ok": 1}}
    assert book.ticks("customer") == ["✓", "✓", "✗"]
    assert "exists already" in book.message("customer", 2)
    assert book.ticks("invoice")[4:] == ["✗", "✓"]
    assert "The row of “Customers” it points at was refused; mend that one first." in book.message("invoice", 4)
    book.type("customer", 2, "name", "Acme (Hong Kong) Ltd")
    assert statuses(book.sync()) == {"customer": {"ok": 1}, "invoice": {"ok": 1}}
    assert book.rows("invoice", "_tick", "customer")[4] == ("✓", "Acme (Hong Kong) Ltd")


def test_promise_5_every_push_is_a_named_batch(world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "net 60")
    report = book.desk.sync(reason="agreed on the phone")
    newest = book.server.batches("ledger", 10).batches[0]
    assert (newest.id, newest.actor, newest.reason, newest.workbook, newest.statuses) == (
        report.batch,
        "li",
        "agreed on the phone",
        book.manifest().workbook,
        {"ok": 1},
    )
    row_id = str(book.hands.shows("invoice", 0, "_id"))
    history = book.server.history("ledger", "invoice", row_id)
    assert [(change.rev, change.kind, change.reason) for change in history.changes] == [
        (2, "changed", "agreed on the phone"),
        (1, "created", ""),
    ]
    assert history.changes[0].fields == {"terms": ("terms 1", "net 60")}


def test_promise_6_when_nobody_edits_every_book_shows_what_its_user_may_see(world: World) -> None:
    li, wang, zhao = with_rows(world), world.workbook("wang"), world.workbook("zhao")
    wang.add("customer", code="*1", name="深圳精密")
    wang.add("invoice", customer="*1", issued_on=dt.date(2026, 2, 3), amount=3.0, currency="US dollar")
    for book in (wang, li, zhao):
        book.sync()
    assert li.column("customer", "name") == ["Acme Ltd", "上海电气"]
    assert wang.column("customer", "name") == ["深圳精密"]
    assert zhao.column("customer", "name") == ["Acme Ltd", "上海电气", "深圳精密"]
    assert sorted(zhao.column("invoice", "amount"), key=float) == [3.0, 7.25, 40.0, 100.0, 2500.5]  # type: ignore[arg-type]
    before = [book.path.read_bytes() for book in (li, wang, zhao)]
    reports = [book.sync() for book in (li, wang, zhao)]
    assert all(report.ties and not report.rows for report in reports)
    assert [statuses(report) for report in reports] == [{}, {}, {}]
    assert len(before) == 3


def test_promise_6_a_row_that_changes_hands_leaves_one_book_and_enters_another(world: World) -> None:
    li, wang, grace = with_rows(world), world.workbook("wang"), world.workbook("grace")
    grace.type("customer", 0, "owner", "王伟")
    grace.type("customer", 0, "team", "South")
    grace.type("invoice", 0, "owner", "王伟")
    grace.type("invoice", 0, "team", "South")
    assert statuses(grace.sync()) == {"customer": {"ok": 1}, "invoice": {"ok": 1}}
    li.sync()
    wang.sync()
    assert li.column("customer", "name") == ["上海电气"]
    assert wang.column("customer", "name") == ["Acme Ltd"]
    assert li.column("invoice", "amount") == [2500.5, 40.0, 7.25]
    assert wang.column("invoice", "amount") == [100.0]


def test_promise_7_totals_agree_or_the_difference_is_itemised(world: World) -> None:
    book = with_rows(world)
    totals = book.sync().tables[1].totals
    assert totals is not None
    assert (totals.rows, totals.sums, totals.agree) == (4, {"amount": {"CNY": Decimal("2647.75")}}, True)
    book.type("invoice", 0, "amount", -100.0)
    book.type("invoice", 1, "amount", "?")
    totals = book.sync().tables[1].totals
    assert totals is not None
    assert not totals.agree
    assert totals.ties
    ids = book.column("invoice", "_id")
    assert totals.differences == (
        Difference(str(ids[0]), "amount", "CNY", Decimal("-100.00"), Decimal("100.00")),
        Difference(str(ids[1]), "amount", "CNY", None, Decimal("2500.50")),
    )


def test_a_new_row_belongs_where_its_owner_does(world: World) -> None:
    grace, wang = world.workbook("grace"), world.workbook("wang")
    grace.add("customer", name="For Wang Ltd", owner="王伟")
    grace.add("customer", name="For Grace Ltd")
    grace.sync()
    wang.sync()
    assert grace.rows("customer", "name", "team", "owner") == [
        ("For Wang Ltd", "South", "王伟"),
        ("For Grace Ltd", "Sales", "Grace Chen"),
    ]
    assert wang.column("customer", "name") == ["For Wang Ltd"]
