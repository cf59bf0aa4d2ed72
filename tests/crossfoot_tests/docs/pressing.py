"""Carrying out a page on the add-in of Excel: its buttons are pressed in a workbook that is open in LibreOffice.

Besides what every page may hold, there is:

- ``Press **Button**`` and, where it asks something, ``and answer:`` with a table of questions and answers: a text or a
  file in backticks, ``nothing``, *OK*, *Yes*, *No*; a command in backticks is run first, with the code in the question.
- ``the status bar says “…”``, after a button.
- ``A message box says:`` and a block ``text``. Every message box must be on the page, in its order.
- ``In sheet **Title**, type:`` and a table of cells and what to type, into the open workbook.
- ``Select `I5` in sheet **Title**``, a cell or rows.
- ``Sheet **Title** shows:`` and a table, headed by ``row`` and headings of the sheet: all rows that show something.
- ``![…](pictures/name.png)``: the screen at this moment, for whoever makes the pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import xlwings as xw

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.dialogs import NoDialogs
from crossfoot_addin.commands.live import ExcelWindow, beside, within
from crossfoot_addin.commands.pressing import COMMANDS, carry_out
from crossfoot_addin.libreoffice import libreoffice
from crossfoot_macros.excel import buttons, ribbon_xml
from crossfoot_macros.excel.texts import read_texts
from crossfoot_sync.client.credentials import Credentials
from crossfoot_templates.label import Language
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_tests.docs.playing import ADDRESS, TABLE, Act, Player, cells_of, fits
from crossfoot_tests.office.person import LibreOffice

PRESSED = r"^Press \*\*(?P<button>[^*]+)\*\*(?P<asks>[^\n]*, and answer:\n\n" + TABLE + ")?"
BAR = r"the\s+status\s+bar\s+says\s+“(?P<bar>[^”]+)”"
BOX = r"^A message box says:\n\n```text\n(?P<box>.*?)^```$"
TYPED = r"^In sheet \*\*(?P<sheet>[^*]+)\*\*, (?:type|choose):\n\n" + TABLE
SELECTED = r"Select `(?P<cells>[A-Z0-9:]+)` in sheet \*\*(?P<sheet>[^*]+)\*\*"
SEEN = r"^Sheet \*\*(?P<sheet>[^*]+)\*\* shows:\n\n" + TABLE
PICTURE = r"^!\[[^\]]*\]\(pictures/(?P<picture>[\w-]+)\.png\)$"

_CODE = re.compile(r"Code: (\S+)")
_QUOTED = re.compile(r"`([^`]+)`")
BUTTONS = {read_texts()[f"{each}.label"][1]: each for each in buttons(ribbon_xml())}
"""The buttons by what is written on them."""


@dataclass
class Person:
    """Whoever sits at Excel, as a page tells it. ``answers`` are questions with what the page answers to each."""

    player: AtExcel
    answers: list[tuple[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    bar: str = ""
    language: Language = "en"

    def status(self, text: str) -> None:
        self.bar = text

    def tell(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str) -> bool:
        answer = self._answer(text)
        code = _CODE.search(text)
        for command in _QUOTED.findall(answer):
            self.player.run(command.replace("CODE", code[1] if code else ""))
        return "*OK*" in answer or "*Yes*" in answer

    def ask(self, question: str, suggested: str = "") -> str | None:
        answer = _QUOTED.search(self._answer(question))
        return answer[1].replace(ADDRESS, self.player.address) if answer else ""

    def where_to_save(self, title: str, name: str) -> Path | None:
        answer = _QUOTED.search(self._answer(title))
        return self.player.folder / answer[1] if answer else None

    def open(self, path: Path) -> None:
        self.player.book = self.player.app.books.open(str(path))

    def go_to(self, sheet: str, row: int) -> None:
        ExcelWindow(self.player.book, NoDialogs()).go_to(sheet, row)

    def _answer(self, question: str) -> str:
        assert self.answers, f"the page answers nothing to: {question}"
        expected, answer = self.answers.pop(0)
        asked = question.replace(self.player.address, ADDRESS)
        assert fits(expected, " ".join(asked.split())), f"{asked}\nis not what the page shows:\n{expected}"
        return answer


@dataclass(kw_only=True)
class AtExcel(Player):
    """Carries out pages with a workbook that is open.

    Attributes:
        app: the LibreOffice in the place of Excel, ``book`` the workbook in front in it.
        take_picture: told the name of a picture where the page shows one.
    """

    app: xw.App
    book: xw.Book
    take_picture: Callable[[str, xw.Book], None] = lambda name, book: None
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        self.person = Person(self)

    def acts(self) -> dict[str, Act]:
        here: dict[str, Act] = {
            PRESSED: self._press,
            BAR: self._read_bar,
            BOX: self._read_box,
            TYPED: self._type_here,
            SELECTED: self._select,
            SEEN: self._see,
            PICTURE: lambda step: self.take_picture(step["picture"], self.book),
        }
        return super().acts() | here

    def run(self, command: str) -> None:
        """Run a command and say yes to what it asks; whatever it prints."""
        self._run(command, "…", "y\n")

    def _press(self, step: re.Match[str]) -> None:
        assert self.person.told == [], "the page does not show a message box"
        lines = step["lines"].splitlines() if step["asks"] else []
        self.person.answers = [(question, answer) for question, answer in map(_cells, lines)]
        command, person = COMMANDS[BUTTONS[step["button"]]], self.person
        credentials = Credentials(self.folder / self.config)

        def called() -> Called:
            if command.needs_book:
                return within(self.book, person, credentials)
            return replace(beside(self.book, person), credentials=credentials)

        carry_out(command, person, called)
        assert person.answers == [], "it does not ask all that the page answers"

    def _read_bar(self, step: re.Match[str]) -> None:
        _compare(" ".join(step["bar"].split()), self.person.bar.replace(self.address, ADDRESS))

    def _read_box(self, step: re.Match[str]) -> None:
        assert self.person.told, f"no message box says:\n{step['box']}"
        _compare(step["box"], self.person.told.pop(0).replace(self.address, ADDRESS))

    def _type_here(self, step: re.Match[str]) -> None:
        for cell, text in cells_of(step["lines"]):
            self.book.sheets[step["sheet"]].range(cell).value = text

    def _select(self, step: re.Match[str]) -> None:
        self.book.sheets[step["sheet"]].activate()
        self.book.sheets[step["sheet"]].range(step["cells"]).select()

    def _see(self, step: re.Match[str]) -> None:
        _, *headings = _cells(step["heads"])
        sheet = self.book.sheets[step["sheet"]]
        last = sheet.used_range.last_cell
        heads = sheet.range((HEADER_ROW, 1), (HEADER_ROW, last.column)).value
        places = [heads.index(heading) + 1 for heading in headings]
        seen = [[str(row), *(_shown(sheet, row, place) for place in places)] for row in range(FIRST_ROW, last.row + 1)]
        expected = [_cells(line) for line in step["lines"].splitlines()]
        _compare(*("\n".join(" | ".join(row) for row in rows if any(row[1:])) for rows in (expected, seen)))


@contextmanager
def at_excel(
    folder: Path,
    office: LibreOffice,
    config: str,
    take_picture: Callable[[str, xw.Book], None] = lambda name, book: None,
) -> Iterator[AtExcel]:
    """Somebody before a blank workbook, whose token is kept in the folder ``config``."""
    with libreoffice() as app:
        seat = AtExcel(folder, office, config, app=app, book=app.books.add(), take_picture=take_picture)
        with closing(seat) as player:
            yield player
            assert player.person.told == [], "the page does not show a message box"


def _shown(sheet: xw.Sheet, row: int, column: int) -> str:
    """What a cell shows on the screen."""
    return str(sheet.range((row, column)).api.getCellByPosition(0, 0).getString())


def _cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [each.strip() for each in line.strip("|").split("|")]


def _compare(expected: str, seen: str) -> None:
    assert fits(expected, seen), f"{seen}\nis not what the page shows:\n{expected}"
