"""Many hours together: what was done and what struck, counted, and which seeds broke which promise."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

from crossfoot_tests.sheets_hour.acts import TEAM_ACTS
from crossfoot_tests.sheets_hour.noticing import CAME_BACK, DISPLACED, WORKED_OVER
from crossfoot_tests.sheets_hour.run import DURING, MINUTES, WAY, play
from crossfoot_tests.sheets_hour.weather import CONFIRMED, PINGED, PINGED_TOO_SOON, QUOTA_USED_UP, SHUT_OUT
from crossfoot_tests.sheets_hour.wire import FAULTS, LATE_DONE, LATE_REFUSED
from crossfoot_tests.sheets_hour.workers import SIDE_BY_SIDE
from crossfoot_tests.simulation import pending, rules
from crossfoot_tests.simulation.report import table_of
from crossfoot_tests.simulation.run import Outcome

KILLS = tuple(f"killed worker {when} {whom}" for when in ("before", "after") for whom in ("Google", "the server"))
WEATHER = (SHUT_OUT, QUOTA_USED_UP, PINGED, PINGED_TOO_SOON, CONFIRMED, SIDE_BY_SIDE, LATE_DONE, LATE_REFUSED)
STRIKES = (*(f"Google: {each}" for each in FAULTS if each), *KILLS, *WEATHER)
"""Everything that may strike."""

IN_BETWEEN = (DURING, WAY, DISPLACED, CAME_BACK, WORKED_OVER)
"""What happens between two requests of a worker."""

IN_THE_FILE = ("sync of the file", "pull of the file", "decide by field of the file")

SELDOM = frozenset({LATE_DONE, "Google: 403 storage quota", "Google: timed out", CONFIRMED})
"""What need not happen in every few hours."""


@dataclass
class Report:
    """What came of many hours: ``failed`` are those in which a promise was broken."""

    hours: int = 0
    minutes: float = 0.0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome, minutes: float, seconds: float) -> None:
        """Count one hour, or the first minutes of it, which took so many seconds."""
        self.hours += 1
        self.minutes += minutes
        self.seconds += seconds
        self.counts.update(outcome.counts)
        if outcome.violation:
            self.failed.append(outcome)

    def too_few(self, least: float) -> dict[str, int]:
        """What happened less often than ``least`` times an hour: an hour in which nothing happens shows nothing."""
        expected = {*TEAM_ACTS, *STRIKES, *IN_BETWEEN, *IN_THE_FILE} - SELDOM
        wanted = least * self.minutes / MINUTES
        return {name: self.counts[name] for name in sorted(expected) if self.counts[name] < wanted}

    def kinds(self) -> dict[str, int]:
        """How often anything of each kind happened, for minutes in which not everything can."""
        return {
            "kinds of acts": sum(self.counts[name] > 0 for name in TEAM_ACTS),
            "faults of Google": sum(self.counts[name] for name in STRIKES if name.startswith("Google")),
            "killed workers": sum(self.counts[name] for name in KILLS),
            "syncs of the file": self.counts[IN_THE_FILE[0]],
            "refused by rules": sum(self.counts[name] for name in rules.REFUSED.values()),
            **{name: self.counts[name] for name in (*IN_BETWEEN, SIDE_BY_SIDE, PINGED, pending.ASKED)},
        }

    def lines(self) -> Iterator[str]:
        """The report as Markdown."""
        done = sum(self.counts[name] for name in TEAM_ACTS)
        each = self.minutes / max(self.hours, 1)
        yield f"- hours: {self.hours:,} of {each:.0f} minutes, broken promises: {len(self.failed)}"
        yield (
            f"- {done:,} things done by people, {sum(self.counts[f'Google answered {each}'] for each in range(600)):,} "
            f"answers of Google, {self.counts['requests']:,} of the server, in {self.seconds:,.0f} s"
        )
        yield from table_of("what people of the teams do", TEAM_ACTS, self.counts)
        yield from table_of("what strikes", STRIKES, self.counts)
        yield from table_of("between two requests of a worker", IN_BETWEEN, self.counts)
        yield from table_of("the file", IN_THE_FILE, self.counts)
        yield from table_of("what rules and formulas did", rules.COUNTED, self.counts)
        yield from table_of("what became of changes that others approve", pending.COUNTED, self.counts)


def play_many(seeds: Iterable[int], minutes: float = MINUTES, jobs: int = 1) -> Iterator[tuple[Outcome, Report]]:
    """Play every seed; each outcome with the report so far."""
    report, ended = Report(), time.perf_counter()
    # see the simulation
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for outcome in pool.map(partial(play, minutes=minutes), seeds):
            before, ended = ended, time.perf_counter()
            report.add(outcome, minutes, ended - before)
            yield outcome, report
