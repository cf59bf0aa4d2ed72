"""Books written as XML by hand, for forms that no library writes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from crossfoot_tests.sync.grids.openpyxl_books import rezip

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET = "xl/worksheets/sheet1.xml"
HEADER = (
    '<row r="3"><c r="A3" t="str"><v>编号</v></c><c r="B3" t="str"><v>名称</v></c>'
    '<c r="C3" t="str"><v>金额</v></c></row>'
)

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="[$-804]yyyy&quot;年&quot;m"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14" fontId="3"/><xf numFmtId="31"/>'
    '<xf numFmtId="164"><alignment wrapText="1"/></xf><xf numFmtId="46"/></cellXfs></styleSheet>'
)
"""Formats: 0 general, 1 a date, 2 a Chinese date, 3 another by its code, 4 a duration."""


def worksheet(rows: str, *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A sheet part with ``rows``."""
    return f'{HEAD}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def relationships(**targets: str) -> str:
    """A relationships part; each ``kind_1="target"``."""
    lines = (
        f'<Relationship Id="{name}" Type="{DOCUMENT}/{name.partition("_")[0]}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def parts(
    sheet: str,
    *,
    strings: str = "",
    table: str = "",
    headings: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    date1904: bool = False,
    namespace: str = MAIN,
) -> dict[str, bytes]:
    """The parts of a book with one table, ``t``, whose columns ``_id``, ``name`` and ``amount`` stand in A to C.

    ``strings`` are shared string items, ``table`` is the range of the Excel Table (without one, there is none), and
    ``headings`` are those that it says its columns have.
    """
    bound = {"cf.t._id": "'表 1'!$A$3", "cf.t.name": "'表 1'!$B$3", "cf.t.amount": "'表 1'!$C$3"} | dict(names or {})
    defined = "".join(f'<definedName name="{name}" hidden="1">{target}</definedName>' for name, target in bound.items())
    properties = '<workbookPr date1904="1"/>' if date1904 else ""
    workbook = (
        f'{HEAD}<workbook xmlns="{namespace}" xmlns:r="{DOCUMENT}">{properties}<sheets>'
        '<sheet name="表 1" sheetId="1" r:id="worksheet_1"/><sheet name="_crossfoot" sheetId="2" r:id="worksheet_2"/>'
        f"</sheets><definedNames>{defined}</definedNames></workbook>"
    )
    manifest = worksheet('<row r="1"><c r="A1" t="str"><v>book</v></c><c r="B1" t="str"><v>t</v></c></row>')
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}"/>',
        "_rels/.rels": relationships(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relationships(
            worksheet_1="worksheets/sheet1.xml",
            worksheet_2="/xl/worksheets/sheet2.xml",
            styles="styles.xml",
            **({"sharedStrings": "sharedStrings.xml"} if strings else {}),
        ),
        SHEET: sheet,
        "xl/worksheets/sheet2.xml": manifest,
        "xl/styles.xml": STYLES,
    }
    if strings:
        made["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{namespace}" count="9" uniqueCount="9">{strings}</sst>'
    if table:
        columns = "".join(f'<tableColumn id="{at}" name="{name}"/>' for at, name in enumerate(headings, start=1))
        made["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(table="../tables/table1.xml")
        made["xl/tables/table1.xml"] = (
            f'{HEAD}<table xmlns="{MAIN}" id="1" name="cf_t" displayName="cf_t" ref="{table}">'
            f'<autoFilter ref="{table}"/><tableColumns count="{len(headings)}">{columns}</tableColumns></table>'
        )
    return {name: text.encode() for name, text in made.items()}


def save(path: Path, content: Mapping[str, bytes]) -> Path:
    """Write the parts as a workbook."""
    return rezip(path, dict(content))


def row(number: int, row_id: str | None, name: str | None = None, amount: str | None = None) -> str:
    """A row with texts in A and B and a number in C; ``None`` leaves a cell out."""
    cells = [
        f'<c r="{column}{number}" t="str"><v>{value}</v></c>'
        for column, value in (("A", row_id), ("B", name))
        if value is not None
    ]
    cells += [f'<c r="C{number}"><v>{amount}</v></c>'] if amount is not None else []
    return f'<row r="{number}">{"".join(cells)}</row>'


def lie_about_size(path: Path, part: str, size: int) -> None:
    """Make the zip's directory and header say that ``part`` unpacks to ``size`` bytes."""
    with zipfile.ZipFile(path) as package:
        member = package.getinfo(part)
    data = path.read_bytes()
    honest, lie = member.file_size.to_bytes(4, "little"), size.to_bytes(4, "little")
    name = part.encode()
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := data.find(header, at + 1)) >= 0:
            start = at + (30 if header == b"PK\x03\x04" else 46)
            if data[start : start + len(name)] == name and data[at + offset : at + offset + 4] == honest:
                data = data[: at + offset] + lie + data[at + offset + 4 :]
    path.write_bytes(data)
