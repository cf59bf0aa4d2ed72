"""What is sent of a row: exactly what its user changed and may send."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.diff import find_changes, to_push, wanted_rows
from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.openfields import OpenField
from crossfoot_sync.engine.wire import FieldColumn, TablePush
from crossfoot_sync.engine.workbook import settle_ids
from crossfoot_templates.messages import say
from crossfoot_templates.types import CellValue, WireValue
from crossfoot_tests.sync.sheets import COLUMNS, Ids, Line, in_step, row_id, workbook

STORED: dict[str, WireValue] = {
    "number": "HT-001",
    "name": "Acme",
    "days": 30,
    "due_on": "2026-03-05",
    "amount": "100.00",
    "currency": "CNY",
    "terms": "net",
}
CELLS: dict[str, list[tuple[CellValue, WireValue]]] = {
    "number": [("HT-001", "HT-001"), ("HT-9", "HT-9")],
    "name": [("Acme", "Acme"), (" Acme ", "Acme"), ("Bosch", "Bosch")],
    "days": [(30, 30), ("３０", 30), (45.0, 45), (None, None)],
    "due_on": [("2026-03-05", "2026-03-05"), ("2026年3月5日", "2026-03-05"), ("2026.3.6", "2026-03-06"), (None, None)],
    "amount": [(100.0, "100.00"), ("¥100", "100.00"), (100.01, "100.01"), ("1万", "10000.00")],
    "currency": [("Yuan", "CNY"), ("人民币", "CNY"), ("usd", "USD")],
    "terms": [("net", "net"), ("prepaid", "prepaid"), (None, None)],
}
UNREADABLE: dict[str, CellValue] = {"days": "many", "due_on": "3/4/2026", "amount": "a lot", "currency": "yen"}


@st.composite
def typed_over(draw: st.DrawFn) -> tuple[Line, dict[str, WireValue], set[str]]:
    """A line with some cells typed over: the changed readable values, and the cells that cannot be read."""
    shows: dict[str, CellValue] = {}
    changed: dict[str, WireValue] = {}
    unreadable = draw(st.sets(st.sampled_from(sorted(UNREADABLE))))
    for name in COLUMNS:
        if name in unreadable:
            shows[name] = UNREADABLE[name]
            continue
        shows[name], value = draw(st.sampled_from(CELLS[name]))
        if value != STORED[name]:
            changed[name] = value
    return replace(in_step(1, 4, **STORED), shows=shows), changed, unreadable


@given(typed_over())
def test_the_mask_names_exactly_the_readable_fields_whose_value_changed(
    drawn: tuple[Line, dict[str, WireValue], set[str]],
) -> None:
    line, changed, unreadable = drawn
    table = workbook([line])
    settle_ids(table, Ids())
    if "currency" in unreadable:
        # an amount is not sent without a currency that can be read
        changed.pop("amount", None)
    elif line.shows["amount"] == "¥100" and line.shows["currency"] == "usd":
        # which of the two is wrong is not known
        changed.pop("currency")
        unreadable |= {"amount", "currency"}
    changes = find_changes(table).get("deal", [])
    assert [change.fields for change in changes] == ([changed] if changed else [])
    assert unreadable <= table.tables["deal"].rows[0].findings.keys()


def test_a_push_travels_by_column_with_rows_in_sheet_order() -> None:
    edited = replace(in_step(2, 3, **STORED), shows={**in_step(2, 3, **STORED).shows, "number": "B", "terms": None})
    gone = {row_id(3): 7}
    table = workbook([Line({"name": "New"}), edited], {edited.id or "": 3, **gone})
    settle_ids(table, Ids())
    (changes,) = find_changes(table).values()
    assert to_push(table.tables["deal"], changes) == TablePush(
        table="deal",
        ids=[row_id(1001), row_id(2), row_id(3)],
        kinds=["new", "change", "remove"],
        revs=[0, 3, 7],
        bases=["", str(table.tables["deal"].rows[1].base_cell), ""],
        layout=list(COLUMNS),
        columns={
            "name": FieldColumn([0], ["New"]),
            "number": FieldColumn([1], ["B"]),
            "terms": FieldColumn([1], [None]),
        },
    )


def test_h32_an_open_field_goes_out_when_it_was_decided_or_edited_again() -> None:
    line = in_step(1, 4, **STORED)
    shows = {**line.shows, "name": "Mine", "terms": "mine", "days": 45}
    opened = {
        "name": OpenField("c", 6, field_hash("Mine")),
        "terms": OpenField("c", 6, field_hash("mine")),
        "days": OpenField("r", 5, field_hash(44)),
    }
    undecided = workbook([replace(line, shows=shows, open=opened)])
    (change,) = find_changes(undecided)["deal"]
    assert (change.fields, change.revs) == ({"days": 45}, {"days": 5})
    mine = workbook([replace(line, shows=shows, open=opened, tick="保留我的")])
    (change,) = find_changes(mine)["deal"]
    assert (change.fields, change.revs) == (
        {"name": "Mine", "terms": "mine", "days": 45},
        {"name": 6, "terms": 6, "days": 5},
    )
    theirs = workbook([replace(line, shows=shows, open=opened, tick="Take theirs")])
    (change,) = find_changes(theirs)["deal"]
    # edited again after it was refused: what was chosen must not cost an edit
    assert (change.fields, change.revs) == ({"days": 45}, {"days": 5})
    assert wanted_rows(theirs, {}) == {"deal": [line.id]}


def test_what_was_refused_for_other_cells_goes_out_again_with_each_sync() -> None:
    refused = replace(in_step(1, 4, **STORED), open={"days": OpenField("m", 4, field_hash(45))})
    refused = replace(refused, shows={**refused.shows, "days": 45})
    other = in_step(2, 4, **STORED | {"number": "HT-002"})
    (change,) = find_changes(workbook([refused, other]))["deal"]
    assert (change.fields, change.revs, change.is_news) == ({"days": 45}, {"days": 4}, False)
    mended = workbook([replace(refused, shows={**refused.shows, "terms": "new"}), other])
    (change,) = find_changes(mended)["deal"]
    assert (change.fields, change.revs, change.again) == ({"days": 45, "terms": "new"}, {"days": 4}, {"days"})
    elsewhere = workbook([refused, replace(other, shows={**other.shows, "terms": "new"})])
    again, news = find_changes(elsewhere)["deal"]
    assert (again.fields, again.revs, again.is_news) == ({"days": 45}, {"days": 4}, False)
    assert (news.fields, news.is_news) == ({"terms": "new"}, True)


def test_what_was_refused_for_other_cells_goes_out_again_once_its_row_has_changed() -> None:
    line = in_step(1, 6, **STORED)
    opened = {"days": OpenField("m", 4, field_hash(45))}
    moved = workbook([replace(line, shows={**line.shows, "days": 45}, open=opened)])
    (change,) = find_changes(moved)["deal"]
    # over the revision that its user was shown: what somebody else has made of that very field is a conflict
    assert (change.fields, change.revs, change.is_news) == ({"days": 45}, {"days": 4}, True)
    given_up = workbook([replace(line, shows={**line.shows, "days": 45}, open=opened, tick="Take theirs")])
    assert find_changes(given_up) == {}


def test_a_new_amount_without_its_currency_points_at_the_currency() -> None:
    book = workbook([Line({"name": "New", "amount": 5.0})])
    assert find_changes(book) == {}
    (row,) = book.tables["deal"].rows
    assert (row.findings, row.notes) == (
        {"currency": say("currency_missing")},
        [say("row_refused", columns="currency")],
    )


def test_what_was_never_sent_is_judged_anew_when_another_cell_was_what_was_wrong() -> None:
    line = replace(in_step(1, 4, **STORED | {"amount": None, "currency": None}))
    opened = {"amount": OpenField("x", 4, field_hash("5.00"))}
    still = workbook([replace(line, shows={**line.shows, "amount": 5.0}, open=opened)])
    assert find_changes(still) == {}
    assert still.tables["deal"].rows[0].findings == {
        "amount": say("amount_waits"),
        "currency": say("currency_missing"),
    }
    mended = workbook([replace(line, shows={**line.shows, "amount": 5.0, "currency": "Yuan"}, open=opened)])
    (change,) = find_changes(mended)["deal"]
    assert (change.fields, change.revs) == ({"amount": "5.00", "currency": "CNY"}, {"amount": 4})


def test_a_new_row_with_an_amount_and_no_currency_is_to_be_mended_at_the_currency() -> None:
    added = workbook([Line({"name": "New", "amount": 5.0})])
    settle_ids(added, Ids())
    assert find_changes(added) == {}
    (row,) = added.tables["deal"].rows
    assert row.findings == {"currency": say("currency_missing")}
    assert row.notes == [say("row_refused", columns="currency")]


@pytest.mark.parametrize("currency", [None, "Gulden"])
def test_an_amount_does_not_go_out_without_the_currency_that_stands_beside_it(currency: str | None) -> None:
    line = in_step(1, 4, **STORED)
    edited = workbook([replace(line, shows={**line.shows, "amount": 5.0, "currency": currency, "terms": "new"})])
    (change,) = find_changes(edited)["deal"]
    assert change.fields == {"terms": "new"}
    assert edited.tables["deal"].rows[0].findings.keys() == {"amount", "currency"}


def test_nothing_is_asked_of_a_currency_whose_column_the_sheet_does_not_have() -> None:
    line = in_step(1, 4, **STORED)
    sheet = workbook([replace(line, shows={**line.shows, "amount": 5.0})], without=("currency",))
    (change,) = find_changes(sheet)["deal"]
    assert (change.fields, sheet.tables["deal"].rows[0].findings) == ({"amount": "5.00"}, {})


def test_an_answer_to_what_was_never_sent_goes_out_over_the_revision_that_the_row_is_in_step_with() -> None:
    line = in_step(1, 6, **STORED)
    opened = {"amount": OpenField("x", 4, field_hash("-1.00"))}
    edited = workbook([replace(line, shows={**line.shows, "amount": 5.0}, open=opened)])
    (change,) = find_changes(edited)["deal"]
    assert (change.rev, change.fields, change.revs) == (6, {"amount": "5.00"}, {})


def test_a_new_row_goes_whole_or_not_at_all() -> None:
    table = workbook([Line({"number": "*1", "days": -1, "terms": "net"})])
    settle_ids(table, Ids())
    assert find_changes(table) == {}
    (row,) = table.tables["deal"].rows
    assert row.findings == {"name": say("required"), "days": say("too_small", value="-1", limit="0")}
    assert row.notes == [say("row_refused", columns="days, name")]
