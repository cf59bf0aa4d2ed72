"""The command, and the page that shows it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from crossfoot_tests.at_excel.__main__ import main
from crossfoot_tests.at_excel.probes import PROBES
from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.probing.trying import LEFT_ALONE

PAGE = DOCS / "how-to" / "check-with-excel.md"


@pytest.mark.slow
def test_the_command_rehearses_and_writes_both_reports(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["--rehearsed", "--only", "mixed", "--report", str(tmp_path / "found")])
    assert (ran.exit_code, re.findall(r"^as expected (\S+)", ran.output, re.MULTILINE)) == (0, ["mixed", LEFT_ALONE])
    text, whole = ((tmp_path / f"found{suffix}").read_text("utf-8") for suffix in (".txt", ".json"))
    assert text.startswith("crossfoot at Excel, ")
    assert text.endswith("\n2 as expected\n")
    assert str(Path.home()) not in text + whole


@pytest.mark.slow
def test_without_an_excel_the_command_says_what_to_do() -> None:
    # in a process of its own: LibreOffice behind xlwings would pass for Excel
    ran = subprocess.run(
        [sys.executable, "-m", "crossfoot_tests.at_excel"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "--rehearsed" in ran.stderr) == (1, True)


def test_the_page_shows_options_and_probes_that_there_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    calls = re.findall(r"crossfoot_tests\.at_excel([^\n`]*)", text)
    shown = {option for call in calls for option in re.findall(r"--[a-z-]+", call)}
    assert (shown - {option for each in main.params for option in each.opts}, bool(calls)) == (set(), True)
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == [each.name for each in PROBES]
