"""Colours and fonts of a rendered workbook."""

from __future__ import annotations

from typing import Final, Literal

from openpyxl.styles import Border, Font, PatternFill, Side

from crossfoot_templates.layout import CONFLICT, EDITED, IN_STEP, NEW, REFUSED, WAITING
from crossfoot_templates.model import Colour, Language

Standing = Literal["required", "recommended", "optional", "computed", "read_only", "managed"]
"""What a column asks of the person who fills it in."""

INK, QUIET, FAINT, LINE, PAPER = "24323D", "66737E", "8A949C", "DCE2E6", "FFFFFF"
ACCENT, STRIPE = "1F5F6B", "F5F8F9"
READ_ONLY_FILL, COMPUTED_FILL, MISSING_FILL = "F0F1F2", "F7F5EF", "FFF6C2"
FAILED_FILL, FAILED_INK = "F8CBC6", "9B1C13"
OPEN_FILL, OPEN_INK, OPEN_LINE = "FFC65C", "5A3700", "C77700"

HEADER: Final[dict[Standing, tuple[str, str]]] = {
    "required": (ACCENT, PAPER),
    "recommended": ("6FA5AC", PAPER),
    "optional": ("D6E6E8", INK),
    "computed": ("E9E4D8", "6B6354"),
    "read_only": ("E1E4E6", QUIET),
    "managed": ("3C4A54", PAPER),
}
"""Fill and text of a header cell: the darker, the more it is needed."""

TICK_INK: Final = {
    IN_STEP: "3E8E5A",
    EDITED: "1D66B0",
    NEW: "2E7D4F",
    CONFLICT: "B35C00",
    WAITING: "6B4FA0",
    REFUSED: "B3261E",
}
"""The colour of each tick's sign."""

ROW_FILL: Final = {EDITED: "E9F2FC", NEW: "E8F6EC", CONFLICT: "FDEEDA", WAITING: "F0EBF8", REFUSED: "FCE8E6"}
"""The tint of a row by its tick. A row in step has none."""

HIGHLIGHT: Final[dict[Colour, tuple[str, str]]] = {
    "red": ("F6D5DC", "8A1538"),
    "amber": ("FBE2B3", "754A00"),
    "green": ("D0ECD8", "1D5A33"),
    "grey": ("DADFE3", "46525C"),
}
"""Fill and text of cells that a rule of the definition colours."""

_FACES: Final[dict[Language, tuple[str, int | None, float]]] = {
    # The English name of 微软雅黑, which Office brings along on Windows and Mac in every language. The character
    # set (134, simplified Chinese) leads programs that lack it to another Chinese face.
    "zh": ("Microsoft YaHei", 134, 10.5),
    "en": ("Calibri", None, 11),
}


def font(
    language: Language, *, larger: float = 0, bold: bool = False, color: str = INK, underline: bool = False
) -> Font:
    """The workbook's face in ``language``, ``larger`` points above its usual size."""
    name, charset, size = _FACES[language]
    return Font(
        name=name,
        charset=charset,
        family=2,
        sz=size + larger,
        b=bold,
        color=color,
        u="single" if underline else None,
    )


def fill(color: str) -> PatternFill:
    """A plain fill, for cells and for conditional formats alike."""
    return PatternFill("solid", start_color=color, end_color=color)


def box(color: str) -> Border:
    """A thin line on all four sides."""
    side = Side(style="thin", color=color)
    return Border(left=side, right=side, top=side, bottom=side)


def underline(color: str) -> Border:
    """A thin line below."""
    return Border(bottom=Side(style="thin", color=color))
