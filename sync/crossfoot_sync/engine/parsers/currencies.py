"""Currencies as people write them, as a choice of a list and beside an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """What names a currency, in lower case.

    Attributes:
        signs: what also stands beside an amount.
        words: what names the currency alone; beside an amount it may be no currency at all, as pounds are a weight.
    """

    signs: frozenset[str]
    words: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Signs and words."""
        return self.signs | self.words


def _names(signs: str, *words: str) -> Names:
    return Names(frozenset(signs.split()), frozenset(words))


CURRENCIES: Mapping[str, Names] = {
    "CNY": _names("cny rmb ¥ cn¥ 元 圆 人民币 人民币元", "yuan", "renminbi", "chinese yuan"),
    "USD": _names("usd $ us$ usd$ 美元 美金", "dollar", "dollars", "us dollar", "us dollars"),
    "EUR": _names("eur € 欧元", "euro", "euros"),
    "HKD": _names("hkd hk$ 港币 港元", "hong kong dollar"),
    "GBP": _names("gbp £ 英镑", "pound", "pounds", "pound sterling"),
    "JPY": _names("jpy jp¥ 日元 日圆 円", "yen", "japanese yen"),
    "AUD": _names("aud a$ au$ 澳元 澳币", "australian dollar"),
    "CAD": _names("cad c$ ca$ 加元 加币", "canadian dollar"),
    "CHF": _names("chf 瑞士法郎 瑞郎", "swiss franc", "swiss francs"),
    "INR": _names("inr ₹ 印度卢比", "indian rupee", "indian rupees"),
    "KRW": _names("krw ₩ 韩元 韩圆", "south korean won"),
    "MOP": _names("mop mop$ 澳门元 澳门币", "macau pataca"),
    "NZD": _names("nzd nz$ 新西兰元 纽元", "new zealand dollar"),
    "SGD": _names("sgd s$ 新加坡元 新元 新币", "singapore dollar"),
    "TWD": _names("twd nt$ 新台币 台币", "new taiwan dollar"),
}
"""What names each currency first of all. No name stands twice."""

_MAY_BE: Mapping[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY", "HKD", "JPY", "MOP", "TWD"}),
    "圆": frozenset({"CNY", "HKD", "JPY", "MOP", "TWD"}),
    "$": frozenset({"USD", "AUD", "CAD", "HKD", "MOP", "NZD", "SGD", "TWD"}),
}
"""The signs that several currencies share."""
_CODES: Mapping[str, str] = {name: code for code, names in CURRENCIES.items() for name in names.all}
_SIGNS = "|".join(
    re.escape(sign)
    for sign in sorted((sign for names in CURRENCIES.values() for sign in names.signs), key=len, reverse=True)
)
_BEFORE = re.compile(f"(?:{_SIGNS})", re.IGNORECASE | re.ASCII)
_BEHIND = re.compile(f"(?:{_SIGNS})$", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"[A-Z]{3}")


def take_signs(text: str) -> tuple[str, list[str]]:
    """``text`` without the currency sign before and the one behind it, and these."""
    signs = []
    before = _BEFORE.match(text)
    if before is not None:
        signs.append(before[0])
        text = text[before.end() :].lstrip()
    behind = _BEHIND.search(text)
    if behind is not None:
        signs.append(behind[0])
        text = text[: behind.start()].rstrip()
    return text, [sign.casefold() for sign in signs]


def meant_by(signs: Iterable[str]) -> tuple[str, ...]:
    """The codes of the currencies that all ``signs`` may stand for, the likeliest first."""
    common = frozenset(CURRENCIES).intersection(*(_MAY_BE.get(sign, {_CODES[sign]}) for sign in signs))
    return tuple(code for code in CURRENCIES if code in common)


def code_of(text: str) -> str | None:
    """The code of the currency that ``text`` names; what only looks like a code is taken for one."""
    return _CODES.get(text.strip().casefold()) or (text if _CODE.fullmatch(text) else None)
