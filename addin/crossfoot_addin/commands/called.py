"""Where a button was pressed: what a command works on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from crossfoot_addin.commands.selection import Selection
from crossfoot_addin.commands.window import Window
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.label import Language

Desks = Callable[[], AbstractContextManager[Desk]]


@dataclass(frozen=True)
class Called:
    """A workbook, what is selected in it, and the person at it.

    Attributes:
        sheets: the titles of its visible sheets, in their order.
        language: the book's language, or the program's where it is no book of ours.
        hidden: whether nobody sees a row of a sheet. A selection reaches over such rows without a word.
        open_desk: opens the desk for it, which asks the server who its user is.
    """

    window: Window
    grid: Grid
    open_desk: Desks
    language: Language
    sheets: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    hidden: Callable[[str, int], bool] = lambda sheet, row: False
    credentials: Credentials = field(default_factory=Credentials)
