"""What the page about the emulator shows is so."""

from __future__ import annotations

import re
from typing import Any

from crossfoot_sync.emulator import FAULTS
from crossfoot_sync.emulator.formulas.functions import FUNCTIONS
from crossfoot_tests.docs.places import DOCS

PAGE = (DOCS / "reference" / "google-emulator.md").read_text(encoding="utf-8")


def test_its_examples_work() -> None:
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    for example in examples:
        exec(example, names)  # noqa: S102 (the page's own code)
    assert len(examples) == 3


def test_it_names_every_fault() -> None:
    (table,) = re.findall(r"^\| fault \|.*?\n\n", PAGE, re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"`([^`]+)`", table)) == set(FAULTS)


def test_it_names_every_function() -> None:
    (listed,) = re.findall(r"these functions: (.*?)\. Any other", PAGE, re.DOTALL)
    assert set(re.split(r",\s+", listed)) == {*FUNCTIONS, "COLUMN", "ROW", "TODAY"}
