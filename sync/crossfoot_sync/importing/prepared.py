"""What a target makes of its source: rows that can be sent, and what was found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.importing.mapping import Target
from crossfoot_templates.messages import Message
from crossfoot_templates.model import BookView
from crossfoot_templates.types import WireValue

Course: TypeAlias = Literal["refused", "noted", "advice"]
"""What comes of a finding: its row is refused, its value goes into the row's notes, or nothing: it is only told."""


@dataclass(frozen=True)
class ImportFinding:
    """A source value that is not what it should be; ``line`` is the row's number as a spreadsheet program shows it."""

    line: int
    column: str
    value: str
    message: Message
    course: Course

    @property
    def refused(self) -> bool:
        """Whether no row is made of its line."""
        return self.course == "refused"


@dataclass
class PreparedRow:
    """A row ready to be sent, with the id it will have however often it is sent."""

    id: str
    line: int
    fields: dict[str, WireValue]


@dataclass
class Prepared:
    """What a target makes of its source.

    Attributes:
        source_rows: how many rows of the source it looked at.
        rows: what can be sent; ``known`` counts rows that the store has already under another id.
        findings: what is wrong or missing, value by value.
    """

    target: Target
    source_rows: int = 0
    rows: list[PreparedRow] = field(default_factory=list)
    known: int = 0
    findings: list[ImportFinding] = field(default_factory=list)

    def refused_lines(self) -> set[int]:
        """The source lines of which no row was made."""
        return {finding.line for finding in self.findings if finding.refused}


Made: TypeAlias = tuple[dict[str, WireValue] | None, list[ImportFinding]]
"""The fields of a row, or ``None`` where it is refused, and what was found on the way."""


@dataclass(frozen=True)
class Setting:
    """What the targets of one import share.

    Attributes:
        context: where references are looked up; the rows of earlier targets are found there too.
        refused: the ids of the rows that were refused, by table: who names one of them is refused as well.
    """

    view: BookView
    context: Context
    refused: dict[str, set[str]] = field(default_factory=dict)
