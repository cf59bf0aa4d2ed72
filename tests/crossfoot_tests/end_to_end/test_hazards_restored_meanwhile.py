"""What is typed while a workbook finds out that a backup of its store was put back (H27, H33)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crossfoot_templates.layout import ID, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, Person, row


@contextmanager
def put_back(office: Desks, folder: Path) -> Iterator[None]:
    """The store as it was before what happens within, when that is over."""
    with closing(sqlite3.connect(folder / "store.sqlite")) as store, closing(sqlite3.connect(":memory:")) as backup:
        store.backup(backup)
        yield
        backup.backup(store)
    office.store.renew_epoch()


def in_step_with_what_is_lost(office: Desks, folder: Path) -> tuple[Person, Person]:
    """李娜, who stored a second revision of an invoice that the store lost; it has one of Grace's by that number."""
    li, grace, *_ = office.people
    with put_back(office, folder):
        li.type("invoice", INVOICE, "terms", "lost")
        li.desk.sync()
    grace.desk.sync()
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    return li, grace


def in_conflict_with_what_is_lost(office: Desks, folder: Path) -> tuple[Person, Person]:
    """李娜, who was told of a value of Grace's that the store lost; it has another of hers by that number."""
    li, grace, *_ = office.people
    with put_back(office, folder):
        grace.type("invoice", INVOICE, "terms", "lost")
        grace.desk.sync()
        li.type("invoice", INVOICE, "terms", "mine")
        li.desk.sync()
    grace.desk.sync()
    grace.type("invoice", INVOICE, "terms", "Grace's")
    grace.desk.sync()
    return li, grace


def stored(grace: Person) -> list[CellValue]:
    """What the store holds, as Grace sees it, who edits nothing more."""
    grace.desk.sync()
    return [each["terms"] for each in grace.rows("invoice")]


def test_h33_what_is_typed_while_a_store_is_found_restored_makes_no_news_of_what_it_lost(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_step_with_what_is_lost(office, tmp_path)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "notes", "typed meanwhile")
    li.type("invoice", INVOICE, "notes", "sent")
    assert li.desk.sync().missed == 1
    for _ in range(2):
        assert li.desk.sync().ties
        assert row(li)[:2] == ("⚠", "lost")
        assert li.shows("invoice", INVOICE, "notes") == "typed meanwhile"
        assert stored(grace) == ["Grace's", None, None]
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), stored(grace)) == (("✓", "lost", None), ["lost", None, None])


def test_h33_an_answer_typed_while_a_store_is_found_restored_is_none_to_what_it_holds(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_conflict_with_what_is_lost(office, tmp_path)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    for _ in range(2):
        li.desk.sync()
    assert (row(li)[:2], stored(grace)) == (("⚠", "typed meanwhile"), ["Grace's", None, None])


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_h33_a_choice_made_while_a_store_is_found_restored_is_none_of_what_it_holds(
    office: Desks, tmp_path: Path, choice: str
) -> None:
    li, grace = in_conflict_with_what_is_lost(office, tmp_path)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, TICK, choice)
    said = "Terms: you have mine, the store now has Grace's. Choose in the Sync column."
    for _ in range(2):
        li.desk.sync()
        assert row(li) == ("⚠", "mine", said)
        assert stored(grace) == ["Grace's", None, None]
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li), stored(grace)) == (("✓", "mine", None), ["mine", None, None])


def test_h33_a_decision_on_what_was_lost_is_none_on_what_the_store_holds_when_finishing_a_push_finds_it_restored(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_conflict_with_what_is_lost(office, tmp_path)
    li.type("invoice", INVOICE, "amount", 11.0)
    li.syncs_unheard()
    li.desk.sync(decisions={("invoice", str(li.shows("invoice", INVOICE, ID)), "terms"): "mine"})
    assert (row(li)[:2], stored(grace)) == (("⚠", "mine"), ["Grace's", None, None])


def test_h33_a_row_typed_in_while_its_store_is_found_restored_and_then_deleted_is_put_back(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_step_with_what_is_lost(office, tmp_path)
    li.transport.meanwhile = lambda: li.type("invoice", INVOICE, "terms", "typed meanwhile")
    li.desk.sync()
    li.sheet("invoice").take_away([INVOICE])
    assert li.desk.sync().tables[1].statuses == {"restored": 1}
    assert stored(grace) == ["Grace's", None, None]


def test_h33_a_row_that_vanished_and_is_typed_in_just_then_asks_and_may_be_sent_again(
    office: Desks, tmp_path: Path
) -> None:
    li, grace, *_ = office.people
    line = INVOICE + 3
    with put_back(office, tmp_path):
        li.sheet("invoice").append(
            customer="Acme", issued_on=dt.date(2026, 1, 4), amount=40.0, currency="Yuan", terms="lost"
        )
        li.desk.sync()
    li.transport.meanwhile = lambda: li.type("invoice", line, "terms", "typed meanwhile")
    li.desk.sync()
    said = "The store was restored from a backup and does not have this row. Keep mine sends it again"
    for _ in range(2):
        li.desk.sync()
        assert (row(li, line)[:2], str(row(li, line)[2]).partition(",")[0]) == (("⚠", "typed meanwhile"), said)
        assert stored(grace) == [None, None, None]
    li.type("invoice", line, TICK, "Keep mine")
    li.desk.sync()
    assert (row(li, line), stored(grace)) == (("✓", "typed meanwhile", None), [None, None, None, "typed meanwhile"])


def test_h33_a_choice_made_in_a_table_that_could_not_hear_of_the_restore_is_none_of_what_the_store_holds(
    office: Desks, tmp_path: Path
) -> None:
    li, grace = in_conflict_with_what_is_lost(office, tmp_path)
    li.sheet("invoice").rename_header("amount", "Amount (yuan)")
    li.desk.sync()
    li.type("invoice", INVOICE, TICK, "Keep mine")
    li.sheet("invoice").rename_header("amount", "Amount")
    li.desk.sync()
    assert (row(li)[:2], stored(grace)) == (("⚠", "mine"), ["Grace's", None, None])
