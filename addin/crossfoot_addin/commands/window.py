"""What a command shows and asks: the status bar and message boxes of the program that it was called from."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from crossfoot_templates.label import Language


class Window(Protocol):
    """The person at the workbook, as a command meets them."""

    @property
    def language(self) -> Language:
        """The language of the program, for what is said where there is no book of ours."""
        ...

    def status(self, text: str) -> None:
        """Show ``text`` in the status bar."""
        ...

    def tell(self, text: str) -> None:
        """Show ``text`` until the person has closed it."""
        ...

    def confirm(self, text: str) -> bool:
        """Ask a question that yes or no answers."""
        ...

    def ask(self, question: str, suggested: str = "") -> str | None:
        """Ask for a line of text; ``None`` where the person thought better of it."""
        ...

    def where_to_save(self, title: str, name: str) -> Path | None:
        """Ask where to put a new workbook that might be called ``name``; ``None`` where they thought better of it."""
        ...

    def open(self, path: Path) -> None:
        """Open a workbook beside the one that is there."""
        ...

    def go_to(self, sheet: str, row: int) -> None:
        """Select a row of the workbook, and show it."""
        ...
