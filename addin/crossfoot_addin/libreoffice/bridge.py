"""The way to LibreOffice's own objects: its Python module, and the small values that its calls take and give."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot_addin.libreoffice.errors import OfficeNotFound

PACKAGED = Path("/usr/lib/python3/dist-packages")
"""Where distributions put LibreOffice's Python module, which no virtual environment sees."""


@cache
def uno() -> Any:
    """LibreOffice's Python module.

    Raises:
        OfficeNotFound: it is not installed, or is made for another version of Python.
    """
    with _seeing(_folders()):
        try:
            return importlib.import_module("uno")
        except ImportError as error:
            raise OfficeNotFound(
                f"LibreOffice's Python module “uno” cannot be loaded ({error}). "
                "Install it (Debian: apt install libreoffice-calc python3-uno), "
                f"for Python {sys.version_info.major}.{sys.version_info.minor}."
            ) from error


def program() -> str:
    """The program that starts LibreOffice.

    Raises:
        OfficeNotFound: it is not on the search path.
    """
    found = shutil.which("soffice")
    if found is None:
        raise OfficeNotFound("LibreOffice (soffice) is not installed, or not on the search path (PATH).")
    return found


def _folders() -> list[Path]:
    beside = [Path(program()).resolve().parent] if shutil.which("soffice") else []
    return [folder for folder in [PACKAGED, *beside] if (folder / "uno.py").is_file()]


@contextmanager
def _seeing(folders: list[Path]) -> Iterator[None]:
    """Let imports look into ``folders``, last of all; other modules in them must not stay within reach."""
    added = [str(folder) for folder in folders if str(folder) not in sys.path]
    sys.path.extend(added)
    try:
        yield
    finally:
        for folder in added:
            sys.path.remove(folder)


def struct(name: str, **values: Any) -> Any:
    """A value of LibreOffice's, such as ``table.CellAddress``."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in values.items():
        setattr(made, field, value)
    return made


def choice(name: str, value: str) -> Any:
    """One of LibreOffice's fixed choices, such as ``sheet.CellInsertMode``, ``DOWN``."""
    return uno().Enum(f"com.sun.star.{name}", value)


def typed(name: str, values: list[Any]) -> Any:
    """A sequence whose type a call insists on."""
    return uno().Any(f"[]com.sun.star.{name}", tuple(values))


def properties(**values: Any) -> tuple[Any, ...]:
    """Named arguments."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def failure() -> type[Exception]:
    """What LibreOffice's calls raise."""
    found: type[Exception] = uno().getClass("com.sun.star.uno.Exception")
    return found


def url(path: str) -> str:
    """A path as LibreOffice names files."""
    return str(uno().systemPathToFileUrl(path))
