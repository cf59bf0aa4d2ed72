"""Somebody who presses buttons: a window that remembers what it showed, and answers as the test says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.pressing import COMMANDS, carry_out
from crossfoot_addin.commands.selection import Selection
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_templates.label import Language
from crossfoot_tests.end_to_end.desks import Person

SHEETS = ("Customers", "Invoices", "Visits")


@dataclass
class Screen:
    """A window. ``answers`` are given in their order: yes or no, a text, a place."""

    answers: list[bool | str | Path | None] = field(default_factory=list)
    language: Language = "en"
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bar: list[str] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)
    at: tuple[str, int] | None = None

    def status(self, text: str) -> None:
        self.bar.append(text)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str) -> bool:
        self.asked.append(text)
        answer = self.answers.pop(0)
        assert isinstance(answer, bool)
        return answer

    def ask(self, question: str, suggested: str = "") -> str | None:
        self.asked.append(f"{question} [{suggested}]" if suggested else question)
        answer = self.answers.pop(0)
        assert answer is None or isinstance(answer, str)
        return answer

    def where_to_save(self, title: str, name: str) -> Path | None:
        self.asked.append(f"{title} [{name}]")
        answer = self.answers.pop(0)
        assert answer is None or isinstance(answer, Path)
        return answer

    def open(self, path: Path) -> None:
        self.opened.append(path)

    def go_to(self, sheet: str, row: int) -> None:
        self.at = (sheet, row)


def press(
    button: str,
    person: Person,
    screen: Screen,
    selection: Selection | None = None,
    *,
    sheets: tuple[str, ...] = SHEETS,
    hidden: Iterable[int] = (),
    credentials: Credentials | None = None,
) -> str:
    """Press a button in a person's workbook; what the status bar says at the end."""

    @contextmanager
    def desk() -> Iterator[Desk]:
        yield person.desk

    called = Called(
        window=screen,
        grid=person.grid,
        open_desk=desk,
        language=screen.language,
        sheets=sheets,
        selection=selection or Selection(),
        hidden=lambda _, row: row in hidden,
        credentials=credentials or Credentials(Path("/nowhere")),
    )
    return carry_out(COMMANDS[button], screen, lambda: called)
