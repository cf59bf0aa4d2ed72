"""Which uploaded files are looked into."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

from crossfoot_server.files.troubles import UploadRefused
from crossfoot_sync.client.errors import NotABookError
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.grids.faults import of_workbook
from crossfoot_sync.grids.xlsx.package import Package, refuse_other_kinds

ENDINGS: Final = {
    ".et": "wps_format",
    ".ett": "wps_format",
    ".xlsm": "with_macros",
    ".xltm": "with_macros",
    ".xlam": "with_macros",
}
"""How names end of files that are not taken, each with the reason."""

_TYPES: Final = "[Content_Types].xml"


def plain_name(given: str) -> str:
    """What to call a file that a browser calls ``given``: no folders, and nothing that a screen does not show."""
    last = given.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if unicodedata.category(each)[0] != "C").strip() or "workbook.xlsx"


def admit(name: str, content: bytes, limit: int) -> None:
    """Refuse what no sync can be made of before any of it is read.

    Raises:
        UploadRefused: it has more than ``limit`` bytes, has macros, or is in a format of WPS's own.
        GridError: it is no .xlsx, damaged, or made to cost the server dearly.
    """
    if len(content) > limit:
        raise UploadRefused("upload_too_large", found=f"{len(content):,}", limit=f"{limit:,}")
    ending = f".{name.rpartition('.')[2].lower()}"
    if ending in ENDINGS:
        raise UploadRefused(ENDINGS[ending])
    with of_workbook(name):
        refuse_other_kinds(content)
        package = Package(content)
        if b"macroenabled" in package.whole(_TYPES).lower() or any("vbaproject" in each for each in package.parts()):
            raise UploadRefused("with_macros")


def belongs_here(name: str, manifest: Manifest, here: str) -> None:
    """Refuse a workbook that was made for another server than ``here``.

    Raises:
        UploadRefused: it was.
        NotABookError: it does not say which workbook it is.
    """
    if _origin(manifest.server) != _origin(here):
        raise UploadRefused("other_server", server=manifest.server[:200], here=here[:200])
    if not is_row_id(manifest.workbook):
        raise NotABookError(name, "its manifest names no workbook")


def _origin(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return "", address
    if not parts.hostname:
        return "", address
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, f"{parts.hostname.lower()}:{port or usual}"
