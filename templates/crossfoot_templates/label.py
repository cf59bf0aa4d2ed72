"""Texts in both languages."""

from __future__ import annotations

from typing import Literal

import msgspec

Language = Literal["zh", "en"]


class Label(msgspec.Struct, frozen=True):
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in ``language``."""
        return self.zh if language == "zh" else self.en
