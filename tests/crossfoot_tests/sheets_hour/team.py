"""A team's place: a spreadsheet that several people share, whom nobody but the worker keeps in step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.registry import Linked
from crossfoot_sync.emulator import Person
from crossfoot_tests.sheets_hour.company import Team
from crossfoot_tests.sheets_hour.noticing import Noticing
from crossfoot_tests.sheets_hour.screen import Screen, spot_of
from crossfoot_tests.sheets_hour.workers import Workers
from crossfoot_tests.simulation.fragile import Fuse
from crossfoot_tests.simulation.ledger import Page
from crossfoot_tests.simulation.network import Line
from crossfoot_tests.simulation.place import Place


@dataclass
class TeamPlace(Place):
    """The spreadsheet of a team.

    Attributes:
        people: who works in it; ``linked`` is how the store knew it at first.
    """

    calculates: bool = True
    team: Team = field(kw_only=True)
    people: list[Person] = field(kw_only=True)
    linked: Linked = field(kw_only=True)
    screen: Screen = field(kw_only=True)
    noticing: Noticing = field(kw_only=True)

    def works(self, who: Person, act: Callable[[], bool]) -> bool:
        """One of them does something; whether they did."""
        self.looked_at(who)
        self.noticing.begins()
        self.ledger.look(self.workbook, self.grid)
        done = act()
        self.noticing.ends()
        return done

    def looked_at(self, who: Person | None = None) -> None:
        """Somebody sees the spreadsheet as it is now."""
        self.screen.sits_down(who or self.people[0])


def open_team(workers: Workers, team: Team, spreadsheet: str, ping: Callable[[TeamPlace], None]) -> TeamPlace:
    """The linked spreadsheet of a team, and everybody who is to know of it. ``ping`` asks for a sync of it."""
    hour, people = workers.hour, workers.hour.people_of(team)
    linked = registry.linked_sheet(workers.store, spreadsheet)
    if linked is None:
        raise LookupError(spreadsheet)
    hour.ledger.pages[linked.workbook] = Page(linked.login)
    hour.teams_of[linked.login] = team
    workers.linked[linked.login] = linked
    screen = Screen(team.title, {}, spot=spot_of(hour, people[0], spreadsheet), who=people[0])
    line = Line(linked.workbook, hour, lambda: 0, hour.heard, hour.struck, Fuse(), [])
    place = TeamPlace(
        workbook=linked.workbook,
        login=linked.login,
        book=linked.book,
        language=team.language,
        grid=screen,
        server=workers.both[0].bench.server_of(linked),
        line=line,
        ledger=hour.ledger,
        clock=hour.clock,
        fuse=line.fuse,
        team=team,
        people=people,
        linked=linked,
        screen=screen,
        noticing=Noticing(linked.workbook, screen, hour.ledger, hour.struck, lambda cell: cell in hour.judge.held),
    )
    place.synced_by = lambda: ping(place)
    place.looked_at()
    hour.places.append(place)
    return place
