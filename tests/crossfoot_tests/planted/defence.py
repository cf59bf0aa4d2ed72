"""What a defence is: a bug that can be planted, and the tests that must find it."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_tests.planted.plant import Plant


@dataclass(frozen=True)
class Defence:
    """A defence taken away.

    Attributes:
        tests: names of the tests that must fail, some with the case in brackets. Of a test with several cases, one.
        at_once: those tests take no other program, and this is checked with every run of the suite: one for each
            part of ours.
    """

    plant: Plant
    tests: tuple[str, ...]
    at_once: bool = False
