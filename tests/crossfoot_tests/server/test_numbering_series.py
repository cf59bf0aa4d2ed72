"""Numbers that tell the company and the year: a series of its own for each, and none given twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.services import check
from crossfoot_server.store import Store
from crossfoot_templates.model import Catalog
from crossfoot_templates.types import Code, WireValue
from crossfoot_tests.server import back
from crossfoot_tests.server.builders import CATALOG, CUSTOMER, NOW, Desk, Edit, new, open_store, row_id

LAST_OF_2024 = dt.datetime(2024, 12, 31, 15, 59, tzinfo=dt.UTC)
"""One minute before the year ends in the house's zone."""


def catalog() -> Catalog:
    code = msgspec.structs.replace(CUSTOMER.by_name["code"], type=Code(numbering="C-{entity}-{year}-###"))
    table = msgspec.structs.replace(CUSTOMER, columns=(code, *CUSTOMER.columns[1:]))
    return msgspec.structs.replace(CATALOG, tables={**CATALOG.tables, "customer": table})


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path, catalog())) as store:
        yield store


def customer(number: int, **values: WireValue) -> Edit:
    return new("customer", row_id(number), name=f"Customer {number}", **values)


def codes(store: Store) -> list[WireValue]:
    mia = Desk(store, "mia")
    mia.sync()
    return [row[0] for row in mia.shown("customer", "code")]


def test_each_company_and_each_year_has_numbers_of_its_own(shop: Store) -> None:
    mia = Desk(shop, "mia")
    mia.sync(customer(1), customer(2, entity="BJ"), customer(3), now=LAST_OF_2024)
    mia.sync(customer(4), customer(5, entity="BJ"), now=LAST_OF_2024 + dt.timedelta(minutes=1))
    assert codes(shop) == ["C-SH-2024-001", "C-BJ-2024-001", "C-SH-2024-002", "C-SH-2025-001", "C-BJ-2025-001"]


def test_a_number_that_somebody_typed_is_left_out(shop: Store) -> None:
    ann = Desk(shop, "ann")
    ann.sync(customer(1, code="C-SH-2024-002"))
    ann.sync(customer(2), customer(3))
    assert codes(shop) == ["C-SH-2024-002", "C-SH-2024-001", "C-SH-2024-003"]


def test_a_preview_uses_up_no_number_and_an_undone_row_keeps_its_own(shop: Store) -> None:
    mia = Desk(shop, "mia")
    check(shop, mia.actor, "sales", mia.request(customer(1)), NOW)
    batch = back.pushed(mia, customer(1))
    back.undone(mia, batch)
    mia.sync(customer(2))
    assert codes(shop) == ["C-SH-2024-002"]
