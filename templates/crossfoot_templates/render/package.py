"""The workbook as bytes: equal workbooks give equal bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

MADE_AT = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - document times are UTC and written without saying so
"""The time that every rendered workbook bears, so that the bytes depend on nothing but the definition."""

_MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


_APPLICATION = re.compile(rb"<Application>.*</AppVersion>")
"""Names openpyxl and its release, which says nothing of the workbook."""


def packed(workbook: Workbook, text_columns: Mapping[str, str]) -> bytes:
    """``workbook`` as an .xlsx.

    ``text_columns`` are ranges, by sheet title, in which digits kept as text are meant, so that Excel does not
    hang a green corner on every code.
    """
    draft = BytesIO()
    workbook.save(draft)
    quiet = {
        f"xl/worksheets/sheet{number}.xml": text_columns[sheet.title]
        for number, sheet in enumerate(workbook.worksheets, start=1)
        if text_columns.get(sheet.title)
    }
    final = BytesIO()
    with ZipFile(draft) as source, ZipFile(final, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = ZipInfo(name, _MEMBER_TIME)
            member.compress_type = ZIP_DEFLATED
            target.writestr(member, _finished(name, source.read(name), quiet))
    return final.getvalue()


def _finished(name: str, content: bytes, quiet: Mapping[str, str]) -> bytes:
    if name == "docProps/core.xml":
        return _MODIFIED.sub(rb"\g<1>" + f"{MADE_AT.isoformat()}Z".encode() + rb"\g<2>", content)
    if name == "docProps/app.xml":
        return _APPLICATION.sub(b"<Application>crossfoot</Application>", content)
    if name in quiet:
        ignored = f'<ignoredErrors><ignoredError sqref="{quiet[name]}" numberStoredAsText="1"/></ignoredErrors>'
        return content.replace(b"<tableParts", ignored.encode() + b"<tableParts", 1)
    return content
