"""Building the add-in, and telling which one a file is."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final

from lxml import etree

from crossfoot_macros.excel.borrowed import python_caller
from crossfoot_macros.excel.borrowed import version as xlwings_version
from crossfoot_macros.excel.package import CORE, addin_package
from crossfoot_macros.excel.project import vba_project
from crossfoot_macros.excel.ribbon import problems, ribbon_xml
from crossfoot_macros.excel.texts import read_texts

ADDIN: Final = "crossfoot.xlam"

OURS: Final = ("CF", "CrossfootFunctions", "CrossfootRibbon", "CrossfootPython", "CrossfootTexts")
"""The modules whose sources are in this folder."""

BORROWED: Final = "xlwings"

_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"


class AddinFaultError(Exception):
    """The tab breaks a rule of Excel's, or names what is not there."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("The ribbon is not as Excel wants it. " + " ".join(faults))


def build_addin(borrowed: str | None = None) -> bytes:
    """The add-in. The same sources and versions give the same bytes, on any machine and at any time.

    ``borrowed`` takes the place of the module of xlwings that starts Python.

    Raises:
        AddinFaultError: Excel would not show it, or a button would do nothing.
        XlwingsChangedError: the installed xlwings is not the one that it is made for.
    """
    modules, texts, ribbon = _modules(borrowed), read_texts(), ribbon_xml()
    faults = problems(ribbon, texts, modules)
    if faults:
        raise AddinFaultError(faults)
    return addin_package(ribbon, texts, vba_project(modules), about_addin())


@cache
def about_addin() -> str:
    """Which add-in :func:`build_addin` makes: the versions, and a digest of all sources."""
    sources = [ribbon_xml(), repr(read_texts()).encode(), *(source.encode() for source in _modules(None).values())]
    digest = hashlib.blake2b(b"\0".join(sources), digest_size=8).hexdigest()
    return f"crossfoot {version('crossfoot')}, xlwings {xlwings_version()}, sources {digest}"


def read_about(addin: bytes) -> str:
    """Which add-in a file is, as :func:`about_addin` says it; empty where it does not say.

    It stays when the macros are signed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(addin)) as package:
            return etree.fromstring(package.read(CORE)).findtext(_DESCRIPTION) or ""
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return ""


def own_modules() -> dict[str, str]:
    """The sources of our own macros by the names of their modules."""
    folder = files("crossfoot_macros.excel")
    return {name: folder.joinpath(f"{name}.bas").read_text("utf-8") for name in OURS}


def _modules(borrowed: str | None) -> Mapping[str, str]:
    return own_modules() | {BORROWED: python_caller() if borrowed is None else borrowed}
