"""A probe, what it finds, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Literal, TypeVar

P = TypeVar("P")
"""Where a probe works."""

Verdict = Literal["as expected", "otherwise", "broken", "not asked"]
"""``broken``: the probe itself came to no end; ``not asked``: what it needs was not there."""


class Nothing(Enum):
    """What is expected where nobody knows what will come."""

    EXPECTED = "nothing"


@dataclass(frozen=True)
class Finding:
    """Something that came back, and what we rely on to come back, where we rely on anything."""

    what: str
    came: object
    expected: object = Nothing.EXPECTED

    @property
    def as_expected(self) -> bool:
        """Whether it is so."""
        return self.expected is Nothing.EXPECTED or self.came == self.expected


def compared(what: str, expected: object, came: object) -> Finding:
    """Something that we rely on."""
    return Finding(what, came, expected)


def told(what: str, came: object) -> Finding:
    """Something that is good to know."""
    return Finding(what, came)


class NotAsked(Exception):
    """What a probe needs is not there; the message says what, and how to bring it."""


@dataclass(frozen=True)
class Probe(Generic[P]):
    """One thing done there.

    Attributes:
        name: for the command line.
        relies: what crossfoot relies on, in a sentence.
        look: does it, and yields what it finds.
        emulated: whether what stands in at rehearsals can do it too.
    """

    name: str
    relies: str
    look: Callable[[P], Iterator[Finding]]
    emulated: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of a probe.

    Attributes:
        why: why it was broken or not asked.
        seconds: how long it took, waiting for the quota included.
    """

    name: str
    relies: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    why: str = ""
    seconds: float = 0.0


def verdicts(outcomes: Iterable[Outcome]) -> list[tuple[str, Verdict]]:
    """What came of each probe, by its name."""
    return [(each.name, each.verdict) for each in outcomes]
