"""The module of xlwings that starts Python from Excel, from the installed package and changed in a few stated places.

It is under the BSD licence, whose text stands at its top and stays there. Nothing of it is kept in this repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

SOURCE: Final = "xlwings_custom_addin.bas"
"""What xlwings ships for add-ins of one's own."""

_CONFIG, _AFTER = '\'Attribute VB_Name = "Config"', '\'Attribute VB_Name = "Utils"'
"""Between these lines stands how settings are found."""


class XlwingsChangedError(Exception):
    """The installed xlwings has another module than the one that the changes were written for."""

    def __init__(self, version: str, what: str, expected: int, found: int) -> None:
        super().__init__(
            f"xlwings {version} has {what!r} {found} times in {SOURCE}, and not {expected} times. "
            f"Install the version of xlwings that this crossfoot names, or look at the changes in borrowed.py."
        )


@dataclass(frozen=True)
class Change:
    """A text of the module that occurs ``times``, what takes its place, and why."""

    old: str
    new: str
    times: int
    why: str


CHANGES: Final = (
    Change(
        'PROJECT_NAME As String = "myaddin"',
        'PROJECT_NAME As String = "crossfoot"',
        1,
        "The settings are in a file of their own: those of somebody's other work with xlwings stay as they are.",
    ),
    Change(
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")',
        'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false")',
        2,
        "A file sync.py beside somebody's workbook is none of ours and must not run.",
    ),
    Change(
        "uses_embedded_code = True\r\n                Exit For",
        "uses_embedded_code = False\r\n                Exit For",
        1,
        "A sheet whose name ends in .py is somebody's notes; running it would ask for a licence of xlwings.",
    ),
    Change(
        "    Dim d As Dictionary\r\n    Set d = New Dictionary",
        "    Dim d As Object\r\n    Set d = Nothing",
        1,
        "The class is not in this add-in, and settings are not read from a sheet.",
    ),
    Change(
        "Sub ShowError(FileName As String",
        "Sub XlwingsShowError(FileName As String",
        1,
        "CrossfootPython has a ShowError that says it in plain words.",
    ),
    Change(
        "    'Clean up\r\n    Application.StatusBar = False",
        "    'Clean up\r\n    CrossfootStatusLater",
        1,
        "On a Mac this runs as soon as Python ends, before anybody has read what it said.",
    ),
)
"""Each is found as often as it says, or nothing is built."""


def python_caller() -> str:
    """The source of the module ``xlwings``.

    Raises:
        XlwingsChangedError: the changes do not fit the installed version.
    """
    source = files("xlwings").joinpath(SOURCE).read_bytes().decode("ascii")
    for change in CHANGES:
        found = source.count(change.old)
        if found != change.times:
            raise XlwingsChangedError(version(), change.old, change.times, found)
        source = source.replace(change.old, change.new)
    return _own_settings_only(source)


def version() -> str:
    """The version of xlwings that is installed."""
    from importlib.metadata import version as installed  # noqa: PLC0415 - slow, and wanted by builders only

    return installed("xlwings")


def _own_settings_only(source: str) -> str:
    """Read settings beside the add-in and in the user's own folder.

    As it is, a workbook that somebody was sent could name the program that is started.
    """
    before, config, rest = source.partition(_CONFIG)
    settings, after, rest = rest.partition(_AFTER)
    found = settings.count("ActiveWorkbook")
    if not (config and after and found):
        raise XlwingsChangedError(version(), "ActiveWorkbook between Config and Utils", 1, found)
    return before + config + settings.replace("ActiveWorkbook", "ThisWorkbook") + after + rest
