from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_macros.excel import build_addin, buttons, ribbon_xml
from crossfoot_macros.excel.texts import read_texts

pytestmark = pytest.mark.slow

SHIM = """Attribute VB_Name = "xlwings"
Option Explicit

Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets("texts").Range("F1").Value = PythonCommand
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = "/bin/sh"
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = True
End Function

Public Function ReadFile(ByVal FileName As String)
    ReadFile = ""
End Function
"""
"""What stands in for xlwings, which starts nothing on Linux: it writes down what Python would be told."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    path: Path = tmp_path_factory.mktemp("addin") / "crossfoot.xlam"
    path.write_bytes(build_addin(SHIM))
    with libreoffice(macros=True) as app:
        yield app.books.open(str(path))


@pytest.mark.parametrize("button", buttons(ribbon_xml()))
def test_each_button_tells_python_its_command(opened: xw.Book, button: str) -> None:
    assert opened.macro("CrossfootPython.CrossfootRun")(button) == ""
    told = opened.sheets["texts"].range("F1").value
    assert told == f"import crossfoot_addin.commands; crossfoot_addin.commands.{button}()"


def test_the_texts_are_found(opened: xw.Book) -> None:
    text = opened.macro("CrossfootTexts.CrossfootText")
    assert [text("sync.label"), text("nothing")] == [read_texts()["sync.label"][1], "nothing"]


def test_what_failed_is_told_by_its_last_line(opened: xw.Book) -> None:
    said = opened.macro("CrossfootPython.CrossfootWhatFailed")("Traceback\nKeyError: 'a'\n")
    assert said == read_texts()["failed"][1].replace("{said}", "KeyError: 'a'")
