from __future__ import annotations

import re

from crossfoot_sync.client.outbox import MemoryOutbox
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.addin.commands.person import Screen, press
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person

AMISS = "Invoices, row 4, FP-0001: Amount: “abc” is not a number; write it as 12800.5."
HOW = "In each row choose Keep mine or Take theirs, or mend the cell and sync again. Problems goes from row to row."


def test_a_sync_without_questions_says_in_the_status_bar_what_travelled(li: Person, grace: Person) -> None:
    grace.type("invoice", INVOICE, "terms", "net 30")
    grace.desk.sync()
    li.type("invoice", INVOICE + 1, "terms", "net 60")
    screen = Screen()
    assert press("sync", li, screen) == "Synced: 1 row sent, 1 row received."
    assert (screen.bar, screen.told) == (["Synced: 1 row sent, 1 row received."], [])
    assert press("sync", li, screen) == "Synced: nothing had changed."


def test_rows_that_wait_for_their_user_are_told_in_a_message_box(li: Person) -> None:
    li.type("invoice", INVOICE, "amount", "abc")
    screen = Screen()
    assert press("sync", li, screen) == "Synced: nothing had changed."
    assert screen.told == [f"Synced: nothing had changed.\n\n1 row for you to look at:\n\n✗ {AMISS}\n\n{HOW}"]


def test_it_speaks_the_language_of_the_book(li: Person) -> None:
    li.grid.manifest["language"] = "zh"
    screen = Screen(language="zh")
    assert press("sync", li, screen) == "已同步：没有变化。"
    assert press("refresh", li, screen) == "已刷新：没有变化。您的改动未上传。"


def test_what_the_server_refuses_is_said_in_the_language_of_the_book(office: Desks, li: Person) -> None:
    grant = office.store.schema.grant
    with office.store.writing() as connection:
        connection.execute(grant.delete().where(grant.c.login == "li"))
    said = press("sync", li, Screen(language="zh"))
    assert re.sub(r"请求编号 \w+", "请求编号", said) == (
        "服务器未接受：没有权限：li 没有业务簿“ledger”的权限；请向维护组织文件的人申请。（请求编号）"
    )


def test_very_many_changes_are_asked_about_and_sent_only_if_meant(li: Person) -> None:
    for _ in range(27):
        li.sheet("customer").append(name=f"Customer {_}")
    li.desk.sync()
    for row in range(FIRST_ROW, FIRST_ROW + 28):
        li.type("customer", row, "notes", "moved to the east")
    screen = Screen(answers=[False, True])
    assert press("sync", li, screen) == "Nothing was sent."
    assert press("sync", li, screen) == "Synced: 28 rows sent."
    assert [asked.startswith("So much has changed at once:\n\n") for asked in screen.asked] == [True, True]
    assert screen.asked[0].endswith("\n\nIs that meant, and shall it be sent?")


def test_a_refresh_sends_nothing(li: Person, grace: Person) -> None:
    grace.type("invoice", INVOICE, "terms", "net 30")
    grace.desk.sync()
    li.type("invoice", INVOICE + 1, "terms", "mine alone")
    assert press("refresh", li, Screen()) == "Refreshed: 1 row received. Your own edits were not sent."
    grace.desk.sync()
    assert [row["terms"] for row in grace.rows("invoice")] == ["net 30", None, None]


def test_a_preview_lists_every_field_and_changes_nothing(li: Person) -> None:
    li.type("invoice", INVOICE, "amount", "abc")
    li.type("invoice", INVOICE + 1, "terms", "net 60")
    before, screen = li.grid.read(), Screen()
    assert press("preview", li, screen) == "Preview: this is what a sync would do. Nothing was sent."
    assert screen.told[0].splitlines() == [
        "Preview: this is what a sync would do. Nothing was sent.",
        "",
        f"✗ {AMISS}",
        "Invoices FP-0002 · Terms: (blank) → net 60",
    ]
    assert li.grid.read() == before


def test_a_long_preview_begins_with_what_would_wait(li: Person) -> None:
    li.type("invoice", INVOICE, "amount", "abc")
    for line in range(INVOICE + 3, INVOICE + 7):
        for column, value in (("customer", "Acme"), ("issued_on", "2026-03-02"), ("amount", 5.0), ("currency", "Yuan")):
            li.type("invoice", line, column, value)
    screen = Screen()
    press("preview", li, screen)
    lines = screen.told[0].splitlines()[2:]
    assert (lines[0], lines[-1]) == (f"✗ {AMISS}", "… and 9 more lines")


def test_a_preview_of_nothing_says_so_without_a_message_box(li: Person) -> None:
    screen = Screen()
    assert (press("preview", li, screen), screen.told) == ("There is nothing to send.", [])


def test_a_check_tells_what_would_not_be_taken_and_changes_nothing(li: Person) -> None:
    screen = Screen()
    assert (press("check", li, screen), screen.told) == ("Checked: nothing is wrong.", [])
    li.type("invoice", INVOICE, "amount", "abc")
    li.type("invoice", INVOICE + 1, "terms", "net 60")
    before = li.grid.read()
    said = "Checked: 1 row to mend. The server would not take all of it."
    assert press("check", li, screen) == said
    assert screen.told == [f"{said}\n\n✗ {AMISS}"]
    assert li.grid.read() == before


def test_a_conflict_that_a_sync_would_meet_is_told_by_a_check(li: Person, grace: Person) -> None:
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    screen = Screen()
    assert press("check", li, screen) == "Checked: 1 row to mend. The server would not take all of it."
    assert "Invoices FP-0001 · Terms: you have mine, Grace Chen changed it to Grace's" in screen.told[0]


def test_a_sync_that_was_cut_off_is_finished_by_the_next(li: Person) -> None:
    li.type("invoice", INVOICE, "terms", "net 30")
    li.transport.lose = True
    screen = Screen()
    said = press("sync", li, screen)
    assert said == (
        "http://in.process did not answer (reply lost). Nothing you typed is lost. Check the network and try again in "
        "a while."
    )
    assert (screen.told, screen.bar) == ([said], [said])
    assert isinstance(li.desk.outbox, MemoryOutbox)
    assert li.desk.outbox.load() is not None
    assert press("sync", li, screen) == "Synced: nothing had changed."
    assert li.desk.outbox.load() is None


def test_rows_in_conflict_are_told_with_who_changed_them(li: Person, grace: Person) -> None:
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    screen = Screen()
    press("sync", li, screen)
    assert "⚠ Invoices, row 4, FP-0001: Terms: you have mine, Grace Chen changed it to Grace's" in screen.told[0]
