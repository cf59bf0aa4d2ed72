"""What people do to a shared spreadsheet: what it holds back, and that everything else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_server.sheets.errors import LinkedElsewhere
from crossfoot_sync.emulator import Discovery
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_tests.sheets.at_google import AtGoogle, at_google

pytestmark = pytest.mark.slow


@pytest.fixture
def east(tmp_path: Path, discovery: Discovery) -> Iterator[AtGoogle]:
    """A linked spreadsheet with three rows in each of two tables, in step."""
    with at_google(tmp_path, discovery) as made:
        made.link()
        for line, word in enumerate(("one", "two", "three")):
            made.types(line, f"task {word}", line)
            made.types(line, f"place {word}", line, "Place")
        assert made.visit().told.en == "in step."
        yield made


def test_h07_a_deleted_row_of_headings_holds_back_its_table_and_no_other(east: AtGoogle) -> None:
    hands = east.hands()
    east.types(0, "task ten", 10)
    east.types(0, "place ten", 10, "Place")
    hands.deletes_rows(HEADER_ROW)
    visited = east.visit()
    why = "Table “Task” has lost its row of headings, so its columns cannot be told apart."
    assert (visited.did, visited.told.code) == ("synced", "held_back")
    assert f" Task: {why}" in visited.told.en
    assert east.status().startswith(f"✗ {why}")
    assert east.doctor() == ["the sheet or the header row of “Task” is gone; bring it back by File > Version history."]
    assert east.stored("place") == ["place ten", "place two", "place three"]
    assert east.stored("task") == ["task one", "task two", "task three"]
    hands.undoes()
    assert east.visit().told.en == "in step."
    assert east.stored("task") == ["task ten", "task two", "task three"]
    assert east.doctor() == []


def test_h24_a_protected_row_is_held_and_all_others_go_on(east: AtGoogle) -> None:
    mine = east.protect(startRowIndex=FIRST_ROW, endRowIndex=FIRST_ROW + 1)
    for line, word in enumerate(("ten", "twenty", "thirty", "forty")):
        east.types(line, f"task {word}", line)
    assert east.visit().told.en == "in step."
    assert east.stored() == ["task ten", "task two", "task thirty", "task forty"]
    assert east.column("What") == ["task ten", "task twenty", "task thirty", "task forty"]
    assert [line.partition(":")[0] for line in east.doctor()] == [f"protected ranges keep {east.worker.email} out"]
    east.unprotect(mine)
    east.visit()
    assert east.stored() == ["task ten", "task twenty", "task thirty", "task forty"]
    assert east.doctor() == []


def test_h24_a_new_row_whose_hidden_cells_are_protected_is_not_sent_and_says_why(east: AtGoogle) -> None:
    hidden = a1_index(east, "_id")
    mine = east.protect(
        startRowIndex=FIRST_ROW + 2, endRowIndex=FIRST_ROW + 3, startColumnIndex=hidden, endColumnIndex=hidden + 1
    )
    east.types(3, "task four", 4)
    assert east.visit().told.code == "one_needs_a_look"
    assert east.stored() == ["task one", "task two", "task three"]
    assert str(east.column("Message")[3]).startswith("Not synced: this row is protected")
    east.unprotect(mine)
    east.visit()
    assert east.stored() == ["task one", "task two", "task three", "task four"]
    assert str(east.column("Message")[3]).endswith("T-004.")


def test_h24_what_cannot_be_brought_into_a_protected_cell_is_told_beside_it(east: AtGoogle) -> None:
    place = a1_index(east, "What")
    other = east.create("Other")
    east.link(other)
    mine = east.protect(
        startRowIndex=FIRST_ROW, endRowIndex=FIRST_ROW + 1, startColumnIndex=place, endColumnIndex=place + 1
    )
    theirs = east.ann.opens(other, "Task")
    for line, word in enumerate(("ten", "twenty", "thirty")):
        theirs.types(east.cell("What", line), f"theirs {word}")
    mainly, east.spreadsheet = east.spreadsheet, other
    east.visit()
    east.spreadsheet = mainly
    east.visit()
    assert east.column("What") == ["theirs ten", "task two", "theirs thirty"]
    assert str(east.column("Message")[1]).startswith("Protected cells could not be brought up to date: What.")
    assert east.column("Sync") == ["✓", "✗", "✓"]
    east.unprotect(mine)
    east.visit(wanted=True)
    assert east.column("What") == ["theirs ten", "theirs twenty", "theirs thirty"]
    assert (east.column("Message"), east.column("Sync")) == ([], ["✓", "✓", "✓"])


def test_h24_a_sheet_that_is_protected_as_a_whole_holds_back_no_other(east: AtGoogle) -> None:
    mine = east.protect()
    east.types(0, "task ten", 10)
    east.types(0, "place ten", 10, "Place")
    visited = east.visit()
    assert visited.told.code == "held_back"
    assert " Task: Protected ranges on “Task” keep the account that syncs from adding rows." in visited.told.en
    assert east.stored("place") == ["place ten", "place two", "place three"]
    assert east.stored() == ["task one", "task two", "task three"]
    east.unprotect(mine)
    assert east.visit().told.en == "in step."
    assert east.stored() == ["task ten", "task two", "task three"]


def test_h24_what_is_protected_between_reading_and_writing_is_left_out(east: AtGoogle) -> None:
    done = False

    def between(request: object) -> None:
        nonlocal done
        if not done and str(getattr(request, "path", "")).endswith(":batchUpdate"):
            done = True
            east.protect(startRowIndex=FIRST_ROW, endRowIndex=FIRST_ROW + 1)

    for line, word in enumerate(("ten", "twenty", "thirty")):
        east.types(line, f"task {word}", line)
    east.google.between = between
    assert east.visit().did == "synced"
    assert east.column("What") == ["task ten", "task twenty", "task thirty"]
    assert east.column("Sync")[0] == "✓"
    assert east.stored()[0] == "task ten"


def test_h08_rows_go_both_ways_while_a_filter_hides_most_of_them(east: AtGoogle) -> None:
    letter = east.letter("What")
    east.hands().filters(f"A{HEADER_ROW}:{letter}{FIRST_ROW + 20}", letter, ["task one", "task two"])
    east.types(1, "task twenty", 20)
    east.types(3, "task four", 4)
    send(east, "Task", "from elsewhere")
    assert east.visit().told.en == "in step."
    five = ["task one", "task twenty", "task three", "task four", "from elsewhere"]
    assert sorted(map(str, east.stored())) == sorted(map(str, east.column("What"))) == sorted(five)


@pytest.mark.parametrize("lines", ["rows are hidden", "columns are hidden", "rows are grouped", "columns are grouped"])
def test_h08_hidden_and_grouped_rows_and_columns_count_like_others(east: AtGoogle, lines: str) -> None:
    dimension = "ROWS" if lines.startswith("rows") else "COLUMNS"
    span = {"sheetId": east.sheet().id, "dimension": dimension}
    at = FIRST_ROW - 1 if dimension == "ROWS" else a1_index(east, "What")
    span |= {"startIndex": at, "endIndex": at + 2}
    if lines.endswith("grouped"):
        group = {"range": span, "depth": 1, "collapsed": True}
        east.hands().asks({"addDimensionGroup": {"range": span}})
        east.hands().asks({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    else:
        hidden = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        east.hands().asks({"updateDimensionProperties": hidden})
    east.types(0, "task ten", 10)
    send(east, "Task", "from elsewhere")
    assert east.visit().told.en == "in step."
    assert east.stored() == ["task ten", "task two", "task three", "from elsewhere"]
    assert east.column("What") == ["task ten", "task two", "task three", "from elsewhere"]


def test_h09_merged_cells_hold_back_their_own_rows_only(east: AtGoogle) -> None:
    at = a1_index(east, "Pay")
    area = {"sheetId": east.sheet().id, "startRowIndex": FIRST_ROW - 1, "endRowIndex": FIRST_ROW + 1}
    area |= {"startColumnIndex": at, "endColumnIndex": at + 1}
    merge = {"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}
    hands = east.hands()
    hands.asks(merge)
    east.types(2, "task thirty", 30)
    send(east, "Task", "from elsewhere")
    assert east.visit().told.code == "needs_a_look"
    assert east.stored(column="pay") == [0, 1, 30, 7]
    assert [str(each)[:4] for each in east.column("Message")[:2]] == ["Pay:", "Pay:"]
    hands.asks({"unmergeCells": {"range": area}})
    east.types(1, "task two", 2)
    assert east.visit().told.en == "in step."
    assert east.stored(column="pay") == [0, 2, 30, 7]


def test_h09_merged_headings_hold_back_their_table_and_no_other(east: AtGoogle) -> None:
    at = a1_index(east, "What")
    area = {"sheetId": east.sheet().id, "startRowIndex": HEADER_ROW - 1, "endRowIndex": HEADER_ROW}
    area |= {"startColumnIndex": at, "endColumnIndex": at + 2}
    hands = east.hands()
    hands.asks({"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}})
    east.types(0, "place ten", 10, "Place")
    assert east.visit().told.code == "held_back"
    assert east.status().startswith("✗ ")
    assert east.stored("place") == ["place ten", "place two", "place three"]
    hands.undoes()
    assert east.visit(wanted=True).told.en == "in step."


def test_h03_headings_that_were_pasted_among_the_rows_are_no_row(east: AtGoogle) -> None:
    hands, last = east.hands(), east.letter("Pay")
    hands.inserts_rows(FIRST_ROW + 1)
    hands.copies(f"B{HEADER_ROW}:{last}{HEADER_ROW}", f"B{FIRST_ROW + 1}:{last}{FIRST_ROW + 1}")
    hands.deletes_rows(FIRST_ROW + 3)
    east.types(0, "task ten", 10)
    assert east.visit().told.code == "one_needs_a_look"
    assert east.stored() == ["task ten", "task two"]
    assert east.column("Message")[1] == "Not sent: this line only repeats the headings. Delete it."
    hands.deletes_rows(FIRST_ROW + 1)
    assert east.visit().told.en == "in step."
    assert east.column("What") == ["task ten", "task two"]


@pytest.mark.parametrize("marks", [True, False])
def test_h03_a_copy_of_a_sheet_is_not_synced_and_does_not_take_its_place(east: AtGoogle, marks: bool) -> None:
    duplicate = {"sourceSheetId": east.sheet().id, "insertSheetIndex": 0, "newSheetName": "Copy of Task"}
    east.hands().asks({"duplicateSheet": duplicate})
    if marks:  # nobody here knows whether Google copies them
        copy_marks(east, "Task", "Copy of Task")
    east.types(0, "task ten", 10)
    east.types(1, "in the copy", 20, "Copy of Task")
    assert east.visit().told.en == "in step."
    assert east.stored() == ["task ten", "task two", "task three"]
    assert east.column("What", "Copy of Task") == ["task one", "in the copy", "task three"]
    expected = [
        "Copy of Task: a copy of a sheet, and what is typed there is not synced. Type in the original; delete the copy."
    ]
    assert east.doctor() == (expected if marks else [])


def test_h19_a_copy_of_the_spreadsheet_is_nobodys_until_its_sheets_are_gone(east: AtGoogle) -> None:
    address = f"https://www.googleapis.com/drive/v3/files/{east.spreadsheet}/copy"
    copied = east.google.session(east.ann.account).post(address, json={"name": "Copy of East"}).json()["id"]
    east.ann.shares(copied, east.worker)
    with pytest.raises(LinkedElsewhere, match="or a copy"):
        east.link(copied)
    book = east.google.state.files[copied].book
    east.ann.opens(copied, "Task").pastes(east.cell("What", 0), [["in the copy"]])
    east.types(0, "task ten", 10)
    assert east.visit().told.en == "in step."
    assert east.stored() == ["task ten", "task two", "task three"]
    ours = [each.id for each in book.sheets if each.title != "Sheet1"]
    east.ann.opens(copied, "Sheet1").asks(*({"deleteSheet": {"sheetId": each}} for each in ours))
    assert east.link(copied).told.en == "in step."


def send(east: AtGoogle, sheet: str, what: str) -> None:
    """A row that comes from another spreadsheet of the team."""
    mainly, other = east.spreadsheet, east.create("Other")
    east.link(other)
    east.spreadsheet = other
    east.types(len(east.column("What", sheet)), what, 7, sheet)
    east.visit()
    east.spreadsheet = mainly


def copy_marks(east: AtGoogle, source: str, target: str) -> None:
    """Give a sheet all the metadata of another."""
    book, old, new = east.google.state.files[east.spreadsheet].book, east.sheet(source), east.sheet(target)
    requests = []
    for each in [each for each in book.metadata if each.on(old)]:
        at = each.index(old)
        span = {"sheetId": new.id, "dimension": each.dimension, "startIndex": at, "endIndex": (at or 0) + 1}
        location = {"sheetId": new.id} if at is None else {"dimensionRange": span}
        made = {"metadataKey": each.key, "metadataValue": each.value, "visibility": "DOCUMENT", "location": location}
        requests.append({"createDeveloperMetadata": {"developerMetadata": made}})
    east.hands().asks(*requests)


def a1_index(east: AtGoogle, heading: str) -> int:
    """The place of a column, counted from 0."""
    return [*east.hands().sees()[HEADER_ROW - 1]].index(heading)
