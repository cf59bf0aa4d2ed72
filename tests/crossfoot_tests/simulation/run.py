"""A run: a script is played, then everybody syncs until nothing moves, and the books are closed."""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import structlog

from crossfoot_tests.end_to_end.world import START
from crossfoot_tests.simulation.acts import ACTS, Act
from crossfoot_tests.simulation.approving import APPROVING, UNDOING
from crossfoot_tests.simulation.business import BUSINESS
from crossfoot_tests.simulation.closing import close_books
from crossfoot_tests.simulation.corners import CORNERS
from crossfoot_tests.simulation.events import EVENTS
from crossfoot_tests.simulation.goingback import GOING_BACK
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.network import Trouble
from crossfoot_tests.simulation.office import Office, open_office
from crossfoot_tests.simulation.script import Step, write_script
from crossfoot_tests.simulation.syncing import KEEPING, SYNCING

TROUBLED: dict[str, Act] = SYNCING | APPROVING | GOING_BACK | UNDOING
"""What trouble may strike in."""

ALL: dict[str, Act] = ACTS | BUSINESS | CORNERS | TROUBLED | KEEPING | EVENTS

TROUBLES = {
    "": 55,
    "meanwhile": 12,
    "killed client": 10,
    "killed server": 8,
    "lost reply": 6,
    "overtaken": 8,
    "lost request": 4,
    "late request": 4,
    "doubled request": 4,
}
"""What may strike while the program runs, by weight."""

LENGTH = 90
"""Steps of a run."""


@dataclass
class Outcome:
    """What came of a run: what was done and what struck, counted; the log; the promise that was broken, if any."""

    seed: int
    steps: int
    counts: Counter[str]
    log: list[str] = field(default_factory=list)
    violation: str = ""
    promise: str = ""


def script_of(seed: int, length: int = LENGTH) -> tuple[Step, ...]:
    """The script of a seed."""
    weights = {name: act.weight for name, act in ALL.items()}
    return write_script(seed, length, weights, TROUBLES, frozenset(TROUBLED))


def play(seed: int, script: Sequence[Step] | None = None) -> Outcome:
    """Play the script of ``seed``, or these steps of it."""
    steps = script_of(seed) if script is None else script
    with quiet_logs():
        office = open_office(empty_folder(), 4 + seed % 3)
        outcome = Outcome(seed, len(steps), office.counts, office.log)
        try:
            _begin(office, seed)
            for step in steps:
                _play_step(office, step, seed)
            close_books(office, Random(f"{seed}/close"))
        except Violation as violation:
            outcome.violation, outcome.promise = str(violation), violation.promise
        except Exception as error:  # noqa: BLE001 - whatever nobody expected is a finding too
            cause = type(error).__name__
            outcome.violation, outcome.promise = f"{cause}: {error}\n{where(error)}", cause
        finally:
            office.close()
    return outcome


def _begin(office: Office, seed: int) -> None:
    """Some rows to begin with, in everybody's books."""
    dice = Random(f"{seed}/0")
    office.dice = dice
    for number, place in enumerate(office.places):
        moment = Moment(office, place, dice, 0, count=100 * number)
        if place.book == "ledger":
            ALL["add a customer with invoices"].do(moment)
        SYNCING["sync"].do(moment)


def _play_step(office: Office, step: Step, seed: int) -> None:
    dice = step.dice(seed)
    place = office.places[step.place % len(office.places)]
    office.dice = dice
    office.at = office.at.replace(minute=0, second=0)
    _advance(office, step.number)
    place.line.trouble = _trouble(step.trouble, dice)
    place.fuse.left = dice.randrange(10) if step.trouble == "killed client" else None
    act = ALL[step.act]
    office.log.append(f"{step} ({place.workbook} of {place.login})")
    if act.do(Moment(office, place, dice, step.number)):
        office.counts[step.act] += 1
        if act.hazard:
            office.counts[act.hazard] += 1
    place.line.trouble = Trouble()
    place.fuse.left = None


def _advance(office: Office, number: int) -> None:
    """The time of a step depends on its number alone."""
    office.at = START + dt.timedelta(minutes=10 * number)


def _trouble(kind: str, dice: Random) -> Trouble:
    if kind in ("", "killed client"):
        return Trouble()
    return Trouble(kind, at=dice.choice((0, 0, 0, 1)), fuse=dice.randrange(12))


def where(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)[-6:])


def empty_folder() -> Path:
    """This process's folder, emptied."""
    folder = _folder()
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return folder


@cache
def _folder() -> Path:
    """A folder in memory, where the machine has a file system of it; it goes when the process ends."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own within it
    made = Path(tempfile.mkdtemp(prefix="simulation", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@contextmanager
def quiet_logs() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL), cache_logger_on_first_use=False
    )
    try:
        yield
    finally:
        structlog.configure(**before)
