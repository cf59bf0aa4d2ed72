from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyopenvba.interpreter import VBAObject, member

import crossfoot_addin.commands
from crossfoot_macros.excel import buttons, ribbon_xml
from crossfoot_macros.excel.texts import read_texts
from crossfoot_tests.macros.interpreted import (
    CHINESE,
    CONFIG,
    ENGLISH,
    GERMAN,
    INSTALLED,
    PYTHON,
    TAIWANESE,
    Interpreted,
)

pytestmark = pytest.mark.slow

Start = Callable[..., Interpreted]

CALLS = """
Function Called(control As Object, which As String)
    Dim returned
    Select Case which
        Case "label": CrossfootLabel control, returned
        Case "screentip": CrossfootScreentip control, returned
        Case "supertip": CrossfootSupertip control, returned
        Case "press": CrossfootPress control
    End Select
    Called = returned
End Function
"""


class Control(VBAObject):
    vba_type_name = "IRibbonControl"

    def __init__(self, button: str) -> None:
        self.button = button

    @member
    def ID(self) -> object:  # noqa: N802 - Excel's name
        return self.button


@pytest.fixture
def start(addin: Path) -> Start:
    def started(files: dict[str, str] | None = None, ui: int = ENGLISH, *, workbook: bool = True) -> Interpreted:
        excel = Interpreted(addin, dict(INSTALLED if files is None else files), ui, workbook=workbook)
        excel.add_module(CALLS, name="Calls")
        return excel

    return started


@pytest.mark.parametrize("button", buttons(ribbon_xml()))
def test_each_button_starts_its_command_by_the_interpreter_that_was_installed(start: Start, button: str) -> None:
    excel = start()
    excel.run("Called", Control(button), "press")
    (command,) = excel.shell.ran
    python = f'import crossfoot_addin.commands; crossfoot_addin.commands.{button}()"  --wb="Book1" --from_xl=1 '
    assert f'"{PYTHON}" -B -c "import xlwings.utils;' in command
    assert python in command
    assert '--hwnd="4711"' in command
    assert callable(getattr(crossfoot_addin.commands, button))
    assert excel.say() == []


def test_the_folder_of_the_workbook_is_not_where_python_looks(start: Start) -> None:
    excel = start()
    excel.run("CrossfootRun", "sync")
    assert 'prepare_sys_path(\\"false;Book1;' in excel.shell.ran[0]


def test_what_a_command_said_leaves_the_status_bar_after_a_while(start: Start) -> None:
    excel = start()
    excel.run("CrossfootRun", "sync")
    assert (excel.excel.status_bar, excel.excel.later) == (
        "crossfoot is working…",
        ["'crossfoot.xlam'!CrossfootStatusDone"],
    )
    excel.run("CrossfootStatusDone")
    assert excel.excel.status_bar is False


@pytest.mark.parametrize(
    ("ui", "language"), [(ENGLISH, 1), (GERMAN, 1), (CHINESE, 0), (TAIWANESE, 0)], ids=["en", "de", "zh-CN", "zh-TW"]
)
def test_the_ribbon_speaks_the_language_of_excel(start: Start, ui: int, language: int) -> None:
    excel, texts = start(ui=ui), read_texts()
    shown = {
        f"sync.{which}": excel.run("Called", Control("sync"), which) for which in ("label", "screentip", "supertip")
    }
    assert shown == {key: texts[key][language] for key in shown}


def test_every_text_is_found_by_its_key(start: Start) -> None:
    excel = start()
    assert {key: excel.run("CrossfootText", key) for key in read_texts()} == {
        key: en for key, (_, en) in read_texts().items()
    }
    assert excel.run("CrossfootText", "nothing.of.it") == "nothing.of.it"


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({}, "not_installed"),
        ({CONFIG: '"INTERPRETER_WIN",""\n'}, "not_installed"),
        ({CONFIG: INSTALLED[CONFIG]}, "python_gone"),
    ],
)
def test_without_python_it_says_so_and_what_to_do(start: Start, files: dict[str, str], key: str) -> None:
    excel = start(files)
    excel.run("Called", Control("sync"), "press")
    assert excel.shell.ran == []
    assert excel.say() == [read_texts()[key][1].replace("{path}", PYTHON)]
    assert "crossfoot addin install" in excel.say()[0]


def test_without_a_workbook_it_asks_for_one(start: Start) -> None:
    excel = start(workbook=False)
    excel.excel.active_book = None
    excel.run("Called", Control("help"), "press")
    assert (excel.shell.ran, excel.say()) == ([], [read_texts()["no_workbook"][1]])


@pytest.mark.parametrize(
    ("said", "key", "last"),
    [
        (
            "Traceback (innermost last):\r\n  File x\r\nModuleNotFoundError: No module named 'crossfoot_addin'\r\n",
            "package_missing",
            "ModuleNotFoundError: No module named 'crossfoot_addin'",
        ),
        ("Traceback:\nKeyError: 'a'\n\n", "failed", "KeyError: 'a'"),
    ],
)
def test_what_python_could_not_tell_itself_is_told_in_plain_words(start: Start, said: str, key: str, last: str) -> None:
    excel = start()
    excel.shell.python = lambda _: said
    excel.run("CrossfootRun", "sync")
    assert excel.say() == [read_texts()[key][1].replace("{said}", last)]


def test_a_workbook_cannot_name_the_program_that_is_started(start: Start) -> None:
    excel = start()
    sheet = excel.sheet(1, workbook=excel.application.active_book)
    sheet.sheet.vba_set("Name", "crossfoot.conf", [], {}, by_ref=False)
    for row, (key, value) in enumerate((("INTERPRETER_WIN", r"C:\evil.exe"), ("SHOW CONSOLE", "True")), start=1):
        sheet.set_value(f"A{row}", key)
        sheet.set_value(f"B{row}", value)
    excel.run("CrossfootRun", "sync")
    assert f'"{PYTHON}" -B -c' in excel.shell.ran[0]
    assert "evil" not in excel.shell.ran[0]


def test_a_sheet_that_is_called_like_a_script_is_somebodys_notes(start: Start) -> None:
    excel = start()
    sheet = excel.sheet(1, workbook=excel.application.active_book)
    sheet.sheet.vba_set("Name", "notes.py", [], {}, by_ref=False)
    excel.run("CrossfootRun", "sync")
    assert "crossfoot_addin.commands.sync()" in excel.shell.ran[0]
    assert "pro" not in excel.shell.ran[0].partition("crossfoot_addin")[2]
