"""An app: one LibreOffice with its workbooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from crossfoot_addin.libreoffice.book_list import Books
from crossfoot_addin.libreoffice.books import Book
from crossfoot_addin.libreoffice.bridge import failure, program
from crossfoot_addin.libreoffice.errors import OfficeError
from crossfoot_addin.libreoffice.formulas import Functions
from crossfoot_addin.libreoffice.kept import Kept
from crossfoot_addin.libreoffice.office import Office

if TYPE_CHECKING:
    from crossfoot_addin.libreoffice.cell_layout import Layout
    from crossfoot_addin.libreoffice.engine import Apps
    from crossfoot_addin.libreoffice.ranges import Range


class App(base_classes.App):
    """A LibreOffice of its own, without a window, for one thread."""

    visible = Kept(False)
    screen_updating = Kept(True)
    display_alerts = Kept(True)
    enable_events = Kept(True)
    interactive = Kept(True)
    status_bar = Kept(False)

    def __init__(self, apps: Apps, macros: bool = False) -> None:
        self.office = Office()
        self.macros = macros
        self.opened: list[Book] = []
        self.made = 0
        self.copied: Layout | None = None
        self.kept: dict[str, Any] = {}
        self.answer: Callable[[str, str], str] | None = None
        self._apps = apps
        self._activations = 0
        self._calculation = "automatic"
        self._functions: Functions | None = None

    @property
    def engine(self) -> Any:
        """The engine that made it."""
        return self._apps.engine

    @property
    def api(self) -> Any:
        """LibreOffice's desktop."""
        return self.office.desktop

    @property
    def books(self) -> Books:
        """Its workbooks."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook."""
        active = self.books.active
        return None if active is None else active.selection

    @property
    def pid(self) -> int:
        """LibreOffice's process id."""
        return self.office.pid

    @property
    def hwnd(self) -> int:
        """There is no window: the process id."""
        return self.pid

    @property
    def version(self) -> str:
        """LibreOffice's version."""
        return self.office.version

    @property
    def path(self) -> str:
        """The program."""
        return program()

    @property
    def startup_path(self) -> str:
        """LibreOffice opens nothing by itself."""
        return ""

    @property
    def calculation(self) -> str:
        """``automatic``, ``semiautomatic`` (which is automatic here) or ``manual``."""
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in {"automatic", "semiautomatic", "manual"}:
            raise OfficeError(f"Calculation is automatic, semiautomatic or manual, not “{value}”.")
        self._calculation = value
        for book in self.opened:
            book.document.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        """Calculate what waits for it."""
        for book in self.opened:
            book.document.calculate()

    @property
    def cut_copy_mode(self) -> str | None:
        """``copy`` while a range was copied and may be pasted."""
        return None if self.copied is None else "copy"

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if not value:
            self.copied = None

    def activate(self, steal_focus: bool = False) -> None:
        """Make it the first of the apps."""
        self._apps.to_front(self)

    def next_activation(self) -> int:
        """A number that grows with each workbook that is opened or activated."""
        self._activations += 1
        return self._activations

    def functions_of(self, document: Any) -> Functions:
        """The names of functions, which are the same in all its workbooks."""
        if self._functions is None:
            self._functions = Functions.of(document)
        return self._functions

    def run(self, macro: str, args: list[Any]) -> Any:
        """Run a macro of the workbook that is named before ``!``, or of the active one."""
        name, mark, _ = macro.rpartition("!")
        book = self.books(name.strip("'")) if mark else self.books.active
        if book is None:
            raise OfficeError(f"There is no workbook whose macro “{macro}” could run.")
        return book.run(macro, args)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: str) -> str:
        """The word on the button that ``answer`` presses.

        Raises:
            NotImplementedError: there is no window, and nobody was named who answers.
        """
        if self.answer is None:
            raise NotImplementedError("LibreOffice runs without a window; nobody could answer.")
        return self.answer(prompt, buttons or "ok")

    def quit(self) -> None:
        """Close its workbooks without saving, and end it."""
        try:
            for book in list(self.opened):
                book.close()
        except failure():  # it has ended by itself
            pass
        finally:
            self._forget()
            self.office.quit()

    def kill(self) -> None:
        """End it at once."""
        self._forget()
        self.office.kill()

    def _forget(self) -> None:
        self.opened.clear()
        self._apps.forget(self)
