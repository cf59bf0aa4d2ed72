"""The add-in in LibreOffice, where its buttons write down what Python would be told."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from crossfoot_macros.excel import build_addin

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


def open_addin(app: xw.App, folder: Path) -> xw.Book:
    """The add-in, opened in a LibreOffice that runs macros."""
    path = folder / "crossfoot.xlam"
    path.write_bytes(build_addin(SHIM))
    return app.books.open(str(path))


def python_of(addin: xw.Book, button: str) -> str:
    """What Python is told when a button is pressed."""
    told = addin.sheets["texts"].range("F1")
    told.value = None
    assert addin.macro("CrossfootPython.CrossfootRun")(button) == ""
    return str(told.value)
