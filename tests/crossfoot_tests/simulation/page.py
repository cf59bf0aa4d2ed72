"""The page of the documentation that tells what the simulation did, and which planted bugs it found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.sections import put_section
from crossfoot_tests.simulation.bugs import BUGS, FOUND_AT
from crossfoot_tests.simulation.report import Report

PAGE: Path = DOCS / "reference" / "simulation.md"


def bug_lines() -> Iterator[str]:
    """The planted bugs as a table."""
    yield "| planted | so that | hazard | found within |"
    yield "|---|---|---|---:|"
    for name, bug in BUGS.items():
        seeds = FOUND_AT[name] + 1
        yield f"| {name} | {bug.says} | {bug.hazard or '–'} | {seeds} seed{'s' if seeds > 1 else ''} |"


def write_page(report: Report, seeds: str) -> None:
    """Put a report of these seeds, and the planted bugs, into the page."""
    told = [f"The last long run, `make simulate SEEDS={seeds}`:", "", *report.lines()]
    put_section(PAGE, "report", told)
    put_section(PAGE, "bugs", bug_lines())
