"""Fixtures of the tests of the shipped books."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_server.store import Store
from crossfoot_tests.books.house import company, customer
from crossfoot_tests.server.builders import Desk


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Store]:
    """The company."""
    yield from company(tmp_path)


@pytest.fixture
def finance(house: Store) -> Desk:
    """Finance at the receivables of two customers, 1 and 2."""
    sales = Desk(house, "grace", book="follow_up")
    sales.sync(customer(1, "Acme", currency="CNY"), customer(2, "Bolt", currency="CNY"))
    desk = Desk(house, "fin", book="receivables")
    desk.sync()
    return desk
