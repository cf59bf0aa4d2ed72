"""Many runs together: what was done and what struck, counted; how fast; and which seeds broke which promise."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from crossfoot_tests.simulation import pending
from crossfoot_tests.simulation.kept import Kept
from crossfoot_tests.simulation.rules import COUNTED
from crossfoot_tests.simulation.run import ALL, TROUBLES, Outcome, play

STRIKES = (
    "killed server before its commit",
    "killed server after its commit",
    "killed client before a write",
    "killed client after a write",
    "killed client before the outbox",
    "killed client after the outbox",
    "killed client before a request",
    "killed client after a reply",
    "killed client before the outbox is emptied",
    "killed client after the outbox is emptied",
    *(trouble for trouble in TROUBLES if trouble and not trouble.startswith("killed")),
    "requests out of order",
)
"""Everything that may strike, by the name it is counted under."""

HAZARDS = tuple(sorted({act.hazard for act in ALL.values() if act.hazard}))


@dataclass
class Report:
    """What came of many runs: ``failed`` are those in which a promise was broken, ``seconds`` go by the wall clock."""

    seeds: int = 0
    steps: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome, seconds: float) -> None:
        """Count one run, which made all of them ``seconds`` longer."""
        self.seeds += 1
        self.seconds += seconds
        self.steps += outcome.steps
        self.counts.update(outcome.counts)
        if outcome.violation:
            self.failed.append(outcome)

    def too_few(self, least: float) -> dict[str, int]:
        """What happened less often than ``least`` times a seed: a run in which nothing happens shows nothing."""
        return {
            name: self.counts[name]
            for name in (*ALL, *HAZARDS, *STRIKES, *COUNTED, *pending.COUNTED)
            if self.counts[name] < least * self.seeds
        }

    def lines(self) -> Iterator[str]:
        """The report as Markdown."""
        yield f"- seeds: {self.seeds:,}, broken promises: {len(self.failed)}"
        rate = self.steps / self.seconds if self.seconds else 0
        syncs = self.counts["program runs"]
        yield (
            f"- steps: {self.steps:,} in {self.seconds:,.0f} s ({rate:,.0f} a second), "
            f"with {syncs:,} runs of the program and {self.counts['requests']:,} requests"
        )
        yield from table_of("what people do and what happens to the company", ALL, self.counts)
        yield from table_of("trouble that struck", STRIKES, self.counts)
        yield from table_of("hazards", HAZARDS, self.counts)
        yield from table_of("what rules and formulas did", COUNTED, self.counts)
        yield from table_of("what became of changes that others approve", pending.COUNTED, self.counts)
        yield from table_of(
            "how rows fared", sorted(name for name in self.counts if name.startswith("row ")), self.counts
        )


def table_of(title: str, names: Iterable[str], counts: Counter[str]) -> Iterator[str]:
    yield ""
    yield f"| {title} | times |"
    yield "|---|---:|"
    for name in names:
        yield f"| {name} | {counts[name]:,} |"


def play_many(
    seeds: Iterable[int], jobs: int, told: Callable[[Outcome], None] = lambda outcome: None, kept: Kept | None = None
) -> Report:
    """Play every seed that is not ``kept`` yet, ``jobs`` at a time; ``told`` hears of each as it ends."""
    report, known = Report(), kept.outcomes() if kept else {}
    seeds = list(seeds)
    for seed in seeds:
        if seed in known:
            report.add(*known[seed])
    ended = time.perf_counter()
    # forked from a process that talks to LibreOffice, they would die with what it has loaded for that
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for outcome in pool.map(play, [seed for seed in seeds if seed not in known], chunksize=4):
            before, ended = ended, time.perf_counter()
            report.add(outcome, ended - before)
            if kept:
                kept.add(outcome, ended - before)
            told(outcome)
    return report
