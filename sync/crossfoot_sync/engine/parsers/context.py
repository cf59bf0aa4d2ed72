"""What a parser must know besides the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_templates.messages import Message
from crossfoot_templates.model import ChoiceList, DateOrder, Language
from crossfoot_templates.types import Value

Parsed: TypeAlias = Value | Message
"""A value, or the finding that stands in its place."""


@dataclass(frozen=True)
class Context:
    """The workbook around a cell.

    Attributes:
        language: the book's, for suggestions.
        date_order: what settles 3/5/2024, or ``None``.
        date1904: whether serial numbers count from 1904.
        choices, references: the lists a cell may name an entry of.
    """

    language: Language = "zh"
    date_order: DateOrder | None = None
    date1904: bool = False
    choices: Mapping[str, ChoiceList] = field(default_factory=dict)
    references: Mapping[str, ReferenceIndex] = field(default_factory=dict)
