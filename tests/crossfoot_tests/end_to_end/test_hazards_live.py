"""The hazards in a workbook that is open before its user, synced by a whole desk with a real server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_sync.client.errors import TooManyChangesError
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.memory_sheet import ErrorValue, Formula
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK
from crossfoot_tests.end_to_end.live import Laid, Live, lay_out, live_office

pytestmark = pytest.mark.slow

VISIBLE = ("number", "customer", "issued_on", "amount", "currency", "disputed", "called_at", "terms")


@pytest.fixture(scope="module")
def app() -> Iterator[xw.App]:
    with libreoffice() as started:
        yield started


@pytest.fixture(scope="module")
def laid(app: xw.App, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    return lay_out(app, tmp_path_factory.mktemp("laid"))


@pytest.fixture
def live(app: xw.App, laid: Laid, tmp_path: Path) -> Iterator[Live]:
    with live_office(app, tmp_path, laid) as made:
        yield made


def statuses(live: Live) -> dict[str, dict[str, int]]:
    """What became of the rows that a sync sent, by table."""
    return {each.name: dict(each.statuses) for each in live.sync().tables if each.statuses}


def test_h01_a_sort_with_the_hidden_columns_changes_nothing(live: Live) -> None:
    live.type(0, "amount", 99.0)
    live.hands().sort("amount")
    assert statuses(live) == {"invoice": {"ok": 1}}
    assert live.column("terms") == ["terms 2", "terms 3", "terms 1"]
    assert live.stored() == ["terms 1", "terms 2", "terms 3"]


def test_h02_a_sort_without_the_hidden_columns_is_recognised_and_never_sent(live: Live) -> None:
    live.type(0, "amount", 99.0)
    live.sync()
    live.hands().sort("amount", VISIBLE)
    live.sync()
    assert live.stored() == ["terms 1", "terms 2", "terms 3"]
    assert sorted(map(str, live.column("terms"))) == ["terms 1", "terms 2", "terms 3"]


def test_h03_a_copied_row_is_a_new_one(live: Live) -> None:
    hands = live.hands()
    hands.copy_row(hands.header + 1, hands.header + 4)
    live.type(3, "terms", "copied")
    live.type(3, "number", None)
    live.sync()
    assert len({*live.column(ID)}) == 4
    assert live.column("terms") == ["terms 1", "terms 2", "terms 3", "copied"]
    assert sorted(map(str, live.stored())) == ["copied", "terms 1", "terms 2", "terms 3"]


def test_h04_a_row_that_was_cut_and_inserted_elsewhere_is_the_same(live: Live) -> None:
    hands = live.hands()
    hands.move_row(hands.header + 1, hands.header + 4)
    live.type(0, "terms", "two")
    assert statuses(live) == {"invoice": {"ok": 1}}
    assert (live.column("terms"), live.stored()) == (["two", "terms 3", "terms 1"], ["terms 1", "two", "terms 3"])


def test_h05_blank_rows_and_formats_far_below_are_no_rows(live: Live) -> None:
    hands = live.hands()
    hands.insert_rows(hands.header + 2, 2)
    hands.screen.range("A900:C900").color = (255, 0, 0)
    live.type(0, "terms", "one")
    assert statuses(live) == {"invoice": {"ok": 1}}
    assert live.stored() == ["one", "terms 2", "terms 3"]


def test_h06_a_deleted_row_is_voided_and_many_at_once_ask_first(live: Live) -> None:
    hands = live.hands()
    hands.delete_rows([hands.header + 2])
    live.sync()
    assert live.column("terms") == ["terms 1", "terms 3"]
    first = hands.header + 3
    rows = [["Acme", dt.datetime(2026, 2, 2), 1.0, "Yuan"]] * 40
    place = hands.place("customer") + 1
    hands.screen.range((first, place), (first + 39, place + 3)).value = rows
    live.sync()
    hands.screen.range(f"{first}:{first + 29}").delete("up")
    with pytest.raises(TooManyChangesError):
        live.sync()
    live.sync(confirmed=True)
    assert len(live.column(ID)) == 12


def test_h07_columns_that_were_moved_inserted_and_renamed(live: Live) -> None:
    hands = live.hands()
    hands.insert_column("terms", "my notes")
    hands.set(hands.header + 1, "my notes", "keep this")
    hands.move_column("amount", "number")
    live.type(0, "terms", "one")
    live.grace(1, "terms", "Grace's")
    assert statuses(live) == {"invoice": {"ok": 1}}
    assert live.column("terms") == ["one", "Grace's", "terms 3"]
    assert live.hands().rows[0][live.hands().place("my notes")] == "keep this"
    live.hands().rename_header("terms", "conditions")
    live.type(0, "terms", "not to be sent")
    live.sync()
    assert live.stored() == ["one", "Grace's", "terms 3"]
    live.hands().rename_header("terms", "Terms")
    live.sync()
    assert live.stored() == ["not to be sent", "Grace's", "terms 3"]


def test_h07_a_managed_column_that_was_deleted_holds_the_others_up_in_nothing(live: Live) -> None:
    live.hands().delete_column("disputed")
    live.type(0, "terms", "one")
    live.sync()
    assert live.stored() == ["one", "terms 2", "terms 3"]


def test_h10_a_formula_in_an_input_cell_is_sent_by_its_value_and_stays(live: Live) -> None:
    hands = live.hands()
    hands.set(hands.header + 1, "terms", Formula("calculated"))
    assert statuses(live) == {"invoice": {"ok": 1}}
    assert live.stored()[0] == "calculated"
    assert ("terms", 0) in live.grid.read().tables["invoice"].formulas


def test_h11_an_error_is_told_beside_its_row_and_the_stored_value_stays(live: Live) -> None:
    hands = live.hands()
    hands.set(hands.header + 1, "amount", ErrorValue("#DIV/0!"))
    live.type(1, "terms", "two")
    live.sync()
    assert "#DIV/0!" in str(live.column(MESSAGE)[0])
    assert live.stored() == ["terms 1", "two", "terms 3"]
    assert live.column(TICK) == ["✗", "✓", "✓"]


def test_h12_h13_what_was_typed_in_other_ways_is_understood(live: Live) -> None:
    hands = live.hands()
    row = hands.header + 1
    hands.screen.range((row, hands.place("amount") + 1)).number_format = "@"
    hands.set(row, "amount", "￥１，２００.50")
    hands.screen.range((row, hands.place("issued_on") + 1)).number_format = "@"
    hands.set(row, "issued_on", "2026年3月5日")
    hands.screen.range((row + 1, hands.place("issued_on") + 1)).value = dt.datetime(2026, 7, 8)
    assert statuses(live) == {"invoice": {"ok": 2}}
    zhao = live.office.people[3]
    zhao.desk.sync()
    found = [(each["amount"], each["issued_on"]) for each in zhao.rows("invoice")]
    assert found[:2] == [(1200.5, dt.date(2026, 3, 5)), (20.0, dt.date(2026, 7, 8))]


def test_h14_leading_zeros_and_long_digits_come_and_go_unharmed(live: Live) -> None:
    live.grace(0, "terms", "00123456789012345678")
    live.grace(1, "terms", "=1+1")
    live.sync()
    assert live.column("terms") == ["00123456789012345678", "=1+1", "terms 3"]
    live.type(2, "terms", "0007")
    live.sync()
    assert live.stored() == ["00123456789012345678", "=1+1", "0007"]


@pytest.mark.parametrize("column", [ID, BASE, OPEN])
def test_h18_a_tampered_hidden_cell_overwrites_nothing_of_others(live: Live, column: str) -> None:
    live.grace(0, "terms", "Grace's")
    live.type(0, column, "tampered")
    live.sync()
    assert "Grace's" in live.stored()
    assert len(live.stored()) == 3


def test_h19_a_workbook_that_was_closed_without_saving_gets_all_back(live: Live) -> None:
    live.type(0, "terms", "one")
    live.add(3, dt.date(2026, 4, 4), 4.0, "new")
    live.sync()
    live.reopen()
    assert live.column("terms") == ["terms 1", "terms 2", "terms 3"]
    live.sync()
    assert live.column("terms") == ["one", "terms 2", "terms 3", "new"]
    assert live.stored() == ["one", "terms 2", "terms 3", "new"]


def test_h20_different_fields_merge_and_the_same_field_asks(live: Live) -> None:
    live.grace(0, "amount", 77.0)
    live.grace(1, "terms", "Grace's")
    live.type(0, "terms", "one")
    live.type(1, "terms", "mine")
    live.sync()
    assert (live.column("amount")[0], live.column("terms")) == (77.0, ["one", "mine", "terms 3"])
    assert live.column(TICK) == ["✓", "⚠", "✓"]
    live.type(1, TICK, "Keep mine")
    live.sync()
    assert (live.stored(), live.column(TICK)) == (["one", "mine", "terms 3"], ["✓"] * 3)


class Killed(BaseException):
    """The program is gone."""


@pytest.mark.parametrize("part", range(8))
def test_h23_a_client_killed_between_any_two_calls_loses_and_doubles_nothing(live: Live, part: int) -> None:
    live.sync()
    live.seam.asked = []
    edited(live, "first")
    live.sync()
    calls, live.seam.asked = len(live.seam.asked), None
    edited(live, "second")
    left = calls * part // 8 + part

    def between(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    live.seam.between = between
    with pytest.raises(Killed):
        live.sync()
    live.seam.between = None
    assert not live.book.app.interactive or live.book.app.calculation in {"manual", "automatic"}
    live.sync()
    assert live.column("terms")[:3] == ["second 0", "Grace second", "terms 3"]
    assert live.stored() == live.column("terms")
    assert (len({*live.column(ID)}), live.column(TICK)) == (5, ["✓"] * 5)
    settings = (live.app.interactive, live.app.calculation, live.app.screen_updating, live.app.enable_events)
    assert (settings, "cf_paused" in live.book.names) == ((True, "automatic", True, True), False)


def edited(live: Live, word: str) -> None:
    """An edit and a new row here, and an edit of Grace's."""
    live.grace(1, "terms", f"Grace {word}")
    live.type(0, "terms", f"{word} 0")
    live.add(len(live.column(ID)), dt.date(2026, 5, 5), 5.0, f"{word} new")


