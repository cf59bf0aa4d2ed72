"""The page of the documentation that tells what came of many hours, and which planted bugs they found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.sections import put_section
from crossfoot_tests.sheets_hour.bugs import BUGS, FOUND_AT
from crossfoot_tests.sheets_hour.report import Report

PAGE: Path = DOCS / "reference" / "hour-of-shared-sheets.md"


def bug_lines() -> Iterator[str]:
    """The planted bugs as a table."""
    yield "| planted | so that | hazard | found in |"
    yield "|---|---|---|---|"
    for name, bug in BUGS.items():
        seed, minutes = FOUND_AT[name]
        yield f"| {name} | {bug.says} | {bug.hazard or '–'} | {minutes} minutes of seed {seed} |"


def write_page(report: Report, seeds: str, minutes: float) -> None:
    """Put a report of these seeds, and the planted bugs, into the page."""
    command = f"python -m crossfoot_tests.sheets_hour {seeds} --minutes {minutes:g}"
    told = [f"The last long run, `{command}`:", "", *report.lines()]
    put_section(PAGE, "report", told)
    put_section(PAGE, "bugs", bug_lines())
