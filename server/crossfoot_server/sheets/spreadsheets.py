"""What is asked of Google about a spreadsheet, so that linking and visiting know nothing of how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.google.probe import Version
from crossfoot_sync.grids.protocol import SharedGrid
from crossfoot_templates.model import BookView, Language

MOST_CELLS: Final = 10_000_000
"""Google's limit of a spreadsheet."""

FULL_SHARE: Final = 0.6
"""From which share of it a spreadsheet counts as nearly full: it grows by itself, and slows down long before."""


@dataclass(frozen=True)
class Facts:
    """A spreadsheet as a whole.

    Attributes:
        cells: of all its sheets, blank ones too.
        editable: whether the service account may edit it.
        trashed: it lies in the bin.
        marks: what crossfoot's metadata says stands in it, by key and value: ``("crossfoot.table", "invoice")``.
        copies: titles of sheets that are copies of a table's sheet.
        barred: what people call the protected ranges that keep the service account out.
    """

    title: str
    locale: str
    time_zone: str
    cells: int
    editable: bool = True
    trashed: bool = False
    marks: frozenset[tuple[str, str]] = frozenset()
    copies: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    sheets: Mapping[int, str] = field(default_factory=dict)

    @property
    def nearly_full(self) -> bool:
        """Whether it has more cells than a spreadsheet should that is to grow."""
        return self.cells > FULL_SHARE * MOST_CELLS


class Spreadsheets(Protocol):
    """Spreadsheets as one service account reaches them. Every call raises ``GoogleError`` where that fails."""

    @property
    def account(self) -> str:
        """The address that people share their spreadsheets with."""
        ...

    def version(self, spreadsheet: str) -> Version:
        """How far it is, and who changed it last; it costs no read of Sheets."""
        ...

    def facts(self, spreadsheet: str) -> Facts:
        """What it is."""
        ...

    def lay_out(self, spreadsheet: str, view: BookView, manifest: Manifest, facts: Facts) -> None:
        """Put an empty book of ``view`` into it, all or nothing; what stands there stays."""
        ...

    def mend(self, spreadsheet: str, view: BookView, language: Language) -> None:
        """Bring back drop-downs, formats and protections of the book that somebody took away."""
        ...

    def clear(self, spreadsheet: str) -> None:
        """Take out what makes it a book: metadata, hidden sheets, protections. Values stay."""
        ...

    def grid(self, spreadsheet: str) -> SharedGrid:
        """Its managed tables; all requests of one grid together end within some minutes."""
        ...
