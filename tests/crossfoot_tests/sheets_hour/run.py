"""An hour from a seed: people begin, the worker looks at its sheets, everybody stops, and the books are closed."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import traceback
from dataclasses import dataclass, field
from functools import partial
from random import Random

import structlog

from crossfoot_sync.emulator.http.message import Request as Asked
from crossfoot_tests.sheets_hour.acts import FILE_ACTS, TEAM_ACTS, get_in_the_way
from crossfoot_tests.sheets_hour.closing import close_hour
from crossfoot_tests.sheets_hour.company import TEAMS
from crossfoot_tests.sheets_hour.file import TROUBLES, FilePlace, open_file, sync_file
from crossfoot_tests.sheets_hour.founding import Founded, founded
from crossfoot_tests.sheets_hour.hour import Hour, Stopped
from crossfoot_tests.sheets_hour.team import TeamPlace, open_team
from crossfoot_tests.sheets_hour.weather import Weather
from crossfoot_tests.sheets_hour.workers import Workers
from crossfoot_tests.simulation.acts import Act
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.run import Outcome, empty_folder, quiet_logs, where

MINUTES = 60
WAY = "type where a write is about to go"
QUICKER = 0.6
"""How often somebody does something just before a write is carried out."""

MOVING = ("sort", "sort descending", "delete a row", "cut and insert", "insert blank rows", "undo", "add", "copy a row")
"""What moves rows, or the end of them."""

DURING = "somebody worked in a sheet in the middle of a look"


@dataclass
class Play:
    """One hour under way."""

    hour: Hour
    minutes: float = MINUTES
    workers: Workers = field(init=False)
    weather: Weather = field(init=False)
    file: FilePlace = field(init=False)
    teams: list[TeamPlace] = field(init=False, default_factory=list)
    _step: itertools.count[int] = field(init=False, default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.workers = Workers(self.hour)
        self.weather = Weather(self.hour, self.workers)
        self.hour.meanwhile = self._meanwhile
        self.hour.in_the_way = self._in_the_way

    def begins(self, begin: Founded) -> None:
        """Open the spreadsheets, hand out the file, and let there be some rows."""
        self.hour.quiet = True
        for team in TEAMS:
            self.teams.append(open_team(self.workers, team, begin.spreadsheets[team.code], self.weather.ping))
        self.file = open_file(self.hour)
        for place in self.teams:
            for _ in range(2):
                self._acts(place, "add a customer with invoices")
        self._file_session(1)
        for _ in range(8):
            self.hour.passes(16)
            self.workers.turns()
        self.sync_file()
        self.hour.quiet = False

    def passes(self) -> None:
        """Let the hour pass."""
        until = self.hour.clock() + dt.timedelta(minutes=self.minutes)
        for place in self.teams:
            for _ in place.people:
                self._comes_back(place, until)
        self._file_again(until)
        self.weather.sets_in()
        while self.hour.clock() < until:
            if not self.workers.turns():
                self.hour.passes(max(0.5, min(self.hour.next_in, 2.0)))

    def close(self) -> None:
        """End everything."""
        self.workers.close()
        self.hour.close()

    def _comes_back(self, place: TeamPlace, until: dt.datetime) -> None:
        def event() -> None:
            if self.hour.clock() < until and not self.hour.quiet:
                self._acts(place)
                self._comes_back(place, until)

        self.hour.at(self.hour.dice.uniform(10, 40), event)

    def _file_again(self, until: dt.datetime) -> None:
        def event() -> None:
            if self.hour.clock() < until and not self.hour.quiet:
                self._file_session(self.hour.dice.randint(1, 5))
                self._file_again(until)

        self.hour.at(self.hour.dice.uniform(60, 180), event)

    def _in_the_way(self, request: Asked) -> None:
        """Now and then somebody is quicker than a write: they type where it goes, or do what moves its rows."""
        place = next((each for each in self.teams if each.linked.id in request.path), None)
        if place is None or self.hour.dice.random() >= QUICKER:
            return
        name = WAY if self.hour.dice.random() < 0.7 else self.hour.dice.choice(MOVING)
        body = request.json()
        self._acts(place, name, Act(lambda moment: get_in_the_way(moment, body), 0) if name == WAY else None)

    def _acts(self, place: TeamPlace, name: str = "", act: Act | None = None) -> None:
        dice = self.hour.dice
        step = next(self._step)
        self.hour.acts += 1
        name = name or _drawn(dice, TEAM_ACTS)
        act = act or TEAM_ACTS[name]
        who = dice.choice(place.people)
        self.hour.log.append(f"{self.hour.clock():%H:%M:%S} {step}: {who.account.name} of {place.team.title}: {name}")
        moment = Moment(self.hour, place, dice, step)
        place.page.stepped_back |= self.workers.busy
        self.hour.counts[DURING] += self.workers.busy
        if place.works(who, partial(act.do, moment)):
            self.hour.counts[name] += 1
            if act.hazard:
                self.hour.counts[act.hazard] += 1

    def _file_session(self, acts: int) -> None:
        dice = self.hour.dice
        for _ in range(acts):
            step, name = next(self._step), _drawn(dice, FILE_ACTS)
            self.hour.log.append(f"{self.hour.clock():%H:%M:%S} {step}: in the file: {name}")
            for team in self.teams:
                team.looked_at()
            if FILE_ACTS[name].do(Moment(self.hour, self.file, dice, step)):
                self.hour.counts[f"{name} in the file"] += 1
            self.hour.passes(dice.uniform(1, 15))
        self.sync_file(dice.choices(list(TROUBLES), list(TROUBLES.values()))[0])

    def sync_file(self, trouble: str = "") -> None:
        """The person with the file runs the program, and ``trouble`` strikes."""
        sync_file(self.hour, self.file, next(self._step), trouble, self.workers.turns)

    def _meanwhile(self) -> None:
        if self.hour.dice.random() < 0.3:
            self.workers.turns()


def play(seed: int, minutes: float = MINUTES) -> Outcome:
    """Play the hour of ``seed``, or the first minutes of it."""
    with quiet_logs():
        begin = founded()
        folder = empty_folder()
        (folder / "store.sqlite").write_bytes(begin.store)
        hour = Hour(folder, seed=seed, tokens=begin.tokens)
        hour.bring(begin.files.values())
        _listen(hour)
        playing = Play(hour, minutes)
        outcome = Outcome(seed, 0, hour.counts, hour.log)
        try:
            playing.begins(begin)
            playing.passes()
            close_hour(playing)
        except Stopped:
            _note(outcome, hour.found)
        except Exception as error:  # noqa: BLE001 - whatever nobody expected is a finding too
            _note(outcome, error)
        finally:
            playing.close()
    return outcome


def _listen(hour: Hour) -> None:
    """Keep what the log says of mistakes."""

    def keep(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        hour.mistakes.append(f"{event}: {traceback.format_exc()}")
        raise structlog.DropEvent

    structlog.configure(processors=[keep], wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def _note(outcome: Outcome, error: Exception | None) -> None:
    if isinstance(error, Violation):
        outcome.violation, outcome.promise = str(error), error.promise
    elif error is not None:
        cause = type(error).__name__
        outcome.violation, outcome.promise = f"{cause}: {error}\n{where(error)}", cause


def _drawn(dice: Random, acts: dict[str, Act]) -> str:
    return dice.choices(list(acts), [each.weight for each in acts.values()])[0]
