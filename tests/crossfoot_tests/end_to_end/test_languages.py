"""The command line speaks the language of the workbook that it works on, or else that of the terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from crossfoot_sync.cli.columns import table_lines
from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import Workbook, with_rows

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


def test_logging_in_and_out_at_a_chinese_terminal_is_told_in_chinese(terminal: Terminal) -> None:
    terminal.locale = "zh_CN.UTF-8"
    url, token = terminal.world.url, terminal.world.tokens["li"]
    assert terminal.says("login", url, "--token", token, code=0) == (
        f"已登录 {url}：李娜（li）。工作簿：ledger、billing"
    )
    assert terminal.says("logout", url, code=0) == f"已删除本机保存的 {url} 令牌。"
    assert terminal.says("logout", url, code=0) == f"本机没有 {url} 的令牌。"


OLD_LIST = """\
book = "ledger"
date_order = "ymd"

[[target]]
table = "customer"
column = [{ name = "code", from = "编号" }, { name = "name", from = "客户" }, { name = "limit", from = "天数" }]
"""


def test_an_import_at_a_chinese_terminal_is_told_in_chinese(terminal: Terminal, tmp_path: Path) -> None:
    terminal.locale = "zh_CN.UTF-8"
    terminal.log_in("grace")
    mapping, source = tmp_path / "映射.toml", tmp_path / "旧表.csv"
    mapping.write_text(OLD_LIST, "utf-8")
    source.write_text("编号,客户,天数\nA-1,上海电气,30\nA-2,博世,三十天\nA-3,宝钢,\n", "utf-8")
    command = ("import", mapping, source)
    report = """\
customer：源文件 3 行，待上传 2 行，已在台账中 0 行，无法接收 1 行
  limit × 1（拒绝），首见于第 3 行：“三十天”不是整数；请写成 12 的形式。
"""
    assert terminal.says(*command, code=3) == (
        f"{report}未上传任何内容。请修改映射文件或数据文件；或只上传其余行：同一命令加 --apply --partly。"
    )
    refused = terminal.run(*command, "--apply")
    assert (refused.exit_code, refused.stdout, refused.stderr) == (
        1,
        report,
        "错误：1 行无法接收。请修改映射文件或数据文件，或加 --partly 略过这些行。\n",
    )
    refusal = "  第 2 行 limit：新行未保存：请改正信用天数。您无权修改此列；服务器保留原值：（空）。"
    refusal += "\n被拒绝的行请改正后放进另一个文件再导入；若修改此文件后再次运行，已上传的行会作为新行再次上传。"
    assert terminal.says(*command, "--apply", "--partly", code=3) == (f"{report}customer：已收 1、被拒绝 1\n{refusal}")
    assert terminal.says(*command, "--apply", "--partly", code=3) == (
        f"{report}customer：已收 1、被拒绝 1（其中 2 行已由之前的运行上传）\n{refusal}"
    )


@pytest.mark.parametrize(
    ("unmatched", "becomes"), [("", "× 1（拒绝），"), (', unmatched = "note"', "× 1（转入备注），")]
)
def test_a_finding_says_what_it_means_for_its_rows(
    terminal: Terminal, tmp_path: Path, unmatched: str, becomes: str
) -> None:
    terminal.locale = "zh_CN.UTF-8"
    terminal.log_in("grace")
    mapping, source = tmp_path / "映射.toml", tmp_path / "旧表.csv"
    mapping.write_text(OLD_LIST.replace('from = "天数"', f'from = "天数"{unmatched}'), "utf-8")
    source.write_text("编号,客户,天数\nA-2,博世,三十天\n", "utf-8")
    report = terminal.run("import", mapping, source).stdout.splitlines()
    assert report[1] == f"  limit {becomes}首见于第 2 行：“三十天”不是整数；请写成 12 的形式。"


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("[[target", "映射.toml：不是有效的 TOML："),
        (
            'values = { 重点 = "A" }',
            (
                "映射.toml：不是有效的 TOML：Invalid initial character for a key part (at line 1, column 12)；"
                '含中文等字符的键须加英文引号，如 { "重点" = … }'
            ),
        ),
        ("target = 3", "映射.toml：内容不符合要求："),
        (
            OLD_LIST.replace('"customer"', '"bids"'),
            "映射.toml：工作簿 ledger 没有表“bids”；其中有：customer、invoice、visit",
        ),
        (
            OLD_LIST.replace('"天数"', '"电话"'),
            "旧表.csv：没有列“电话”；第 1 行有：编号、客户、天数。第一个非空行必须是标题行。",
        ),
        (
            OLD_LIST.replace('from = "天数"', 'template = "{天数"'),
            "映射.toml：customer.limit 的 template“{天数”有误：花括号须成对，其中只能写来源列的名称",
        ),
    ],
)
def test_files_that_cannot_be_brought_in_are_told_in_chinese(
    terminal: Terminal, tmp_path: Path, mapping: str, told: str
) -> None:
    terminal.locale = "zh_CN.UTF-8"
    terminal.log_in("grace")
    (tmp_path / "映射.toml").write_text(mapping, "utf-8")
    (tmp_path / "旧表.csv").write_text("编号,客户,天数\nA-1,上海电气,30\n", "utf-8")
    said = terminal.says("import", tmp_path / "映射.toml", tmp_path / "旧表.csv", code=1)
    assert said.startswith(f"错误：{told}")


@pytest.fixture
def filled(terminal: Terminal) -> Workbook:
    """李娜's workbook in Chinese, with the rows of the small company; the terms of the second invoice were changed."""
    with_rows(terminal.world)
    book = terminal.world.workbook("li", "zh", name="客户")
    book.type("invoice", 1, "terms", "net 60")
    terminal.says("book", "sync", book.path, code=0)
    return book


