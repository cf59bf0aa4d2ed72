"""Small definitions for tests of the loader."""

from __future__ import annotations

import pytest

from crossfoot_templates.loader import DefinitionErrors, catalog_of, source
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.model import Catalog

VISITS = """\
[book]
name = "visits"
zh = "拜访"
en = "Visits"

[[choices]]
name = "mood"
items = [
  { code = "good", zh = "好", en = "Good" },
  { code = "bad", zh = "差", en = "Bad" },
]

[[table]]
name = "shop"
zh = "门店"
en = "Shop"
key = ["code"]

[[table.column]]
name = "code"
type = "code"
zh = "编号"
en = "Code"
numbering = "MD-####"

[[table.column]]
name = "currency"
type = "code"
zh = "币种"
en = "Currency"

[[table.column]]
name = "turnover"
type = "money"
zh = "营业额"
en = "Turnover"
currency = "currency"

[[table]]
name = "visit"
zh = "拜访记录"
en = "Visit"
key = ["shop", "day"]

[[table.column]]
name = "shop"
type = "reference"
zh = "所在门店"
en = "Visited shop"
table = "shop"
required = true

[[table.column]]
name = "day"
type = "date"
zh = "日期"
en = "Day"
required = true

[[table.column]]
name = "mood"
type = "choice"
zh = "气氛"
en = "Mood"
choices = "mood"
"""
"""A book of two tables that is right in every way."""


def loaded(*texts: str) -> Catalog:
    """The catalog of definition files named a.toml, b.toml, … with these texts, in this order."""
    problems = Problems()
    read = [source.parse(f"{'abcdef'[at]}.toml", text.encode(), problems) for at, text in enumerate(texts)]
    return catalog_of([node for node in read if node is not None], problems)


def problems_of(*texts: str) -> list[str]:
    """What is wrong with these definition files, one English line each."""
    with pytest.raises(DefinitionErrors) as caught:
        loaded(*texts)
    return str(caught.value).split("\n")


def line_of(text: str, part: str) -> int:
    """The number of the first line of ``text`` that holds ``part``."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def edited(old: str, new: str, text: str = VISITS) -> str:
    """``text`` with the one ``old`` in it made ``new``."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
