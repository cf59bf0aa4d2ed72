"""Approvals between people with workbook files: who asks and who decides each do so in their own sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.layout import MESSAGE, TICK
from crossfoot_tests.end_to_end.approving import approving_company, catalog, decide
from crossfoot_tests.end_to_end.desks import Person, open_desks
from crossfoot_tests.end_to_end.world import Workbook, World

pytestmark = pytest.mark.slow

WAITS = "Waits for approval by Sales manager (Grace Chen): Amounts above 500."
SHOWN = ("_tick", "_message", "amount", "terms")
REQUEST = ("number", "subject", "change", "state", "decision")


@pytest.fixture
def approving(tmp_path: Path) -> Iterator[World]:
    with approving_company(tmp_path) as world:
        yield world


@pytest.fixture
def li(approving: World) -> Workbook:
    """李娜's workbook with one invoice of 100.00, which she makes 900.00 with other terms."""
    book = approving.workbook("li")
    book.add("customer", code="*1", name="Acme Ltd")
    book.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 1), amount=100.0, currency="Yuan", terms="cash")
    book.sync()
    book.type("invoice", 0, "amount", 900.0)
    book.type("invoice", 0, "terms", "net 30")
    return book


def test_a_change_waits_in_its_cells_and_goes_through_when_it_is_approved(approving: World, li: Workbook) -> None:
    for _ in range(2):
        report = li.sync()
        assert li.rows("invoice", *SHOWN) == [("⏳", WAITS, 900.0, "net 30")]
        assert (report.ties, list(report.open_rows())) == (True, [])
        assert approving.stored("invoice", "amount", "terms") == [("100.00", "cash")]
    grace = approving.workbook("grace")
    change = "Amount: CNY 100.00 → CNY 900.00\nTerms: cash → net 30"
    assert grace.rows("approval", *REQUEST) == [("SP-00001", "FP-0001 KH-001 Acme Ltd", change, "Pending", None)]
    decide(grace, "SP-00001", "Approve", "for once")
    assert grace.rows("approval", *REQUEST) == [("SP-00001", "FP-0001 KH-001 Acme Ltd", change, "Approved", "Approve")]
    assert grace.rows("invoice", *SHOWN) == [("✓", None, 900.0, "net 30")]
    li.sync()
    assert li.rows("invoice", *SHOWN) == [("✓", "It was approved and is in force.", 900.0, "net 30")]
    report = li.sync()
    assert (li.rows("invoice", *SHOWN), report.agree) == ([("✓", None, 900.0, "net 30")], True)


def test_what_waits_is_counted_as_that_and_not_as_refused(approving: World, li: Workbook) -> None:
    li.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 1, 2), amount=-1.0, currency="Yuan")
    li.add("invoice", customer="Acme Ltd", issued_on=dt.date(2026, 1, 3), amount=50.0, currency="Yuan")
    invoices = li.sync().tables[1]
    assert (invoices.sent, invoices.taken, invoices.partly, invoices.waiting, invoices.untaken) == (2, 1, 0, 1, 0)
    assert str(li.hands.cells("invoice").status).endswith("   3 rows   ✓1  ⏳1 waiting  ✗1")


def test_a_rejected_change_keeps_what_was_typed_and_says_why(approving: World, li: Workbook) -> None:
    li.sync()
    grace = approving.workbook("grace")
    decide(grace, "SP-00001", "Reject", "too much")
    for _ in range(2):
        li.sync()
        (tick, message, amount, terms) = li.rows("invoice", *SHOWN)[0]
        assert (tick, amount, terms) == ("✗", 900.0, "net 30")
        assert str(message).startswith("Grace Chen rejected it on 2026-03-02 ")
        assert str(message).endswith(": “too much”. Change it, choose Keep mine to ask again, or Take theirs.")
    assert li.column("approval", "state") == ["Rejected"]
    li.type("invoice", 0, "_tick", "Keep mine")
    li.sync()
    assert (li.ticks("invoice"), li.column("approval", "state")) == (["⏳"], ["Rejected", "Pending"])
    li.type("invoice", 0, "_tick", "Take theirs")
    li.sync()
    assert (li.rows("invoice", *SHOWN)[0][2:], li.column("approval", "state")) == (
        (100.0, "cash"),
        ["Rejected", "Withdrawn"],
    )


def test_of_a_row_that_is_mended_and_waits_only_that_is_said(approving: World) -> None:
    li = approving.workbook("li")
    li.add("customer", code="*1", name="Acme Ltd")
    li.add("invoice", customer="*1", amount=900.0, currency="Yuan", issued_on="soon")
    li.sync()
    assert li.message("invoice", 0) == (
        "The new row was not stored. ▪ Issued on: “soon” is not a date; write it as 2024-03-05."
    )
    li.type("invoice", 0, "issued_on", dt.date(2026, 1, 1))
    for _ in range(2):
        li.sync()
        assert li.rows("invoice", "_tick", "_message") == [("⏳", WAITS)]
    decide(approving.workbook("grace"), "SP-00001", "Approve")
    li.sync()
    li.type("invoice", 0, "amount", -1.0)
    li.sync()
    assert li.message("invoice", 0) == "Amount: -1.00 is below the least allowed, 0."
    li.type("invoice", 0, "amount", 800.0)
    li.sync()
    assert li.rows("invoice", "_tick", "_message") == [("⏳", WAITS)]


