"""Where the documentation stands."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
TESTS = ROOT / "tests" / "crossfoot_tests"


def pages() -> list[Path]:
    """Every Markdown page that people read: those of the documentation and those beside the code."""
    return sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])


def name_of(page: Path) -> str:
    """How a page is called in a test's report."""
    return page.relative_to(ROOT).as_posix()