def test_h24_a_protected_sheet_is_held_back_and_the_others_go_on(live: Live) -> None:
    live.type(0, "terms", "one")
    live.type(0, "name", "Acme Ltd", "customer")
    live.book.sheets["Invoices"].api.protect("")
    live.sync()
    assert live.stored() == ["terms 1", "terms 2", "terms 3"]
    assert live.column("name", "customer") == ["Acme Ltd"]
    live.book.sheets["Invoices"].api.unprotect("")
    live.sync()
    assert live.stored() == ["one", "terms 2", "terms 3"]


def test_h24_a_workbook_that_was_opened_read_only_says_what_to_do(live: Live) -> None:
    live.book.close()
    live.book = live.app.books.open(str(live.path), read_only=True)
    live.type(0, "terms", "one")
    with pytest.raises(GridError, match="File > Save As"):
        live.sync()
    live.book.save(str(live.path.with_name("mine.xlsx")))
    live.sync()
    assert (live.stored()[0], live.column(TICK)) == ("one", ["✓"] * 3)


def test_h27_what_is_typed_and_inserted_while_the_server_answers_stays_and_is_told(live: Live) -> None:
    live.type(0, "terms", "one")
    live.grace(1, "terms", "Grace's")

    def meanwhile() -> None:
        hands = live.hands()
        hands.insert_rows(hands.header + 1)
        live.type(2, "terms", "typed meanwhile")

    live.person.transport.meanwhile = meanwhile
    live.sync()
    assert live.column("terms") == ["one", "typed meanwhile", "terms 3"]
    live.sync()
    assert live.column(TICK) == ["✓", "⚠", "✓"]
    assert live.stored() == ["one", "Grace's", "terms 3"]


def test_a_sync_with_nothing_to_do_writes_nothing(live: Live) -> None:
    live.sync()
    live.seam.asked = []
    live.sync()
    writes = {"raw_value=", "insert", "delete", "add", "resize", "number_format=", "clear_contents"}
    assert [each for each in live.seam.asked if each in writes] == []
