"""``crossfoot sheet`` over the emulator of Google as a server: what each command prints, and what it leaves behind."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from crossfoot_server.cli.__main__ import main
from crossfoot_server.sheets import registry
from crossfoot_templates.messages import say
from crossfoot_tests.sheets.served import Served

pytestmark = pytest.mark.slow

FIRST = 4
"""The first row below the headings."""


def types(served: Served, spreadsheet: str, text: str, row: int = FIRST) -> None:
    """Ann types what is to be done into the sheet of tasks."""
    served.hands(spreadsheet).types(f"{served.column(spreadsheet, 'What')}{row}", text)


def test_a_sheet_from_its_link_to_its_end(served: Served) -> None:
    east = served.create()
    served.ann.opens(east).types("A1", "Ann's own")
    linked = served.link(east)
    assert linked.exit_code == 0, linked.output
    assert re.sub(r"once: \S{43}\n", "once: …\n", linked.output) == (
        f"Linked “East” ({east}); it acts as sheet-{east[:10]}.\n"
        "The secret for the script in the sheet, shown this once: …\n"
        "  Task: 0 rows, 0 sent, 0 received\n"
        "East: in step.\n"
    )
    assert served.linked(east).secret in linked.output

    types(served, east, "Call Acme")
    synced = served.run("sync", "East")
    assert (synced.exit_code, synced.output) == (0, "  Task: 1 row, 1 sent, 0 received\nEast: in step.\n")
    (row,) = served.sees(east)
    assert {name: row[name] for name in ("Sync", "Code", "What", "Team", "Owner", "Message")} == {
        "Sync": "✓",
        "Code": "RW-001",
        "What": "Call Acme",
        "Team": "East",
        "Owner": "",
        "Message": "It was given the number RW-001.",
    }
    assert "Pay" not in row

    listed = served.run("list").output.splitlines()
    assert listed[0] == "TITLE\tBOOK\tTEAM\tROLE\tSTATE\tSYNCED\tNEXT\tOUTCOME\tID"
    assert [re.sub(r"[-\d]{10} [:\d]{8}", "…", line) for line in listed[1:]] == [
        f"East\ttask\teast\tsales\tactive\t…\t…\tin step.\t{east}"
    ]
    assert served.run("doctor").output == "East: nothing is wrong.\n"

    unlinked = served.run("unlink", f"https://docs.google.com/spreadsheets/d/{east}")
    assert unlinked.output == "Unlinked “East”; what it holds stays as it is.\n"
    assert served.sees(east) == [row]
    assert served.ann.opens(east).sees("A1") == [["Ann's own"]]
    book = served.google.state.files[east].book
    assert [sheet.title for sheet in book.sheets if "crossfoot" in sheet.title] == ["_crossfoot_lists"]
    assert book.named == []
    assert served.run("list").output.splitlines() == listed[:1]


def test_the_script_of_a_sheet_gets_another_secret(served: Served) -> None:
    east = served.create()
    served.link(east)
    before = served.linked(east)
    said = served.run("new-secret", "East").output
    after = served.linked(east)
    assert said == f"The secret for the script in the sheet, shown this once: {after.secret}\n"
    assert (replace(after, secret=before.secret), after.secret != before.secret) == (before, True)


def test_a_sheet_is_linked_again_into_new_sheets(served: Served) -> None:
    east = served.create()
    served.link(east)
    types(served, east, "Call Acme")
    served.run("sync", "East")
    served.run("unlink", "East")
    again = served.link(east)
    assert again.exit_code == 0, again.output
    assert served.linked(east).state == "active"
    assert [row["What"] for row in served.sees(east, "Task 2")] == ["Call Acme"]


def test_a_spreadsheet_that_is_not_shared_is_refused_in_both_languages(served: Served) -> None:
    east = served.create(share=False)
    address, account = f"https://docs.google.com/spreadsheets/d/{east}", served.worker.email
    assert served.link(east).output == (
        f"Error: {address}: there is no such spreadsheet, or it is not shared with {account}. "
        "Check the address; was it deleted?\n"
    )
    chinese = served.run("link", east, "--book", "task", "--team", "east", "--role", "sales", chinese=True)
    assert (chinese.exit_code, chinese.output) == (
        1,
        f"错误：{address}：没有这个表格，或未与 {account} 共享；请检查网址，以及它是否已被删除。\n",
    )


@pytest.mark.parametrize(
    ("made", "code"), [(("de_DE", "Asia/Shanghai"), "locale"), (("zh_CN", "Europe/Berlin"), "zone")]
)
def test_settings_that_would_change_what_is_typed_are_refused(served: Served, made: tuple[str, str], code: str) -> None:
    locale, zone = made
    refused = served.link(served.create(locale=locale, zone=zone))
    facts = {"locale": locale} if code == "locale" else {"zone": zone, "expected": "Asia/Shanghai"}
    assert (refused.exit_code, refused.output) == (1, f"Error: {say(f'spreadsheet_{code}', **facts).text('en')}\n")
    with closing(served.store()) as store:
        assert registry.linked_sheets(store) == []


def test_a_sheet_that_is_only_to_be_read_is_refused_with_the_address_to_let_in(served: Served) -> None:
    east = served.create(share=False)
    served.ann.shares(east, served.worker, "reader")
    assert served.link(east).output == (
        f"Error: East: {served.worker.email} may only look at it. Choose Share and make it an editor.\n"
    )


def test_many_changes_are_sent_once_they_are_confirmed(served: Served) -> None:
    east = served.create()
    served.link(east)
    for row in range(FIRST, FIRST + 30):
        types(served, east, f"Task {row}", row)
    assert served.run("sync", "East").exit_code == 0
    for row in range(FIRST, FIRST + 30):
        types(served, east, f"Other {row}", row)
    asks = served.run("sync", "East")
    assert asks.exit_code == 1
    assert f"run: crossfoot sheet sync {east} --confirmed" in asks.output
    assert "asks" in served.linked(east).outcome.code
    assert served.run("sync", "East", "--confirmed").output == (
        "  Task: 30 rows, 30 sent, 0 received\nEast: in step.\n"
    )


def test_a_table_that_is_held_back_is_named_until_its_heading_is_back(served: Served) -> None:
    east = served.create()
    served.link(east)
    types(served, east, "Call Acme")
    hands = served.hands(east)
    hands.clears(f"{served.column(east, 'What')}{FIRST - 1}")
    why = "The column of “What” (what) has lost its heading; nothing of this table was sent. Put the heading back."
    held = served.run("sync", "East")
    assert (held.exit_code, held.output) == (
        1,
        f"  Task: held back\nEast: held back: Task; the rest is in step. Task: {why}\n",
    )
    assert hands.sees("A2") == [[f"✗ {why}"]]
    assert served.run("doctor", "East").output == f"East: “Task”: {why}\n"
    hands.undoes()
    assert served.run("sync", "East").output == "  Task: 1 row, 1 sent, 0 received\nEast: in step.\n"


def test_without_a_key_a_command_says_which_option_names_it(served: Served) -> None:
    options = ["--store", str(served.store_file), "--overlay", str(served.folder / "ours")]
    told = CliRunner().invoke(main, ["sheet", "doctor", *options])
    assert (told.exit_code, told.output) == (
        1,
        "Error: The key file of a service account is needed; name it with --google-key.\n",
    )


def test_a_name_that_no_sheet_has_is_told_with_those_that_there_are(served: Served) -> None:
    served.link(served.create())
    told = served.run("sync", "West")
    assert (told.exit_code, told.output) == (1, "Error: West: no such sheet is linked; those that are: East.\n")


def test_history_of_a_row_tells_of_the_sheet_and_of_ann(served: Served) -> None:
    east = served.create()
    served.link(east)
    types(served, east, "Call Acme")
    served.run("sync", "East")
    linked = served.linked(east)
    (row,) = served.sees(east)
    with served.bench() as bench:
        (change,) = bench.server_of(linked).history("task", "task", str(row["_id"])).changes
    assert (change.actor_name, change.client, change.reason) == (
        "sheet East",
        "crossfoot-sheet/1",
        "last edited by Ann (ann@example.com)",
    )


def test_what_people_took_away_is_put_back_once_a_day(served: Served) -> None:
    east = served.create()
    served.link(east)
    there = protections(served, east)
    assert there
    for number in there:
        served.hands(east).asks({"deleteProtectedRange": {"protectedRangeId": number}})
    served.run("sync", "East")
    assert protections(served, east) == []
    seen = served.linked(east).seen
    with closing(served.store()) as store:
        registry.change(store, east, seen=replace(seen, day="2026-01-01"))
    assert served.run("sync", "East").exit_code == 0
    assert len(protections(served, east)) == len(there)


def protections(served: Served, spreadsheet: str) -> list[int]:
    """The ids of the protected ranges in the sheet of tasks."""
    sheet = served.google.state.files[spreadsheet].book.titled("Task")
    assert sheet is not None
    return [each["protectedRangeId"] for each in sheet.protected]
