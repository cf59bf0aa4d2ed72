from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from crossfoot_templates import layout
from crossfoot_templates.render import render_workbook
from crossfoot_templates.render.lists import growing, list_columns
from crossfoot_tests.templates.views import sample_view


def test_lists_hold_the_labels_in_the_books_language_and_room_for_what_a_sync_brings() -> None:
    assert list_columns(sample_view(), "en") == {
        "_tick.pick": ("Keep mine", "Take theirs"),
        "_boolean.pick": ("Yes", "No"),
        "currency.pick": ("Yuan", "US dollar"),
        "stage.pick": ("Development", "Initiation", "Proposal", "Tender"),
        **{
            f"{table}.{part}": ()
            for table in ("customer", "entity", "team", "user")
            for part in ("id", "key", "label", "pick")
        },
        "shown.invoice": (),
        "shown.customer": (),
        "shown.region": (),
    }


def test_the_lists_sheet_has_names_in_its_first_row_and_text_below() -> None:
    stored = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))[layout.LISTS_SHEET]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in stored.iter_cols()}
    assert columns == {name: list(entries) for name, entries in list_columns(sample_view(), "zh").items()}
    assert {each.number_format for each in stored.column_dimensions.values()} == {"@"}
    assert len(stored.column_dimensions) == len(columns)


def test_every_drop_down_has_a_hidden_name_that_grows_with_its_list() -> None:
    workbook = load_workbook(BytesIO(render_workbook(sample_view(), "zh", {})))
    names = {name: each for name, each in workbook.defined_names.items() if name.startswith("cf.list.")}
    letters = {
        cell.value: get_column_letter(place) for place, cell in enumerate(workbook[layout.LISTS_SHEET][1], start=1)
    }
    listed = ["_tick", "_boolean", "currency", "stage", "customer", "entity", "team", "user"]
    assert {name: each.attr_text for name, each in names.items()} == {
        layout.list_name(each): growing(letters[layout.pick_list(each)]) for each in listed
    }
    assert all(each.hidden for each in names.values())


def test_a_list_is_as_long_as_what_stands_below_its_name() -> None:
    assert growing("C") == (
        "'_crossfoot_lists'!$C$2:INDEX('_crossfoot_lists'!$C$1:$C$1048576,"
        "MAX(2,COUNTA('_crossfoot_lists'!$C$1:$C$1048576)))"
    )
