"""The time zones that a spreadsheet may have."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def known(name: str) -> bool:
    """Whether it is a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def today_in(name: str, moment: datetime) -> date:
    """The date there at that moment."""
    return moment.astimezone(ZoneInfo(name)).date()
