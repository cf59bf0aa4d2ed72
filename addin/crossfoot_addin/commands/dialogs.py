"""Questions that are answered with a line of text or a place: xlwings asks only yes or no."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

from crossfoot_templates.label import Language

TITLE = "crossfoot"

_CHINESE = 0x04
"""What is left of a language of Windows without its country."""


class Dialogs(Protocol):
    """What the program and its system ask with."""

    def language(self) -> Language:
        """The language of the program."""
        ...

    def ask(self, question: str, suggested: str) -> str | None:
        """A line of text; ``None`` where it was not given."""
        ...

    def where_to_save(self, title: str, name: str) -> Path | None:
        """A file to be made; ``None`` where none was chosen."""
        ...


class WindowsDialogs:
    """Excel's own, on Windows. ``excel`` is its Application."""

    def __init__(self, excel: Any) -> None:
        self._excel = excel

    def language(self) -> Language:
        """The language of Excel's menus."""
        return "zh" if self._excel.LanguageSettings.LanguageID(2) & 0x3FF == _CHINESE else "en"

    def ask(self, question: str, suggested: str) -> str | None:
        """Excel's InputBox, for text."""
        answer = self._excel.InputBox(question, TITLE, suggested, Type=2)
        return None if answer is False else str(answer)

    def where_to_save(self, title: str, name: str) -> Path | None:
        """Excel's dialog for saving."""
        answer = self._excel.GetSaveAsFilename(name, "Excel (*.xlsx), *.xlsx", 1, title)
        return None if answer is False else Path(str(answer))


class MacDialogs:
    """Those of macOS. Texts are handed over as arguments: in a script they would have to be quoted."""

    def language(self) -> Language:
        """The first of the languages that the user has set."""
        said = _output(["/usr/bin/defaults", "read", "-g", "AppleLanguages"]) or ""
        return "zh" if said.strip(' \n("').startswith("zh") else "en"

    def ask(self, question: str, suggested: str) -> str | None:
        """A dialog with a field."""
        script = (
            "on run argv",
            f'text returned of (display dialog (item 1 of argv) default answer (item 2 of argv) with title "{TITLE}")',
            "end run",
        )
        return _script(script, question, suggested)

    def where_to_save(self, title: str, name: str) -> Path | None:
        """A dialog for a new file."""
        script = (
            "on run argv",
            "POSIX path of (choose file name with prompt (item 1 of argv) default name (item 2 of argv))",
            "end run",
        )
        answer = _script(script, title, name)
        return None if answer is None else Path(answer)


class NoDialogs:
    """Where something other than Excel stands behind xlwings: nobody is there to answer."""

    def language(self) -> Language:
        """English."""
        return "en"

    def ask(self, question: str, suggested: str) -> str | None:
        """Nothing is answered."""
        return None

    def where_to_save(self, title: str, name: str) -> Path | None:
        """No place is chosen."""
        return None


def dialogs_of(excel: Any, platform: str = sys.platform) -> Dialogs:
    """Those of the system that this runs on."""
    if platform == "win32":
        return WindowsDialogs(excel)
    return MacDialogs() if platform == "darwin" else NoDialogs()


def _script(lines: tuple[str, ...], *arguments: str) -> str | None:
    spoken = [part for line in lines for part in ("-e", line)]
    answer = _output(["/usr/bin/osascript", *spoken, *arguments])
    return None if answer is None else answer.removesuffix("\n")


def _output(command: list[str]) -> str | None:
    """What a program of the system prints; ``None`` where it ended otherwise, as when somebody cancels."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs
    return done.stdout if done.returncode == 0 else None
