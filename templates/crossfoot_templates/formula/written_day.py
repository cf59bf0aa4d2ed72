"""Days as people write them, and as a formula has them."""

from __future__ import annotations

import re

_DAY = re.compile(r"\s*([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?\s*")


def is_day(text: str) -> bool:
    """Whether ``text`` has the form of a day."""
    return _DAY.fullmatch(text) is not None


def day_of(text: str) -> str:
    """How the day that ``text`` may mean is written in a formula; an example where it means none."""
    match = _DAY.fullmatch(text)
    year, month, day = (int(each) for each in match.groups()) if match else (2025, 1, 31)
    return f"DATE({year},{month},{day})"
