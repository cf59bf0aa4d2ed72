from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crossfoot_addin.commands.dialogs import MacDialogs, NoDialogs, WindowsDialogs, dialogs_of


@dataclass
class Excel:
    """Excel's Application, as Windows hands it out: a dialog that is cancelled answers False."""

    answer: object
    ui: int = 2052

    @property
    def LanguageSettings(self) -> Excel:  # noqa: N802 - Excel's names
        return self

    def LanguageID(self, which: int) -> int:  # noqa: N802
        assert which == 2
        return self.ui

    def InputBox(self, prompt: str, title: str, default: str, Type: int) -> object:  # noqa: N802, N803
        assert (prompt, title, default, Type) == ("Which?", "crossfoot", "ledger", 2)
        return self.answer

    def GetSaveAsFilename(self, name: str, kinds: str, kind: int, title: str) -> object:  # noqa: N802
        assert (name, kinds, kind, title) == ("ledger.xlsx", "Excel (*.xlsx), *.xlsx", 1, "Where?")
        return self.answer


def test_each_system_has_its_dialogs() -> None:
    kinds: list[Any] = [type(dialogs_of(None, platform)) for platform in ("win32", "darwin", "linux")]
    assert kinds == [WindowsDialogs, MacDialogs, NoDialogs]


@pytest.mark.parametrize(("answer", "text"), [("billing", "billing"), ("", ""), (False, None)])
def test_excel_asks_for_a_text(answer: object, text: str | None) -> None:
    assert WindowsDialogs(Excel(answer)).ask("Which?", "ledger") == text


@pytest.mark.parametrize(("answer", "path"), [("/u/my.xlsx", Path("/u/my.xlsx")), (False, None)])
def test_excel_asks_for_a_place(answer: object, path: Path | None) -> None:
    assert WindowsDialogs(Excel(answer)).where_to_save("Where?", "ledger.xlsx") == path


def test_excel_says_its_language() -> None:
    assert [WindowsDialogs(Excel(None, ui)).language() for ui in (2052, 1028, 3076, 1033, 1031)] == [
        "zh",
        "zh",
        "zh",
        "en",
        "en",
    ]


def test_where_nobody_is_there_nothing_is_answered() -> None:
    nobody = NoDialogs()
    assert (nobody.language(), nobody.ask("", ""), nobody.where_to_save("", "")) == ("en", None, None)
