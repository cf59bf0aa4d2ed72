"""How the locales differ as far as the emulator knows: signs in numbers, the order of dates, the currency.

The default date formats are those of Google's sheets as far as they are documented; those of other locales are the
short formats of the Unicode tables and were not compared with Google's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """``order`` of year, month and day in a date like 3/5/2024; ``date`` is the pattern of a date typed so."""

    decimal: str = "."
    group: str = ","
    order: str = "mdy"
    date: str = "m/d/yyyy"
    currency: str = "$"


_COMMA = Locale(",", ".", "dmy", "dd/mm/yyyy", "€")
_LOCALES = {
    "en_US": Locale(),
    "en_GB": Locale(order="dmy", date="dd/mm/yyyy", currency="£"),
    "de_DE": Locale(",", ".", "dmy", "dd.mm.yyyy", "€"),
    "fr_FR": Locale(",", "\u202f", "dmy", "dd/mm/yyyy", "€"),
    "es_ES": _COMMA,
    "it_IT": _COMMA,
    "ja_JP": Locale(order="ymd", date="yyyy/mm/dd", currency="¥"),
    "zh_CN": Locale(order="ymd", date="yyyy-m-d", currency="¥"),
    "zh_TW": Locale(order="ymd", date="yyyy/m/d", currency="$"),
    "zh_HK": Locale(order="dmy", date="d/m/yyyy", currency="$"),
}


def known(name: str) -> bool:
    """Whether it is a locale that the emulator lets a spreadsheet have."""
    return name in _LOCALES


def locale(name: str) -> Locale:
    """The habits of a locale."""
    return _LOCALES.get(name, _LOCALES["en_US"])
