"""Bugs planted in the worker, the grid and the engine, to show that the hour bites."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from crossfoot_server.worker import jobs
from crossfoot_sync.grids.google import edits, live
from crossfoot_sync.grids.google.judging import Judgement
from crossfoot_tests.planted.in_google import (
    journals_passed_over,
    turns_not_taken,
    writes_not_judged,
)
from crossfoot_tests.planted.plant import Plant
from crossfoot_tests.simulation.bugs import PLANTS as IN_ENGINE
from crossfoot_tests.simulation.bugs import Careless

Patch = pytest.MonkeyPatch


def _no_compare_and_set(patch: Patch) -> None:
    patch.setattr(edits, "Relocation", Careless)


def _no_read_back(patch: Patch) -> None:
    def taken_for_done(_: live.Live, write: Any) -> Judgement:
        journal = write.journal
        marks = {(number, at) for number, line in enumerate(journal.lines) for at in range(len(line.marks))}
        removed = {number for number, line in enumerate(journal.lines) if line.removed}
        return Judgement(frozenset(marks), frozenset(removed), frozenset(range(len(journal.rows))))

    patch.setattr(live.Live, "_read_back", taken_for_done)


def _two_at_one_sheet(patch: Patch) -> None:
    @contextmanager
    def anybody(*_: object) -> Iterator[None]:
        yield

    patch.setattr(jobs, "alone", anybody)
    turns_not_taken(patch)


def _bugs(*planted: tuple[str, str, str, Any]) -> dict[str, Plant]:
    return {name: Plant(name, hazard, says, breaks) for name, hazard, says, breaks in planted}


BUGS: dict[str, Plant] = _bugs(
    (
        "no compare and set",
        "H27",
        "cells are written although they had changed when the write was made",
        _no_compare_and_set,
    ),
    ("no repair", "H27", "what a write displaced is not put back", writes_not_judged),
    ("no read-back", "H28", "a write of which nobody knows what came counts as done", _no_read_back),
    ("journal ignored", "H23", "whoever reads next does not go on with what was left undone", journals_passed_over),
    ("two at one sheet", "H30", "two workers look at one sheet at once, and neither refuses", _two_at_one_sheet),
) | {name: IN_ENGINE[name] for name in ("last writer wins", "no stepping back", "base without open")}

FOUND_AT: dict[str, tuple[int, int]] = {
    "no compare and set": (0, 5),
    "no repair": (0, 5),
    "no read-back": (1, 5),
    "journal ignored": (0, 5),
    "two at one sheet": (0, 5),
    "last writer wins": (3, 5),
    "no stepping back": (2, 5),
    "base without open": (0, 5),
}
"""A seed that finds each planted bug, and within how many minutes of its hour."""
