"""What happens to the company: upgrades, backups, people who move, requests that arrive long after they were sent."""

from __future__ import annotations

from collections.abc import Set

from crossfoot_server.accounts import apply_organisation
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_tests.simulation.acts import Act
from crossfoot_tests.simulation.company import TEAMS, WORKPLACES, moved
from crossfoot_tests.simulation.ledger import Cell, mark_of
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.office import Office
from crossfoot_tests.simulation.place import Place

MOST_PLACES = 8


def upgrade(moment: Moment) -> bool:
    """Restart one process with the new definitions; the other goes on with the old ones for now."""
    processes = _office(moment).processes
    old = [number for number, process in enumerate(processes.processes) if not process.upgraded]
    if not old:
        return False
    processes.restart(moment.dice.choice(old), upgraded=True)
    return True


def restart(moment: Moment) -> bool:
    """Restart one process; its clock may be wrong afterwards."""
    processes = _office(moment).processes
    number = moment.dice.randrange(len(processes.processes))
    processes.restart(number)
    processes.skew(number, moment.dice.randint(-90, 90))
    return True


def back_up(moment: Moment) -> bool:
    """Back the store up."""
    office = _office(moment)
    office.news()
    office.processes.back_up(office.judge.records.last)
    return True


def restore(moment: Moment) -> bool:
    """Put the backup back. What no workbook shows any more is lost with the store; all else must come to light."""
    office = _office(moment)
    feed = office.processes.backup
    if feed is None:
        return False
    office.judge.records.close()
    office.processes.restore()
    office.judge.teams.clear()
    apply_organisation(office.processes.store, moved({}))
    gone = office.judge.records.forget_after(feed)
    office.pending.forget()
    taken = {
        (version.table, column, mark): version.row_id
        for version in gone
        for column, mark in version.marks.items()
        if mark is not None
    }
    for cell, row_id in taken.items():
        office.judge.held[cell].discard(row_id)
    for place in office.places:
        _answers_for(place, taken.keys())
    for place in office.places:
        place.page.doubtful = True
    office.judge.reorganised()
    return True


def _office(moment: Moment) -> Office:
    """The office with its processes: what happens here happens to these."""
    if not isinstance(moment.office, Office):
        raise TypeError("only an office has server processes")
    return moment.office


def _answers_for(place: Place, taken: Set[Cell]) -> None:
    """Of what the backup took from the store, a workbook answers for what it shows and is to go on showing."""
    shown = {
        (table, column, mark)
        for table in place.tables
        for line in place.lines(table)
        for column in {*place.followed(table)} - {*place.asked_back(table, line)}
        if (mark := mark_of(place.content(table, line, column))) is not None
    }
    page = place.page
    page.given_up |= page.typed.keys() & taken - shown
    page.given_up -= taken & shown
    page.typed.update((cell, page.seen[cell]) for cell in taken & shown if cell not in page.typed)


def reorganise(moment: Moment) -> bool:
    """Somebody moves to another team: what they see changes, and no row has a new version."""
    office = _office(moment)
    office.judge.teams["grace"] = moment.dice.choice(TEAMS)
    apply_organisation(office.processes.store, moved(office.judge.teams))
    office.judge.reorganised()
    return True


def arrive_late(moment: Moment) -> bool:
    """A request arrives that its sender gave up long ago."""
    adrift = moment.office.adrift
    if not adrift:
        return False
    which = moment.dice.randrange(len(adrift))
    if which:
        moment.office.struck("requests out of order")
    request = adrift.pop(which)
    line = next(place.line for place in moment.office.places if place.workbook == request.workbook)
    try:
        line.deliver(request)
    except UnreachableError:
        return False
    return True


def new_workbook(moment: Moment) -> bool:
    """Somebody makes one more workbook, with the definitions of now."""
    office = _office(moment)
    if len(office.places) >= MOST_PLACES:
        return False
    login, book, language = moment.dice.choice(WORKPLACES)
    office.open_place(login, book, language)
    return True


EVENTS: dict[str, Act] = {
    "upgrade a process": Act(upgrade, 3, "H16"),
    "restart a process": Act(restart, 3),
    "back the store up": Act(back_up, 5),
    "restore the backup": Act(restore, 2, "H33"),
    "reorganise": Act(reorganise, 3, "H25"),
    "a late request arrives": Act(arrive_late, 8),
    "make a new workbook": Act(new_workbook, 3),
}
"""What happens to everybody."""
