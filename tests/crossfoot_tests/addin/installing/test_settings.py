from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_addin.installing.settings import Settings, UnreadableForMacrosError

NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=1, max_size=20)
VALUES = st.text(st.characters(codec="gbk", exclude_characters='"\r\n\x0b\x0c\x1c\x1d\x1e\x85'), max_size=40)


@given(st.dictionaries(NAMES, VALUES))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> None:
    kept = Settings(tmp_path_factory.mktemp("settings") / "a" / "crossfoot.conf", "gbk")
    kept.write(settings)
    assert kept.read() == settings


def test_they_are_written_as_macros_read_them(tmp_path: Path) -> None:
    kept = Settings(tmp_path / "crossfoot.conf", "gbk")
    kept.write({"INTERPRETER_WIN": r"C:\用户\李娜\python.exe"})
    assert kept.path.read_bytes() == '"INTERPRETER_WIN","C:\\用户\\李娜\\python.exe"\r\n'.encode("gbk")


def test_other_settings_stay(tmp_path: Path) -> None:
    kept = Settings(tmp_path / "crossfoot.conf", "gbk")
    kept.write({"SHOW CONSOLE": "True", "INTERPRETER_WIN": "old"})
    kept.write({"INTERPRETER_WIN": "new"})
    assert kept.read() == {"SHOW CONSOLE": "True", "INTERPRETER_WIN": "new"}


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert Settings(tmp_path / "none.conf", "gbk").read() == {}


def test_a_path_that_macros_could_not_read_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    kept = Settings(tmp_path / "crossfoot.conf", "cp1252")
    kept.write({"INTERPRETER_WIN": "old"})
    with pytest.raises(UnreadableForMacrosError, match="characters that are not in cp1252"):
        kept.write({"INTERPRETER_WIN": r"C:\用户\李娜\python.exe"})
    assert kept.read() == {"INTERPRETER_WIN": "old"}
