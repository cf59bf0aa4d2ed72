"""A play from a seed: the three work and sync under trouble, then in peace until nothing moves, and all is judged."""

from __future__ import annotations

import datetime as dt
from functools import partial
from random import Random

import xlwings as xw

from crossfoot_tests.end_to_end.world import START
from crossfoot_tests.simulation.acts import ACTS, WHILE_WAITING, Act
from crossfoot_tests.simulation.approving import APPROVING
from crossfoot_tests.simulation.business import BUSINESS
from crossfoot_tests.simulation.closing import close_books
from crossfoot_tests.simulation.events import EVENTS
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.network import Trouble
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.simulation.run import Outcome, empty_folder, quiet_logs, where
from crossfoot_tests.simulation.syncing import SYNCING
from crossfoot_tests.thin.excel import Node
from crossfoot_tests.thin.workbooks import Facts
from crossfoot_tests.three_clients.live import LivePlace
from crossfoot_tests.three_clients.office import ThreeOffice
from crossfoot_tests.three_clients.pane import PanePlace

STEPS = 60
SYNCED = 0.35
"""How often somebody syncs, and does not go on working."""

INTERRUPTED = {LivePlace: 0.01, PanePlace: 0.08}
"""How often the manager does something before a turn of the program at the open workbook."""

TROUBLES = {
    "": 60,
    "killed client": 10,
    "killed server": 8,
    "lost reply": 8,
    "lost request": 4,
    "late request": 4,
    "doubled request": 4,
}
"""What may strike while somebody syncs, by weight."""

_LEFT_OUT = {"tamper with hidden cells", "delete a column", "type over a figure", "overtake what waits"}

HANDS: dict[str, Act] = {name: act for name, act in (ACTS | BUSINESS | APPROVING).items() if name not in _LEFT_OUT}
"""What the three do with their hands."""

LATE = "a late request arrives"


def play(seed: int, app: xw.App, node: Node, steps: int = STEPS) -> Outcome:
    """Play ``seed``."""
    with quiet_logs():
        office = ThreeOffice(empty_folder())
        outcome = Outcome(seed, steps, office.counts, office.log)
        try:
            office.open_live("grace", "zh", app)
            office.open_pane("zhao", "en", node)
            office.open_file("li", "en")
            _play(office, Random(f"three {seed}"), steps)
            close_books(office, Random(f"three {seed}/close"))
        except Violation as violation:
            outcome.violation, outcome.promise = str(violation), violation.promise
        except Exception as error:  # noqa: BLE001 - whatever nobody expected is a finding too
            cause = type(error).__name__
            outcome.violation, outcome.promise = f"{cause}: {error}\n{where(error)}", cause
        finally:
            office.close()
    return outcome


def _play(office: ThreeOffice, dice: Random, steps: int) -> None:
    office.dice = dice
    for place in office.places:
        if isinstance(place, PanePlace):
            place.synced_by = partial(_press, office, place)
            place.between = partial(_interrupt, office, place)
        if isinstance(place, LivePlace):
            place.seam.between = partial(_interrupt, office, place)
    for number, place in enumerate(office.places):
        moment = Moment(office, place, dice, 0, count=100 * number)
        ACTS["add a customer with invoices"].do(moment)
        SYNCING["sync"].do(moment)
    for step in range(1, steps + 1):
        office.at = START + dt.timedelta(minutes=10 * step)
        office.interrupted = 0
        _step(office, dice.choice(office.places), step)


def _step(office: ThreeOffice, place: Place, step: int) -> None:
    dice, moment = office.dice, Moment(office, place, office.dice, step)
    if office.adrift and dice.random() < 0.3:
        EVENTS[LATE].do(moment)
    if dice.random() >= SYNCED:
        name = dice.choices(list(HANDS), [act.weight for act in HANDS.values()])[0]
        office.log.append(f"{step}: {place.workbook}: {name}")
        if HANDS[name].do(moment):
            office.counts[name] += 1
        return
    kind = dice.choices(list(TROUBLES), list(TROUBLES.values()))[0]
    struck = kind not in {"", "killed client"}
    place.line.trouble = Trouble(kind, dice.randrange(4), dice.randrange(12)) if struck else Trouble()
    place.fuse.left = dice.randrange(12) if kind == "killed client" else None
    office.log.append(f"{step}: {place.workbook}: sync {kind}".rstrip())
    office.counts["sync"] += SYNCING["sync"].do(moment)
    place.line.trouble, place.fuse.left = Trouble(), None


def _press(office: ThreeOffice, place: PanePlace) -> None:
    """Have the pane sync."""
    if place.at_work:
        return
    place.at_work = True
    try:
        office.counts[place.presses_sync()] += 1
    finally:
        place.at_work = False
        office.news()


def _interrupt(office: ThreeOffice, place: LivePlace | PanePlace, now: Facts | str) -> None:
    """The manager does something while the program is at work, if the program lets them."""
    if office.quiet or not place.at_work or office.dice.random() >= INTERRUPTED[type(place)]:
        return
    name = office.dice.choice(WHILE_WAITING)
    # what is typed is numbered within its step
    moment = Moment(office, place, office.dice, len(office.log), count=100 + 8 * office.interrupted)
    act = partial(ACTS[name].do, moment)
    office.interrupted += 1
    if isinstance(place, LivePlace):
        if place.on_screen.app.interactive:
            place.meanwhile(act)
            office.counts["meanwhile in LibreOffice"] += 1
    elif isinstance(now, Facts):
        place.meanwhile(now, act)
        office.counts["meanwhile beside the pane"] += 1
