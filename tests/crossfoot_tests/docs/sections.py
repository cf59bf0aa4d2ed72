"""Sections of pages that programs write, between two comments that name them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def put_section(page: Path, section: str, lines: Iterable[str]) -> None:
    """Put ``lines`` in the place of what stands in a section of a page."""
    begin, end = f"<!-- {section} -->", f"<!-- end of {section} -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    page.write_text("\n".join([before + begin, "", *lines, "", end]) + after, encoding="utf-8")
