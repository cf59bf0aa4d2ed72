"""The command line speaks the language of the workbook that it works on, or else that of the terminal."""

from __future__ import annotations

import pytest

from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import Workbook

pytestmark = pytest.mark.slow


@pytest.fixture
def chinese(terminal: Terminal) -> Workbook:
    """李娜's workbook in Chinese."""
    return terminal.world.workbook("li", "zh", name="客户")


def test_a_workbook_that_is_open_elsewhere_is_told_in_its_language(terminal: Terminal, chinese: Workbook) -> None:
    lock = chinese.path.with_name(f"~${chinese.path.name}")
    lock.write_bytes(b"\x02li")
    assert terminal.says("book", "sync", chinese.path, code=1) == (
        f"错误：{chinese.path.name}：正在 Excel 中打开；请先保存并关闭。若确已关闭，请删除 {lock.name}。"
    )


def test_somebody_elses_workbook_is_told_in_its_language(terminal: Terminal, chinese: Workbook) -> None:
    terminal.log_in("wang")
    assert terminal.says("book", "sync", chinese.path, code=1) == (
        f"错误：“{chinese.path.name}”是为 li 制作的，而您是 wang。"
        "未上传也未改动任何内容。请制作您自己的：crossfoot book new"
    )


def test_an_english_workbook_is_spoken_of_in_english_at_a_chinese_terminal(terminal: Terminal, book: Workbook) -> None:
    terminal.locale = "zh_CN.UTF-8"
    terminal.log_in("wang")
    assert terminal.says("book", "sync", book.path, code=1).startswith(f"Error: {book.path.name} was made for li, and")


def test_without_a_workbook_a_terminal_is_answered_in_its_own_language(terminal: Terminal) -> None:
    terminal.locale = "zh_CN.UTF-8"
    assert terminal.says("login", "http://127.0.0.1:1", "--token", "t", code=1) == (
        "错误：无法连接服务器 http://127.0.0.1:1（没有连接）。请检查地址，并确认服务器正在运行，然后重新登录。"
    )
    assert terminal.says("columns", "nothing", "--server", "http://127.0.0.2:1", code=1) == (
        "错误：您尚未登录 http://127.0.0.2:1。请运行：crossfoot login http://127.0.0.2:1"
    )
