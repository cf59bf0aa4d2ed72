"""What tests begin with: books in memory, or a terminal and a workbook file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.end_to_end.desks import Desks, office_in_step
from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desks]:
    """李娜, Grace with two books, and 赵敏, all in step over one customer and three invoices of 李娜's."""
    with office_in_step(tmp_path) as opened:
        yield opened


@pytest.fixture
def terminal(world: World, tmp_path: Path) -> Terminal:
    """李娜's terminal."""
    made = Terminal(tmp_path / "config", world)
    made.log_in()
    return made


@pytest.fixture
def book(world: World) -> Workbook:
    """李娜's workbook with two customers and four invoices."""
    return with_rows(world)
