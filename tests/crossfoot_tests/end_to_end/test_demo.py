"""The worked example: what it leaves behind, and what it says of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.demo.server import crossfoot
from crossfoot_sync.demo.story import MARK, WORKBOOKS, Story

pytestmark = pytest.mark.slow


def story(folder: Path) -> tuple[Story, io.StringIO]:
    """The story in ``folder``, and what it prints."""
    printed = io.StringIO()
    return Story(folder, Console(file=printed, width=300)), printed


def test_the_demo_ends_with_what_syncs_each_workbook_as_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    lines = crossfoot("demo", "--no-serve", "--folder", str(folder), config=tmp_path).splitlines()
    for login, _, name in WORKBOOKS:
        [line] = [each for each in lines if each.endswith(f"book sync '{folder / name}'")]
        assert f"CROSSFOOT_CONFIG={folder / 'config' / login} " in line
        assert (folder / name).exists()
        assert (folder / "config" / login).is_dir()


def test_an_earlier_demo_is_emptied_and_that_is_said(tmp_path: Path) -> None:
    first, printed = story(tmp_path / "demo")
    first.prepare()
    assert printed.getvalue() == ""
    (tmp_path / "demo" / "mine.txt").write_text("typed here", encoding="utf-8")
    again, printed = story(tmp_path / "demo")
    again.prepare()
    assert printed.getvalue() == f"{tmp_path / 'demo'} holds an earlier demo: it is emptied first.\n"
    assert not (tmp_path / "demo" / "mine.txt").exists()


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    made, _ = story(tmp_path)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ClientError, match=r"is no demo folder. Name another with --folder\."):
        made.prepare()
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]
    assert not (tmp_path / MARK).exists()
