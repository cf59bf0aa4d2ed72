"""What a cell shows for a value, and how a value is named in a message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from crossfoot_sync.engine.references import NO_LIST, ReferenceIndex
from crossfoot_templates.layout import YES_NO
from crossfoot_templates.model import ChoiceList, Column, Language
from crossfoot_templates.types import Boolean, CellValue, Choice, Reference, WireValue

_BLANK = {"zh": "（空）", "en": "(blank)"}
_SHOWN = 80


@dataclass(frozen=True)
class Display:
    """How values look in one workbook: its language, its choice lists and the labels of its references."""

    language: Language
    choices: Mapping[str, ChoiceList]
    references: Mapping[str, ReferenceIndex]

    def cell(self, column: Column, wire: WireValue) -> CellValue:
        """The cell's content for a stored value."""
        match column.type:
            case _ if wire is None:
                return None
            case Choice(choices=name):
                return self.choices[name].label(str(wire), self.language) or str(wire)
            case Reference(table=table):
                return self.references.get(table, NO_LIST).shown.get(str(wire), str(wire))
            case Boolean():
                return YES_NO[self.language][0 if wire else 1]
            case other:
                return other.cell(other.decode(wire))

    def knows(self, column: Column, wire: WireValue) -> bool:
        """Whether the row that a reference points at can be shown by name. All else can be shown."""
        return (
            not isinstance(column.type, Reference) or str(wire) in self.references.get(column.type.table, NO_LIST).shown
        )

    def text(self, column: Column, wire: WireValue) -> str:
        """The value as a message names it: exact, readable, cut when it is very long."""
        return cut(self.whole(column, wire))

    def whole(self, column: Column, wire: WireValue) -> str:
        """The value as people write it: exact, readable, however long."""
        shown = self.cell(column, wire)
        if shown is None:
            return _BLANK[self.language]
        if isinstance(shown, float):
            return column.type.said(column.type.decode(wire))
        if isinstance(shown, dt.datetime):
            return shown.isoformat(sep=" ")
        return str(shown)


def cut(text: str) -> str:
    """``text`` at the length that a message or a line of a terminal has room for."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def same_cell(held: CellValue, wanted: CellValue) -> bool:
    """Whether a cell that holds ``held`` already shows ``wanted``, type and all."""
    if isinstance(held, bool) or isinstance(wanted, bool):
        return held is wanted
    if isinstance(held, int | float) and isinstance(wanted, int | float):
        return held == wanted
    if isinstance(held, dt.datetime) and isinstance(wanted, dt.datetime):
        return abs(held - wanted) < dt.timedelta(milliseconds=500)
    return type(held) is type(wanted) and held == wanted
