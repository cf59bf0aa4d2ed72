"""The functions called as xlwings calls them on Windows: by its own code, with stand-ins for Windows and Excel.

A program: it reads calls as JSON, each a function and its arguments, and writes what Excel would be given. An argument
may be ``{"missing": true}``, or ``{"range": [[…]]}`` for cells.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

MISSING = -2147352572
"""What arrives from Excel for an argument that is left out."""

_WINDOWS = ("pythoncom", "pywintypes", "win32com", "win32com.client")


class Absent(ModuleType):
    """A module of Windows of which nothing is called here."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


class Cells:
    """A range of Excel, as xlwings reads it."""

    max_cells_per_read = None

    def __init__(self, xl: Any) -> None:
        self.xl = xl

    @property
    def raw_value(self) -> Any:
        return tuple(tuple(row) for row in self.xl.values)

    @property
    def sheet(self) -> Any:
        return SimpleNamespace(book=SimpleNamespace(app=SimpleNamespace(pid=1, engine=Values())))


class Values:
    """How xlwings cleans values that come from Excel, and those that go there."""

    name = "excel"
    type = "desktop"

    @staticmethod
    def clean_value_data(data: Any, *_options: object) -> list[list[Any]]:
        return [[None if each == "" else each for each in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: object) -> Any:
        return "" if value is None else value


def windows() -> Any:
    """The part of xlwings that calls functions, on a Windows of stand-ins."""
    sys.modules.update({name: Absent(name) for name in _WINDOWS})
    excel, server = ModuleType("xlwings._xlwindows"), ModuleType("xlwings.com_server")
    excel.__dict__.update(Range=Cells, is_range_instance=lambda each: isinstance(each, SimpleNamespace))
    server.__dict__.update(loop=None)
    sys.modules.update({excel.__name__: excel, server.__name__: server})
    import xlwings  # noqa: PLC0415 - only now are there the modules that it wants
    from xlwings import udfs  # noqa: PLC0415 - the same

    xlwings.__dict__.update(func=udfs.xlfunc, arg=udfs.xlarg, _xlwindows=excel)
    xlwings.engines.add(xlwings.main.Engine(impl=Values()))
    return udfs


def given(argument: Any) -> Any:
    """An argument as Excel gives it."""
    match argument:
        case {"missing": True}:
            return MISSING
        case {"range": list(values)}:
            return SimpleNamespace(values=values)
        case _:
            return argument


def written(value: Any) -> Any:
    """What Excel is given, as JSON."""
    if isinstance(value, list):
        return [written(each) for each in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value


if __name__ == "__main__":
    called = windows()
    calls = [(name, tuple(map(given, arguments))) for name, arguments in json.load(sys.stdin)]
    results = [called.call_udf("crossfoot_addin.functions", *each) for each in calls]
    json.dump(written(results), sys.stdout)
