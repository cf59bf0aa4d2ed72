"""What is typed, chosen or decided while a sync is under way, or before an earlier one was finished (H23, H27)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crossfoot_sync.client import desk
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ChangedMeanwhileError, UnreachableError
from crossfoot_sync.engine.deciding import Decisions
from crossfoot_sync.engine.rows import Decision
from crossfoot_templates.layout import FIRST_ROW, ID, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, in_conflict, row, terms

pytestmark = pytest.mark.slow


def test_h27_what_was_typed_over_a_change_on_its_way_in_is_a_conflict_and_overwrites_nobody(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    li.type("invoice", INVOICE, "amount", 11.0)
    assert li.desk.sync().missed == 1
    assert row(li)[1] == "typed meanwhile"
    li.desk.sync()
    tick, shown, said = row(li)
    assert (tick, shown) == ("⚠", "typed meanwhile")
    assert str(said).startswith("Terms: you have typed meanwhile, Grace Chen changed it to Grace's on ")
    assert terms(office)[0] == "Grace's"
    li.sheet("invoice").set(INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "typed meanwhile", None), "typed meanwhile")


def test_an_amount_that_was_typed_or_deleted_meanwhile_is_itemised_in_the_totals(office: Desks) -> None:
    li, *_ = office.people
    before = li.shows("invoice", INVOICE, "amount")
    for meanwhile, said in (
        (lambda: li.type("invoice", INVOICE, "amount", 12.0), f"Amount: CNY 12.00 here, {before:.2f} in the store"),
        (lambda: li.sheet("invoice").delete_rows([INVOICE]), f"Amount: nothing here, CNY {12:.2f} in the store"),
    ):
        li.type("customer", INVOICE, "notes", said)
        li.transport.meanwhile = meanwhile
        [invoices] = [each for each in li.desk.sync().tables if each.name == "invoice"]
        assert invoices.totals is not None
        assert (invoices.totals.ties, [each.partition(" · ")[2] for each in invoices.differing]) == (True, [said])
        li.desk.sync()


def test_a_row_that_was_copied_meanwhile_is_itemised_in_the_totals(office: Desks) -> None:
    li, *_ = office.people
    sheet = li.sheet("invoice")
    li.transport.meanwhile = lambda: sheet.copy_row(INVOICE, INVOICE + len(sheet.cells().rows))
    li.type("customer", INVOICE, "notes", "something to send")
    [invoices] = [each for each in li.desk.sync().tables if each.name == "invoice"]
    assert invoices.totals is not None
    assert (invoices.totals.ties, invoices.differing) == (
        True,
        ["row 7 (copy of FP-0001, not stored) · Amount: CNY 10.00 here, nothing in the store"],
    )


def test_what_was_said_of_a_row_goes_when_its_author_takes_all_of_it_back(office: Desks) -> None:
    li, *_ = office.people
    line = li.sheet("invoice").append(terms="not enough of an invoice")
    li.desk.sync()
    assert row(li, line)[:2] == ("✗", "not enough of an invoice")
    for column in ("terms", ID):  # as an undo does: it knows nothing of what a sync wrote beside
        li.type("invoice", line, column, None)
    li.desk.sync()
    assert line not in li.sheet("invoice").cells().rows


@pytest.mark.parametrize("both_changed", [True, False])
def test_h23_a_program_that_ends_before_it_saw_what_it_missed_leaves_no_row_in_step_with_what_it_does_not_show(
    office: Desks, both_changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    if both_changed:
        grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    li.type("customer", INVOICE, "notes", "something to send")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    with monkeypatch.context() as patch:
        patch.setattr(desk, "step_back", _killed)
        with pytest.raises(KeyboardInterrupt):
            li.desk.sync()
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == (("⚠", "typed meanwhile"), "Grace's")


def test_h23_a_choice_that_was_made_before_the_news_decides_nothing_of_it_though_the_program_ends(
    office: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, grace, *_ = office.people
    in_conflict(office)
    li.type("invoice", INVOICE, "amount", 11.0)
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Take theirs")
    with monkeypatch.context() as patch:
        patch.setattr(desk, "ask_again", _killed)
        with pytest.raises(KeyboardInterrupt):
            li.desk.sync()
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "amount")) == ("⚠", 11.0)


@pytest.mark.parametrize("sent", [True, False])
def test_h23_a_row_that_was_deleted_while_its_news_came_is_put_back_though_the_program_ends(
    office: Desks, sent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    if sent:
        li.type("customer", INVOICE, "notes", "something to send")
    li.transport.meanwhile = lambda: li.sheet("invoice").delete_rows([INVOICE])
    with monkeypatch.context() as patch:
        patch.setattr(desk, "step_back", _killed)
        with pytest.raises(KeyboardInterrupt):
            li.desk.sync()
    li.desk.sync()
    [(said, kept)] = [(each["_message"], each["terms"]) for each in li.rows("invoice") if each["number"] == "FP-0001"]
    assert (str(said).partition(" changed")[0], kept) == ("Not removed: Grace Chen", "Grace's")
    assert terms(office)[0] == "Grace's"


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_h27_what_was_typed_over_a_conflict_on_its_way_in_has_not_seen_it(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "pushed")
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    assert li.desk.sync().missed == 1
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == (("⚠", "typed meanwhile"), "Grace's")
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "typed meanwhile", None), "typed meanwhile")


@pytest.mark.parametrize("pulled", [True, False])
@pytest.mark.parametrize("amount", [10.0, 13.0])
@pytest.mark.parametrize("author", ["li", "grace"])
def test_h27_what_came_in_beside_what_was_typed_meanwhile_is_no_edit_that_takes_back_what_others_did(
    office: Desks, author: str, amount: float, pulled: bool
) -> None:
    li, grace, *_ = office.people
    {"li": li, "grace": grace}[author].type("invoice", INVOICE, "amount", 12.0)
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    assert li.desk.sync().missed == 1
    grace.desk.sync()
    grace.type("invoice", INVOICE, "amount", amount)
    grace.desk.sync()
    if pulled:
        li.desk.pull()
    li.desk.sync()
    assert (row(li)[:2], li.shows("invoice", INVOICE, "amount")) == (("⚠", "typed meanwhile"), amount)
    assert terms(office)[0] == "Grace's"
    assert office.people[3].shows("invoice", INVOICE, "amount") == amount


def test_h27_a_choice_made_before_the_news_arrived_decides_nothing_of_it(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "number", "FP-0002")
    li.desk.sync()
    assert row(li)[0] == "✗"
    li.type("invoice", INVOICE, "amount", "three or so")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Take theirs")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "amount")) == ("✗", "three or so")
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "number"), li.shows("invoice", INVOICE, "amount")) == (
        "✓",
        "FP-0001",
        10.0,
    )


@pytest.mark.parametrize(
    ("pulled", "expected"),
    [
        (True, "Amount: you have 15.00, the store now has 12.00. "),
        (False, "Amount: you have 15.00, Grace Chen changed it to 12.00 on "),
    ],
)
def test_h27_what_was_typed_into_an_unreadable_cell_before_the_news_arrived_is_a_conflict_after_a_pull_too(
    office: Desks, pulled: bool, expected: str
) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "amount", "three or so")
    li.desk.sync()
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "amount", 15.0)
    li.desk.sync()
    if pulled:
        li.desk.pull()
    li.desk.sync()
    tick, _, said = row(li)
    assert (tick, li.shows("invoice", INVOICE, "amount")) == ("⚠", 15.0)
    assert str(said).startswith(expected)
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "amount") == 12.0


@pytest.mark.parametrize("before", [10.0, 11.0])
def test_what_is_typed_into_an_unreadable_cell_answers_what_was_told_of_the_store(office: Desks, before: float) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    if before != 10.0:
        li.type("invoice", INVOICE, "amount", before)
        li.desk.sync()
        assert row(li)[0] == "⚠"
    li.type("invoice", INVOICE, "amount", "three or so")
    li.desk.sync()
    assert (row(li)[0], str(row(li)[2]).partition(" ▪ ")[2]) == ("✗", "Amount: The store now has 12.00.")
    li.type("invoice", INVOICE, "amount", 15.0)
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "amount")) == ("✓", 15.0)
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "amount") == 15.0


def test_a_name_that_nobody_knew_is_no_answer_to_what_was_told_of_the_store_once_it_is_known(office: Desks) -> None:
    li, grace, *_ = office.people
    grace.sheet("customer").append(name="Bosch")
    grace.desk.sync()
    grace.type("invoice", INVOICE, "customer", "Bosch")
    grace.desk.sync()
    li.type("invoice", INVOICE, "customer", "Siemens")
    li.desk.sync()
    assert (row(li)[0], str(row(li)[2]).partition(" ▪ ")[2]) == ("✗", "Customer: The store now has KH-002.")
    li.sheet("customer").append(name="Siemens")
    li.desk.sync()
    assert (row(li)[0], li.shows("invoice", INVOICE, "customer")) == ("⚠", "Siemens")
    office.people[3].desk.sync()
    assert office.people[3].shows("invoice", INVOICE, "customer") == "Bosch"


@pytest.mark.parametrize(("instead", "tick", "stored"), [(None, "⚠", "Grace's"), ("Keep mine", "✓", "mine")])
def test_h27_a_choice_taken_back_while_its_sync_is_under_way_takes_nothing_away(
    office: Desks, instead: str | None, tick: str, stored: str
) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, instead)
    li.desk.sync()
    assert row(li)[:2] == (instead, "mine")
    li.desk.sync()
    assert (row(li)[:2], terms(office)[0]) == ((tick, "mine"), stored)


@pytest.fixture
def cut_off(office: Desks) -> Desks:
    """The same with a conflict in 李娜's first invoice, and a push of hers that was cut off before its reply came."""
    li = in_conflict(office)
    li.type("invoice", INVOICE, "amount", 11.0)
    li.syncs_unheard()
    return office


