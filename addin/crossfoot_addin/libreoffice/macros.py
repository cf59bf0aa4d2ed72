"""Macros of a workbook: Basic, and the VBA that came with an Excel file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crossfoot_addin.libreoffice.errors import OfficeError


def run(document: Any, macro: str, arguments: list[Any]) -> Any:
    """Run a macro by its name, with or without its module and workbook; what it returned.

    Raises:
        OfficeError: there is none, or macros were not allowed when the workbook was opened.
    """
    name = macro.rpartition("!")[2]
    scripts = document.getScriptProvider()
    for library, module in _modules(document):
        place, _, word = name.rpartition(".")
        if place in {"", module} and _declares(document.BasicLibraries.getByName(library).getByName(module), word):
            script = scripts.getScript(
                f"vnd.sun.star.script:{library}.{module}.{word}?language=Basic&location=document"
            )
            return script.invoke(tuple(arguments), (), ())[0]
    raise OfficeError(f"There is no macro “{macro}”, or macros are not allowed; use libreoffice(macros=True).")


def _modules(document: Any) -> Iterator[tuple[str, str]]:
    libraries = document.BasicLibraries
    for library in libraries.getElementNames():
        libraries.loadLibrary(library)
        for module in libraries.getByName(library).getElementNames():
            yield library, module


def _declares(source: str, word: str) -> bool:
    return re.search(rf"(?im)^\s*(?:public\s+)?(?:sub|function)\s+{re.escape(word)}\b", source) is not None
