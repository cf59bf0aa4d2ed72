"""Three people at work in panes, under trouble: what they type is stored, was stored, or was given up by them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from crossfoot_server.thin.wire import GridCall
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_templates.layout import FIRST_ROW, ID, TICK
from crossfoot_tests.simulation.fragile import ClientKilled
from crossfoot_tests.thin.pane import FailedError, PythonPane, RefusedError, selected
from crossfoot_tests.thin.place import Place, company, shows

pytestmark = pytest.mark.slow

STEPS = 25


@dataclass
class Worker:
    """Somebody with a workbook. ``typed`` are their values; ``over`` those that they took away themselves."""

    pane: PythonPane
    random: Random
    name: str
    typed: list[str] = field(default_factory=list)
    over: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def types(self) -> None:
        """Type into a cell, or a new row."""
        self.typed.append(value := f"{self.name} {len(self.typed)}")
        with self.pane.facts.hands() as sheet:
            if not sheet.rows or self.random.random() < 0.3 or sheet.rows[0][sheet.place("name")] is None:
                sheet.append(code=f"*{self.name}{len(self.typed)}", name=value)
                return
            row = self.random.randrange(len(sheet.rows))
            column = self.random.choice(("name", "notes", "notes"))
            self.over.add(str(sheet.rows[row][sheet.place(column)]))
            if sheet.rows[row][sheet.place("name")] is None:
                sheet.set(FIRST_ROW + row, "name", value)
            else:
                sheet.set(FIRST_ROW + row, column, value)

    def sorts(self) -> None:
        """Sort the sheet."""
        with self.pane.facts.hands() as sheet:
            sheet.sort(self.random.choice(("name", "code", ID)))

    def syncs(self) -> None:
        """Sync, with somebody at the keyboard, lost replies, requests that come twice, and a pane that is closed."""
        asks, random = self.pane.asks, self.random
        closes = random.randrange(30)

        def troubled(call: GridCall) -> object:
            nonlocal closes
            closes -= 1
            if not closes:
                self._counts("closed")
                raise ClientKilled
            if random.random() < 0.2:
                self._counts("twice")
                asks(call)
            return asks(call)

        def before(_: str) -> None:
            if random.random() < 0.3:
                self._counts("meanwhile")
                random.choice((self.types, self.types, self.sorts))()

        self.pane.asks, self.pane.before = troubled, before  # type: ignore[method-assign, assignment]
        try:
            self.pane.does("sync", take_over=True, confirmed=True)
            self._counts("done")
        except (ClientKilled, FailedError, RefusedError) as error:
            self._counts(type(error).__name__)
        finally:
            self.pane.asks, self.pane.before = asks, lambda _: None  # type: ignore[method-assign]

    def settles(self) -> bool:
        """Sync in peace, and decide what is open; whether nothing is left."""
        outcome = self.pane.does("sync", take_over=True, confirmed=True)
        rows = [row + FIRST_ROW for row, (tick,) in enumerate(shows(self.pane.facts, "customer", TICK)) if tick != "✓"]
        if not rows:
            return outcome.agree is True
        with self.pane.facts.hands() as sheet:
            lines = {FIRST_ROW + at: [str(each) for each in line] for at, line in enumerate(sheet.rows)}
        theirs = self.random.random() < 0.5
        for row in rows if theirs else ():
            self.over |= {*lines[row]}
        try:
            self.pane.does("take_theirs" if theirs else "keep_mine", rows=selected("Customers", *rows), confirmed=True)
        except FailedError:
            self.over |= {*lines[rows[0]]}
            with self.pane.facts.hands() as sheet:
                sheet.delete_rows([rows[0]])
        return False

    def _counts(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def ever_stored(place: Place) -> set[str]:
    """Every value that any row of the store ever had."""
    server, found = place.server("zhao"), set[str]()
    pulled = server.pull("ledger", SyncRequest(language="en")).pull
    for row_id in (row_id for part in pulled if part.table == "customer" for row_id in part.ids):
        for change in server.history("ledger", "customer", row_id).changes:
            found |= {str(after) for _, after in change.fields.values()}
    return found


@pytest.mark.parametrize("seed", range(8))
def test_nothing_that_anybody_typed_is_lost(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    with company(tmp_path) as place:
        workers = [Worker(place.pane(login), random, login) for login in ("li", "grace", "wang")]
        for worker in workers:
            worker.pane.open_client = place.client
        for _ in range(STEPS):
            worker = random.choice(workers)
            random.choice((worker.types, worker.types, worker.sorts, worker.syncs, worker.syncs))()
        for _ in range(12):
            left = [worker for worker in workers if not worker.settles()]
            if not left:
                break
        assert [worker.settles() for worker in workers] == [True, True, True]
        stored = ever_stored(place)
        for worker in workers:
            assert {each for each in worker.typed if each not in stored and each not in worker.over} == set()
        assert sum(worker.counts.get("done", 0) for worker in workers) > 2
