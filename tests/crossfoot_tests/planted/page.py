"""The page that tells which test failed when which defence was taken away."""

from __future__ import annotations

from collections.abc import Sequence

from crossfoot_tests.docs.places import REFERENCE
from crossfoot_tests.planted.checking import Checked

PAGE = REFERENCE / "hazards-checked.md"

_HEAD = """# Hazards checked

A test that cannot fail guards nothing. For each hazard of [sync](sync.md#hazards) a defence was taken out of the
program, as somebody careless might have left it out, and the tests named beside it were run: each of them failed, in
what it claims and not by falling over. With the defence in place all of them pass.

`make defences` does it again and writes this page; it takes some minutes and needs LibreOffice. A few of the rows are
checked with every run of the suite. The changes to the program are in
[tests/crossfoot_tests/planted](../../tests/crossfoot_tests/planted/defences.py).

"""


def page(checked: Sequence[Checked]) -> str:
    """The page in Markdown."""
    return _HEAD + table(checked)


def table(checked: Sequence[Checked]) -> str:
    """The table alone."""
    lines = ["| hazard | taken away | so that | tests, and what became of them |", "|---|---|---|---|"]
    for each in checked:
        plant = each.defence.plant
        said = "<br>".join(f"`{test}` {fate}" for test, fate in each.fates.items())
        lines.append(f"| {plant.hazard} | {plant.name} | {plant.says} | {said} |")
    return "\n".join(lines) + "\n"