def test_the_old_value_typed_back_takes_the_request_back(approving: World, li: Workbook) -> None:
    li.sync()
    li.type("invoice", 0, "amount", 100.0)
    li.type("invoice", 0, "terms", "cash")
    li.sync()
    assert (li.ticks("invoice"), li.column("approval", "state")) == (["✓"], ["Withdrawn"])


@pytest.mark.parametrize("taken_back", ["Take theirs", "the old value"])
def test_what_was_refused_over_a_request_takes_the_request_back_where_it_is_given_up(
    approving: World, li: Workbook, taken_back: str
) -> None:
    li.sync()
    for amount in (-1.0, "no amount"):
        li.type("invoice", 0, "amount", amount)
        li.sync()
        assert (li.ticks("invoice"), li.column("approval", "state")) == (["✗"], ["Pending"])
    if taken_back == "Take theirs":
        li.type("invoice", 0, TICK, taken_back)
    else:
        li.type("invoice", 0, "amount", 100.0)
        li.type("invoice", 0, "terms", "cash")
    li.sync()
    assert (li.rows("invoice", TICK, "amount", "terms"), li.column("approval", "state")) == (
        [("✓", 100.0, "cash")],
        ["Withdrawn"],
    )


def test_nobody_approves_their_own(approving: World, li: Workbook) -> None:
    li.sync()
    li.type("approval", 0, "decision", "Approve")
    li.sync()
    assert li.rows("approval", "_tick", "_message", "state") == [
        (
            "✗",
            "Decision: Nobody decides their own request: Sales manager (Grace Chen) can, and you can withdraw it.",
            "Pending",
        )
    ]
    li.type("approval", 0, "decision", "Withdraw")
    li.sync()
    assert (li.column("approval", "state"), li.ticks("approval"), li.ticks("invoice")) == (["Withdrawn"], ["✓"], ["✗"])


def test_a_new_row_waits_with_what_points_at_it_until_both_steps_are_taken(approving: World) -> None:
    li = approving.workbook("li")
    li.add("customer", code="*1", name="Key Corp")
    li.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 2), amount=50.0, currency="Yuan")
    report = li.sync()
    assert (li.ticks("customer"), li.ticks("invoice"), report.ties) == (["⏳"], ["✗"], True)
    assert li.message("invoice", 0) == (
        "Customer: The row of “Customers” it points at waits for an approval; sync again once that is given."
    )
    grace, zhao = approving.workbook("grace"), approving.workbook("zhao")
    decide(grace, "SP-00001", "Approve")
    li.sync()
    assert li.message("customer", 0) == "Waits for approval by Finance (赵敏): A new key account."
    zhao.sync()
    decide(zhao, "SP-00002", "Approve")
    report = li.sync()
    assert (li.rows("customer", "_tick", "code"), li.rows("invoice", "_tick", "customer")) == (
        [("✓", "KH-001")],
        [("✓", "Key Corp")],
    )
    assert report.agree


def with_an_approved_invoice(approving: World) -> tuple[Workbook, Workbook]:
    """The workbooks of 李娜, who has not heard yet that her invoice was approved, and of Grace, who approved it."""
    li = approving.workbook("li")
    li.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 2), amount=900.0, currency="Yuan")
    li.add("customer", code="*1", name="Acme Ltd")
    li.sync()
    li.sync()
    grace = approving.workbook("grace")
    decide(grace, "SP-00001", "Approve")
    return li, grace


def test_a_new_row_that_was_approved_is_in_step_after_a_pull_too(approving: World) -> None:
    li, _ = with_an_approved_invoice(approving)
    li.desk.pull()
    assert li.rows("invoice", "_tick", "number", "amount") == [("✓", "FP-0001", 900.0)]


def test_a_new_row_that_was_approved_and_removed_again_before_its_user_synced_says_so(approving: World) -> None:
    li, grace = with_an_approved_invoice(approving)
    grace.sync()
    grace.hands.remove("invoice", 0)
    grace.sync()
    li.sync()
    assert li.ticks("invoice") == ["✗"]
    assert li.message("invoice", 0) == (
        "Grace Chen removed this row on 2026-03-02 17:03. ▪ "
        "It was approved and came into force; since then the row was removed, or is out of your sight."
    )
    li.hands.remove("invoice", 0)
    li.sync()
    assert (li.ticks("invoice"), grace.ticks("invoice")) == ([], [])


@pytest.mark.parametrize("emptied", [False, True])
def test_the_line_of_a_new_row_that_waits_is_removed_and_the_request_is_taken_back(
    approving: World, emptied: bool
) -> None:
    li = approving.workbook("li")
    li.add("customer", code="*1", name="Key Corp")
    li.sync()
    li.sync()
    if emptied:
        for column in ("code", "name"):
            li.type("customer", 0, column, None)
    else:
        li.hands.remove("customer", 0)
    report = li.sync()
    assert [(row.table, row.name, row.message) for row in report.rows] == [
        (
            "customer",
            "Key Corp",
            "This new row was removed before it came into force, so its request for an approval is taken back.",
        )
    ]
    assert (report.agree, li.column("approval", "state"), li.rows("customer")) == (True, ["Withdrawn"], [])
    assert [table.sent for table in li.sync().tables[:1]] == [0]


