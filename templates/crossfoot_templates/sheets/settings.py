"""The settings of a spreadsheet, which decide what becomes of what people type. They are looked at, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crossfoot_templates.messages import Message, say
from crossfoot_templates.types.time import HOUSE_ZONE

_WITH_A_POINT = ("en", "ja", "ko", "zh")
"""Languages whose numbers have a point before the decimals, so that their formulas have commas between arguments."""
_WITH_A_COMMA = ("en_ZA",)

_DAYS = (dt.datetime(2025, 1, 1, 12), dt.datetime(2025, 7, 1, 12))  # noqa: DTZ001 - the zone is put in below


class UnfitSpreadsheet(Exception):
    """No book can be laid out in a spreadsheet; ``problems`` say why, and what to do."""

    def __init__(self, problems: Iterable[Message]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(each.text("en") for each in self.problems))


def unfit_settings(locale: str, zone: str) -> list[Message]:
    """What is wrong with a spreadsheet's locale, such as ``zh_CN``, and its time zone, such as ``Asia/Shanghai``."""
    problems = []
    if locale.split("_", maxsplit=1)[0] not in _WITH_A_POINT or locale in _WITH_A_COMMA:
        problems.append(say("spreadsheet_locale", locale=locale))
    if not _same_hours(zone):
        problems.append(say("spreadsheet_zone", zone=zone, expected=HOUSE_ZONE))
    return problems


def _same_hours(zone: str) -> bool:
    try:
        found, expected = ZoneInfo(zone), ZoneInfo(HOUSE_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return all(found.utcoffset(day) == expected.utcoffset(day) for day in _DAYS)
