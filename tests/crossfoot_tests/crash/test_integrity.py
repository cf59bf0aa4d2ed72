"""The judge of stores, judged: each kind of damage is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crossfoot_server.store import Store
from crossfoot_tests.crash.integrity import problems
from crossfoot_tests.server.builders import Desk, change, new, open_store, remove, row_id

pytestmark = pytest.mark.slow

A, B, C = row_id(1), row_id(2), row_id(3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with customers and orders, of which one was changed, one voided and one deleted."""
    with closing(open_store(tmp_path)) as opened:
        ann = Desk(opened, "ann")
        ann.sync(new("customer", A, code="K1", name="One"), new("customer", B, code="K2", name="Two"))
        ann.sync(new("order", C, code="O1", customer=A, amount="5.00", currency="CNY"), remove("customer", B))
        ann.sync(change("customer", A, city="上海"), new("order", row_id(4), code="O2", customer=A))
        ann.sync(remove("order", row_id(4)))
        yield opened


def damage(store: Store, *statements: str) -> None:
    """Change the store behind the server's back."""
    with closing(sqlite3.connect(str(store.engine.url.database))) as connection, connection:
        for each in statements:
            connection.execute(each, {"a": A, "b": B, "c": C})


def test_a_store_that_was_only_used_has_no_problems(store: Store) -> None:
    assert problems(store) == []


DAMAGE = {
    "update customer set city = '北京' where _id = :a": "city: the row has '北京', its newest version '上海'",
    "update customer set _voided = 0 where _id = :b": "_voided: the row has False, its newest version True",
    "update customer set _updated_by = 'ben' where _id = :a": "_updated_by: the row has 'ben', its newest version",
    'delete from "order" where _id = :c': "has version 1 and no current row",
    "delete from customer_version where _id = :b": "has no version",
    "delete from customer_version where _id = :a and _rev = 1": "has revisions [2]",
    "update customer_version set _kind = 'changed' where _id = :a and _rev = 1": "begins as ['changed', 'changed']",
    "update customer_version set _seq = 99 where _id = :a and _rev = 1": "which do not rise with its revisions",
    "update cf_number set last = last + 1 where name = 'feed'": "the feed stands at 8; missing are [8], beyond are []",
    "update cf_number set last = last - 1 where name = 'feed'": "the feed stands at 6; missing are [], beyond are [7]",
    "delete from cf_batch": "and is not on record",
    "update cf_batch set actor = 'ben'": "was not recorded by whom and when its batch was",
    """update cf_batch set statuses = '{"ok":9}'""": """says {"ok":9}, its rows say""",
    "update customer_version set _batch = (select _batch from customer_version where _rev = 1)": "2 times, as [1, 2]",
    "update customer_version set _batch = (select _batch from order_version where _kind = 'removed')": "says nothing",
    "update cf_fact set name = 'era' where name = 'epoch'": "the store has the epochs []",
    "update \"order\" set customer = 'nobody' where _id = :c": "points at customer 'nobody', which is not there",
}
"""What is done to the store, and what is then said."""


@pytest.mark.parametrize("done", DAMAGE)
def test_damage_is_found(store: Store, done: str) -> None:
    damage(store, done)
    assert [each for each in problems(store) if DAMAGE[done] in each], problems(store)


def test_two_rows_in_force_with_one_key_are_found(store: Store) -> None:
    damage(store, "drop index uq_customer_code", "update customer set code = 'K1', _voided = 0 where _id = :b")
    assert "customer: more than one row in force has {'code': 'K1'}" in problems(store)
