"""Cells that wait for an approval: what is asked and told of them, and what becomes of them when the store answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.diff import find_changes, to_push, waiting_rows, wanted_rows
from crossfoot_sync.engine.exchange import known_rows
from crossfoot_sync.engine.fingerprint import field_hash, write_base
from crossfoot_sync.engine.openfields import OpenField, read_open
from crossfoot_sync.engine.outcome import plan_edits
from crossfoot_sync.engine.wire import FieldColumn, FieldOutcome, Notice, SyncReply, TableOutcome, TablePull, TablePush
from crossfoot_sync.engine.workbook import Workbook, settle_ids
from crossfoot_templates.layout import BASE, MESSAGE, OPEN, TICK
from crossfoot_templates.messages import Message, say
from crossfoot_templates.types import CellValue, WireValue
from crossfoot_tests.sync.sheets import COLUMNS, Ids, Line, in_step, row_id, workbook

STORED: dict[str, WireValue] = {"number": "HT-001", "name": "Acme", "days": 30, "terms": "cash"}
WAITS = say("approval_waits", who_zh="财务", who_en="Finance", zh="太长。", en="Too long.")
REJECTED = say("approval_rejected", who="Fay", when="-")


def waiting(days: CellValue = 60, asked: int = 60, tick: str = "⏳") -> Line:
    """A line in which ``days`` wait for an approval, as ``asked``; ``days`` is what stands there now."""
    line = in_step(1, 4, **STORED)
    opened = {"days": OpenField("w", 4, field_hash(asked))}
    return replace(line, shows={**line.shows, "days": days}, open=opened, tick=tick, message=WAITS.text("en"))


def read(line: Line) -> Workbook:
    book = workbook([line])
    settle_ids(book, Ids())
    return book


def answered(line: Line, notices: list[Notice], **stored: WireValue) -> Edits:
    """What a reply with the stored row and these notices does to the workbook."""
    columns: dict[str, list[WireValue]] = {name: [{**STORED, **stored}.get(name)] for name in COLUMNS}
    rev = 5 if stored else 4
    reply = SyncReply("", "v", 9, pull=[TablePull("deal", [row_id(1)], [rev], columns)], notices=notices)
    return plan_edits(read(line), [], reply)


def notice(state: str, days: int = 60, message: Message = WAITS) -> Notice:
    return Notice("deal", row_id(1), state, {"days": days}, message)  # type: ignore[arg-type]


def seen(edits: Edits) -> dict[str, object]:
    """The cells that change, but for hidden ones, and what is open then."""
    found: dict[str, object] = {}
    for edit in edits.cells:
        if edit.column == OPEN:
            found["open"] = read_open(edit.value)
        elif edit.column != BASE:
            found[edit.column] = edit.value
    return found


def test_what_waits_is_not_sent_and_asked_after() -> None:
    book = read(waiting())
    changes = find_changes(book)
    assert (changes, wanted_rows(book, changes), waiting_rows(book)) == (
        {},
        {"deal": [row_id(1)]},
        {"deal": [row_id(1)]},
    )


def test_another_value_is_sent_with_the_revision_that_was_shown() -> None:
    book = read(waiting(days=90))
    (change,) = find_changes(book)["deal"]
    assert (change.fields, change.revs, change.withdrawn) == ({"days": 90}, {"days": 4}, [])


@pytest.mark.parametrize("line", [waiting(days=30), waiting(tick="Take theirs")])
def test_the_old_value_typed_back_or_chosen_takes_the_request_back(line: Line) -> None:
    book = read(line)
    push = to_push(book.tables["deal"], find_changes(book)["deal"])
    assert (push.ids, push.kinds, push.columns, push.withdrawn) == ([row_id(1)], ["change"], {}, {"days": [0]})


def test_a_request_is_taken_back_too_where_theirs_is_chosen_for_a_row_that_is_held() -> None:
    line = replace(waiting(days=90, tick="Take theirs"), message=say("row_mixed").text("en"))
    book = workbook([line])
    table = book.tables["deal"]
    table.told = frozenset({table.content_of(table.rows[0])})
    settle_ids(book, Ids())
    (change,) = find_changes(book)["deal"]
    assert (change.fields, change.withdrawn) == ({}, ["days"])


def test_mine_that_is_kept_is_sent_once_more() -> None:
    book = read(waiting(tick="Keep mine"))
    (change,) = find_changes(book)["deal"]
    assert (change.fields, change.revs) == ({"days": 60}, {"days": 4})


def test_what_still_waits_stays_as_it_is() -> None:
    assert seen(answered(waiting(), [notice("waiting")])) == {}


def test_whom_it_waits_for_by_now_is_told() -> None:
    next_step = say("approval_waits", who_zh="管理层", who_en="Management", zh="太长。", en="Too long.")
    assert seen(answered(waiting(), [notice("waiting", message=next_step)])) == {MESSAGE: next_step.text("en")}


def test_theirs_that_the_store_has_not_been_told_of_stays_chosen() -> None:
    assert seen(answered(waiting(tick="Take theirs"), [notice("waiting")])) == {}


def test_in_a_new_row_that_waits_there_is_no_theirs_to_take() -> None:
    line = replace(waiting(tick="Take theirs"), base=None)
    reply = SyncReply("", "v", 9, notices=[notice("waiting")])
    assert seen(plan_edits(read(line), [], reply))[TICK] == "⏳"


def test_theirs_takes_the_place_of_what_waited_once_the_store_knows() -> None:
    withdrawn = say("approval_withdrawn", when="-")
    assert seen(answered(waiting(tick="Take theirs"), [notice("refused", message=withdrawn)])) == {
        "days": 30,
        "open": {},
        TICK: "✓",
        MESSAGE: withdrawn.text("en"),
    }


def test_what_was_carried_out_is_in_step() -> None:
    carried = notice("carried", message=say("approval_carried"))
    assert seen(answered(waiting(), [carried], days=60)) == {
        "open": {},
        TICK: "✓",
        MESSAGE: "It was approved and is in force.",
    }


def test_what_was_carried_out_and_changed_by_others_since_is_theirs() -> None:
    carried = notice("carried", message=say("approval_carried"))
    assert seen(answered(waiting(), [carried], days=75)) == {
        "days": 75,
        "open": {},
        TICK: "✓",
        MESSAGE: "It was approved and is in force.",
    }


@pytest.mark.parametrize(
    ("notices", "message"),
    [
        ([notice("refused", message=REJECTED)], REJECTED),
        ([notice("waiting", days=90)], say("approval_replaced_now")),
        ([Notice("deal", row_id(1), "waiting", {"terms": "net"}, WAITS)], say("approval_replaced_now")),
        ([], say("approval_unknown")),
    ],
)
def test_of_what_nothing_came_the_typed_value_stays_with_the_reason(notices: list[Notice], message: Message) -> None:
    refused = {"days": OpenField("r", 4, field_hash(60))}
    assert seen(answered(waiting(), notices)) == {"open": refused, TICK: "✗", MESSAGE: message.text("en")}


def test_what_was_typed_since_is_no_answer_to_a_rejection() -> None:
    assert "days" not in seen(answered(waiting(days=90), [notice("refused", message=REJECTED)]))


def test_a_change_of_theirs_in_another_field_comes_in_beside_what_waits() -> None:
    assert seen(answered(waiting(), [notice("waiting")], terms="net 30")) == {"terms": "net 30"}


def test_a_new_row_that_waits_says_so_once_and_is_sent_again_as_it_is() -> None:
    line = Line({"name": "Acme", "days": 60}, row_id(1))
    book = read(line)
    push = [to_push(book.tables["deal"], find_changes(book)["deal"])]
    fields = [FieldOutcome(0, name, "waiting", WAITS) for name in ("name", "days")]
    outcome = TableOutcome("deal", [row_id(1)], ["waiting"], [0], [[WAITS]], fields)
    edits = plan_edits(book, push, SyncReply("", "v", 9, outcome=[outcome]))
    opened = {name: OpenField("w", 0, field_hash(value)) for name, value in (("name", "Acme"), ("days", 60))}
    assert seen(edits) == {"open": opened, TICK: "⏳", MESSAGE: WAITS.text("en")}
    again = read(replace(line, open=opened, tick="⏳"))
    assert find_changes(again) == find_changes(book)
    assert waiting_rows(again) == {"deal": [row_id(1)]}


def waits_after_all(book: Workbook) -> Edits:
    """What the reply to a push does that was cut off: what was sent of the row waits, and the row is as it was."""
    push = [TablePush("deal", [row_id(1)], ["change"], [4], [""], [], {"days": FieldColumn([0], [60])})]
    outcome = TableOutcome(
        "deal", [row_id(1)], ["waiting"], [4], [[WAITS]], [FieldOutcome(0, "days", "waiting", WAITS, theirs_rev=4)]
    )
    return plan_edits(book, push, SyncReply("", "v", 9, outcome=[outcome]))


def test_theirs_that_was_chosen_before_it_was_known_that_it_waits_takes_the_request_back() -> None:
    line = waiting()
    refused = {"days": OpenField("m", 4, field_hash(60))}
    found = seen(waits_after_all(read(replace(line, open=refused, tick="Take theirs"))))
    assert (found.get("days"), found.get(TICK), found["open"]) == (None, None, line.open)
    book = read(waiting(tick="Take theirs"))
    assert to_push(book.tables["deal"], find_changes(book)["deal"]).withdrawn == {"days": [0]}


EMPTIED = replace(waiting(), shows={}, open={}, tick=None, message=None)


@pytest.mark.parametrize("lines", [[EMPTIED], []])
def test_the_removal_of_a_row_whose_change_turns_out_to_wait_is_still_told(lines: list[Line]) -> None:
    book = workbook(lines, {row_id(1): 4})
    settle_ids(book, Ids())
    edits = waits_after_all(book)
    assert (edits.removed, known_rows(book, edits)) == ([], {"deal": {row_id(1): 4}})


def test_what_was_sent_of_a_new_row_is_no_base_for_what_stands_beside_another_ones_hidden_cells() -> None:
    other = in_step(2, number="HT-002", name="Other", terms="net")
    parted = replace(other, id=row_id(1))
    base = write_base(row_id(2), 1, other.base or {}, COLUMNS)
    book = workbook([parted], {row_id(2): 1})
    table = book.tables["deal"]
    table.rows[0].base, table.rows[0].base_cell = None, base
    push = [TablePush("deal", [row_id(1)], ["new"], [0], [""], [], {"name": FieldColumn([0], ["Acme"])})]
    outcome = TableOutcome("deal", [row_id(1)], ["ok"], [1], [[]], [])
    columns: dict[str, list[WireValue]] = {name: [{"name": "Acme"}.get(name)] for name in COLUMNS}
    reply = SyncReply("", "v", 9, outcome=[outcome], pull=[TablePull("deal", [row_id(1)], [1], columns)])
    opened = seen(plan_edits(book, push, reply))["open"]
    asks = {name: OpenField("c", 1, field_hash(value)) for name, value in other.shows.items()}
    assert opened == asks


@pytest.mark.parametrize(("rev", "known"), [(5, 5), (6, 4)])
def test_a_removal_is_told_of_what_was_shown_where_more_than_what_was_sent_is_in_the_row(rev: int, known: int) -> None:
    book = workbook([], {row_id(1): 4})
    settle_ids(book, Ids())
    push = [TablePush("deal", [row_id(1)], ["change"], [4], [""], [], {"days": FieldColumn([0], [60])})]
    outcome = TableOutcome("deal", [row_id(1)], ["ok"], [rev], [[]], [])
    edits = plan_edits(book, push, SyncReply("", "v", 9, outcome=[outcome]))
    assert known_rows(book, edits) == {"deal": {row_id(1): known}}


def test_what_waits_beside_the_hidden_cells_of_another_row_waits_no_more_where_nothing_came() -> None:
    book = read(waiting())
    row = book.tables["deal"].rows[0]
    row.base, row.base_cell = None, write_base(row_id(2), 4, STORED, COLUMNS)
    refused = {"days": OpenField("r", 4, field_hash(60))}
    assert seen(plan_edits(book, [], SyncReply("", "v", 9)))["open"] == refused
