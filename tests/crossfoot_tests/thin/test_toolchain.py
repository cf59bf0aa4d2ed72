"""The pane's code fits the types of Excel's interface."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from crossfoot_server.taskpane import FILES

ROOT = Path(__file__).parents[3]
COMPILER = ROOT / "node_modules" / ".bin" / "tsc"
SETTINGS = ROOT / "tsconfig.taskpane.json"

pytestmark = pytest.mark.slow


def test_the_pane_fits_the_types_of_excels_interface() -> None:
    checked = subprocess.run([COMPILER, "--project", SETTINGS], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_what_does_not_fit_the_types_is_found(tmp_path: Path) -> None:
    settings = json.loads(SETTINGS.read_text(encoding="utf-8"))
    settings["compilerOptions"] |= {"typeRoots": [str(ROOT / "node_modules" / "@types")]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings | {"include": ["*.mjs"]}), "utf-8")
    wrong = (FILES / "excel.mjs").read_text("utf-8").replace("there.activate()", "there.activates()")
    (tmp_path / "excel.mjs").write_text(wrong, "utf-8")
    checked = subprocess.run([COMPILER, "--project", tmp_path], capture_output=True, text=True, check=False)
    assert "error TS2551" in checked.stdout
    assert checked.returncode != 0