def test_the_history_of_a_chinese_workbook_is_told_in_chinese(terminal: Terminal, filled: Workbook) -> None:
    first, field = terminal.says("history", filled.path, "发票", "FP-0002", "--field", "条款", code=0).splitlines()[:2]
    assert (first.split("  ")[0], first.split("  ")[-1]) == ("第 2 版", "在“台账”中修改")
    assert field == "    条款：terms 2 → net 60"


def test_a_table_and_a_column_are_known_by_what_the_workbook_shows_too(terminal: Terminal, filled: Workbook) -> None:
    named = terminal.says("history", filled.path, "invoice", "FP-0002", "--field", "terms", code=0)
    for table, field in (("发票", "条款"), ("Invoices", "Terms")):
        assert terminal.says("history", filled.path, table, "FP-0002", "--field", field, code=0) == named
    restored = terminal.json("restore", filled.path, "发票", "FP-0002", "--rev", 1, "--field", "条款")
    assert [field["after"] for field in restored["rows"][0]["fields"]] == ["terms 2"]
    assert terminal.says("removed", filled.path, "发票", code=0) == "“发票”中没有您可见的已移除行。"
    assert terminal.says("history", filled.path, "合同", "X", code=1) == (
        "错误：客户.xlsx 中没有表“合同”。其中有：customer（客户）、invoice（发票）、visit（拜访）"
    )


def test_open_fields_are_chosen_by_what_the_workbook_shows(terminal: Terminal, filled: Workbook) -> None:
    other = terminal.world.workbook("grace")
    other.type("invoice", 0, "terms", "net 10")
    other.sync()
    filled.type("invoice", 0, "terms", "net 90")
    terminal.says("book", "sync", filled.path, code=3)
    terminal.says("resolve", filled.path, "--theirs", "--table", "发票", "--field", "条款", code=0)
    assert filled.column("invoice", "terms")[0] == "net 10"


