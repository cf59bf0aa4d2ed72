"""What people took away from a spreadsheet comes back, and what is theirs stays."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.layout import LISTS_SHEET
from crossfoot_templates.model import BookView, Choice, Column, Label, Rule
from crossfoot_templates.sheets import mend
from crossfoot_templates.types import Text
from crossfoot_tests.templates.sheets.damage import (
    DAMAGES,
    MOVES,
    ROWS,
    THEIR_RULE,
    TITLE,
    column,
    lines,
    number_format,
    repeated,
)
from crossfoot_tests.templates.sheets.laid import OWN, Laid, laid
from crossfoot_tests.templates.sheets.small import small_view

pytestmark = pytest.mark.slow


@pytest.fixture
def book(discovery: Discovery) -> Laid:
    return laid(discovery, small_view(), "en")


def structure(made: Laid) -> Json:
    """All that is read, without the ids that Google gives."""
    found = copy.deepcopy(made.read())
    for sheet in found["sheets"]:
        for each in sheet.get("protectedRanges", ()):
            del each["protectedRangeId"]
        sheet.get("protectedRanges", []).sort(key=str)
        sheet.get("developerMetadata", []).sort(key=str)
    return found


def test_where_nothing_is_missing_nothing_is_asked_for(book: Laid) -> None:
    assert book.mending() == []


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_what_was_taken_away_comes_back_and_no_more_is_asked_for(book: Laid, damage: str) -> None:
    before = structure(book)
    book.asks(*DAMAGES[damage](book))
    damaged = structure(book)
    requests = book.mended()
    assert (damaged != before, requests != [], len(requests) <= 6) == (True, True, True)
    assert structure(book) == before
    assert book.mending() == []


def test_what_is_missing_in_a_row_that_was_not_read_is_not_known(book: Laid) -> None:
    more = {"insertDimension": {"range": lines(book, "ROWS", 50, 150), "inheritFromBefore": True}}
    book.asks(more)
    book.asks({"setDataValidation": {"range": column(book, 2, 100, 101)}})
    assert book.mending() == []
    assert len(book.mending(rows=ROWS)) == 1


def test_a_cell_that_holds_a_number_keeps_the_format_that_says_what_it_is(book: Laid) -> None:
    book.asks(
        repeated(column(book, 1, 4, 7), number_format("DATE"), "userEnteredFormat.numberFormat"),
        {
            "updateCells": {
                "start": {"sheetId": book.number(TITLE), "rowIndex": 5, "columnIndex": 1},
                "rows": [{"values": [{"userEnteredValue": {"numberValue": 45000}}]}],
                "fields": "userEnteredValue",
            }
        },
    )
    assert [each["repeatCell"]["range"] for each in book.mended()] == [column(book, 1, 4, 5), column(book, 1, 6, 7)]
    assert book.mending() == []


@pytest.mark.parametrize("kind", ["CURRENCY", "PERCENT", "SCIENTIFIC"])
def test_how_numbers_are_shown_is_for_people_to_choose(book: Laid, kind: str) -> None:
    book.asks(repeated(column(book, 3), number_format(kind), "userEnteredFormat.numberFormat"))
    assert book.mending() == []


def test_conditional_formats_and_protections_of_people_stay_where_they_are(book: Laid) -> None:
    sheet = book.number(TITLE)
    book.asks(
        *(
            {"addConditionalFormatRule": {"rule": {"ranges": [column(book, 3)], **THEIR_RULE}, "index": at}}
            for at in (0, 5, 9)
        ),
        {"addProtectedRange": {"protectedRange": {"range": column(book, 8), "description": "ours, says Ann"}}},
        *({"deleteConditionalFormatRule": {"sheetId": sheet, "index": at}} for at in (10, 6, 4, 1)),
    )
    assert [next(iter(each)) for each in book.mended()] == ["addConditionalFormatRule"] * 4
    found = book.sheet(TITLE, "conditionalFormats,protectedRanges.description")
    theirs = [at for at, each in enumerate(found["conditionalFormats"]) if "=$D4>1000" in str(each)]
    assert theirs[0] == 0
    assert len(theirs) == 3
    assert "ours, says Ann" in [each["description"] for each in found["protectedRanges"]]
    assert book.mending() == []


def test_after_all_of_ours_were_deleted_they_come_after_those_of_people(book: Laid) -> None:
    sheet = book.number(TITLE)
    count = len(book.sheet(TITLE, "conditionalFormats")["conditionalFormats"])
    book.asks(
        *({"deleteConditionalFormatRule": {"sheetId": sheet, "index": 0}} for _ in range(count)),
        {"addConditionalFormatRule": {"rule": {"ranges": [column(book, 3)], **THEIR_RULE}, "index": 0}},
    )
    book.mended()
    found = book.sheet(TITLE, "conditionalFormats")["conditionalFormats"]
    assert (len(found), "=$D4>1000" in str(found[0])) == (count + 1, True)
    assert book.mending() == []


@pytest.mark.parametrize("move", sorted(MOVES))
def test_what_moved_is_put_right_where_it_stands_now(book: Laid, move: str) -> None:
    book.asks(*MOVES[move](book))
    book.mended()
    assert book.mending() == []


@pytest.mark.parametrize("row", [3, 4, 50])
def test_rows_that_are_inserted_among_the_data_have_all_that_the_others_have(book: Laid, row: int) -> None:
    like = {"inheritFromBefore": row > 3}
    book.asks({"insertDimension": {"range": lines(book, "ROWS", row, row + 2), **like}})
    assert book.mending(rows=ROWS) == []


def test_the_formats_of_a_column_that_moved_go_by_its_new_place(book: Laid) -> None:
    book.asks(*MOVES["a column of somebody's own comes in between"](book))
    book.mended()
    rules = book.sheet(TITLE, "conditionalFormats")["conditionalFormats"]
    ticks = next(each for each in rules if "EXACT" in str(each) and len(each["ranges"]) == 2)
    spans = [(each["startColumnIndex"], each["endColumnIndex"]) for each in ticks["ranges"]]
    assert spans == [(0, 1), (6, 7)]
    assert next(each["userEnteredValue"] for each in formulas(rules) if "COUNTA" in str(each)) == (
        '=AND(ROW()>ROW(E$3),AND(COUNTA($B3:$B3,$D3:$E3)>0,NOT(OR($E3="",$E3>0))),N("crossfoot")=0)'
    )


def formulas(rules: list[Json]) -> list[Json]:
    """The first value of each condition."""
    return [each["booleanRule"]["condition"]["values"][0] for each in rules]


def later(view: BookView, **changes: Any) -> BookView:
    """The book with another first table."""
    first = view.tables[0]
    table = msgspec.structs.replace(first.table, **changes)
    return msgspec.structs.replace(view, tables=(msgspec.structs.replace(first, table=table), *view.tables[1:]))


def test_a_column_that_a_later_definition_has_is_not_added(book: Laid) -> None:
    table = book.view.tables[0].table
    added = Column(name="channel", type=Text(), label=Label("渠道", "Channel"), required=True)
    rule = Rule(
        name="channelled",
        kind="check",
        formula="=LEN([@channel])<[@amount]",
        message=Label("渠道过长。", "The channel is too long."),
    )
    view = later(book.view, columns=(*table.columns, added), rules=(*table.rules, rule))
    assert book.mending(view) == []


def test_rules_of_a_later_definition_take_the_place_of_those_before(book: Laid) -> None:
    table = book.view.tables[0].table
    changed = msgspec.structs.replace(table.rules[0], formula="=[@amount]>10")
    view = later(book.view, rules=(changed, *table.rules[1:]))
    requests = book.mending(view)
    assert [next(iter(each)) for each in requests] == ["deleteConditionalFormatRule", "addConditionalFormatRule"]
    book.shared.batch(*requests)
    assert book.mending(view) == []


def test_choices_of_a_later_definition_come_into_the_drop_down(book: Laid) -> None:
    stage, *others = book.view.choices
    longer = msgspec.structs.replace(stage, choices=(*stage.choices, Choice("9", Label("赢单", "Won"))))
    view = msgspec.structs.replace(book.view, choices=(longer, *others))
    requests = book.mending(view)
    assert [next(iter(each)) for each in requests if "updateCells" in each] == ["updateCells"]
    book.shared.batch(*requests)
    assert book.shared.values(f"{LISTS_SHEET}!C1:C9")[-1] == ["Won"]
    assert book.mending(view) == []


def test_a_spreadsheet_of_which_nothing_was_read_is_left_alone(book: Laid) -> None:
    assert mend(book.view, "en", {}, book.account) == []


def test_what_google_says_in_words_of_its_own_is_there(book: Laid) -> None:
    found = book.read()
    for sheet in found["sheets"]:
        rows = sheet["properties"]["gridProperties"]["rowCount"]
        for each in (*sheet.get("conditionalFormats", ()), *sheet.get("protectedRanges", ())):
            said_otherwise(each, rows)
        for data in sheet.get("data", ()):
            for down, row in enumerate(data.get("rowData", ()), start=data.get("startRow", 0) + 1):
                for cell in row.get("values", ()):
                    for value in cell.get("dataValidation", {}).get("condition", {}).get("values", ()):
                        value["userEnteredValue"] = seen_from(down, value["userEnteredValue"], rows)
    assert mend(book.view, "en", found, book.account) == []


def said_otherwise(thing: Json, rows: int) -> None:
    """Ends of ranges are written, formulas have blanks, and colours are said in the old way."""
    for each in (*thing.get("ranges", ()), thing.get("range", {})):
        if "startRowIndex" in each:
            each.setdefault("endRowIndex", rows)
    if "booleanRule" in thing:
        value = thing["booleanRule"]["condition"]["values"][0]
        value["userEnteredValue"] = value["userEnteredValue"].replace(",", ", ")
        look = thing["booleanRule"]["format"]
        for part in (look, look.get("textFormat", {})):
            for name in [each for each in part if each.endswith("ColorStyle")]:
                del part[name]


def seen_from(row: int, said: str, rows: int) -> str:
    """A value of a validation with the addresses that it has in that row, and without quotes that are not needed."""
    if LISTS_SHEET in said:
        return re.sub(r"\$2:\$([A-Z])", rf"$2:$\1${rows}", said.replace("'", ""))
    return re.sub(r"(?<=[A-Z])4\b", str(row), said)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(done=st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=6))
def test_whatever_was_taken_away_all_of_it_comes_back(discovery: Discovery, done: list[str]) -> None:
    made = laid(discovery, small_view(), "en")
    before = structure(made)
    for each in done:
        attempt(made, DAMAGES[each])
    made.mended()
    assert structure(made) == before
    assert made.mending() == []


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(done=st.lists(st.sampled_from(sorted(DAMAGES | MOVES)), min_size=1, max_size=8), at=st.integers(0, 8))
def test_whatever_was_taken_away_and_moved_it_is_put_right_and_theirs_stays(
    discovery: Discovery, done: list[str], at: int
) -> None:
    made = laid(discovery, small_view(), "en")
    for number, each in enumerate(done):
        if number == at % len(done):
            made.asks({"addConditionalFormatRule": {"rule": {"ranges": [column(made, 1)], **THEIR_RULE}, "index": at}})
        attempt(made, (DAMAGES | MOVES)[each])
    theirs = their_rules(made)
    made.mended()
    assert made.mending() == []
    assert their_rules(made) == theirs
    assert made.shared.values(valueRenderOption="UNFORMATTED_VALUE") == OWN


def attempt(made: Laid, doing: Callable[[Laid], list[Json]]) -> None:
    """Do something, unless what it is done to is not there any more."""
    with suppress(InvalidArgumentError, KeyError, IndexError):
        made.asks(*doing(made))


def their_rules(made: Laid) -> list[Json]:
    """The conditional formats that are not ours."""
    found = made.sheet(TITLE, "conditionalFormats").get("conditionalFormats", [])
    return [each for each in found if "crossfoot" not in str(each)]
