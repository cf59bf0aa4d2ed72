"""How values are named to the reader of a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crossfoot_templates.model import ChoiceList, Column, Language
from crossfoot_templates.types import Choice, Reference, Value

BLANK = {"zh": "（空）", "en": "(blank)"}
YES_NO = {"zh": ("否", "是"), "en": ("no", "yes")}
JOINED = {"zh": "、", "en": ", "}


@dataclass(frozen=True)
class Wording:
    """The words of one reader: labels of choices and, by table and id, of the rows that references point at."""

    language: Language
    choices: Mapping[str, ChoiceList]
    labels: Mapping[str, Mapping[str, str]]

    def value(self, column: Column, value: Value) -> str:
        """What a cell would show for ``value``."""
        if value is None:
            return BLANK[self.language]
        if isinstance(value, bool):
            return YES_NO[self.language][value]
        if isinstance(column.type, Choice):
            return self.choices[column.type.choices].label(str(value), self.language) or str(value)
        if isinstance(column.type, Reference):
            return self.labels.get(column.type.table, {}).get(str(value), str(value))
        return column.type.said(value)

    def columns(self, columns: list[Column]) -> str:
        """The headings of ``columns``, in one text."""
        return self.joined([column.label.in_(self.language) for column in columns])

    def joined(self, words: list[str]) -> str:
        """``words`` as a list in a sentence."""
        return JOINED[self.language].join(words)
