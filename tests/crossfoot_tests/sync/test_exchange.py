"""Pages of a reply put together, and whether the workbook will be in step."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.answer import stored_rows
from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.exchange import join_pages, known_rows, out_of_step
from crossfoot_sync.engine.fingerprint import set_digest, write_base
from crossfoot_sync.engine.manifest import write_shown
from crossfoot_sync.engine.outcome import plan_edits
from crossfoot_sync.engine.wire import ReferenceList, SyncReply, TableOutcome, TablePull, Visible
from crossfoot_sync.engine.workbook import settle_ids
from crossfoot_templates.layout import BASE, ID, MESSAGE, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.types import WireValue
from crossfoot_tests.sync.sheets import COLUMNS, Ids, Line, in_step, row_id, workbook

rows = st.dictionaries(st.integers(0, 5), st.integers(1, 3), max_size=6)


def pull(stored: dict[int, int]) -> TablePull:
    """Rows by number and revision; their name says which they are."""
    columns: dict[str, list[WireValue]] = {name: [None] * len(stored) for name in COLUMNS}
    columns["name"] = [f"row {number} rev {rev}" for number, rev in stored.items()]
    return TablePull("deal", [row_id(number) for number in stored], list(stored.values()), columns)


@given(st.lists(st.tuples(rows, st.sets(st.integers(0, 5))), min_size=1, max_size=4))
def test_later_pages_know_better(pages: list[tuple[dict[int, int], set[int]]]) -> None:
    replies = [
        SyncReply("e", "v", at, more=True, pull=[pull(page)], gone={"deal": [row_id(each) for each in went - {*page}]})
        for at, (page, went) in enumerate(pages)
    ]
    joined = join_pages(replies)
    newest: dict[int, int] = {}
    missing: set[int] = set()
    for page, went in pages:
        newest = {number: rev for number, rev in newest.items() if number not in went} | page
        missing = (missing | went) - {*page}
    stored = stored_rows("deal", joined)
    assert {each: (row.rev, row.values["name"]) for each, row in stored.items()} == {
        row_id(number): (rev, f"row {number} rev {rev}") for number, rev in newest.items()
    }
    assert {table: {*ids} for table, ids in joined.gone.items()} == (
        {"deal": {row_id(number) for number in missing}} if missing else {}
    )
    assert joined.cursor == len(pages) - 1


def test_the_outcome_is_the_first_pages_and_what_may_be_seen_the_lasts() -> None:
    outcome = [TableOutcome("deal", ["a"], ["ok"], [1], [[]])]
    listed = ReferenceList(["a"], ["1"], ["A"], [True], "d")
    first = SyncReply("e", "v", 1, more=True, replayed=True, outcome=outcome, lists={"customer": listed})
    last = SyncReply("e2", "v2", 2, visible={"deal": Visible(1, "x", {})})
    assert join_pages([first, last]) == SyncReply(
        "e2",
        "v2",
        2,
        replayed=True,
        outcome=outcome,
        gone={},
        visible={"deal": Visible(1, "x", {})},
        lists={"customer": listed},
    )


def test_a_workbook_whose_batch_was_taken_in_before_is_in_step_as_far_as_the_first_page_says() -> None:
    pages = [SyncReply("e", "v", 3, replayed=True), SyncReply("e", "v", 9)]
    assert join_pages(pages).cursor == 3


@given(rows, rows)
def test_a_workbook_is_out_of_step_exactly_where_the_digests_differ(
    shown: dict[int, int], visible: dict[int, int]
) -> None:
    here = [(row_id(number), rev) for number, rev in shown.items()]
    there = [(row_id(number), rev) for number, rev in visible.items()]
    edits = Edits(lists=write_shown("deal", here))
    reply = SyncReply("e", "v", 1, visible={"deal": Visible(len(there), set_digest(there), {})})
    expected = [] if shown == visible else ["deal"]
    assert out_of_step(workbook([]), edits, reply) == expected
    assert known_rows(workbook([]), edits) == {"deal": dict(here)}


def test_what_a_table_shows_that_was_held_back_is_what_it_showed_before() -> None:
    held = workbook([in_step(1, 3, name="a")])
    held.tables["deal"].refusal = say("label_mismatch", found="Name", expected="Number", column="number")
    reply = SyncReply("e", "v", 1, pull=[pull({1: 4, 2: 1})])
    edits = plan_edits(held, [], reply)
    assert not edits
    assert known_rows(held, edits) == {"deal": {row_id(1): 3}}


def test_a_pull_puts_no_deleted_row_back_and_forgets_none() -> None:
    emptied, kept = in_step(2, 1, name="b"), in_step(3, 1, name="c")
    book = workbook([Line({}, emptied.id, emptied.base), kept], {row_id(1): 1, row_id(2): 1, row_id(3): 1})
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9, pull=[pull({1: 2, 2: 2, 4: 1})]))
    assert [row.values[ID] for row in edits.appended] == [row_id(4)]
    assert edits.removed == []
    assert {edit.row for edit in edits.cells} == {5}
    assert known_rows(book, edits) == {"deal": {row_id(1): 1, row_id(2): 1, row_id(3): 1, row_id(4): 1}}


def test_h18_an_emptied_row_that_the_workbook_does_not_note_to_have_shown_is_put_back_and_says_so() -> None:
    emptied = in_step(1, 2, name="row 1 rev 2")
    book = workbook([Line({}, emptied.id, emptied.base, 2, tick="✓")], {})
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9, pull=[pull({1: 2})]))
    assert {edit.column: edit.value for edit in edits.cells} == {
        "name": "row 1 rev 2",
        MESSAGE: "Not removed: this workbook has no note of having shown this row; it is put back.",
    }
    assert (edits.removed, edits.appended) == ([], [])
    assert known_rows(book, edits) == {"deal": {row_id(1): 2}}


def test_an_emptied_row_that_is_not_its_users_to_see_is_taken_away() -> None:
    emptied = in_step(1, 2, name="a")
    book = workbook([Line({}, emptied.id, emptied.base, 2)], {})
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9))
    assert [each.expected_id for each in edits.removed] == [row_id(1)]
    assert known_rows(book, edits) == {"deal": {}}


def test_a_row_that_left_is_taken_away_and_one_with_edits_stays_and_says_so() -> None:
    left, edited = in_step(1, name="a"), in_step(2, name="b")
    book = workbook([left, Line({"name": "mine"}, edited.id, edited.base)])
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9, gone={"deal": [row_id(1), row_id(2)]}))
    assert [each.expected_id for each in edits.removed] == [row_id(1)]
    assert {edit.column: edit.value for edit in edits.cells if edit.column in {TICK, MESSAGE}} == {
        TICK: "●",
        MESSAGE: "This row is not within your scope.",
    }
    assert known_rows(book, edits) == {"deal": {}}


def test_h12_a_number_typed_as_a_text_that_says_the_same_becomes_a_number() -> None:
    line = in_step(1, name="a", days=30, due_on="2026-03-05", amount="30000.00", currency="CNY", terms="30")
    shows = {"name": "a", "days": "３０", "due_on": "2026.3.5", "amount": "3万", "currency": "人民币", "terms": "30"}
    book = workbook([Line(shows, line.id, line.base)])
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9))
    assert {edit.column: edit.value for edit in edits.cells} == {
        "days": 30,
        "due_on": dt.date(2026, 3, 5),
        "amount": 30000.0,
        "currency": "Yuan",
        TICK: "✓",
    }


def test_h19_a_draft_in_doubt_that_the_store_has_by_now_is_known_to_be_there_and_no_more() -> None:
    edited = in_step(1, number="HT-001", name="a", terms="t")
    typed = Line({"number": "HT-001", "name": "mine", "terms": "mine"}, edited.id, edited.base)
    book = workbook([typed, Line(edited.shows, row_id(2))])
    settle_ids(book, Ids())
    edits = plan_edits(book, [], SyncReply("e", "v", 9, pull=[pull({2: 3})]))
    assert [(edit.row, edit.column) for edit in edits.cells if edit.column != BASE] == [
        (4, TICK),
        (4, MESSAGE),
        (5, TICK),
        (5, MESSAGE),
    ]
    assert [edit.value for edit in edits.cells if edit.column == BASE] == [write_base(row_id(2), 0, {}, COLUMNS)]
    assert known_rows(book, edits) == {"deal": {row_id(1): 1, row_id(2): 0}}
