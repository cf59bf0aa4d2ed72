"""An office whose people press buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.end_to_end.desks import Desks, Person, office_in_step


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desks]:
    """李娜, Grace with two books, and 赵敏, all in step over one customer and three invoices of 李娜's."""
    folder = tmp_path / "office"
    folder.mkdir()
    with office_in_step(folder) as opened:
        yield opened


@pytest.fixture
def li(office: Desks) -> Person:
    """李娜."""
    return office.people[0]


@pytest.fixture
def grace(office: Desks) -> Person:
    """Grace."""
    return office.people[1]
