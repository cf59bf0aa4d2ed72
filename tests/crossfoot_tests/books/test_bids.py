"""Tenders and bid openings: deadlines, ceilings, ranks, with the worked numbers of the domain."""

from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_server.store import Store
from crossfoot_templates.types import WireValue
from crossfoot_tests.books.house import shows, told
from crossfoot_tests.server.builders import Desk, Edit, change, new, row_id

LOCKED = "Past the submission deadline only a bid manager or the management changes prices."


@pytest.fixture
def bids(house: Store) -> Desk:
    """A sales manager at the bids, with one tender."""
    desk = Desk(house, "grace", book="bids")
    desk.sync(tender(1))
    return desk


def tender(number: int, **values: WireValue) -> Edit:
    stated: dict[str, WireValue] = {"number": f"T{number}", "name": "Tender", "state": "preparing", "currency": "CNY"}
    return new("tender", row_id(number), **{**stated, **values})


def opened(number: int, price: str | None, **values: WireValue) -> Edit:
    stated: dict[str, WireValue] = {
        "tender": row_id(1), "lot": "1", "bidder": f"B{number}", "currency": "CNY", "price": price,
    }  # fmt: skip
    return new("bid_opening", row_id(100 + number), **{**stated, **values})


def test_awd_1_the_contract_is_due_thirty_days_after_the_award_notice(bids: Desk) -> None:
    bids.sync(change("tender", row_id(1), award_notice_on="2025-03-20"))
    assert shows(bids, "tender", "contract_due_on") == [("2025-04-19",)]


def test_bid_1_prices_are_ranked_with_ties_shared_and_invalid_ones_left_out(bids: Desk) -> None:
    bids.sync(
        opened(1, "90.00", valid=False, invalid_reason="no seal"),
        opened(2, "95.00"),
        opened(3, "100.00"),
        opened(4, "95.00", valid=True),
        opened(5, None),
        opened(6, "130.00"),
    )
    assert shows(bids, "bid_opening", "rank") == [(None,), (1,), (3,), (1,), (None,), (4,)]
    assert shows(bids, "tender", "bidders", "lowest_price") == [(6, "95.00")]
    bids.sync(change("bid_opening", row_id(102), price="140.00"))
    assert shows(bids, "bid_opening", "rank") == [(None,), (4,), (2,), (1,), (None,), (3,)]


def test_without_a_valid_price_there_is_no_lowest_one(bids: Desk) -> None:
    bids.sync(opened(1, "90.00", valid=False, invalid_reason="no seal"), opened(2, None))
    assert shows(bids, "tender", "bidders", "lowest_price") == [(2, None)]


def test_a_bid_stays_within_the_ceiling_price(bids: Desk) -> None:
    reply = bids.sync(tender(2, ceiling_price="100.00", bid_price="100.01"))
    assert told(reply) == {"tender": ["refused The bid is above the ceiling price."]}


def test_past_the_submission_deadline_prices_are_a_matter_of_bid_managers(bids: Desk) -> None:
    bids.sync(change("tender", row_id(1), submission_deadline="2024-03-05T01:00:00Z", bid_price="10.00"))
    next_day = dt.datetime(2024, 3, 6, 1, 0, tzinfo=dt.UTC)
    reply = bids.sync(change("tender", row_id(1), bid_price="9.00"), now=next_day)
    assert told(reply) == {
        "tender": [f"refused Locked, so the server keeps 10.00: {LOCKED}"],
    }


def test_days_left_end_with_the_submission(bids: Desk) -> None:
    bids.sync(change("tender", row_id(1), submission_deadline="2024-03-15T01:00:00Z"))
    assert shows(bids, "tender", "days_left") == [(10,)]
    bids.sync(change("tender", row_id(1), state="submitted"))
    assert shows(bids, "tender", "days_left") == [(None,)]


def test_a_stated_extension_is_quantity_times_unit_price(bids: Desk) -> None:
    def line(number: int, extension: str | None) -> Edit:
        return new(
            "bid_opening_item", row_id(200 + number), tender=row_id(1), bidder="B1", line=number, currency="CNY",
            quantity="3.0000", unit_price="33.3350", extension=extension,
        )  # fmt: skip

    assert told(bids.sync(line(1, "100.01"), line(2, "100.00"), line(3, None))) == {
        "bid_opening_item": ["ok", "refused The extension should be quantity × unit price.", "ok"]
    }
    assert shows(bids, "bid_opening_item", "extension") == [("100.01",), ("100.01",)]


def test_a_lost_tender_says_why(bids: Desk) -> None:
    assert told(bids.sync(change("tender", row_id(1), state="lost"))) == {
        "tender": ["refused Lost reason must be filled in first."]
    }
