"""Somebody with a spreadsheet program and a browser: new book, work, upload, go on in what comes back."""

from __future__ import annotations

import pytest

from crossfoot_server.files.wire import FileReply
from crossfoot_server.thin.wire import SheetRow, Trouble
from crossfoot_templates.layout import KEEP_MINE, TAKE_THEIRS, TICK
from crossfoot_tests.files.desk import Office, Person, said
from crossfoot_tests.thin.place import SERVER

pytestmark = pytest.mark.slow


@pytest.fixture
def li(office: Office) -> Person:
    """李娜, with a customer in step."""
    person = office.person("li")
    person.book.add("customer", code="*1", name="Acme Ltd")
    person.uploads()
    return person


def test_a_new_book_comes_filled_with_what_its_owner_may_see(office: Office, li: Person) -> None:
    reply = li.asks("new", book="ledger", language="zh")
    assert (reply.name, reply.trouble) == ("台账.xlsx", None)
    grace = office.person("grace")
    assert grace.book.rows("customer", TICK, "code", "name") == [("✓", "KH-001", "Acme Ltd")]
    assert (grace.book.manifest().server, grace.book.manifest().user) == (SERVER, "grace")


def test_a_book_that_is_not_open_to_somebody_is_refused(li: Person) -> None:
    answer = li.posts("new", book="nothing")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_book")
    answer = li.posts("new", book="ledger", server="no address")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_parameter")


def test_what_the_server_refuses_is_told_in_both_languages(office: Office, li: Person) -> None:
    office.place.takes_grants("li")
    reply = li.sends()
    assert (reply.content, reply.trouble) == (
        None,
        Trouble(
            "not_allowed",
            "台账.xlsx：没有权限：li 没有业务簿“ledger”的权限；请向维护组织文件的人申请。",
            "台账.xlsx: Not allowed: li has no grant for book 'ledger'; "
            "ask whoever keeps the organisation file for one.",
        ),
    )
    problem = li.posts("new", book="nothing").get_json()
    assert (problem["title_zh"], problem["detail_zh"]) == (
        "没有这个业务簿",
        "没有业务簿“nothing”；现有的是：ledger、billing。",
    )


def test_what_was_typed_is_taken_and_comes_back_with_its_tick(office: Office, li: Person) -> None:
    li.book.type("customer", 0, "name", "Acme Limited")
    li.book.add("customer", code="*2", name="上海电气")
    assert [row[0] for row in li.book.rows("customer", TICK)] == ["✓", None]
    reply = li.uploads(reason="a call")
    assert reply.name == "台账.xlsx"
    assert said(reply).splitlines()[0] == "Customers: sent 2, taken 2, 2 rows (✓2)"
    assert reply.outcome is not None
    assert reply.outcome.agree is True
    assert li.book.rows("customer", TICK, "code", "name") == [
        ("✓", "KH-001", "Acme Limited"),
        ("✓", "KH-002", "上海电气"),
    ]
    assert office.stored("customer", "code", "name") == [("KH-001", "Acme Limited"), ("KH-002", "上海电气")]
    batches = office.place.server("li").batches("ledger", 1).batches
    assert [(each.client, each.reason, each.actor) for each in batches] == [("crossfoot-browser/1", "a call", "li")]


def test_a_refused_row_holds_up_no_other_and_says_why(office: Office, li: Person) -> None:
    li.book.add("customer", code="*2", name="上海电气")
    li.book.add("customer", code="*3", name="Acme Ltd")
    reply = li.uploads()
    assert reply.outcome is not None
    assert reply.outcome.rows == [
        SheetRow(
            "customer", "Customers", 5, "*3", "✗", "The new row was not stored. ▪ Name “Acme Ltd” exists already."
        ),
        SheetRow("customer", "Customers", 4, "KH-002", "✓", "It was given the number KH-002."),
    ]
    assert li.book.rows("customer", TICK, "_message")[2] == ("✗", reply.outcome.rows[0].message)
    assert office.stored("customer", "name") == [("Acme Ltd",), ("上海电气",)]


@pytest.mark.parametrize(("choice", "kept"), [(KEEP_MINE["en"], "Acme, Inc."), (TAKE_THEIRS["en"], "Acme Limited")])
def test_a_conflict_is_settled_in_the_file_that_comes_back(office: Office, li: Person, choice: str, kept: str) -> None:
    grace = office.person("grace")
    grace.book.type("customer", 0, "name", "Acme Limited")
    grace.uploads()
    li.book.type("customer", 0, "name", "Acme, Inc.")
    li.uploads()
    assert li.book.rows("customer", TICK, "name") == [("⚠", "Acme, Inc.")]
    li.book.type("customer", 0, TICK, choice)
    li.uploads()
    assert li.book.rows("customer", TICK, "name") == [("✓", kept)]
    assert office.stored("customer", "name") == [(kept,)]


def test_a_preview_says_what_would_be_sent_and_changes_nothing(office: Office, li: Person) -> None:
    li.book.type("customer", 0, "name", "Acme Limited")
    before = li.path.read_bytes()
    reply = li.sends(task="preview")
    assert "KH-001 · Name: Acme Ltd → Acme Limited" in said(reply)
    assert (reply.content, li.path.read_bytes()) == (None, before)
    assert office.stored("customer", "name") == [("Acme Ltd",)]


def test_much_that_is_gone_at_once_is_asked_about(office: Office, li: Person) -> None:
    for number in range(30):
        li.book.add("customer", code=f"*{number}", name=f"Customer {number}")
    li.uploads(confirmed=True)
    for _ in range(25):
        li.book.hands.remove("customer", 0)
    reply = li.sends()
    assert reply.trouble is not None
    assert (reply.trouble.code, reply.content) == ("asks", None)
    assert len(office.stored("customer", "code")) == 31
    assert li.sends(confirmed=True).trouble is None


def test_whoever_has_no_token_is_told_nothing(office: Office, li: Person) -> None:
    answer = office.app().test_client().post("/api/v1/files/sync", json={})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "token_missing")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("客户 跟进（华东）.xlsx", "客户 跟进（华东）.xlsx"),
        ("C:\\Users\\李娜\\台账.xlsx", "台账.xlsx"),
        ("../../etc/a.xlsx", "a.xlsx"),
        ("a\r\nSet-Cookie: b\u202e.xlsx", "aSet-Cookie: b.xlsx"),
        ("/", "workbook.xlsx"),
        ("”📒.XLSX", "”📒.XLSX"),
    ],
)
def test_the_file_comes_back_under_the_name_that_it_had(li: Person, given: str, kept: str) -> None:
    reply: FileReply = li.sends(name=given)
    assert (reply.name, reply.trouble) == (kept, None)
