"""Which cell formats show a number as a date, and formats derived from others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from crossfoot_sync.grids.xlsx.faults import Malformed
from crossfoot_sync.grids.xlsx.package import Package
from crossfoot_sync.grids.xlsx.plainxml import attributes, local, parse, with_attribute

GENERAL, DATE, DATE_TIME = 0, 14, 22
"""Built-in number formats."""

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
"""27 to 36 and 50 to 58 are dates in East Asian versions of Excel only, but no version has them otherwise."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time of day; a duration (``[h]:mm``) is a number."""
    bare = _LITERAL.sub("", code)
    return not _ELAPSED.search(bare) and bool(_DATE_LETTER.search(bare))


@dataclass(frozen=True)
class Styles:
    """The cell formats of a workbook, by number: those that show ``dates``, and those whose text is ``wrapped``.

    ``count`` is how many there are.
    """

    dates: frozenset[int] = frozenset()
    count: int = 0
    wrapped: frozenset[int] = frozenset()


def read_styles(package: Package, part: str | None) -> Styles:
    """The cell formats of ``part``.

    Raises:
        Malformed: it is no XML.
        Unusable: it cannot be unpacked.
    """
    if part is None or part not in package:
        return Styles()
    root = parse(package.whole(part))
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    formats = [xf for each in root if local(each) == "cellXfs" for xf in each if local(xf) == "xf"]
    dates = frozenset(index for index, xf in enumerate(formats) if _shows_date(xf.get("numFmtId", "0"), codes))
    wrapped = frozenset(index for index, xf in enumerate(formats) if any(map(_wraps, xf)))
    return Styles(dates, len(formats), wrapped)


def _shows_date(number: str, codes: dict[str | None, str]) -> bool:
    if number in codes:
        return is_date_format(codes[number])
    return number.isascii() and number.isdigit() and int(number) in _BUILT_IN_DATES


def _wraps(element: etree._Element) -> bool:
    return local(element) == "alignment" and element.get("wrapText") in {"1", "true"}


@dataclass
class Derived:
    """Formats that are wanted besides those of the workbook: an existing one with another number format.

    Without them a date written into a cell that somebody formatted as text would come back as a bare number.
    """

    styles: Styles
    wanted: dict[tuple[int, int], int] = field(default_factory=dict)

    def fitting(self, style: int | None, kind: int) -> int | None:
        """``style`` where it shows values of ``kind`` as such, else a format derived from it."""
        base, shows_date = self._known(style or 0)
        if shows_date == (kind != GENERAL) or not self.styles.count:
            return style
        return self.wanted.setdefault((base, kind), self.styles.count + len(self.wanted))

    def _known(self, style: int) -> tuple[int, bool]:
        """The workbook's format behind ``style``, which may be derived, and whether ``style`` shows dates."""
        for (base, kind), derived in self.wanted.items():
            if derived == style:
                return base, kind != GENERAL
        return style, style in self.styles.dates

    def added_to(self, xml: bytes) -> bytes:
        """The styles part with the wanted formats appended; everything else as it was written.

        Raises:
            Malformed: its formats cannot be found.
        """
        found = re.search(rb"<((?:[\w.-]+:)?)cellXfs(?=[\s>])[^>]*>", xml)
        end = xml.find(b"</" + found[1] + b"cellXfs", found.end()) if found else -1
        if not found or end < 0:
            raise Malformed("no cell formats")
        name = re.escape(found[1]) + rb"xf"
        formats = re.findall(
            rb"<%b(?=[\s/>])[^>]*?(?:/>|>.*?</%b\s*>)" % (name, name), xml[found.end() : end], re.DOTALL
        )
        added = b"".join(_derive(formats, base, kind) for base, kind in self.wanted)
        count = str(len(formats) + len(self.wanted))
        return (
            xml[: found.start()] + with_attribute(found[0], "count", count) + xml[found.end() : end] + added + xml[end:]
        )


def _derive(formats: list[bytes], base: int, kind: int) -> bytes:
    if base >= len(formats):
        raise Malformed(f"no cell format {base}")
    tag_end = formats[base].index(b">") + 1
    tag = with_attribute(formats[base][:tag_end], "numFmtId", str(kind))
    return with_attribute(tag, "applyNumberFormat", "1") + formats[base][tag_end:]


def column_styles(head: bytes) -> Iterable[tuple[range, int]]:
    """The columns that a sheet's head gives a format, and that format."""
    for tag in re.findall(rb"<(?:[\w.-]+:)?col\s[^>]*>", head):
        written = attributes(tag)
        first, last, style = (written.get(name, "") for name in ("min", "max", "style"))
        if first.isdecimal() and last.isdecimal() and style.isdecimal():
            yield range(int(first), int(last) + 1), int(style)