def test_h23_a_decision_is_not_one_on_the_news_that_finishing_an_earlier_push_brings(cut_off: Desks) -> None:
    li, grace, *_ = cut_off.people
    grace.type("invoice", INVOICE, "terms", "Grace's again")
    grace.desk.sync()
    mine: Decisions = {("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "mine"}
    li.desk.sync(decisions=mine)
    assert (row(li)[:2], terms(cut_off)[0]) == (("⚠", "mine"), "Grace's again")
    li.desk.sync(decisions=mine)
    assert (row(li), terms(cut_off)[0]) == (("✓", "mine", None), "mine")


@pytest.mark.parametrize(("decision", "kept"), [("mine", "mine"), ("theirs", "Grace's")])
def test_h23_a_decision_of_which_nothing_changed_holds_after_an_earlier_push_was_finished(
    cut_off: Desks, decision: Decision, kept: str
) -> None:
    li, *_ = cut_off.people
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): decision})
    assert (row(li), terms(cut_off)[0]) == (("✓", kept, None), kept)


@pytest.mark.parametrize(("column", "value"), [("terms", "better"), (TICK, "Keep mine")])
def test_h27_what_is_typed_or_chosen_while_an_earlier_push_is_finished_is_newer_than_the_decision(
    cut_off: Desks, column: str, value: str
) -> None:
    li, *_ = cut_off.people
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, column, value)
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "theirs"})
    assert row(li)[1] == (value if column == "terms" else "mine")


