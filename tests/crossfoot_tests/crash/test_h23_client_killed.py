"""H23: the client is killed anywhere in a run. The workbook is whole, and the next run finishes what was begun."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest
from openpyxl import load_workbook

from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_tests.crash.desk import Desk
from crossfoot_tests.crash.mortal import Run, run
from crossfoot_tests.end_to_end.world import World

KILLS = int(os.environ.get("CROSSFOOT_CLIENT_KILLS", "100"))
SEED = int(os.environ.get("CROSSFOOT_SEED", "20260302"))

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """A new book with a sheet of its owner's own, in step."""
    folder = tmp_path / "desk"
    folder.mkdir()
    made = Desk(world, folder)
    assert run(folder, "book", "new", "ledger", made.path).exit_code == 0
    made.add_own_sheet()
    for _ in range(2):
        made.work()
        made.sync()
    return made


def test_h23_a_sync_killed_before_each_of_its_operations_is_finished_by_the_next(desk: Desk) -> None:
    desk.work()
    whole = run(desk.folder, "book", "sync", desk.path, "--yes")
    assert whole.exit_code == 0
    # the push, and once it is answered what the workbook noted of the rows of which the reply brings news
    assert whole.operations.count("open .deals.xlsx.outbox.part") == 2
    assert {"socket.connect", "send", "received", "fsync"} < {*whole.operations}
    for last in count(1):
        desk.work()
        cut = run(desk.folder, "book", "sync", desk.path, "--yes", last=last)
        assert desk.problems() == [], (last, cut.operations[-1])
        desk.sync()
        assert desk.lasting_problems() == [], (last, cut.operations[-1])
        if came_to_its_end(cut, last, whole):
            break


def came_to_its_end(cut: Run, last: int, whole: Run) -> bool:
    """Whether a run had fewer operations than it should have died at. A reply may arrive in one piece more or less."""
    if cut.exit_code == 0:
        assert last > len(whole.operations) - 5
        return True
    assert (cut.exit_code, len(cut.operations)) == (-signal.SIGKILL, last)
    return False


def test_h23_a_sync_killed_from_outside_at_any_moment_is_finished_by_the_next(desk: Desk) -> None:
    random = Random(SEED)
    desk.work()
    began = monotonic()
    run(desk.folder, "book", "sync", desk.path, "--yes")
    longest = monotonic() - began
    cut = 0
    for _ in range(KILLS):
        if random.random() < 0.7:
            desk.work()
        ended = run(
            desk.folder,
            *("book", "sync", desk.path, "--yes"),
            moment=lambda: sleep(random.uniform(0, longest)),
        )
        cut += ended.exit_code == -signal.SIGKILL
        assert desk.problems() == []
        if random.random() < 0.5:  # else the next one is killed as well
            desk.sync()
            assert desk.lasting_problems() == []
    desk.sync()
    assert desk.lasting_problems() == []
    # the first sync, by which the moments are chosen, may have been a slow one
    assert cut >= KILLS // 4


def test_h23_a_new_book_killed_before_each_of_its_operations_is_there_whole_or_not_at_all(desk: Desk) -> None:
    whole = run(desk.folder, "book", "new", "ledger", desk.folder / "new.xlsx")
    assert whole.exit_code == 0
    path = desk.folder / "new.xlsx"
    for last in count(1):
        path.unlink(missing_ok=True)
        cut = run(desk.folder, "book", "new", "ledger", path, last=last)
        if not path.exists():
            assert run(desk.folder, "book", "new", "ledger", path).exit_code == 0
        assert names(path) == sorted(desk.customers), (last, cut.operations[-1])
        assert desk.beside() == ["new.xlsx"], (last, cut.operations[-1])
        if came_to_its_end(cut, last, whole):
            break


def names(path: Path) -> list[str]:
    """The names of the customers that a workbook shows."""
    load_workbook(path)
    return sorted(map(str, XlsxGrid(path).read().tables["customer"].columns["name"]))


MAPPING = """
book = "ledger"

[[target]]
table = "customer"
file = "customers.csv"
column = [{name = "code", from = "No."}, {name = "name", from = "Name"}]

[[target]]
table = "visit"
file = "visits.csv"
column = [{name = "day", from = "Day"}, {name = "customer", from = "No."}, {name = "result", from = "Result"}]
"""


def test_h23_an_import_killed_before_each_of_its_operations_is_finished_by_the_same_command(desk: Desk) -> None:
    whole = bring_in(desk, "first", last=0)
    assert whole.exit_code == 0
    for last in count(1):
        cut = bring_in(desk, f"run {last}", last)
        assert bring_in(desk, f"run {last}", last=0).exit_code == 0, (last, cut.operations[-1])
        desk.sync()
        assert desk.lasting_problems() == [], (last, cut.operations[-1])
        if came_to_its_end(cut, last, whole):
            break


def bring_in(desk: Desk, name: str, last: int) -> Run:
    """Import a customer and two visits of this name."""
    desk.bring_in(name)
    lines = {
        "mapping.toml": MAPPING,
        "customers.csv": f"No.,Name\n{name},Customer {name}\n",
        "visits.csv": f"Day,No.,Result\n2026-02-01,{name},{name} 1\n2026-02-02,{name},{name} 2\n",
    }
    folder = desk.folder / "old lists"
    folder.mkdir(exist_ok=True)
    for each, text in lines.items():
        (folder / each).write_text(text, encoding="utf-8")
    files = [folder / each for each in lines]
    return run(desk.folder, "import", *files, "--apply", last=last)
