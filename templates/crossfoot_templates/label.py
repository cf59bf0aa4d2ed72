"""Texts in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

Language = Literal["zh", "en"]


class Label(msgspec.Struct, frozen=True):
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in ``language``."""
        return self.zh if language == "zh" else self.en


Fact: TypeAlias = str | Label
"""What a sentence names: the same in both languages, or a text in each."""

COLON: dict[Language, str] = {"zh": "：", "en": ": "}
"""What stands between a name and what is said of it."""

BETWEEN: dict[Language, str] = {"zh": "、", "en": ", "}
"""What parts the words of a list."""


def joined(words: Iterable[str]) -> Label:
    """``words`` as a list in a sentence."""
    each = [*words]
    return Label(BETWEEN["zh"].join(each), BETWEEN["en"].join(each))


def in_language(fact: Fact, language: Language) -> str:
    """``fact`` as a sentence in ``language`` has it."""
    return fact if isinstance(fact, str) else fact.in_(language)
