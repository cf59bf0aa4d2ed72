"""The macros as the binary part that Excel keeps them in, made by pyOpenVBA from its blank add-in."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PART: Final = "xl/vbaProject.bin"

_BLANK: Final = "Module1"
"""A module that the blank add-in brings."""


def vba_project(modules: Mapping[str, str]) -> bytes:
    """The project with ``modules``, sources by name. The same sources give the same bytes."""
    from pyopenvba import ExcelFile  # noqa: PLC0415 - only builders have it

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.xlam"
        with ExcelFile.create_new(str(path)) as file:
            project = file.vba_project()
            for name, source in modules.items():
                project.add_module(name, _with_line_ends(source))
            project.delete_module(_BLANK)
            file.save()
        with zipfile.ZipFile(path) as package:
            return package.read(PART)


def _with_line_ends(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\n", "\r\n")
