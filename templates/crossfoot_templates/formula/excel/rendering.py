"""How the cells of a sheet are named, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Program = Literal["excel", "sheets"]
"""What calculates a formula: a program that opens files, as Excel does, or Google Sheets."""

LONGEST = 8000
"""Characters of a formula; Excel takes 8,192, of which the ``=`` and the names of later functions need some."""
LONGEST_TEXT = 255
"""Characters of a text in a formula."""
DEEPEST = 64
"""Functions inside one another."""


class Unshowable(Exception):
    """A formula that is beyond a limit of Excel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A sheet as its formulas see it.

    Attributes:
        refer: the reference to a column's cell in the formula's row: ``cf_t[[#This Row],[label]]`` or ``$C4``.
        labels: what a cell shows for a code: called with the name of the choice list and the code.
        codes: for each ordered choice list its codes in order.
        ranks: the range that holds the labels of an ordered list in order, by its name; without it the labels stand
            in the formula, which conditional formats and validations take too.
        yes: the texts that mean TRUE in a cell, beside TRUE itself.
        program: what calculates the formulas.
    """

    refer: Callable[[str], str]
    labels: Callable[[str, str], str]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranks: Callable[[str], str] | None = None
    yes: tuple[str, ...] = ()
    program: Program = "excel"
