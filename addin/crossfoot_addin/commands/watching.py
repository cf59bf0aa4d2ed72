"""A sign of life in the status bar while something takes its time."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_addin.commands.window import Window
from crossfoot_addin.commands.words import word
from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.protocol import Grid
from crossfoot_templates.label import Language


@dataclass(frozen=True)
class WatchedGrid:
    """A grid that says in the status bar what is going on. What is neither reading nor writing waits for the server."""

    inner: Grid
    window: Window
    language: Language

    @property
    def name(self) -> str:
        """What people call the workbook."""
        return self.inner.name

    def read(self) -> Reading:
        """The workbook as it stands now."""
        self.window.status(word("reading", self.language))
        reading = self.inner.read()
        self.window.status(word("asking", self.language))
        return reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``."""
        self.window.status(word("writing", self.language))
        missed = self.inner.write(edits, seen)
        self.window.status(word("asking", self.language))
        return missed
