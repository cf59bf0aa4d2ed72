"""The search language of ``files.list``, as far as it is used: comparisons joined by ``and``."""

from __future__ import annotations

import re

from crossfoot_sync.emulator.drive.file import SPREADSHEET, File
from crossfoot_sync.emulator.errors import DriveError

_TERM = re.compile(
    r"\s*(?:(?P<field>name|mimeType|trashed|starred|modifiedTime)\s*(?P<sign>contains|!=|>=|<=|=|>|<)\s*"
    r"(?P<value>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|true|false)|(?P<parent>'[^']*')\s+in\s+parents)\s*(?P<more>and\b)?"
)


def matches(query: str, file: File) -> bool:
    """Whether a file meets a query.

    Raises:
        DriveError: the query is not understood, by Google or by the emulator.
    """
    at, more = 0, bool(query.strip())
    while more:
        term = _TERM.match(query, at)
        if term is None:
            raise DriveError(400, "invalid", "Invalid Value", location="q")
        if not _meets(file, term):
            return False
        at, more = term.end(), term["more"] is not None
    if query[at:].strip():
        raise DriveError(400, "invalid", "Invalid Value", location="q")
    return True


def _meets(file: File, term: re.Match[str]) -> bool:
    if term["parent"]:
        return term["parent"].strip("'") in file.parents
    value = re.sub(r"\\(.)", r"\1", term["value"][1:-1]) if term["value"][0] in "'\"" else term["value"]
    shown = {
        "name": file.book.title,
        "mimeType": SPREADSHEET,
        "trashed": str(file.trashed).lower(),
        "starred": "false",
        "modifiedTime": file.changes[-1].time.isoformat(),
    }[term["field"]]
    if term["sign"] == "contains":
        return any(word.startswith(value.lower()) for word in shown.lower().split()) or value.lower() in shown.lower()
    if term["sign"] in ("=", "!="):
        return (shown == value) == (term["sign"] == "=")
    return shown > value if ">" in term["sign"] else shown < value
