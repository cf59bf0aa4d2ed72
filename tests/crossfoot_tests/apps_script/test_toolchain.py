"""The script fits the types of Google's services, and what checks it is pinned by hash."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMPILER = ROOT / "node_modules" / ".bin" / "tsc"


@pytest.mark.slow
def test_the_script_fits_the_types_of_googles_services() -> None:
    checked = subprocess.run([COMPILER, "--project", ROOT], capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.returncode) == ("", 0)


@pytest.mark.slow
def test_what_does_not_fit_the_types_is_found(tmp_path: Path) -> None:
    settings = json.loads((ROOT / "tsconfig.json").read_text(encoding="utf-8"))
    settings["compilerOptions"] |= {"typeRoots": [str(ROOT / "node_modules" / "@types")]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings | {"include": ["*.js"]}), "utf-8")
    (tmp_path / "wrong.js").write_text("SpreadsheetApp.getActive().toast(5, 6, 7);\n", "utf-8")
    checked = subprocess.run([COMPILER, "--project", tmp_path], capture_output=True, text=True, check=False)
    assert "error TS2345" in checked.stdout
    assert checked.returncode != 0


def test_what_checks_the_script_is_pinned_by_hash_and_has_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    pinned = {name: each for name, each in lock["packages"].items() if name}
    assert "node_modules/typescript" in pinned
    assert [name for name, each in pinned.items() if not each["integrity"].startswith("sha512-")] == []
    assert [name for name, each in pinned.items() if "resolved" in each] == []
