"""What becomes of one cell when the store's row arrives: no edit is lost, and nothing happens twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crossfoot_sync.engine.openfields import OpenField, State
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.settle import IN_STEP, LEFT, Cell, Settled, settle
from crossfoot_sync.engine.wire import FieldOutcome, FieldState
from crossfoot_templates.messages import say

values = st.sampled_from(["blank", "a", "b", "c"])
revs = st.integers(1, 3)
opens = st.builds(OpenField, st.sampled_from(["c", "r", "w", "x"]), revs, values)
verdicts = st.builds(
    FieldOutcome,
    row=st.just(0),
    column=st.just("name"),
    state=st.sampled_from(["conflict", "refused", "waiting"]),
    message=st.just(say("conflict")),
    theirs_rev=revs,
)
decisions: st.SearchStrategy[Decision | None] = st.sampled_from([None, "mine", "theirs"])


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """Any cell that there can be: only what was sent has a verdict, only what is open a decision."""
    readable = draw(st.booleans())
    mine = draw(values) if readable else "?"
    opened = draw(st.none() | opens)
    sent = draw(st.none() | values)
    return Cell(
        mine=mine,
        base=draw(st.none() | values),
        base_rev=draw(revs),
        readable=readable,
        formula=draw(st.booleans()),
        blank=mine == "blank",
        sent=sent,
        older=draw(st.booleans()),
        fresh=draw(st.booleans()),
        open=opened,
        decision=draw(decisions) if opened else None,
        verdict=draw(st.none() | verdicts) if sent else None,
    )


def after(cell: Cell, settled: Settled, theirs: str, rev: int) -> Cell:
    """The cell once the outcome has been applied: it is in step with ``rev``, whatever it shows."""
    shown = theirs if settled.write else cell.mine
    return replace(
        cell,
        mine=shown,
        base=theirs,
        base_rev=rev,
        readable=cell.readable or settled.write,
        formula=cell.formula and not (settled.write and shown != cell.mine),
        blank=shown == "blank",
        sent=None,
        fresh=False,
        open=settled.open,
        decision=None,
        verdict=None,
    )


@given(cells(), values, revs)
def test_a_cell_the_user_changed_is_written_over_only_by_decision_or_when_it_was_accepted(
    cell: Cell, theirs: str, rev: int
) -> None:
    if not settle(cell, theirs, rev).write:
        return
    assert (
        (cell.readable and cell.mine == theirs)
        or cell.decision == "theirs"
        or (cell.readable and cell.verdict is None and cell.sent == cell.mine)
        or (cell.readable and cell.sent is None and cell.fresh and cell.blank)
        or (cell.readable and cell.sent is None and cell.base == cell.mine and not cell.formula)
    )


@given(cells(), values, revs)
def test_what_is_left_different_is_open_or_an_edit_that_nobody_contradicts(cell: Cell, theirs: str, rev: int) -> None:
    settled = settle(cell, theirs, rev)
    if settled == LEFT:
        assert cell.readable
        assert theirs in (cell.base, cell.sent)
        assert cell.mine != theirs
    elif settled != IN_STEP:
        assert settled.open is not None
        assert not settled.write


@given(cells(), values, revs)
def test_the_same_row_laid_over_once_more_changes_nothing(cell: Cell, theirs: str, rev: int) -> None:
    first = settle(cell, theirs, rev)
    # whoever edited a cell after it was sent has answered a refusal: that is the next push's
    assume(first.open is None or first.open.mine == cell.mine)
    assert settle(after(cell, first, theirs, rev), theirs, rev) == first


@given(cells(), values, revs, st.sampled_from(["conflict", "refused", "waiting"]))
def test_a_field_that_did_not_go_through_is_open(cell: Cell, theirs: str, rev: int, state: FieldState) -> None:
    verdict = FieldOutcome(0, "name", state, say("conflict"), theirs_rev=rev)
    sent = replace(cell, sent=cell.mine, readable=True, decision=None, verdict=verdict)
    letter: State = {"conflict": "c", "refused": "r", "waiting": "w"}[state]  # type: ignore[assignment]
    expected = IN_STEP if sent.mine == theirs else Settled(write=False, open=OpenField(letter, rev, sent.mine))
    assert settle(sent, theirs, rev) == expected


def test_a_field_that_was_refused_for_other_cells_is_noted_as_such() -> None:
    verdict = FieldOutcome(0, "name", "refused", say("required_then", columns="Due on"), theirs_rev=5, mendable=True)
    settled = settle(Cell("mine", base="old", sent="mine", verdict=verdict), "old", 5)
    assert settled == Settled(write=False, open=OpenField("m", 5, "mine"))


@pytest.mark.parametrize(
    ("cell", "theirs", "expected"),
    [
        (Cell("mine", base="old"), "old", LEFT),
        (Cell("old", base="old"), "theirs", IN_STEP),
        (Cell("mine", base="old"), "theirs", Settled(False, OpenField("c", 5, "mine"))),
        (Cell("mine", base=None), "theirs", Settled(False, OpenField("c", 5, "mine"))),
        (Cell("old", base="old", formula=True), "theirs", Settled(False, OpenField("c", 5, "old"))),
        (Cell("mine", base="old", sent="mine"), "mine", IN_STEP),
        (Cell("later", base="old", sent="mine"), "mine", LEFT),
        (Cell("old", base="old", sent="mine"), "mine", Settled(False, OpenField("c", 5, "old"))),
        (Cell("later", base="old", sent="mine"), "theirs", Settled(False, OpenField("c", 5, "later"))),
        (Cell("other", base="old", sent="mine", older=True), "mine", Settled(False, OpenField("c", 5, "other"))),
        (Cell("mine", base="old", sent="mine", older=True), "theirs", IN_STEP),
        (Cell("strange", base=None, sent="mine"), "mine", Settled(False, OpenField("c", 5, "strange"))),
        (Cell("blank", base=None, blank=True, fresh=True), "given", IN_STEP),
        (Cell("?", base="old", base_rev=3, readable=False), "theirs", Settled(False, OpenField("x", 3, "?"))),
        (Cell("mine", base="old", open=OpenField("c", 4, "mine")), "old", Settled(False, OpenField("c", 4, "mine"))),
        (Cell("mine", base="old", open=OpenField("c", 4, "mine")), "new", Settled(False, OpenField("c", 5, "mine"))),
        (Cell("mine", base="old", open=OpenField("x", 4, "mine")), "old", Settled(False, OpenField("x", 4, "mine"))),
        (Cell("mine", base="old", open=OpenField("x", 4, "mine")), "new", Settled(False, OpenField("c", 5, "mine"))),
        (Cell("mine", base="old", open=OpenField("m", 4, "mine")), "old", Settled(False, OpenField("m", 4, "mine"))),
        (Cell("mine", base="old", open=OpenField("m", 4, "mine")), "new", Settled(False, OpenField("c", 5, "mine"))),
        (Cell("mine", base="old", open=OpenField("c", 4, "mine"), decision="theirs"), "old", IN_STEP),
        (Cell("other", base="old", base_rev=4, open=OpenField("c", 4, "mine")), "old", LEFT),
        (
            Cell("other", base="old", base_rev=5, open=OpenField("x", 4, "?")),
            "old",
            Settled(False, OpenField("x", 4, "?")),
        ),
    ],
)
def test_h32_a_cell_and_the_stores_value_of_revision_5(cell: Cell, theirs: str, expected: Settled) -> None:
    assert settle(cell, theirs, 5) == expected


def test_h23_an_answer_to_a_refusal_that_was_typed_before_the_refusal_came_is_an_answer() -> None:
    refusal = FieldOutcome(0, "days", "refused", say("too_small", value="-5", limit="0"), theirs_rev=2)
    settled = settle(Cell("5", base="30", sent="-5", verdict=refusal), "30", 2)
    assert settled == Settled(write=False, open=OpenField("r", 2, "-5"))


def test_h23_an_edit_after_a_conflict_was_found_has_not_seen_the_conflict() -> None:
    conflict = FieldOutcome(0, "days", "conflict", say("conflict"), theirs_rev=2)
    settled = settle(Cell("5", base="30", sent="45", verdict=conflict), "60", 2)
    assert settled == Settled(write=False, open=OpenField("c", 2, "5"))
