"""A team's place: a spreadsheet that several people share, whom nobody but the worker keeps in step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crossfoot_server.sheets.registry import Linked
from crossfoot_sync.emulator import Person
from crossfoot_tests.sheets_hour.company import Team
from crossfoot_tests.sheets_hour.noticing import Noticing
from crossfoot_tests.sheets_hour.screen import Screen
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
