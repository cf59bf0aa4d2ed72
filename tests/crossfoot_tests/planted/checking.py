"""Running the tests of a defence with it and without it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crossfoot_tests.docs.hazards import written_tests
from crossfoot_tests.docs.places import ROOT
from crossfoot_tests.planted.defence import Defence


@dataclass(frozen=True)
class Checked:
    """What became of the tests of a defence when it was taken away: by test, the worst that is not ``passed``."""

    defence: Defence
    fates: dict[str, str]

    @property
    def bites(self) -> bool:
        """Whether every one of them failed, and by what it claims."""
        return set(self.fates.values()) == {"failed"}


def check(defence: Defence) -> Checked:
    """Take ``defence`` away and run its tests."""
    found = fates(defence.tests, defence.plant.name)
    return Checked(defence, {test: _fate(test, found) for test in defence.tests})


def fates(tests: Iterable[str], planted: str = "") -> dict[str, str]:
    """What became of every case of ``tests``, by node id; none where pytest could not begin."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        arguments = ["-p", "crossfoot_tests.planted.plugin", "--planted", planted, "--planted-report", str(report)]
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, *nodes(tests)]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        found: dict[str, str] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return found


def nodes(tests: Iterable[str]) -> list[str]:
    """Tests as pytest names them."""
    written = written_tests()
    return list(dict.fromkeys(f"{written[test.partition('[')[0]]}::{test}" for test in tests))


def _fate(test: str, found: dict[str, str]) -> str:
    """What became of a test: of its cases one that failed counts, else one that fell over."""
    (node,) = nodes([test])
    cases = {fate for case, fate in found.items() if case == node or case.startswith(f"{node}[")}
    return next((fate for fate in ("failed", "fell over", "passed") if fate in cases), "not run")
