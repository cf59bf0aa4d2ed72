"""Decisions on requests: who may make them, what carries a change out, what bars it, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.accounts import Grant, apply_organisation
from crossfoot_server.services import batch_detail, check, list_batches, row_history, sync, undo
from crossfoot_server.services.places import BatchPlace
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BeforeAfter, Totals, UndoRequest
from crossfoot_templates.messages import say
from crossfoot_tests.server import back
from crossfoot_tests.server.approvals import (
    OFFERED,
    ORGANISATION,
    decide,
    decision,
    fared,
    offers,
    open_company,
    requests,
    said,
    states,
)
from crossfoot_tests.server.builders import NOW, NOW_TEXT, Desk, change, new, one, remove, row_id

pytestmark = pytest.mark.slow


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Store]:
    with closing(open_company(tmp_path)) as store:
        yield store


@pytest.fixture
def ann(company: Store) -> Desk:
    """Ann, who has an offer and asked for a larger discount on it."""
    desk = Desk(company, "ann")
    desk.sync(new("offer", row_id(1), **OFFERED))
    desk.sync(change("offer", row_id(1), discount="0.100000", terms="net 30"))
    return desk


def last_batch(desk: Desk) -> str:
    """The id of the batch that somebody sent last."""
    return next(
        each.id for each in list_batches(desk.store, desk.actor, desk.book, 9).batches if each.actor == desk.login
    )


def promoted(store: Store, login: str, *grants: Grant) -> None:
    """Give somebody other grants."""
    people = tuple(msgspec.structs.replace(user, grants=grants) for user in ORGANISATION.users if user.login == login)
    apply_organisation(store, type(ORGANISATION)(users=people))


def test_an_approved_change_is_in_force_under_the_name_of_who_asked(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    ben.sync()
    reply = ben.sync(decision(ben, "SP-00001", "approve", comment="for once"))
    assert (fared(reply), said(reply)) == (["ok"], [])
    assert offers(ann, "discount", "terms") == [("0.100000", "net 30")]
    (carried, _) = row_history(company, ann.actor, "sales", "offer", row_id(1)).changes
    assert (carried.actor, carried.batch, carried.reason, carried.fields) == (
        "ann",
        last_batch(ben),
        "because SP-00001: asked for by Ann, approved by Ben.",
        {"discount": ("0.020000", "0.100000"), "terms": (None, "net 30")},
    )
    assert requests(ben, "state", "decision", "comment", "decided_by", "decided_at") == [
        ("approved", "approve", "for once", "ben", NOW_TEXT)
    ]


def test_the_batch_of_a_decision_tells_what_it_changed_in_both_tables(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(new("offer", row_id(1), **{**OFFERED, "discount": "0.200000"}))
    reply = decide(ben, "SP-00001", "approve")
    rows = BeforeAfter(Totals(0, {"price": {}}), Totals(1, {"price": {"CNY": "10000.00"}}))
    assert reply.totals == {"approval": BeforeAfter(Totals(1, {}), Totals(1, {})), "offer": rows}
    assert [each.table for each in reply.outcome] == ["approval"]
    assert batch_detail(company, ben.actor, "sales", last_batch(ben)).totals == reply.totals


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("ann", "Nobody decides their own request: Sales manager (Ben) can, and you can withdraw it."),
        ("amy", "This is for Sales manager (Ben) to decide."),
        ("fay", "This is for Sales manager (Ben) to decide."),
    ],
)
def test_only_who_holds_the_role_and_did_not_ask_decides(company: Store, ann: Desk, login: str, reason: str) -> None:
    for decided in ("approve", "reject"):
        reply = decide(Desk(company, login), "SP-00001", decided)
        assert (fared(reply), said(reply)) == (["refused"], [reason])
    assert offers(ann, "discount") == [("0.020000",)]
    assert requests(ann, "state") == [("pending",)]


def test_who_alone_holds_the_role_is_told_that_nobody_else_does(company: Store) -> None:
    ben = Desk(company, "ben")
    ben.sync(new("offer", row_id(1), **{**OFFERED, "discount": "0.200000"}))
    assert said(decide(ben, "SP-00001", "approve")) == [
        "Nobody decides their own request: Sales manager (nobody at present) can, and you can withdraw it."
    ]


def test_a_role_out_of_reach_of_the_row_does_not_decide(company: Store, ann: Desk) -> None:
    bob = Desk(company, "bob")
    promoted(company, "bob", Grant("sales_manager", "team"), Grant("auditor", "all", "lines"))
    bob.sync()
    assert requests(bob) == []
    promoted(company, "bob", Grant("sales_manager", "own"), Grant("auditor", "all"))
    everywhere = Desk(company, "bob")
    # A grant of another role brings the row within reach, and reach is what counts beside the role.
    assert fared(decide(everywhere, "SP-00001", "approve")) == ["ok"]


def test_a_decision_is_made_once(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    decide(ben, "SP-00001", "reject")
    assert said(decide(ben, "SP-00001", "approve")) == ["This request is not pending any more."]
    assert offers(ann, "discount") == [("0.020000",)]


def test_the_same_decision_sent_again_is_carried_out_once(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    ben.sync()
    request = ben.request(decision(ben, "SP-00001", "approve"))
    replies = [sync(company, ben.actor, "sales", request, NOW) for _ in range(2)]
    assert [each.replayed for each in replies] == [False, True]
    assert replies[0].outcome == replies[1].outcome
    assert len(row_history(company, ann.actor, "sales", "offer", row_id(1)).changes) == 2


def test_a_decision_that_is_only_previewed_changes_nothing(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    ben.sync()
    preview = check(company, ben.actor, "sales", ben.request(decision(ben, "SP-00001", "approve")), NOW)
    assert fared(preview) == ["ok"]
    assert offers(ann, "discount") == [("0.020000",)]
    assert requests(ann, "state") == [("pending",)]


def test_who_may_decide_hears_how_many_requests_wait_for_them(company: Store, ann: Desk) -> None:
    amy, ben, bob, fay = (Desk(company, login) for login in ("amy", "ben", "bob", "fay"))
    amy.sync(new("offer", row_id(2), **{**OFFERED, "customer": "Other", "discount": "0.300000"}))
    told = {desk.login: desk.sync().to_decide for desk in (ann, amy, ben, bob, fay)}
    assert told == {"ann": 0, "amy": 0, "ben": 2, "bob": 0, "fay": 0}
    assert ben.sync(decision(ben, "SP-00001", "approve")).to_decide == 1


def test_only_who_asked_withdraws(company: Store, ann: Desk) -> None:
    assert said(decide(Desk(company, "ben"), "SP-00001", "withdraw")) == ["Only who asked can withdraw it."]
    assert fared(decide(ann, "SP-00001", "withdraw")) == ["ok"]
    assert requests(ann, "state", "decided_by") == [("withdrawn", "ann")]


def test_a_field_that_others_changed_since_makes_the_request_void(company: Store, ann: Desk) -> None:
    amy, ben = Desk(company, "amy"), Desk(company, "ben")
    amy.sync()
    amy.sync(change("offer", row_id(1), terms="cash"))
    reason = f"The request is void: Amy changed terms on {NOW_TEXT}. Keep mine asks again."
    assert said(decide(ben, "SP-00001", "approve")) == [reason]
    assert offers(ann, "discount", "terms") == [("0.020000", "cash")]
    assert requests(ben, "state", "decision") == [("void", None)]


def test_a_change_that_a_rule_refuses_by_now_goes_on_waiting(company: Store) -> None:
    ann, amy, ben = (Desk(company, login) for login in ("ann", "amy", "ben"))
    ann.sync(new("offer", row_id(1), **OFFERED))
    ann.sync(change("offer", row_id(1), discount="0.100000", customer="Best"))
    amy.sync(new("offer", row_id(2), **{**OFFERED, "customer": "Best"}))
    barred = ["It cannot be carried out now: customer: customer “Best” exists already."]
    assert said(decide(ben, "SP-00001", "approve")) == barred
    assert requests(ben, "state", "decision") == [("pending", None)]
    amy.sync(change("offer", row_id(2), customer="Better"))
    assert fared(decide(ben, "SP-00001", "approve")) == ["ok"]
    assert sorted(offers(ann, "customer", "discount")) == [("Best", "0.100000")]


def test_what_the_rest_of_the_push_does_is_judged_by_what_its_decisions_carried_out(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(new("offer", row_id(1), **{**OFFERED, "discount": "0.200000"}))
    ben.sync()
    reply = ben.sync(decision(ben, "SP-00001", "approve"), new("offer", row_id(2), **OFFERED))
    assert [each.status for each in reply.outcome] == [["ok"], ["refused"]]
    assert offers(ann, "code", "customer") == [("O-001", "Acme")]


def test_a_row_that_is_pushed_with_the_decision_on_it_is_decided_in_another_sync(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    ben.sync()
    reply = ben.sync(decision(ben, "SP-00001", "approve"), change("offer", row_id(1), price="10500.00"))
    assert [each.status for each in reply.outcome] == [["refused"], ["ok"]]
    assert said(reply) == ["You changed that row in the same sync; choose again and sync once more."]
    assert fared(decide(ben, "SP-00001", "approve")) == ["ok"]
    assert offers(ann, "discount", "price") == [("0.100000", "10500.00")]


def test_who_may_no_longer_write_gets_nothing_carried_out(company: Store, ann: Desk) -> None:
    promoted(company, "ann")
    assert said(decide(Desk(company, "ben"), "SP-00001", "approve")) == [
        "It cannot be carried out now: Ann may no longer change that table."
    ]


def test_a_comment_is_for_who_may_decide(company: Store, ann: Desk) -> None:
    ben, amy = Desk(company, "ben"), Desk(company, "amy")
    for desk in (ben, amy):
        desk.sync()
    request = next(iter(ben.rows["approval"]))
    assert fared(ben.sync(change("approval", request, comment="wait a little"))) == ["ok"]
    amy.sync()
    assert states(amy.sync(change("approval", request, comment="no"))) == {"comment": "refused"}
    assert fared(decide(ben, "SP-00001", "approve")) == ["ok"]
    assert requests(ben, "state", "comment") == [("approved", "wait a little")]


def test_an_unknown_decision_is_none(company: Store, ann: Desk) -> None:
    reply = decide(Desk(company, "ben"), "SP-00001", "perhaps")
    assert said(reply) == ["“perhaps” is not one of the choices."]
    assert requests(ann, "state") == [("pending",)]


def test_a_batch_that_asked_is_undone_with_its_requests(company: Store, ann: Desk) -> None:
    reply = undo(company, ann.actor, BatchPlace("sales", last_batch(ann)), UndoRequest(back.batch(), "en"), NOW)
    assert back.said(reply) == ["The request for this row was taken back."]
    ann.sync()
    assert requests(ann, "state") == [("void",)]
    assert fared(ann.sync(change("offer", row_id(1), discount="0.100000"))) == ["waiting"]


def test_a_decision_that_is_undone_puts_the_row_back_and_the_request_stays_told(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    decide(ben, "SP-00001", "approve")
    reply = back.undone(ben, last_batch(ben))
    assert back.fared(reply) == {"approval": ["refused"], "offer": ["ok"]}
    assert offers(ann, "discount", "terms") == [("0.020000", None)]
    assert requests(ann, "state", "decision") == [("approved", "approve")]
    assert fared(ann.sync(change("offer", row_id(1), discount="0.100000"))) == ["waiting"]


def test_an_older_version_that_needs_an_approval_is_not_brought_back_without_one(company: Store, ann: Desk) -> None:
    ben = Desk(company, "ben")
    decide(ben, "SP-00001", "approve")
    ann.sync()
    ann.sync(change("offer", row_id(1), discount="0.010000"))
    reply = back.restored(ann, "offer", row_id(1), back.asked(2, 3, ["discount"]))
    assert back.fared(reply) == {"offer": ["waiting"]}
    assert offers(ann, "discount") == [("0.010000",)]
    ann.sync()
    assert requests(ann, "number", "change", "state")[1:] == [("SP-00002", "discount: 1% → 10%", "pending")]


def test_a_line_that_is_put_back_no_longer_waits(company: Store, ann: Desk) -> None:
    """What was typed in it left the sheet with the line, so nothing there would show that it still waits."""
    mia = Desk(company, "mia")
    mia.sync()
    mia.sync(change("offer", row_id(1), days=30))
    reply = ann.sync(remove("offer", row_id(1)))
    assert fared(reply) == ["restored"]
    assert said(reply) == [
        say("removed_changed", who="Mia", when=NOW_TEXT).text("en"),
        "The request for this row was taken back.",
    ]
    assert offers(ann, "discount", "days") == [("0.020000", 30)]
    assert requests(ann, "state") == [("withdrawn",)]


def test_what_is_out_of_reach_by_now_goes_on_waiting_whatever_is_pushed_of_it(company: Store) -> None:
    amy, ben = Desk(company, "amy"), Desk(company, "ben")
    amy.sync(new("offer", row_id(1), **OFFERED))
    amy.sync(change("offer", row_id(1), discount="0.100000"))
    amy.sync()
    people = [msgspec.structs.replace(user, team="west") for user in ORGANISATION.users if user.login == "amy"]
    apply_organisation(company, type(ORGANISATION)(users=tuple(people)))
    moved = Desk(company, "amy", rows=amy.rows)
    reply = moved.sync(change("offer", row_id(1), discount="0.200000"), decision(moved, "SP-00001", "withdraw"))
    assert (fared(reply), said(reply)) == (["refused", "refused"], [say("row_unknown").text("en")] * 2)
    ben.sync()
    assert requests(ben, "state") == [("pending",)]


def test_a_line_that_somebody_else_removed_and_that_is_put_back_goes_on_waiting(company: Store, ann: Desk) -> None:
    mia = Desk(company, "mia")
    mia.sync()
    ann.sync(change("offer", row_id(1), customer="Acme Ltd"))
    assert fared(mia.sync(remove("offer", row_id(1)))) == ["restored"]
    mia.sync()
    assert requests(mia, "state") == [("pending",)]


def test_a_removed_row_that_needs_an_approval_does_not_come_back_without_one(company: Store) -> None:
    mia, ben = Desk(company, "mia"), Desk(company, "ben")
    mia.sync(new("offer", row_id(1), **{**OFFERED, "discount": "0.200000"}, team="east"))
    decide(ben, "SP-00001", "approve")
    mia.sync()
    removed = back.pushed(mia, remove("offer", row_id(1)))
    reply = back.undone(mia, removed)
    # What it was when it left is what it is to be: nothing that the rule compares has changed.
    assert back.fared(reply) == {"offer": ["returned"]}


def test_reason_of_a_request_names_the_rule(company: Store, ann: Desk) -> None:
    assert requests(ann, "reason") == [("large_discount.",)]
    assert one(ann.sync(change("offer", row_id(1), discount="0.100000"))).messages[0] == [
        say(
            "approval_waits",
            who_zh="销售经理（Ben）",
            who_en="Sales manager (Ben)",
            zh="large_discount-zh。",
            en="large_discount.",
        )
    ]
