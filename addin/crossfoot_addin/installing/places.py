"""Where Excel looks for add-ins, and xlwings for its settings, on each system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ADDIN = "crossfoot.xlam"
SETTINGS = "crossfoot.conf"


class NoExcelHereError(Exception):
    """A system that Excel does not run on."""

    def __init__(self, platform: str) -> None:
        super().__init__(
            f"There is no Excel with macros on this system ({platform}). Run this on Windows or a Mac; the file itself "
            f"can be made anywhere with: crossfoot addin build"
        )


class VariableMissingError(Exception):
    """The surroundings do not say where the user's folders are."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The variable {name} is not set, so it is not known where Excel keeps its add-ins.")


@dataclass(frozen=True)
class Places:
    """Where things belong.

    Attributes:
        addin: the add-in, in the folder from which Excel opens everything when it starts.
        settings: what the macros read of it; ``interpreter`` is the setting that names Python.
        scripts: where macOS wants the script that starts Python; ``None`` elsewhere.
    """

    addin: Path
    settings: Path
    interpreter: str
    scripts: Path | None = None


def places(platform: str, environment: Mapping[str, str]) -> Places:
    """The places on a system with these variables.

    Raises:
        NoExcelHereError: Excel does not run on it.
        VariableMissingError: a variable that every user has is not set.
    """
    find = _SYSTEMS.get(platform)
    if find is None:
        raise NoExcelHereError(platform)
    try:
        return find(environment)
    except KeyError as error:
        raise VariableMissingError(str(error.args[0])) from error


def _windows(environment: Mapping[str, str]) -> Places:
    return Places(
        addin=Path(environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART" / ADDIN,
        settings=Path(environment["USERPROFILE"]) / ".crossfoot" / SETTINGS,
        interpreter="INTERPRETER_WIN",
    )


def _mac(environment: Mapping[str, str]) -> Places:
    library = Path(environment["HOME"]) / "Library"
    office = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
    return Places(
        addin=office / "Startup.localized" / "Excel" / ADDIN,
        settings=library / "Containers" / "com.microsoft.Excel" / "Data" / SETTINGS,
        interpreter="INTERPRETER_MAC",
        scripts=library / "Application Scripts" / "com.microsoft.Excel",
    )


_SYSTEMS: dict[str, Callable[[Mapping[str, str]], Places]] = {"win32": _windows, "darwin": _mac}
