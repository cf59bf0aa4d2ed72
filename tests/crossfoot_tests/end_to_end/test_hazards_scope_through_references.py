"""Receivables that are for whoever has the customer: they follow it from book to book without a new version (H25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.accounts import Grant, apply_organisation
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.end_to_end.test_promises import statuses
from crossfoot_tests.end_to_end.world import ORGANISATION, Workbook, World, company

pytestmark = pytest.mark.slow

OVERLAY = """\
[book]
name = "receivables"

[[table]]
name = "receivable"
visible_when = '=OR(ROLE("finance"),[@owner]=USER(),XLOOKUP([@customer],customer[code],customer[owner])=USER())'
"""

SHOWN = ("number", "notes", "_tick")


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    """The company with the shipped books, whose people reach all rows that no condition keeps from them."""
    definitions = tmp_path / "definitions"
    definitions.mkdir()
    (definitions / "receivables.toml").write_text(OVERLAY, encoding="utf-8")
    roles = {"li": "sales", "wang": "sales", "grace": "sales_manager", "zhao": "finance"}
    users = tuple(
        msgspec.structs.replace(user, grants=(Grant(roles[user.login], "all"),)) for user in ORGANISATION.users
    )
    with company(tmp_path, load_catalog(definitions)) as world:
        apply_organisation(world.store, msgspec.structs.replace(ORGANISATION, users=users))
        yield world


def with_receivables(world: World) -> tuple[Workbook, Workbook, Workbook]:
    """Customers of 李娜 and 王伟, two receivables of each, and the three books: the managers', 李娜's and 王伟's."""
    customers = world.workbook("grace", book="follow_up")
    customers.add("customer", name="Acme Ltd", owner="李娜")
    customers.add("customer", name="上海电气", owner="王伟")
    assert statuses(customers.sync())["customer"] == {"ok": 2}
    entered = world.workbook("zhao", book="receivables")
    for day, customer in enumerate(("Acme Ltd", "上海电气", "Acme Ltd", "上海电气"), start=1):
        entered.add(
            "receivable",
            kind="Invoice",
            customer=customer,
            issued_on=dt.date(2026, 1, day),
            amount=100.0 * day,
            currency="CNY",
        )
    assert statuses(entered.sync())["receivable"] == {"ok": 4}
    return customers, world.workbook("li", book="receivables"), world.workbook("wang", book="receivables")


def give(customers: Workbook, customer: str, owner: str) -> None:
    """Let somebody else have a customer."""
    customers.type("customer", customers.hands.find("customer", "name", customer), "owner", owner)
    assert statuses(customers.sync())["customer"] == {"ok": 1}


def revisions(world: World) -> list[tuple[str, int]]:
    """Number and newest revision of every receivable."""
    reply = world.server("zhao").pull("receivables", SyncRequest(language="en"))
    (part,) = (each for each in reply.pull if each.table == "receivable")
    return [(str(number), rev) for number, rev in zip(part.columns["number"], part.revs, strict=True)]


def test_h25_rows_follow_what_they_refer_to(shared: World) -> None:
    customers, li, wang = with_receivables(shared)
    before = revisions(shared)
    assert [li.column("receivable", "number"), wang.column("receivable", "number")] == [
        ["YS-00001", "YS-00003"],
        ["YS-00002", "YS-00004"],
    ]
    give(customers, "Acme Ltd", "王伟")
    assert [li.sync().ties, wang.sync().ties] == [True, True]
    assert li.column("receivable", "number") == []
    assert sorted(map(str, wang.column("receivable", "number"))) == [number for number, _ in before]
    give(customers, "Acme Ltd", "李娜")
    assert [wang.sync().ties, li.sync().ties] == [True, True]
    assert [li.column("receivable", "number"), wang.column("receivable", "number")] == [
        ["YS-00001", "YS-00003"],
        ["YS-00002", "YS-00004"],
    ]
    assert revisions(shared) == before


def test_h25_a_row_that_left_with_what_it_refers_to_stays_marked_while_edits_are_not_sent(shared: World) -> None:
    customers, li, wang = with_receivables(shared)
    li.type("receivable", 0, "notes", "not sent yet")
    give(customers, "Acme Ltd", "王伟")
    for _ in range(2):
        li.sync()
        assert li.rows("receivable", *SHOWN) == [("YS-00001", "not sent yet", "✗")]
        assert "scope" in li.message("receivable", 0)
    wang.sync()
    assert sorted(wang.rows("receivable", *SHOWN)) == [(number, None, "✓") for number, _ in revisions(shared)]
    give(customers, "Acme Ltd", "李娜")
    li.sync()
    li.type("receivable", 0, "_tick", "Keep mine")
    assert statuses(li.sync())["receivable"] == {"ok": 1}
    assert sorted(li.rows("receivable", *SHOWN)) == [("YS-00001", "not sent yet", "✓"), ("YS-00003", None, "✓")]
    assert li.sync().ties
