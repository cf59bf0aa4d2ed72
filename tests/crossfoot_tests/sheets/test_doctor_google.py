"""What people do to a spreadsheet at Google, as the doctor sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crossfoot_tests.sheets.served import Served

pytestmark = pytest.mark.slow


def unshared(served: Served, spreadsheet: str) -> None:
    served.ann.unshares(spreadsheet, served.worker)


def only_to_be_read(served: Served, spreadsheet: str) -> None:
    served.ann.shares(spreadsheet, served.worker, "reader")


def protected(served: Served, spreadsheet: str) -> None:
    book = served.google.state.files[spreadsheet].book
    sheet = book.titled("Task")
    assert sheet is not None
    mine = {"range": {"sheetId": sheet.id}, "description": "Prices", "editors": {"users": [served.ann.account.email]}}
    served.hands(spreadsheet).asks({"addProtectedRange": {"protectedRange": mine}})


def column_deleted(served: Served, spreadsheet: str) -> None:
    served.hands(spreadsheet).deletes_columns(served.column(spreadsheet, "What"))


def hidden_sheet_deleted(served: Served, spreadsheet: str) -> None:
    sheet = served.google.state.files[spreadsheet].book.titled("_crossfoot_lists")
    assert sheet is not None
    served.hands(spreadsheet).asks({"deleteSheet": {"sheetId": sheet.id}})


def settings_changed(served: Served, spreadsheet: str) -> None:
    asked = {"properties": {"locale": "en_US", "timeZone": "Etc/GMT"}, "fields": "locale,timeZone"}
    served.hands(spreadsheet).asks({"updateSpreadsheetProperties": asked})


def api_off(served: Served, _spreadsheet: str) -> None:
    served.google.disable(served.worker, "sheets")


def key_deleted(served: Served, _spreadsheet: str) -> None:
    served.google.state.keys.clear()


WRONG: dict[str, tuple[Callable[[Served, str], None], str]] = {
    "unshared": (unshared, "there is no such spreadsheet, or it is not shared with {account}."),
    "only to be read": (only_to_be_read, "{account} may look and not edit; choose Share and make it an editor."),
    "protected": (protected, "protected ranges keep {account} out: Prices."),
    "a column deleted": (column_deleted, "“Task” has lost columns: What."),
    "a hidden sheet deleted": (hidden_sheet_deleted, "the hidden sheet _crossfoot_lists is gone;"),
    "settings changed": (settings_changed, "its locale was zh_CN and is en_US:"),
    "an API off": (api_off, "sheets.googleapis.com is not switched on in project"),
    "the key deleted": (key_deleted, "Google does not take its key"),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_doctor_finds_what_people_did(served: Served, what: str) -> None:
    east = served.create()
    assert served.link(east).exit_code == 0
    spoil, expected = WRONG[what]
    spoil(served, east)
    told = served.run("doctor", "East")
    assert told.exit_code == 1
    assert told.output.startswith("East: ")
    assert expected.format(account=served.worker.email) in told.output
