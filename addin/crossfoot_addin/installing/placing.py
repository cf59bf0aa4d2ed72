"""Installing the add-in and taking it away again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from crossfoot_addin.installing.places import Places
from crossfoot_addin.installing.registry import Registry, distrust, trust
from crossfoot_addin.installing.settings import Settings


class ExcelHasItError(Exception):
    """The file of the add-in is held by a running Excel."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be replaced: Excel is running. Close Excel and try again.")


@dataclass(frozen=True)
class Machine:
    """Where the add-in goes on one machine: its places, its settings, and its registry where it has one."""

    places: Places
    settings: Settings
    registry: Registry | None = None


def install(machine: Machine, addin: bytes, python: Path, *, trusted: bool = False) -> Iterator[str]:
    """Put the add-in in its place and tell it which Python to start; what was done, line by line.

    The settings come first: without them an add-in would be there that can do nothing.

    Raises:
        ExcelHasItError: an older one is open in Excel.
        UnreadableForMacrosError: macros could not read the path of Python.
    """
    places = machine.places
    machine.settings.write({places.interpreter: str(python), "ADD_WORKBOOK_TO_PYTHONPATH": "False"})
    yield f"{machine.settings.path} names {python}"
    if places.scripts is not None:
        script = script_of(places.scripts)
        script.parent.mkdir(parents=True, exist_ok=True)
        with files("xlwings").joinpath(script.name).open("rb") as source, script.open("wb") as target:
            shutil.copyfileobj(source, target)
        yield f"{script} starts Python"
    if trusted and machine.registry is not None:
        trust(machine.registry, str(places.addin.parent))
        yield f"{places.addin.parent} is trusted: macros in it run without asking"
    try:
        places.addin.parent.mkdir(parents=True, exist_ok=True)
        places.addin.write_bytes(addin)
    except PermissionError as error:
        raise ExcelHasItError(places.addin) from error
    yield f"{places.addin} is what Excel starts with"


def uninstall(machine: Machine) -> Iterator[str]:
    """Take the add-in away, with its settings; what was done, line by line.

    The script of macOS stays: other add-ins of xlwings use the same.

    Raises:
        ExcelHasItError: it is open in Excel.
    """
    places = machine.places
    for path in (places.addin, machine.settings.path):
        if path.exists():
            try:
                path.unlink()
            except PermissionError as error:
                raise ExcelHasItError(path) from error
            yield f"{path} is gone"
    if machine.registry is not None:
        distrust(machine.registry, str(places.addin.parent))


def script_of(folder: Path) -> Path:
    """The script through which macros start Python on a Mac. Its name carries the version of xlwings."""
    return folder / f"xlwings-{version('xlwings')}.applescript"
