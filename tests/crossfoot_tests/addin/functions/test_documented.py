"""The examples on the page about functions show what it says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from crossfoot_addin import functions
from crossfoot_server.ledger import BANDS
from crossfoot_tests.addin.functions.test_functions import finance, house, ledger, signed_out
from crossfoot_tests.server.live import Live

__all__ = ["finance", "house", "ledger", "signed_out"]

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "functions.md"
_EXAMPLE = re.compile(r"^\| `=CF\.(\w+)\((.*)\)` \| (.*) \|$", re.MULTILINE)
_ARGUMENT = re.compile(r'"([^"]*)"|DATE\((\d+),(\d+),(\d+)\)')
EXAMPLES = _EXAMPLE.findall(PAGE.read_text("utf-8"))


def value(text: str) -> object:
    return text if not re.fullmatch(r"-?[\d.]+", text) else float(text)


@pytest.mark.slow
def test_every_example_shows_what_the_page_says(ledger: Live) -> None:
    found = []
    for name, arguments, _ in EXAMPLES:
        given = [
            text if not year else dt.datetime(int(year), int(month), int(day))
            for text, year, month, day in _ARGUMENT.findall(arguments)
        ]
        found.append((name, arguments, getattr(functions, name.lower())("", "en", *given)))
    assert found == [(name, arguments, value(shows)) for name, arguments, shows in EXAMPLES]
    assert len(EXAMPLES) == 11


def test_the_page_lists_every_set_of_columns() -> None:
    listed = re.findall(r"^\| `(\w+)` \| the .* \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert listed == [(name, ", ".join(bands.columns)) for name, bands in BANDS.items()]
