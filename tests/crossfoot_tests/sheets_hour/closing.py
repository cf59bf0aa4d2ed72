"""The end of the hour: nothing goes wrong any more, the worker and the file's program run until nothing moves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.waiting import LONGEST_PAUSE
from crossfoot_templates.layout import ID
from crossfoot_tests.crash.integrity import problems
from crossfoot_tests.sheets_hour.company import CATALOG
from crossfoot_tests.sheets_hour.founding import OWN_SHEET
from crossfoot_tests.sheets_hour.team import TeamPlace
from crossfoot_tests.simulation.closing import in_step, screen, told_of
from crossfoot_tests.simulation.judge import Violation, fate
from crossfoot_tests.simulation.pending import STILL_WAITING
from crossfoot_tests.simulation.place import OWN_COLUMN, Place
from crossfoot_tests.simulation.shown import waits_as_shown

if TYPE_CHECKING:
    from crossfoot_tests.sheets_hour.run import Play

ROUNDS = 10

A_WHILE = 3.0
UNTIL_LOOKED_AT = LONGEST_PAUSE + 60
"""Seconds within which every sheet has its turn when nothing goes wrong."""


def close_hour(play: Play) -> None:
    """Finish what is under way, let the worker and the file's program run until nothing moves, and judge the end."""
    hour = play.hour
    hour.quiet = True
    play.weather.share_all()
    hour.passes(300)
    for place in play.teams:
        play.weather.ping(place)
    while hour.adrift:
        hour.heard(request := hour.adrift.pop(), hour.post(request))
    _settle(play)
    for problem in problems(hour.store):
        raise Violation("integrity", problem)
    fate(hour.ledger, hour.judge.records, {place.workbook: told_of(place) for place in hour.places})
    for place in play.teams:
        _own_things_kept(place)
    for each in hour.places:
        _nothing_twice(each)
        in_step(hour, each, CATALOG, upgraded=False)
        hour.counts[STILL_WAITING] += waits_as_shown(each, hour.pending.waiting())


def _settle(play: Play) -> None:
    hour = play.hour
    for number in range(ROUNDS):
        before, seq = _screens(play), hour.judge.records.last
        hour.log.append(f"closing round {number}")
        for _ in range(int(UNTIL_LOOKED_AT / A_WHILE)):
            hour.passes(A_WHILE)
            play.workers.turns()
        for place in play.teams:
            _looked_at(play, place)
            play.weather.confirms(place)
        play.sync_file()
        if seq == hour.judge.records.last and before == _screens(play):
            return
    raise Violation("convergence", f"after {ROUNDS} rounds in which nobody typed, something still moves")


def _looked_at(play: Play, place: TeamPlace) -> None:
    """The sheet was looked at and is active, though nobody asked for it."""
    linked = registry.linked_sheet(play.workers.store, place.linked.id)
    now = play.hour.clock()
    late = linked is None or linked.looked_at is None or (now - linked.looked_at).total_seconds() > UNTIL_LOOKED_AT
    if linked is None or late or linked.state != "active":
        raise Violation("convergence", f"{place.team.title} was not synced: {linked}")


def _screens(play: Play) -> dict[str, dict[str, list[list[Any]]]]:
    for place in play.teams:
        place.looked_at()
    return {place.workbook: screen(place) for place in play.hour.places}


def _own_things_kept(place: TeamPlace) -> None:
    """People's own sheet is as they left it, and their notes stand beside the rows that are there still."""
    own = place.people[0].opens(place.linked.id).sees("A1:B3", formulas=True)
    if own != OWN_SHEET:
        raise Violation("one's own", f"{place.team.title}: {own}")
    place.noticing.begins()
    ids = {row.get(ID) for table in place.tables for _, row in place.rows(table)}
    for (table, column, mark), lost in place.noticing.displaced.items():
        if column == OWN_COLUMN and (lost.row_id is None or lost.row_id in ids):
            raise Violation("one's own", f"{place.team.title} {table}: {mark} is gone from beside {lost.row_id}")


def _nothing_twice(place: Place) -> None:
    for table in place.tables:
        ids = Counter(row.get(ID) for _, row in place.rows(table))
        twice = [each for each, count in ids.items() if each is not None and count > 1]
        if twice:
            raise Violation("a row twice", f"{place.workbook} {table}: {twice}")
