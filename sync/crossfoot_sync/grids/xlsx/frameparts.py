"""Parts around the sheets that change with them: the workbook, its relationships, content types, Excel Tables."""

from __future__ import annotations

import re

from crossfoot_sync.grids.address import Area, area
from crossfoot_sync.grids.xlsx.faults import Malformed
from crossfoot_sync.grids.xlsx.plainxml import attributes, with_attribute

_CALC = re.compile(rb"<(?:[\w.-]+:)?calcPr(?=[\s/>])[^>]*>")
_BEFORE_CALC = re.compile(rb"</((?:[\w.-]+:)?)(?:definedNames|externalReferences|functionGroups|sheets)\s*>")
_CHAIN = re.compile(
    rb"<(?:[\w.-]+:)?(?:Override|Relationship)\s[^>]*calcChain[^>]*?(?:/>|>\s*</(?:[\w.-]+:)?(?:Override|Relationship)\s*>)"
)
_TABLE = re.compile(rb"<(?:[\w.-]+:)?(?:table|autoFilter)(?=\s)[^>]*>")


def recalculating(workbook: bytes) -> bytes:
    """The workbook part, asking for everything to be calculated when it is opened.

    Raises:
        Malformed: it has no sheets.
    """
    match = _CALC.search(workbook)
    if match:
        tag = with_attribute(match[0], "fullCalcOnLoad", "1")
        return workbook[: match.start()] + tag + workbook[match.end() :]
    before = [*_BEFORE_CALC.finditer(workbook)]
    if not before:
        raise Malformed("it has no sheets")
    end = before[-1].end()
    return workbook[:end] + b"<" + before[-1][1] + b'calcPr fullCalcOnLoad="1"/>' + workbook[end:]


def without_calculation_chain(xml: bytes) -> bytes:
    """Content types or relationships without the calculation chain, which names cells that no longer calculate."""
    return _CHAIN.sub(b"", xml)


def grown_table(xml: bytes, last: int, totals: int) -> bytes:
    """The part of an Excel Table whose data now reach down to row ``last``; its filter grows with it.

    Raises:
        Malformed: its area cannot be found.
    """
    found = 0

    def grow(match: re.Match[bytes]) -> bytes:
        nonlocal found
        covered = area(attributes(match[0]).get("ref", ""))
        if covered is None:
            return match[0]
        found += 1
        bottom = last + (totals if found == 1 else 0)
        return with_attribute(match[0], "ref", str(Area(covered.top, covered.left, bottom, covered.right)))

    grown = _TABLE.sub(grow, xml)
    if not found:
        raise Malformed("it names no area")
    return grown
