"""``crossfoot sheet-menu``: the script's files in a folder."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from crossfoot_macros.apps_script import apps_script_files
from crossfoot_sync.cli import main


def test_the_files_to_paste_are_written_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "menu"
    for _ in range(2):
        result = CliRunner().invoke(main, ["sheet-menu", str(folder)])
        assert (result.exit_code, result.output.split()) == (0, [str(folder / name) for name in apps_script_files()])
        assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == apps_script_files()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["sheet-menu", str(tmp_path / "file" / "menu")])
    assert result.exit_code == 1
    assert f"“{tmp_path / 'file' / 'menu'}” cannot be written to" in result.output
