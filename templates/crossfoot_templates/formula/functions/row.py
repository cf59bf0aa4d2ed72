"""One row of the table of functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Group: TypeAlias = Literal["operators", "logic", "numbers", "text", "dates", "tables", "people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function or an operator.

    Attributes:
        name: as :class:`~crossfoot_templates.formula.nodes.Apply` names it.
        signature: how it is written, with words for its arguments; ``[…]`` may be left out.
        least: how many arguments it takes at least.
        most: how many at most.
        group: what it is about.
        zh: one sentence on what it does, and what with blanks, in Chinese.
        en: the same in English.
        over_tables: whether it reads whole columns of tables; sheets show its value only.
        server_only: whether only the server knows the answer, as it depends on the person or on the stored row.
        volatile: whether its value changes although no cell does.
        prefix: what a workbook's file writes before its name, which Excel learned late.
    """

    name: str
    signature: str
    least: int
    most: int
    group: Group
    zh: str
    en: str
    over_tables: bool = False
    server_only: bool = False
    volatile: bool = False
    prefix: str = ""

    @property
    def own_row(self) -> bool:
        """Whether a spreadsheet program can calculate it out of the cells of one row."""
        return not (self.over_tables or self.server_only)


MANY = 254
"""How many arguments Excel takes, made even."""