def test_the_line_of_a_new_row_that_was_approved_meanwhile_comes_back(approving: World) -> None:
    li = approving.workbook("li")
    li.add("customer", code="*1", name="Acme Ltd")
    li.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 2), amount=900.0, currency="Yuan")
    li.sync()
    decide(approving.workbook("grace"), "SP-00001", "Approve")
    li.hands.remove("invoice", 0)
    report = li.sync()
    assert (report.agree, li.rows("invoice", "_tick", "number", "amount")) == (True, [("✓", "FP-0001", 900.0)])


def test_an_old_copy_from_before_a_row_was_typed_takes_no_request_back(approving: World) -> None:
    li = approving.workbook("li")
    before = li.path.read_bytes()
    li.add("customer", code="*1", name="Key Corp")
    li.sync()
    li.path.write_bytes(before)
    report = li.sync()
    assert (report.rows, li.column("approval", "state")) == ([], ["Pending"])


def test_a_request_names_a_customer_that_came_with_the_row_and_people_as_they_are_called(approving: World) -> None:
    li = approving.workbook("li")
    li.add("customer", code="*1", name="Acme Ltd")
    li.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 2), amount=900.0, currency="Yuan", owner="李娜")
    li.sync()
    told = "Customer: Acme Ltd\nIssued on: 2026-01-02\nAmount: CNY 900.00\nCurrency: Yuan\nOwner: 李娜"
    assert li.rows("approval", "subject", "change") == [("Acme Ltd", told)]


@pytest.mark.parametrize(
    ("team", "told"),
    [("South", "KH-001 Acme Ltd"), ("Sales", "KH-001 Acme Ltd"), ("East", "KH-001")],
)
def test_a_request_names_a_customer_where_all_who_see_the_request_see_the_customer(
    approving: World, team: str, told: str
) -> None:
    wang, zhao = approving.workbook("wang"), approving.workbook("zhao")
    wang.add("customer", code="*1", name="Acme Ltd")
    wang.sync()
    zhao.sync()
    day = dt.date(2026, 1, 2)
    zhao.add("invoice", customer="Acme Ltd", issued_on=day, amount=900.0, currency="Yuan", team=team)
    zhao.sync()
    assert zhao.column("approval", "subject") == [told]


def test_a_preview_tells_whom_it_would_wait_for(approving: World, li: Workbook) -> None:
    report = li.desk.preview()
    assert [(each.column, each.mine, each.verdict) for each in report.fields] == [
        ("Amount", "900.00", f"Amount: {WAITS}"),
        ("Terms", "net 30", f"Terms: {WAITS}"),
    ]
    assert li.column("approval", "number") == []


def test_an_old_copy_of_the_workbook_changes_nothing_of_a_request(approving: World, li: Workbook) -> None:
    before = li.path.read_bytes()
    li.sync()
    after = li.path.read_bytes()
    li.path.write_bytes(before)
    li.sync()
    assert (li.ticks("invoice"), li.column("approval", "state")) == (["⏳"], ["Pending"])
    li.path.write_bytes(after)
    li.sync()
    assert (li.ticks("invoice"), li.column("approval", "state")) == (["⏳"], ["Pending"])


@pytest.fixture
def at_desks(tmp_path: Path) -> Iterator[list[Person]]:
    """Workbooks in memory of 李娜, Grace, Grace once more, and 赵敏, all empty."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'desks.sqlite'}", catalog())) as store:
        yield open_desks(store).people


def seen(person: Person, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in columns) for row in person.rows(table)]


def test_a_request_that_somebody_else_made_void_is_told_in_the_sheet_of_who_asked(at_desks: list[Person]) -> None:
    li, _, grace, _ = at_desks
    li.type("customer", 4, "name", "Acme Ltd")
    li.desk.sync()
    li.type("invoice", 4, "customer", "Acme Ltd")
    for column, value in (("issued_on", dt.date(2026, 1, 1)), ("amount", 100.0), ("currency", "Yuan")):
        li.type("invoice", 4, column, value)
    li.desk.sync()
    grace.desk.sync()
    li.type("invoice", 4, "amount", 900.0)
    li.desk.sync()
    assert seen(li, "invoice", TICK, "amount") == [("⏳", 900.0)]
    # Somebody else changes what the rule looks at: the request is void, and its user is told in their sheet.
    grace.type("invoice", 4, "amount", 200.0)
    grace.desk.sync()
    li.desk.sync()
    ((tick, amount, message),) = seen(li, "invoice", TICK, "amount", MESSAGE)
    assert (tick, amount) == ("✗", 900.0)
    assert "The request is void: Grace Chen changed Amount on " in str(message)
    assert seen(grace, "approval", "state") == [("Void",)]