def test_what_is_open_in_a_chinese_workbook_is_told_in_chinese(terminal: Terminal, filled: Workbook) -> None:
    assert terminal.says("resolve", filled.path, code=0) == "没有待处理的内容。"
    assert terminal.says("resolve", filled.path, "--theirs", code=1) == (
        f"错误：没有符合条件的待处理项。查看全部：crossfoot resolve {filled.path}"
    )
    other = terminal.world.workbook("grace")
    other.type("invoice", 0, "terms", "net 10")
    other.sync()
    filled.type("invoice", 0, "terms", "net 90")
    filled.add("visit", day=dt.date(2026, 2, 1))
    terminal.says("book", "sync", filled.path, code=3)
    field, said, *below = terminal.says("resolve", filled.path, code=0).splitlines()
    assert (field, said.partition("，")[0]) == ("发票 FP-0001 · 条款", "    条款：您填 net 90")
    assert below == [
        "以下各行请在表中修改或选择：",
        "拜访 第 4 行：2026-02-01",
        "    新行未保存。 ▪ 客户：必填，不能为空。",
    ]
    for choice, would in (("mine", "将上传工作簿中的值。"), ("theirs", "单元格将改为服务器的值。")):
        assert terminal.says("resolve", filled.path, f"--{choice}", "--preview", code=0).splitlines() == [
            f"这是预览：未作决定，也未上传。加 --{choice} 后，{would}",
            field,
            said,
        ]


def test_held_lines_of_a_chinese_workbook_are_told_in_chinese(terminal: Terminal, filled: Workbook) -> None:
    for column in ("number", "customer", "issued_on", "amount", "currency", "terms"):
        filled.type("invoice", 0, column, filled.column("invoice", column)[1])
    filled.type("invoice", 1, "number", "FP-0900")
    terminal.says("book", "sync", filled.path, code=3)
    assert terminal.says("resolve", filled.path, code=0).splitlines() == [
        "以下各行请在表中修改或选择：",
        "发票 第 4 行对应 FP-0001，但显示 FP-0002",
        "    请在“同步状态”列选择。“采用对方”：恢复显示 FP-0001。",
        "    “保留我的”：FP-0001 改为 FP-0002。",
        "发票 第 5 行对应 FP-0002，但显示 FP-0900",
        "    请在“同步状态”列选择。“采用对方”：恢复显示 FP-0002。",
        "    “保留我的”：FP-0002 改为 FP-0900。",
    ]


def test_what_columns_take_is_told_in_the_language_of_their_headings(terminal: Terminal) -> None:
    view = terminal.world.server("li").view("ledger")
    lines = [*table_lines(view.by_name["visit"], view, "zh")]
    assert lines[0] == "visit  拜访"
    assert [line.rpartition("  ")[2].strip() for line in lines[1:4]] == [
        "日期：必填。day, customer 合起来不可与其他行重复。日期，如 2024-03-05。",
        "客户：必填。day, customer 合起来不可与其他行重复。customer 中的一行，填写 code 或 name。",
        "结果：文本，最多 200 字。",
    ]


def test_conditions_and_tables_that_are_not_shown_are_told_in_whole_sentences(terminal: Terminal) -> None:
    view = terminal.world.server("li").view("ledger")
    visit = view.by_name["visit"]
    columns = tuple(
        replace(each, required_when='result = "x"') if each.name == "customer" else each for each in visit.table.columns
    )
    visit = replace(visit, table=replace(visit.table, columns=columns))
    alone = replace(view, tables=(visit,))
    told = next(line for line in table_lines(visit, alone, "zh") if line.startswith("  customer"))
    assert told.rpartition("  ")[2] == (
        '客户：必填。满足以下条件时必填：result = "x"。day, customer 合起来不可与其他行重复。'
        "customer 中的一行，填写其编号或名称。"
    )


def test_an_import_that_was_undone_since_says_so_when_it_is_run_again(terminal: Terminal, tmp_path: Path) -> None:
    terminal.log_in("grace")
    mapping, source = tmp_path / "mapping.toml", tmp_path / "old.csv"
    mapping.write_text(OLD_LIST, "utf-8")
    source.write_text("编号,客户,天数\nA-1,上海电气,\n", "utf-8")
    book = terminal.world.workbook("grace")
    terminal.says("import", mapping, source, "--apply", code=0)
    terminal.says("undo", book.path, terminal.json("batches", book.path)["batches"][0]["id"], code=0)
    undo = terminal.json("batches", book.path)["batches"][0]["id"]
    assert terminal.says("import", mapping, source, "--apply", code=3).splitlines()[1:] == [
        "customer: 1 undone (1 of them by an earlier run)",
        f"  1 of them were undone since, and are not sent again. To have them back: crossfoot undo WORKBOOK {undo}",
    ]
