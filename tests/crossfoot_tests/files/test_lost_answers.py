"""The uploaded file stays as it was, and the answer may never come: nothing is lost by that, and nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask, Response, abort, request
from sqlalchemy import func, select

from crossfoot_server.files.journal import KEPT, Journal, UploadOutbox
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import Batch, SyncRequest
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_templates.layout import TICK
from crossfoot_templates.messages import say
from crossfoot_tests.files.desk import Office, Person, said

pytestmark = pytest.mark.slow


@pytest.fixture
def li(office: Office) -> Person:
    """李娜, with a customer in step, and then one renamed and one new that were never sent."""
    person = office.person("li")
    person.book.add("customer", code="*1", name="Acme Ltd")
    person.uploads()
    person.book.type("customer", 0, "name", "Acme Limited")
    person.book.add("customer", code="*2", name="上海电气")
    return person


SENT_BEFORE = "This file was uploaded before. What it sent then counts once; what was changed since is sent now."

CUSTOMERS = [("KH-001", "Acme Limited"), ("KH-002", "上海电气")]
IN_STEP = [("✓", *each) for each in CUSTOMERS]


def shows(person: Person) -> list[tuple[object, ...]]:
    return sorted(person.book.rows("customer", TICK, "code", "name"), key=str)


def batches(office: Office) -> int:
    return len(office.place.server("zhao").batches("ledger", 100).batches)


def test_h21_the_same_file_uploaded_again_sends_nothing_twice(office: Office, li: Person) -> None:
    first = li.sends()
    sent = batches(office)
    for _ in range(3):
        again = li.sends()
        assert said(again).splitlines()[0] == SENT_BEFORE
        assert "Customers: 2 rows (✓2)" in said(again)
    assert batches(office) == sent
    assert first.outcome is not None
    assert office.stored("customer", "code", "name") == CUSTOMERS
    li.uploads()
    assert shows(li) == IN_STEP
    assert "before" not in said(li.uploads())


def test_h21_a_preview_of_the_same_file_says_that_it_was_uploaded_before(li: Person) -> None:
    li.sends()
    preview = said(li.sends(task="preview")).splitlines()
    assert [line for line in preview if "before" in line] == [say("uploaded_before").text("en")]


def test_an_older_copy_of_which_nothing_was_sent_is_no_file_that_was_uploaded_before(li: Person) -> None:
    li.uploads()
    copy = li.keeps("旧文件.xlsx")
    li.uploads()
    assert SENT_BEFORE not in said(copy.uploads())


def test_h21_whoever_goes_on_in_the_uploaded_file_sends_what_they_typed_since(office: Office, li: Person) -> None:
    li.sends()
    li.book.add("customer", code="*3", name="Bolt Co")
    li.sends()
    li.book.add("customer", code="*4", name="Cable AG")
    li.sends()
    li.uploads()
    assert shows(li) == [*IN_STEP, ("✓", "KH-003", "Bolt Co"), ("✓", "KH-004", "Cable AG")]
    assert office.stored("customer", "code", "name") == [*CUSTOMERS, ("KH-003", "Bolt Co"), ("KH-004", "Cable AG")]


def test_h21_what_was_uploaded_and_then_typed_over_asks(office: Office, li: Person) -> None:
    li.sends()
    li.book.type("customer", 0, "name", "Acme Holding")
    li.uploads()
    assert shows(li) == [("⚠", "KH-001", "Acme Holding"), IN_STEP[1]]
    assert office.stored("customer", "code", "name") == CUSTOMERS


def test_h21_a_new_row_that_was_uploaded_and_then_edited_is_still_one_row(office: Office, li: Person) -> None:
    li.sends()
    li.book.type("customer", 1, "notes", "called")
    li.uploads()
    assert sorted(li.book.rows("customer", TICK, "code", "notes")) == [("⚠", "KH-002", "called"), ("✓", "KH-001", None)]
    assert office.stored("customer", "code", "name") == CUSTOMERS


def test_h21_a_new_row_that_was_uploaded_and_then_written_over_is_still_one_row(office: Office, li: Person) -> None:
    li.sends()
    li.book.type("customer", 1, "name", "东方电气")
    li.uploads()
    assert shows(li) == [("⚠", "KH-002", "东方电气"), IN_STEP[0]]
    assert office.stored("customer", "code", "name") == CUSTOMERS


def test_what_others_changed_meanwhile_comes_with_the_second_answer(office: Office, li: Person) -> None:
    li.sends()
    grace = office.person("grace")
    grace.book.type("customer", 0, "name", "Acme Holding")
    grace.uploads()
    li.uploads()
    assert [row[2] for row in shows(li)] == ["Acme Holding", "上海电气"]
    assert office.stored("customer", "name") == [("Acme Holding",), ("上海电气",)]


def test_h19_an_older_copy_that_is_uploaded_after_a_newer_one_overwrites_and_doubles_nothing(
    office: Office, li: Person
) -> None:
    old = li.keeps("副本.xlsx")
    li.uploads()
    li.book.type("customer", 1, "name", "上海电气集团")
    li.book.add("customer", code="*3", name="Bolt Co")
    li.uploads()
    newest = [("✓", "KH-001", "Acme Limited"), ("✓", "KH-002", "上海电气集团"), ("✓", "KH-003", "Bolt Co")]
    assert shows(li) == newest
    old.uploads()
    assert shows(old) == newest
    assert office.stored("customer", "code", "name") == [row[1:] for row in newest]
    assert shows_after(li) == newest


def shows_after(person: Person) -> list[tuple[object, ...]]:
    """What a file shows once it was uploaded as well."""
    person.uploads()
    return shows(person)


def test_h21_a_file_uploaded_from_several_tabs_at_once_is_sent_once(office: Office, li: Person) -> None:
    sent = batches(office)
    with ThreadPoolExecutor(4) as pool:
        replies = [*pool.map(lambda _: li.sends(), range(4))]
    assert [each.trouble for each in replies] == [None] * 4
    assert batches(office) == sent + 1
    assert office.stored("customer", "code", "name") == CUSTOMERS
    for each in replies:
        li.path.write_bytes(each.content or b"")
        assert shows(li) == IN_STEP


@contextmanager
def dying(office: Office, *, after: bool) -> Iterator[Flask]:
    """A server that dies as it takes in a push, before it is committed or ``after``."""
    app = office.app()

    def before_push() -> None:
        if request.path.endswith("/books/ledger/sync") and not after:
            abort(500)

    def after_push(response: Response) -> Response:
        if request.path.endswith("/books/ledger/sync") and after and not deaths:
            deaths.append(response.status_code)
            response.status_code = 500
        return response

    deaths: list[int] = []
    app.before_request(before_push)
    app.after_request(after_push)
    yield app
    assert deaths == ([200] if after else [])


def test_a_preview_of_a_file_that_comes_again_says_that_it_was_sent(office: Office, li: Person) -> None:
    li.sends()
    reply = li.sends(task="preview")
    assert reply.outcome is not None
    assert "This file was uploaded before. A sync looks first at what it sent then" in said(reply)
    assert [(each.tick, each.name) for each in reply.outcome.rows if each.tick == "✗"] == []
    assert office.stored("customer", "code", "name") == CUSTOMERS


@pytest.mark.parametrize("after", [False, True])
def test_h22_a_server_that_dies_around_its_commit_takes_an_upload_once(office: Office, li: Person, after: bool) -> None:
    sent = batches(office)
    with dying(office, after=after) as app:
        answer = li.posts("sync", app, name="台账.xlsx", content=li.content())
    assert answer.status_code == 500
    assert batches(office) == sent + after
    li.book.add("customer", code="*3", name="Bolt Co")
    li.uploads()
    assert batches(office) == sent + 2
    assert shows(li) == [*IN_STEP, ("✓", "KH-003", "Bolt Co")]


def test_only_so_many_pushes_of_a_workbook_are_kept(office: Office) -> None:
    store: Store = office.place.store
    for number in range(KEPT + 5):
        outbox = UploadOutbox(Journal(store, "li", "workbook", f"mark {number % 2}"), MemoryGrid("book", {}))
        outbox.put(SyncRequest(language="en", batch=Batch(f"batch {number}", "test", "workbook", "", "")))
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(store.schema.upload)) == KEPT
    left = [each.request.batch.id for each in Journal(store, "li", "workbook", "mark 0").sent() if each.request.batch]
    assert left == [f"batch {number}" for number in range(6, KEPT + 5, 2)]
    assert Journal(store, "grace", "workbook", "mark 0").sent() == []


def test_a_push_that_the_server_never_took_in_is_not_sent_again(office: Office) -> None:
    outbox = UploadOutbox(Journal(office.place.store, "li", "workbook", "mark"), MemoryGrid("book", {}))
    outbox.put(SyncRequest(language="en", batch=Batch("batch", "test", "workbook", "", "")))
    outbox.close()
    assert Journal(office.place.store, "li", "workbook", "mark").sent() == []
