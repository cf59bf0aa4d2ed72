from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crossfoot_addin.installing.places import places
from crossfoot_macros.excel import build_addin
from crossfoot_sync.cli import main


def crossfoot(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["addin", *arguments])


@pytest.fixture
def at_a_mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody at a Mac."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CROSSFOOT_CONFIG", str(tmp_path / "config"))
    return tmp_path


def test_where_there_is_no_excel_nothing_is_installed() -> None:
    for command in ("install", "uninstall", "doctor"):
        done = crossfoot(command)
        assert (done.exit_code, "There is no Excel with macros on this system" in done.output) == (1, True)


def test_it_is_installed_looked_at_and_taken_away(at_a_mac: Path) -> None:
    where = places("darwin", {"HOME": str(at_a_mac)})
    done = crossfoot("install")
    assert done.exit_code == 0, done.output
    assert done.output.endswith("\nStart Excel: it has a tab called crossfoot. If not, run: crossfoot addin doctor\n")
    assert where.addin.read_bytes() == build_addin()
    looked = crossfoot("doctor")
    assert looked.exit_code == 3
    assert [line for line in looked.output.splitlines() if line.startswith("✗")] == [
        "✗ You are not signed in to any server."
    ]
    gone = crossfoot("uninstall")
    assert gone.output.splitlines() == [f"{where.addin} is gone", f"{where.settings} is gone"]
    assert crossfoot("uninstall").output == "The add-in was not installed.\n"


def test_a_signed_file_and_another_python_are_taken(at_a_mac: Path, tmp_path: Path) -> None:
    signed, program = tmp_path / "signed.xlam", tmp_path / "python3"
    signed.write_bytes(b"signed")
    program.write_text("")
    done = crossfoot("install", "--addin", str(signed), "--python", str(program), "--trust")
    where = places("darwin", {"HOME": str(at_a_mac)})
    assert (done.exit_code, where.addin.read_bytes()) == (0, b"signed")
    assert f'"INTERPRETER_MAC","{program}"' in where.settings.read_text("utf-8")