def test_h27_a_choice_that_is_asked_again_as_its_field_has_news_takes_an_earlier_decision_back(cut_off: Desks) -> None:
    li, grace, *_ = cut_off.people
    grace.type("invoice", INVOICE, "terms", "Grace's again")
    grace.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "theirs"})
    assert (row(li)[:2], terms(cut_off)[0]) == (("⚠", "mine"), "Grace's again")


@pytest.mark.parametrize(("decision", "instead"), [("theirs", "Keep mine"), ("mine", "Take theirs")])
def test_h27_so_does_one_that_is_asked_again_as_another_field_of_the_row_has_news(
    cut_off: Desks, decision: Decision, instead: str
) -> None:
    li, grace, *_ = cut_off.people
    grace.desk.sync()
    grace.type("invoice", INVOICE, "amount", 12.0)
    grace.desk.sync()
    li.type("invoice", INVOICE, "amount", 13.0)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, instead)
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): decision})
    assert (row(li)[:2], terms(cut_off)[0]) == (("⚠", "mine"), "Grace's")


def test_h32_what_is_typed_after_taking_theirs_was_chosen_is_not_thrown_away(office: Desks) -> None:
    li = in_conflict(office)
    li.type("invoice", INVOICE, TICK, "Take theirs")
    li.type("invoice", INVOICE, "terms", "better")
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "better", None), "better")


def test_what_a_user_typed_while_their_own_push_was_under_way_goes_out_next(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "terms", "first")
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "second")
    li.desk.sync()
    assert terms(office)[0] == "first"
    li.desk.sync()
    assert (row(li), terms(office)[0]) == (("✓", "second", None), "second")


