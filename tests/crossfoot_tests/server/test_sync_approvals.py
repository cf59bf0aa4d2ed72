"""A change that a rule asks about: it waits whole, counts nowhere, and nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from crossfoot_server.accounts import Grant, UserEntry
from crossfoot_server.accounts.errors import OrganisationError
from crossfoot_server.services import check, sync
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import BeforeAfter, Notice, TableOutcome, Totals
from crossfoot_templates.messages import say
from crossfoot_templates.model import Language
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.approvals import (
    CATALOG,
    OFFERED,
    ORGANISATION,
    decide,
    fared,
    offers,
    open_company,
    request_of,
    requests,
    rule,
    said,
    states,
)
from crossfoot_tests.server.builders import (
    NOW,
    NOW_TEXT,
    Desk,
    Edit,
    change,
    new,
    one,
    open_store,
    refused,
    remove,
    row_id,
)

pytestmark = pytest.mark.slow

WAITS = say(
    "approval_waits",
    who_zh="销售经理（Ben）",
    who_en="Sales manager (Ben)",
    zh="large_discount-zh。",
    en="large_discount.",
)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Store]:
    with closing(open_company(tmp_path)) as store:
        yield store


def offer(number: int = 1, **values: WireValue) -> Edit:
    return new("offer", row_id(number), **{**OFFERED, **values})


def discounted(number: int = 1, discount: str = "0.100000", **values: WireValue) -> Edit:
    return change("offer", row_id(number), discount=discount, **values)


def notices(desk: Desk, *numbers: int) -> list[Notice]:
    """What is told a workbook that shows what waits in these rows."""
    request = desk.request()
    request.waiting = {"offer": [row_id(each) for each in numbers]}
    return sync(desk.store, desk.actor, desk.book, request, NOW).notices


def test_the_whole_change_waits_and_what_was_in_force_stays_so(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    reply = ann.sync(discounted(terms="net 30"))
    outcome = one(reply)
    assert (outcome.status, outcome.revs, outcome.messages) == (["waiting"], [1], [[WAITS]])
    assert [(each.column, each.state, each.message, each.theirs, each.theirs_rev) for each in outcome.fields] == [
        ("discount", "waiting", WAITS, "0.020000", 1),
        ("terms", "waiting", WAITS, None, 1),
    ]
    assert offers(ann, "discount", "terms", "net") == [("0.020000", None, "9800.00")]
    ann.sync()
    assert next(iter(ann.rows["approval"].values())).values == {
        "number": "SP-00001",
        "requested_at": NOW_TEXT,
        "requested_by": "ann",
        "table": "offer",
        "subject": "O-001",
        "change": "discount: 2% → 10%\nterms: (blank) → net 30",
        "reason": "large_discount.",
        "note": "because",
        "role": "sales_manager",
        "step": "1/1",
        "state": "pending",
        "decision": None,
        "comment": None,
        "decided_by": None,
        "decided_at": None,
        "entity": "SH",
        "team": "east",
        "owner": "ann",
    }


def test_a_change_of_other_columns_needs_no_approval(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    assert fared(ann.sync(change("offer", row_id(1), terms="net 30"))) == ["ok"]
    assert requests(ann) == []


def test_the_same_again_asks_nothing_new_from_whichever_desk(company: Store) -> None:
    ann, at_home = Desk(company, "ann"), Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted(terms="net 30"))
    at_home.sync()
    for desk in (ann, at_home):
        for edit in (discounted(terms="net 30"), discounted()):
            reply = desk.sync(edit)
            assert (fared(reply), states(reply)) == (["waiting"], {"discount": "waiting", "terms": "waiting"})
    assert requests(ann, "number", "state") == [("SP-00001", "pending")]


def test_another_value_asks_anew_for_all_of_it(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted(terms="net 30"))
    reply = ann.sync(discounted(discount="0.080000"))
    assert states(reply) == {"discount": "waiting", "terms": "waiting"}
    assert requests(ann, "number", "change", "state") == [
        ("SP-00001", "discount: 2% → 10%\nterms: (blank) → net 30", "void"),
        ("SP-00002", "discount: 2% → 8%\nterms: (blank) → net 30", "pending"),
    ]


def test_a_value_that_needs_none_takes_the_place_of_what_waited_and_brings_the_rest_with_it(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted(terms="net 30"))
    assert fared(ann.sync(discounted(discount="0.040000"))) == ["merged"]
    assert offers(ann, "discount", "terms") == [("0.040000", "net 30")]
    assert requests(ann, "number", "state") == [("SP-00001", "void")]
    assert [(each.state, each.message.code) for each in notices(ann, 1)] == [("refused", "approval_replaced")]


def test_a_later_change_of_other_columns_goes_by_itself(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted())
    assert fared(ann.sync(change("offer", row_id(1), terms="net 30"))) == ["ok"]
    decide(Desk(company, "ben"), "SP-00001", "approve")
    assert offers(ann, "discount", "terms") == [("0.100000", "net 30")]


def test_a_refused_value_leaves_what_waits_as_it_is(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted())
    assert fared(ann.sync(discounted(discount="0.600000"))) == ["refused"]
    assert requests(ann, "number", "change", "state") == [("SP-00001", "discount: 2% → 10%", "pending")]


def test_a_pending_new_row_counts_nowhere_and_holds_no_key(company: Store) -> None:
    ann, amy = Desk(company, "ann"), Desk(company, "amy")
    reply = ann.sync(offer(discount="0.200000"))
    assert (fared(reply), reply.visible["offer"].count, reply.visible["offer"].totals) == (
        ["waiting"],
        0,
        {"price": {}},
    )
    nothing = Totals(0, {"price": {}})
    assert reply.totals == {"offer": BeforeAfter(nothing, nothing)}
    # Somebody else takes the customer meanwhile, so nothing can come of the first as it is.
    assert fared(amy.sync(offer(2))) == ["ok"]
    ben = Desk(company, "ben")
    assert said(decide(ben, "SP-00001", "approve")) == [
        "It cannot be carried out now: customer: customer “Acme” exists already."
    ]
    assert requests(ben, "state", "decision") == [("pending", None)]


def test_a_new_row_is_numbered_when_it_is_approved_and_known_when_it_is_sent_again(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    draft = offer(discount="0.200000")
    for _ in range(2):
        assert fared(ann.sync(draft)) == ["waiting"]
    ann.sync(offer(2, customer="Other"))
    decide(ben, "SP-00001", "approve")
    assert fared(ann.sync(draft)) == ["unchanged"]
    assert sorted(offers(ann, "code", "customer", "owner")) == [("O-001", "Other", "ann"), ("O-002", "Acme", "ann")]
    assert requests(ann, "number", "subject", "change") == [
        ("SP-00001", "New row", "customer: Acme\ncurrency: Yuan\nprice: CNY 10,000.00\ndiscount: 20%")
    ]


def test_what_points_at_a_pending_row_is_refused_until_that_is_approved(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    draft, line = offer(discount="0.200000"), new("line", row_id(9), code="L1", offer=row_id(1))
    reply = ann.sync(draft, line)
    waits = say("reference_waits", table="Offers")
    assert [each.status for each in reply.outcome] == [["waiting"], ["refused"]]
    kept = refused(0, "offer", waits)
    assert reply.outcome[1] == TableOutcome("line", [row_id(9)], ["refused"], [0], [[]], [kept])
    decide(ben, "SP-00001", "approve")
    assert [each.status for each in ann.sync(draft, line).outcome] == [["unchanged"], ["ok"]]


def test_a_preview_writes_nothing_and_tells_the_same(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    asked = ann.request(discounted())
    preview = check(company, ann.actor, "sales", asked, NOW)
    assert (fared(preview), states(preview)) == (["waiting"], {"discount": "waiting"})
    assert requests(ann) == []
    with company.reading() as connection:
        assert connection.execute(select(company.schema.held)).all() == []
    assert ann.sync(discounted()).outcome == preview.outcome


def test_a_batch_that_is_sent_again_is_told_what_it_was_told(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    asked = ann.request(discounted())
    first = sync(company, ann.actor, "sales", asked, NOW)
    again = sync(company, ann.actor, "sales", asked, NOW)
    assert (again.replayed, again.outcome) == (True, first.outcome)
    ann.sync()
    assert requests(ann, "number") == [("SP-00001",)]


def test_several_rules_ask_each_and_their_steps_one_after_another(company: Store) -> None:
    ann, ben, fay, mia = (Desk(company, login) for login in ("ann", "ben", "fay", "mia"))
    ann.sync(offer())
    reply = ann.sync(discounted(discount="0.300000"))
    assert one(reply).messages[0][0].text("en") == (
        "Waits for approval by Sales manager (Ben), Finance (Fay): large_discount. net_falls."
    )
    steps = ("number", "reason", "role", "step", "state")
    assert requests(ann, *steps) == [
        ("SP-00001", "large_discount.", "sales_manager", "1/1", "pending"),
        ("SP-00002", "net_falls.", "finance", "1/2", "pending"),
    ]
    decide(fay, "SP-00002", "approve")
    decide(ben, "SP-00001", "approve")
    assert offers(ann, "discount") == [("0.020000",)]
    assert [each.message.text("en") for each in notices(ann, 1)] == [
        "Waits for approval by Management (Mia): net_falls."
    ]
    decide(mia, "SP-00003", "approve")
    assert offers(ann, "discount") == [("0.300000",)]
    assert requests(mia, *steps) == [
        ("SP-00001", "large_discount.", "sales_manager", "1/1", "approved"),
        ("SP-00002", "net_falls.", "finance", "1/2", "approved"),
        ("SP-00003", "net_falls.", "management", "2/2", "approved"),
    ]


def test_the_old_value_of_a_computed_column_is_what_it_came_to_before(company: Store) -> None:
    ann = Desk(company, "ann")
    # A new row has no old net, so no rule about its fall can hold.
    assert fared(ann.sync(offer())) == ["ok"]
    assert fared(ann.sync(change("offer", row_id(1), price="9000.00"))) == ["ok"]
    # 9,000.00 × 0.98 = 8,820.00, and 1,000.00 less is 7,820.00; 7,979.59 × 0.98 is 7,819.998, shown as 7,820.00.
    assert fared(ann.sync(change("offer", row_id(1), price="7979.59"))) == ["ok"]
    ann.sync(change("offer", row_id(1), price="9000.00"))
    assert fared(ann.sync(change("offer", row_id(1), price="7979.58"))) == ["waiting"]


def test_an_approved_value_is_not_carried_over_to_another(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(offer())
    ann.sync(discounted())
    decide(ben, "SP-00001", "approve")
    ann.sync()
    assert fared(ann.sync(discounted(discount="0.090000"))) == ["waiting"]
    assert fared(ann.sync(change("offer", row_id(1), price="10000.01"))) == ["ok"]


def test_others_may_change_other_columns_while_it_waits(company: Store) -> None:
    ann, amy, ben = (Desk(company, login) for login in ("ann", "amy", "ben"))
    ann.sync(offer())
    ann.sync(discounted())
    amy.sync()
    assert fared(amy.sync(change("offer", row_id(1), terms="cash"))) == ["ok"]
    decide(ben, "SP-00001", "approve")
    assert offers(ann, "discount", "terms") == [("0.100000", "cash")]


def test_who_changes_what_the_rule_looks_at_makes_the_request_void(company: Store) -> None:
    ann, amy = Desk(company, "ann"), Desk(company, "amy")
    ann.sync(offer())
    ann.sync(discounted())
    amy.sync()
    amy.sync(change("offer", row_id(1), discount="0.030000"))
    assert requests(amy, "number", "state") == [("SP-00001", "void")]
    reason = say("approval_overtaken", who="Amy", when=NOW_TEXT, columns="discount")
    assert notices(ann, 1) == [Notice("offer", row_id(1), "refused", {"discount": "0.100000"}, reason)]


def test_two_people_may_ask_about_one_row_and_the_first_to_be_carried_out_makes_the_other_void(company: Store) -> None:
    ann, amy, ben = (Desk(company, login) for login in ("ann", "amy", "ben"))
    ann.sync(offer())
    amy.sync()
    ann.sync(discounted())
    amy.sync(discounted(discount="0.090000", terms="cash"))
    decide(ben, "SP-00002", "approve")
    assert requests(ben, "number", "state") == [("SP-00001", "void"), ("SP-00002", "approved")]
    assert [each.message.text("en") for each in notices(ann, 1)] == [
        f"The request is void: Amy changed discount on {NOW_TEXT}. Keep mine asks again."
    ]


def test_the_row_is_removed_while_it_waits(company: Store) -> None:
    ann, amy, ben = (Desk(company, login) for login in ("ann", "amy", "ben"))
    ann.sync(offer())
    ann.sync(discounted())
    ben.sync()
    amy.sync()
    amy.sync(remove("offer", row_id(1)))
    assert requests(amy, "state") == [("void",)]
    reply = ben.sync(change("approval", request_of(ben, "SP-00001"), decision="approve"))
    assert said(reply) == ["This request is not pending any more."]
    assert [each.message.code for each in notices(ann, 1)] == ["approval_row_gone"]


def test_what_was_turned_down_is_asked_again_only_when_its_user_insists(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(offer())
    ann.sync(discounted())
    decide(ben, "SP-00001", "reject", comment="too much")
    reason = say("approval_rejected_because", who="Ben", when=NOW_TEXT, comment="too much")
    assert notices(ann, 1) == [Notice("offer", row_id(1), "refused", {"discount": "0.100000"}, reason)]
    reply = ann.sync(discounted())
    assert (fared(reply), one(reply).messages) == (["refused"], [[reason]])
    insisted = discounted()
    insisted.decided = {"discount": 1}
    assert fared(ann.sync(insisted)) == ["waiting"]
    assert requests(ann, "number", "state") == [("SP-00001", "rejected"), ("SP-00002", "pending")]


def test_a_new_row_that_was_turned_down_is_asked_again_when_it_is_edited(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(offer(discount="0.200000"))
    decide(ben, "SP-00001", "reject")
    reply = ann.sync(offer(discount="0.200000"))
    assert (fared(reply), one(reply).messages[0][0].code) == (["refused"], "approval_rejected")
    assert fared(ann.sync(offer(discount="0.200000", terms="cash"))) == ["waiting"]
    assert fared(ann.sync(offer(discount="0.020000", terms="cash"))) == ["ok"]
    assert requests(ann, "number", "state") == [("SP-00001", "rejected"), ("SP-00002", "void")]


def test_who_asked_takes_it_back_by_taking_the_stores_value(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted(terms="net 30"))
    request = ann.request(change("offer", row_id(1)))
    request.push[0].withdrawn = {"discount": [0], "terms": [0]}
    assert fared(sync(company, ann.actor, "sales", request, NOW)) == ["unchanged"]
    ann.sync()
    assert requests(ann, "state") == [("withdrawn",)]


def test_of_what_is_taken_back_in_part_the_rest_is_judged_by_itself(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted(terms="net 30"))
    request = ann.request(change("offer", row_id(1)))
    request.push[0].withdrawn = {"discount": [0]}
    assert fared(sync(company, ann.actor, "sales", request, NOW)) == ["merged"]
    assert offers(ann, "discount", "terms") == [("0.020000", "net 30")]
    assert requests(ann, "state") == [("void",)]


def test_of_columns_that_not_everybody_may_read_nothing_is_told(company: Store) -> None:
    mia, amy = Desk(company, "mia"), Desk(company, "amy")
    mia.sync(offer(team="east", entity="SH"))
    mia.sync(discounted(secret="0.330000"))
    amy.sync()
    assert requests(amy, "change") == [("discount: 2% → 10%\nand columns that not everybody may read",)]


def test_who_asks_says_why_while_it_is_pending_and_nobody_else_does(company: Store) -> None:
    ann, ben = Desk(company, "ann"), Desk(company, "ben")
    ann.sync(offer())
    ann.sync(discounted())
    ann.sync()
    request = request_of(ann, "SP-00001")
    assert fared(ann.sync(change("approval", request, note="a key account"))) == ["ok"]
    ben.sync()
    barred = "Only who asked can write here, and only while the request is pending."
    answer = ben.sync(change("approval", request, note="mine", comment="seen"))
    assert (said(answer), fared(answer)) == ([barred], ["open"])
    decide(ben, "SP-00001", "approve")
    ann.sync()
    assert said(ann.sync(change("approval", request, note="too late"))) == [barred]
    ann.sync()
    assert requests(ann, "note", "comment", "state") == [("a key account", "seen", "approved")]


def test_the_next_step_is_asked_in_the_same_words(company: Store) -> None:
    ann, fay, mia = Desk(company, "ann"), Desk(company, "fay"), Desk(company, "mia")
    ann.sync(offer(price="20000.00"))
    ann.sync(change("offer", row_id(1), price="10000.00"))
    ann.sync()
    ann.sync(change("approval", request_of(ann, "SP-00001"), note="a key account"))
    decide(fay, "SP-00001", "approve")
    mia.sync()
    asked = ("O-001", "price: CNY 20,000.00 → CNY 10,000.00", "a key account")
    assert requests(mia, "step", "subject", "change", "note") == [("1/2", *asked), ("2/2", *asked)]


def test_a_request_is_seen_by_those_who_reach_the_row_and_by_who_asked(company: Store) -> None:
    ann = Desk(company, "ann")
    ann.sync(offer())
    ann.sync(discounted())
    seen = {}
    for login in ("ann", "amy", "ben", "bob", "fay", "mia"):
        desk = Desk(company, login)
        desk.sync()
        seen[login] = len(requests(desk))
    assert seen == {"ann": 1, "amy": 1, "ben": 1, "bob": 0, "fay": 1, "mia": 1}


def test_requests_are_neither_added_nor_removed_nor_rewritten_by_people(company: Store) -> None:
    ann, mia = Desk(company, "ann"), Desk(company, "mia")
    ann.sync(offer())
    ann.sync(discounted())
    mia.sync()
    request = request_of(mia, "SP-00001")
    reply = mia.sync(new("approval", row_id(5), subject="mine", decision="approve"))
    assert one(reply).messages == [[say("approval_not_added")]]
    assert fared(mia.sync(remove("approval", request))) == ["restored"]
    for column, value in (("change", "nothing"), ("state", "approved"), ("decided_by", "mia"), ("owner", "mia")):
        assert states(mia.sync(change("approval", request, **{column: value}))) == {column: "refused"}


def test_nobody_is_granted_the_servers_own_role(tmp_path: Path) -> None:
    people = (UserEntry("eve", "Eve", "SH", grants=(Grant("server", "all"),)),)
    organisation = type(ORGANISATION)(entities=ORGANISATION.entities, users=people)
    with pytest.raises(OrganisationError, match="own role"):
        open_store(tmp_path, organisation=organisation)


def test_what_waits_survives_a_restart_and_a_restored_backup(tmp_path: Path) -> None:
    with closing(open_company(tmp_path)) as store:
        ann = Desk(store, "ann")
        ann.sync(offer())
        ann.sync(discounted())
    with closing(open_company(tmp_path)) as store:
        store.renew_epoch()
        ben, ann = Desk(store, "ben"), Desk(store, "ann")
        decide(ben, "SP-00001", "approve")
        assert offers(ann, "discount") == [("0.100000",)]


def test_a_store_that_lost_the_request_says_nothing_of_it(tmp_path: Path) -> None:
    with closing(open_company(tmp_path)) as store:
        ann = Desk(store, "ann")
        ann.sync(offer())
        assert notices(ann, 1) == []


@pytest.mark.parametrize("shared", [{"days": 7}, {"customer": "Acme"}], ids=["room", "key"])
def test_what_waits_takes_neither_room_nor_a_key_from_what_is_pushed_with_it(
    tmp_path: Path, shared: dict[str, WireValue]
) -> None:
    few = rule("few", "limit", "=COUNTIFS(offer[days],[@days])<=1")
    table = msgspec.structs.replace(CATALOG.tables["offer"], rules=(*CATALOG.tables["offer"].rules, few))
    catalog = msgspec.structs.replace(CATALOG, tables=CATALOG.tables | {"offer": table})
    with closing(open_store(tmp_path, catalog, ORGANISATION)) as store:
        ann, ben = Desk(store, "ann"), Desk(store, "ben")
        pushed = []
        for number, discount in ((1, "0.100000"), (2, "0.020000"), (3, "0.020000")):
            own: dict[str, WireValue] = {"customer": str(number), "days": number, "discount": discount}
            pushed.append(offer(number, **own | shared))
        assert fared(ann.sync(*pushed)) == ["waiting", "ok", "refused"]
        assert fared(decide(ben, "SP-00001", "approve")) == ["refused"]


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        (("31000.00", "90000.00"), ["ok", "waiting"]),
        (("90000.00", "31000.00"), ["ok", "waiting"]),
        (("120000.00", "31000.00", "60000.00", "20000.00"), ["waiting", "ok", "ok", "waiting"]),
    ],
)
def test_a_row_waits_only_for_what_stands_beside_it_and_does_not_wait_itself(
    tmp_path: Path, prices: tuple[str, ...], expected: list[str]
) -> None:
    within = '=SUMIFS(offer[price],offer[days],[@days],offer[currency],"CNY")>100000'
    total = rule("total", "approve_when", within, roles=("sales_manager",))
    table = msgspec.structs.replace(CATALOG.tables["offer"], rules=(total,))
    catalog = msgspec.structs.replace(CATALOG, tables=CATALOG.tables | {"offer": table})
    with closing(open_store(tmp_path, catalog, ORGANISATION)) as store:
        pushed = [
            offer(number, customer=str(number), price=price, days=5) for number, price in enumerate(prices, start=1)
        ]
        assert fared(Desk(store, "ann").sync(*pushed)) == expected


def test_what_could_not_be_calculated_is_for_somebody_to_look_at(company: Store) -> None:
    ann = Desk(company, "ann")
    assert [fared(ann.sync(offer(number, customer=str(days), days=days))) for number, days in enumerate((9, 0))] == [
        ["ok"],
        ["waiting"],
    ]


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ({"ben": "zh"}, ("discount-zh：2% → 10%\nterms-zh：（空） → net 30", "large_discount-zh。")),
        ({"ben": "zh", "amy": "en"}, ("discount: 2% → 10%\nterms: (blank) → net 30", "large_discount.")),
    ],
    ids=["of one language", "of two"],
)
def test_a_request_speaks_the_language_of_those_who_decide_where_they_have_one(
    tmp_path: Path, languages: dict[str, Language], told: tuple[str, str]
) -> None:
    people = tuple(
        msgspec.structs.replace(
            each, language=languages.get(each.login, "en"), grants=(*each.grants, Grant("sales_manager", "team"))
        )
        if each.login in languages
        else each
        for each in ORGANISATION.users
    )
    with closing(open_company(tmp_path, msgspec.structs.replace(ORGANISATION, users=people))) as store:
        ann = Desk(store, "ann")
        ann.sync(offer())
        ann.sync(discounted(terms="net 30"))
        assert requests(ann, "change", "reason") == [told]
