"""The worked example: what it leaves behind, and what it says of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.demo.server import crossfoot
from crossfoot_sync.demo.story import MARK, WORKBOOKS, Story
from crossfoot_templates.label import Language

pytestmark = pytest.mark.slow


def story(folder: Path, language: Language = "en") -> tuple[Story, io.StringIO]:
    """The story in ``folder``, and what it prints."""
    printed = io.StringIO()
    return Story(folder, Console(file=printed, width=300), language), printed


def test_the_demo_ends_with_what_syncs_each_workbook_as_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    lines = crossfoot("demo", "--no-serve", "--folder", str(folder), config=tmp_path).splitlines()
    for login, _, name in WORKBOOKS:
        [line] = [each for each in lines if each.endswith(f"book sync '{folder / name}'")]
        assert f"CROSSFOOT_CONFIG={folder / 'config' / login} " in line
        assert (folder / name).exists()
        assert (folder / "config" / login).is_dir()


CHINESE = """\
4  Grace 先同步，然后是李娜；各自得到的结果
  Grace-follow-up.xlsx  Opportunity：已收 2
  李娜-客户跟进.xlsx  商机：已合并 1、已收 1、待决定 1 · 跟进记录：已收 1、已移除 1
"""
TIES = "  横竖合计是否相符：是；表格与台账的控制总数：一致"


def test_a_chinese_terminal_is_told_the_story_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    told = crossfoot("demo", "--no-serve", "--folder", str(tmp_path / "demo"), config=tmp_path)
    assert CHINESE in told
    assert TIES in told.splitlines()
    assert [each.split("  ")[0] for each in told.splitlines() if each[:1].isdigit()] == [*"1234567"]


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