def test_h23_an_answer_to_a_refusal_that_never_arrived_goes_out(office: Desks) -> None:
    li, *_ = office.people
    li.type("invoice", INVOICE, "number", "FP-0002")
    li.syncs_unheard()
    li.type("invoice", INVOICE, "number", "FP-0009")
    assert li.desk.sync().resumed
    assert (row(li)[0], li.shows("invoice", INVOICE, "number")) == ("✓", "FP-0009")


def test_h23_an_edit_after_a_lost_reply_does_not_overwrite_who_came_after_it(office: Desks) -> None:
    li, grace, *_ = office.people
    li.type("invoice", INVOICE, "terms", "sent")
    li.syncs_unheard()
    grace.desk.sync()
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "after the crash")
    li.desk.sync()
    assert row(li)[:2] == ("⚠", "after the crash")
    assert terms(office)[0] == "Grace's"


@pytest.mark.parametrize("since", ["mine", "typed since"])
def test_h23_a_refusal_of_a_row_that_is_within_reach_again_asks_before_it_overwrites_what_was_changed(
    office: Desks, since: str
) -> None:
    li, grace, *_ = office.people
    place = {name: grace.shows("invoice", INVOICE, name) for name in ("owner", "team")}
    for name, elsewhere in (("owner", "王伟"), ("team", "South")):
        grace.type("invoice", INVOICE, name, elsewhere)
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.type("invoice", INVOICE, "notes", "mine too")
    li.syncs_unheard()
    for name, value in {**place, "terms": "Grace's"}.items():
        grace.type("invoice", INVOICE, name, value)
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", since)
    assert li.desk.sync().ties
    said = f"Terms: you have {since}, the store now has Grace's. Choose in the Sync column."
    assert row(li) == ("⚠", since, said)
    assert terms(office)[0] == "Grace's"
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert row(li) == ("✓", since, None)
    assert terms(office)[0] == since
    assert office.people[3].shows("invoice", INVOICE, "notes") == "mine too"


def test_h21_beside_a_conflict_of_a_push_that_is_finished_late_stands_what_the_store_has_by_then(
    office: Desks,
) -> None:
    li, grace, *_ = office.people
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    li.type("invoice", INVOICE, "terms", "mine")
    li.syncs_unheard()
    grace.type("invoice", INVOICE, "terms", "newer")
    grace.desk.sync()
    # the push is finished, and the sync that follows is cut off
    li.transport.meanwhile = lambda: setattr(li.transport, "lose", True)
    with pytest.raises(UnreachableError):
        li.desk.sync()
    tick, _, said = row(li)
    first, second = str(said).split(" ▪ ")
    assert tick == "⚠"
    assert first.startswith("Terms: you have mine, Grace Chen changed it to Grace's on ")
    assert second == "Terms: you have mine, the store now has newer. Choose in the Sync column."


def _typing_into_a_draft(li: Person, words: list[str]) -> Desk:
    """A desk at which a draft of a customer is typed on, a word each time that it is about to get its id."""
    line = FIRST_ROW + len(li.sheet("customer").cells().rows)
    li.type("customer", line, "name", "Draft")

    def new_id() -> str:
        if words:
            li.type("customer", line, "name", words.pop(0))
        return li.desk.new_id()

    return replace(li.desk, new_id=new_id)


def _customers(office: Desks) -> set[CellValue]:
    """What the store holds: 赵敏 sees everything."""
    zhao = office.people[3]
    zhao.desk.sync()
    return {each["name"] for each in zhao.rows("customer")}


def test_h27_a_draft_that_is_typed_in_before_it_has_its_id_goes_out_as_it_is_by_then(office: Desks) -> None:
    before = _customers(office)
    _typing_into_a_draft(office.people[0], ["Draft Ltd"]).sync()
    assert _customers(office) - before == {"Draft Ltd"}


def test_h27_of_a_draft_that_is_typed_in_on_and_on_nothing_is_sent_until_it_rests(office: Desks) -> None:
    li, before = office.people[0], _customers(office)
    with pytest.raises(ChangedMeanwhileError, match=r"Nothing was sent; sync again\.$"):
        _typing_into_a_draft(li, ["D", "Dr", "Dra", "Draf"]).sync()
    assert (_customers(office), [each["name"] for each in li.rows("customer")][-1]) == (before, "Dra")
    li.desk.sync()
    assert _customers(office) - before == {"Dra"}
