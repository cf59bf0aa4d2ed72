"""A manager on LibreOffice, one in the task pane and one with a file work on the same rows under faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_tests.thin.excel import Node
from crossfoot_tests.three_clients.play import play

pytestmark = pytest.mark.slow

SEEDS, STEPS = (1, 3), 20

LEAST = {
    "sync": 4,
    "the pane synced": 4,
    "program runs": 8,
    "meanwhile in LibreOffice": 4,
    "meanwhile beside the pane": 4,
    "add": 1,
    "row ok": 4,
}
"""What happened in these seeds together, at least so often."""


@pytest.fixture(scope="module")
def app() -> Iterator[xw.App]:
    with libreoffice() as started:
        yield started


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    running = Node()
    yield running
    running.end()


def test_everything_converges_and_the_ledger_of_typed_values_has_no_hole(app: xw.App, node: Node) -> None:
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        outcome = play(seed, app, node, STEPS)
        assert outcome.violation == "", f"seed {seed}: {outcome.violation}"
        counts += outcome.counts
    assert {name: counts[name] for name, least in LEAST.items() if counts[name] < least} == {}
