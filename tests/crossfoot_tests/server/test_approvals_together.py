"""Changes that keep a balance only together, and that others have to approve: one by one or at once, they go along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.services import list_batches, sync
from crossfoot_server.store import Store
from crossfoot_templates.approvals import with_approvals
from crossfoot_templates.model import Book, Catalog, Sheet, Table
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import Code, Percent, Reference, Text, WireValue
from crossfoot_tests.server.approvals import ORGANISATION, decide, decision, fared, requests, rule, said
from crossfoot_tests.server.back import undone
from crossfoot_tests.server.builders import CATALOG as SHOP
from crossfoot_tests.server.builders import NOW, Desk, change, column, label, new, open_store, row_id

DEAL = Table(
    name="deal",
    label=label("Deals"),
    columns=(
        column("code", Code(), required=True),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
    rules=(rule("shares_make_one", "balance", "=SUMIFS(share[part],share[deal],[@code])=1"),),
)
SHARE = Table(
    name="share",
    label=label("Shares"),
    columns=(
        column("code", Code(), required=True),
        column("deal", Reference(table="deal"), required=True),
        column("part", Percent()),
        column("memo", Text()),
        *STANDARD_COLUMNS,
    ),
    key=("code",),
    rules=(
        rule(
            "other_part",
            "approve_when",
            "=AND(NOT(ISBLANK(OLD([@part]))),[@part]<>OLD([@part]))",
            roles=("sales_manager",),
        ),
        rule("a_memo", "approve_when", '=[@memo]="ask"', roles=("finance",)),
    ),
)
TOGETHER = "It is approved, and goes into force along with {}, which was asked for with it and still waits."
ALONE = "The request is void: what was asked for with it came to nothing, and alone it cannot go. Keep mine asks again."


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Store]:
    book = Book(name="sales", label=label("Sales"), sheets=(Sheet(table="deal"), Sheet(table="share")))
    catalog = with_approvals(
        Catalog(tables={"deal": DEAL, "share": SHARE}, choices=SHOP.choices, books={"sales": book})
    )
    with closing(open_store(tmp_path, catalog, ORGANISATION)) as store:
        yield store


@pytest.fixture
def ann(company: Store) -> Desk:
    """Ann, whose deal is shared 60 to 40, and who asks for 50 to 50, and in the same sync for something else."""
    ben, ann = Desk(company, "ben"), Desk(company, "ann")
    ben.sync(
        *(new("deal", row_id(number), code=f"D{number}", owner="ann") for number in (1, 2)),
        *(
            new("share", row_id(10 + number), code=f"S{number}", deal=row_id(deal), part=part, owner="ann")
            for number, deal, part in ((1, 1, "0.600000"), (2, 1, "0.400000"), (3, 2, "1.000000"))
        ),
    )
    ann.sync()
    reply = ann.sync(
        change("share", row_id(11), part="0.500000"),
        change("share", row_id(12), part="0.500000"),
        change("share", row_id(13), memo="ask"),
    )
    assert fared(reply) == ["waiting", "waiting", "waiting"]
    return ann


def parts(desk: Desk) -> list[tuple[WireValue, ...]]:
    """How the deals are shared."""
    desk.sync()
    return sorted(desk.shown("share", "code", "part"))


def told(desk: Desk) -> list[str]:
    """What ann's workbook is told of what waits in it."""
    request = desk.request()
    request.waiting = {"share": [row_id(11), row_id(12)]}
    return [each.message.text("en") for each in sync(desk.store, desk.actor, "sales", request, NOW).notices]


BEFORE = [("S1", "0.600000"), ("S2", "0.400000"), ("S3", "1.000000")]
AFTER = [("S1", "0.500000"), ("S2", "0.500000"), ("S3", "1.000000")]


def test_what_goes_only_together_goes_with_the_last_approval(ann: Desk) -> None:
    ben = Desk(ann.store, "ben")
    reply = decide(ben, "SP-00001", "approve")
    assert (fared(reply), said(reply)) == (["ok"], [TOGETHER.format("SP-00002")])
    assert (parts(ann), told(ann)[0]) == (BEFORE, TOGETHER.format("SP-00002"))
    assert fared(decide(ben, "SP-00002", "approve")) == ["ok"]
    assert (parts(ann), told(ann)) == (AFTER, ["It was approved and is in force."] * 2)
    assert requests(ann, "number", "state") == [
        ("SP-00001", "approved"),
        ("SP-00002", "approved"),
        ("SP-00003", "pending"),
    ]


def test_what_goes_only_together_may_be_approved_at_once(ann: Desk) -> None:
    ben = Desk(ann.store, "ben")
    ben.sync()
    reply = ben.sync(decision(ben, "SP-00001", "approve"), decision(ben, "SP-00002", "approve"))
    assert (fared(reply), parts(ann)) == (["ok", "ok"], AFTER)


def test_what_was_approved_is_void_where_what_it_goes_with_is_rejected(ann: Desk) -> None:
    ben = Desk(ann.store, "ben")
    decide(ben, "SP-00001", "approve")
    decide(ben, "SP-00002", "reject")
    assert (parts(ann), told(ann)[0]) == (BEFORE, ALONE)
    again = ann.sync(change("share", row_id(11), part="0.700000"), change("share", row_id(12), part="0.300000"))
    assert fared(again) == ["waiting", "waiting"]


def test_so_it_is_where_who_asked_takes_back_the_other(ann: Desk) -> None:
    decide(Desk(ann.store, "ben"), "SP-00001", "approve")
    assert fared(decide(ann, "SP-00002", "withdraw")) == ["ok"]
    assert (parts(ann), told(ann)[0]) == (BEFORE, ALONE)


def test_what_else_the_batch_asked_for_makes_no_difference(ann: Desk) -> None:
    ben, fay = Desk(ann.store, "ben"), Desk(ann.store, "fay")
    decide(ben, "SP-00001", "approve")
    decide(fay, "SP-00003", "reject")
    decide(ben, "SP-00002", "approve")
    assert parts(ann) == AFTER


def test_of_two_balances_that_one_batch_asked_for_each_goes_by_itself(ann: Desk) -> None:
    ben = Desk(ann.store, "ben")
    ben.sync(
        new("deal", row_id(3), code="D3", owner="ann"),
        new("share", row_id(14), code="S4", deal=row_id(3), part="0.500000", owner="ann"),
        new("share", row_id(15), code="S5", deal=row_id(3), part="0.500000", owner="ann"),
    )
    ann.sync()
    parts_asked = {11: "0.700000", 12: "0.300000", 14: "0.900000", 15: "0.100000"}
    ann.sync(*(change("share", row_id(number), part=part) for number, part in parts_asked.items()))
    assert said(decide(ben, "SP-00006", "approve")) == [TOGETHER.format("SP-00007")]
    assert said(decide(ben, "SP-00004", "approve")) == [TOGETHER.format("SP-00005")]
    decide(ben, "SP-00005", "approve")
    shared = [("S1", "0.700000"), ("S2", "0.300000"), ("S3", "1.000000")]
    assert parts(ann) == [*shared, ("S4", "0.500000"), ("S5", "0.500000")]
    decide(ben, "SP-00007", "approve")
    assert parts(ann) == [*shared, ("S4", "0.900000"), ("S5", "0.100000")]


def test_one_undo_takes_back_what_went_together(ann: Desk) -> None:
    ben = Desk(ann.store, "ben")
    decide(ben, "SP-00001", "approve")
    decide(ben, "SP-00002", "approve")
    undone(ben, list_batches(ben.store, ben.actor, "sales", 1).batches[0].id)
    assert parts(ann) == BEFORE
