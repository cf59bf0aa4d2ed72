"""Excel on Windows as far as the macros of the add-in see it: pyOpenVBA's interpreter runs them.

It finds what does not compile and what fails while it runs, which LibreOffice passes over in silence.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import EMPTY, Interpreter, VBAArray, VBAInt, VBAObject, member, method
from pyopenvba.interpreter._values import MISSING

ENGLISH, CHINESE, TAIWANESE, GERMAN = 1033, 2052, 1028, 1031

VARIABLES = {"USERPROFILE": r"C:\Users\li", "TEMP": r"C:\Temp"}
CONFIG = r"C:\Users\li\.crossfoot\crossfoot.conf"
PYTHON = r"C:\Users\li\crossfoot\Scripts\python.exe"
INSTALLED = {CONFIG: f'"INTERPRETER_WIN","{PYTHON}"\n', PYTHON: ""}

DISK = """
Function FileExistsOnWindows(ByVal FileSpec As String) As Boolean
    FileExistsOnWindows = TheDisk.Exists(FileSpec)
End Function
Function ReadFile(ByVal FileName As String)
    ReadFile = TheDisk.Text(FileName)
End Function
Function GetConfigFromFile(sFile As String, sName As String, Optional sValue As String) As Boolean
    sValue = TheDisk.Setting(sFile, sName)
    GetConfigFromFile = (sValue <> "")
End Function
Function XLPy()
    Set XLPy = ThePython
End Function
"""
"""The functions of xlwings that read files, and reach the Python that answers functions: the interpreter does not."""


class Languages(VBAObject):
    """What Office says of its languages."""

    vba_type_name = "LanguageSettings"

    def __init__(self, ui: int) -> None:
        self.ui = ui

    @member
    def LanguageID(self, which: object = MISSING) -> object:  # noqa: N802 - Excel's name, as those below
        assert which == 2
        return VBAInt(self.ui, "Long")


class Shell(VBAObject):
    """The shell of Windows: ``ran`` is what was run in it. ``python`` does it: what it writes to its errors."""

    vba_type_name = "WshShell"

    def __init__(self, disk: Disk) -> None:
        self.ran: list[str] = []
        self.python: Callable[[str], str] = lambda _: ""
        self._disk = disk

    @method
    def Run(self, command: object, style: object = MISSING, wait: object = MISSING) -> object:  # noqa: N802
        assert (style, wait) == (0, True), "a console would show, or nobody would wait"
        self.ran.append(str(command))
        said = self.python(str(command))
        self._disk.files[str(command).rpartition('2> "')[2].rstrip('" ')] = said
        return VBAInt(1 if said else 0, "Long")

    @method
    def ExpandEnvironmentStrings(self, text: object) -> object:  # noqa: N802
        return str(text)


class Disk(VBAObject):
    """Files by path."""

    vba_type_name = "Disk"

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    @method
    def Exists(self, path: object) -> object:  # noqa: N802
        return str(path) in self.files

    @method
    def Text(self, path: object) -> object:  # noqa: N802
        return self.files[str(path)]

    @method
    def Setting(self, path: object, name: object) -> object:  # noqa: N802
        lines = csv.reader(self.files[str(path)].splitlines())
        return next((value for key, value in lines if key.lower() == str(name).lower()), "")

    @method
    def Variable(self, name: object) -> object:  # noqa: N802
        return VARIABLES[str(name).upper()]

    @method
    def Remove(self, path: object) -> object:  # noqa: N802
        del self.files[str(path)]
        return EMPTY


class Answering(VBAObject):
    """The Python that xlwings keeps for functions: ``called`` is what of it was called, ``answer`` what it answers."""

    vba_type_name = "XLPython"

    def __init__(self) -> None:
        self.called: list[tuple[str, str, list[object]]] = []
        self.answer: Callable[[], object] = lambda: 7500.0

    @method
    def CallUDF(self, module: object, function: object, arguments: VBAArray) -> object:  # noqa: N802
        given = [None if each is MISSING else each for each in arguments.items]
        self.called.append((str(module), str(function), given))
        return self.answer()


class ExcelForWindows(Application):
    """Excel with a language, a window, and a clock. ``in_cell`` is the cell whose formula is calculated."""

    def __init__(self, ui: int) -> None:
        super().__init__()
        self.ui = ui
        self.later: list[str] = []
        self.in_cell: object = EMPTY
        self.calculated = 0

    @member
    def Caller(self) -> object:  # noqa: N802
        return self.in_cell

    @method
    def CalculateFull(self) -> object:  # noqa: N802
        self.calculated += 1
        return EMPTY

    @member
    def LanguageSettings(self) -> object:  # noqa: N802
        return Languages(self.ui)

    @member
    def Hwnd(self) -> object:  # noqa: N802
        return VBAInt(4711, "Long")

    @member
    def Path(self) -> object:  # noqa: N802
        return r"C:\Program Files\Office16"

    @method
    def OnTime(self, when: object, procedure: object) -> object:  # noqa: N802
        self.later.append(str(procedure))
        return EMPTY


class Bridge(ExcelBridge):
    """Windows, as macros reach it."""

    def __init__(self, application: Application, shell: Shell, disk: Disk, python: Answering) -> None:
        super().__init__(application)
        self.shell, self.reached = shell, {"thedisk": disk, "thepython": python}

    def create(self, type_name_: str) -> object:
        return self.shell if type_name_ == "WScript.Shell" else super().create(type_name_)

    def global_object(self, name: str) -> object:
        return self.reached[name] if name in self.reached else super().global_object(name)


class Interpreted(ExcelApplication):
    """An Excel that speaks ``ui`` and has loaded ``addin``; ``files`` are on its disk, and a workbook is open in it."""

    def __init__(self, addin: Path, files: dict[str, str], ui: int = ENGLISH, *, workbook: bool = True) -> None:
        self.excel = ExcelForWindows(ui)
        self.application = self.excel
        self.disk = Disk(files)
        self.shell = Shell(self.disk)
        self.python = Answering()
        self.interpreter = Interpreter(Bridge(self.excel, self.shell, self.disk, self.python))
        self.excel.interpreter = self.interpreter
        self.open_workbook(str(addin))
        if workbook:
            self.add_workbook()
        with ExcelFile(str(addin)) as file:
            for name in file.module_names():
                kind = "document" if name in {"ThisWorkbook", "Sheet1"} else "standard"
                self.add_module(readable(file.get_module(name)), name=name, kind=kind)
        self.add_module(DISK, name="TestDisk")

    def say(self) -> list[str]:
        """What message boxes said."""
        return [prompt for _, prompt, *_ in self.dialogs]


def readable(source: str) -> str:
    """What the interpreter can read: no remarks behind directives, and files by way of :data:`DISK`."""
    source = source.replace("Environ(", "TheDisk.Variable(")
    source = source.replace('GetConfig("SHOW CONSOLE", False) =', 'CBool(GetConfig("SHOW CONSOLE", False)) =')
    source = re.sub(r"(?m)^([ \t]*#[^'\r\n]*)'[^\r\n]*", r"\1", source)
    for name in re.findall(r"Function (\w+)", DISK):
        source = source.replace(f"Function {name}(", f"Function Without{name}(")
        source = re.sub(rf"(?m)^(\s*){name} = ", rf"\1Without{name} = ", source)
    return re.sub(r"(?m)^(\s*)Kill ", r"\1TheDisk.Remove ", source)


def part(addin: bytes, name: str) -> bytes:
    """A part of the file."""
    with zipfile.ZipFile(io.BytesIO(addin)) as package:
        return package.read(name)
