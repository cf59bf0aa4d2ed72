"""What the page on WPS says that our workbooks use is what they use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from crossfoot_templates.model import Language
from crossfoot_tests.docs.features import BOOKS, features, functions, parts

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "wps.md"

LONGEST = 255
"""Characters of a validation's formula, by WPS's reference."""


def listed(heading: str, column: int) -> set[str]:
    """What stands between backticks in a column of the table below a heading."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {mark for row in rows[1:] for mark in re.findall(r"`([^`]+)`", row[column])}


FEATURES = listed("What our workbooks use", 1)
FUNCTIONS = listed("The functions in their formulas", 0)


@pytest.mark.parametrize(("book", "language"), BOOKS)
def test_a_shipped_workbook_uses_nothing_that_the_page_does_not_name(book: str, language: Language) -> None:
    found = parts(book, language)
    assert features(found) - FEATURES == set()
    assert functions(found) - FUNCTIONS == set()


def test_the_page_names_nothing_that_no_shipped_workbook_uses() -> None:
    made = [parts(*each) for each in BOOKS]
    assert set().union(*map(features, made)) == FEATURES
    assert set().union(*map(functions, made)) == FUNCTIONS


@pytest.mark.parametrize(
    ("part", "addition", "mark"),
    [
        ("xl/worksheets/sheet2.xml", '<sheetProtection sheet="1"/>', "sheetProtection"),
        ("xl/worksheets/sheet2.xml", '<legacyDrawing xmlns:r="r" r:id="x"/>', "legacyDrawing"),
        ("xl/workbook.xml", '<workbookPr date1904="1"/>', "workbookPr date1904=1"),
        ("xl/worksheets/sheet2.xml", '<cfRule type="iconSet"/>', "cfRule type=iconSet"),
        ("docProps/custom.xml", "", "docProps/custom.xml"),
        ("xl/comments1.xml", "", "xl/comments.xml"),
    ],
)
def test_what_is_used_besides_would_be_noticed(part: str, addition: str, mark: str) -> None:
    found = parts("bids", "zh")
    whole = found.get(part, b"<x></x>")
    end = whole.rindex(b"</")
    found[part] = whole[:end] + addition.encode() + whole[end:]
    assert features(found) - FEATURES == {mark, mark.split(" ", maxsplit=1)[0]} - FEATURES


def test_a_function_that_is_used_besides_would_be_noticed() -> None:
    found = parts("bids", "en")
    name = next(name for name, content in found.items() if b"<formula>" in content)
    found[name] = found[name].replace(b"<formula>", b'<formula>XLOOKUP("SUM(",A1,B1)+', 1)
    assert functions(found) - FUNCTIONS == {"XLOOKUP"}


@pytest.mark.parametrize(("book", "language"), BOOKS)
def test_no_formula_of_a_validation_is_longer_than_wps_says(book: str, language: Language) -> None:
    found = parts(book, language)
    sheets = [content for name, content in found.items() if name.startswith("xl/worksheets/sheet")]
    texts = [each.text or "" for sheet in sheets for each in etree.fromstring(sheet).iter("{*}formula1", "{*}formula2")]
    assert [each for each in texts if len(each) > LONGEST] == []
