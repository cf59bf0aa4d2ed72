"""The ``crossfoot`` command against the real server: what it says, what it does, and how it ends."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as PlainWorkbook

from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_tests.end_to_end.terminal import AGREE, Terminal, at_a_terminal, rename_header
from crossfoot_tests.end_to_end.test_promises import conflicting
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows

pytestmark = pytest.mark.slow

# Logging in


def test_login_tries_the_token_and_logout_forgets_it(world: World, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "config", world)
    said = terminal.says("login", world.url, "--token", world.tokens["li"], code=0)
    assert said == f"Logged in to {world.url} as 李娜 (li). Books: ledger, billing"
    assert (tmp_path / "config" / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert terminal.says("logout", world.url + "/", code=0) == f"Forgot the token for {world.url}/."
    assert terminal.says("logout", world.url, code=0) == f"There is no token for {world.url} on this computer."
    assert terminal.says("book", "new", "ledger", tmp_path / "a.xlsx", code=1) == (
        "Error: You are not logged in to a server yet. Run: crossfoot login ADDRESS"
    )


def test_somebody_who_is_logged_in_to_several_servers_is_to_name_one(terminal: Terminal, tmp_path: Path) -> None:
    Credentials(terminal.config).keep("https://other.example.com", "t")
    assert terminal.says("book", "new", "ledger", tmp_path / "a.xlsx", code=1) == (
        f"Error: Name the server with --server (logged in to: {terminal.world.url}, https://other.example.com)."
    )


def test_a_token_can_be_typed_without_being_shown(world: World, tmp_path: Path) -> None:
    result = Terminal(tmp_path / "config", world).run("login", world.url, input_=world.tokens["li"] + "\n")
    assert result.exit_code == 0
    assert world.tokens["li"] not in result.output


def test_a_wrong_token_is_not_kept(world: World, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "config", world)
    said = terminal.says("login", world.url, "--token", "cf_wrong", code=1)
    assert said.startswith("Error: ")
    assert "token" in said
    assert not (tmp_path / "config" / "credentials.json").exists()


@pytest.mark.parametrize("address", ["ledger.example.com", "http://", "ftp://x"])
def test_what_is_no_address_is_said_to_be_none(terminal: Terminal, address: str) -> None:
    assert terminal.says("login", address, "--token", "t", code=1) == (
        f"Error: “{address.rstrip('/')}” is no address of a server. Write it like https://ledger.example.com"
    )


def test_a_login_where_no_server_answers_speaks_of_the_address_and_not_of_edits(terminal: Terminal) -> None:
    assert terminal.says("login", "http://127.0.0.1:1", "--token", "t", code=1) == (
        "Error: http://127.0.0.1:1 did not answer (no connection). "
        "Check the address, and that the server runs; then log in again."
    )


@contextmanager
def somebody_elses_site(status: int) -> Iterator[str]:
    """A web server that is not ours."""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/sign-in")
            self.end_headers()
            self.wfile.write(b"<html>Welcome</html>")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Site) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{site.server_address[1]}"
        finally:
            site.shutdown()
            thread.join()


@pytest.mark.parametrize("status", [200, 302, 401, 404])
def test_an_answer_of_something_else_is_no_traceback(terminal: Terminal, status: int) -> None:
    with somebody_elses_site(status) as address:
        assert terminal.says("login", address, "--token", "t", code=1) == (
            f"Error: {address} answered (HTTP {status}), but not as a crossfoot server does. "
            f"Check the address; a proxy or a sign-in page may stand in between."
        )


def test_logging_in_for_a_code_at_something_else_says_so_too(terminal: Terminal) -> None:
    with somebody_elses_site(404) as address:
        assert terminal.says("login", address, "--code", code=1).startswith(
            f"Error: {address} answered (HTTP 404), but not as a crossfoot server does. "
        )


def test_what_a_gateway_refuses_is_told_without_its_page(terminal: Terminal) -> None:
    with somebody_elses_site(413) as address:
        assert terminal.says("login", address, "--token", "t", code=1) == "Error: HTTP 413: no explanation"


def test_https_where_the_server_has_none_is_told(terminal: Terminal) -> None:
    terminal.locale = "zh_CN.UTF-8"
    with somebody_elses_site(200) as plain:
        address = plain.replace("http:", "https:")
        assert terminal.says("login", address, "--token", "t", code=1).startswith(
            f"错误：无法连接服务器 {address}（该端口不支持 https；是否应为 http://…）。"
        )


def test_a_damaged_token_file_is_named(terminal: Terminal) -> None:
    (terminal.config / "credentials.json").write_text("{", encoding="utf-8")
    said = terminal.says("book", "new", "ledger", terminal.config / "a.xlsx", code=1)
    assert f"{terminal.config / 'credentials.json'} is damaged" in said
    assert said.endswith("remove it and log in again.")


# Making books


def test_a_new_book_is_made_filled_and_in_step(terminal: Terminal, tmp_path: Path) -> None:
    with_rows(terminal.world)
    path = tmp_path / "mine.xlsx"
    said = terminal.says("book", "new", "ledger", path, code=0)
    assert said.endswith("Control totals agree: the sheets have the rows and the money of the store.")
    assert Workbook(path, terminal.world.server("li"), terminal.world.clock, "li").column("customer", "name") == [
        "Acme Ltd",
        "上海电气",
    ]
    assert terminal.says("book", "new", "ledger", path, code=1) == (
        f"Error: {path} exists already. Choose another name, or sync it with: crossfoot book sync {path}"
    )
    assert sorted(each.name for each in tmp_path.glob("mine*")) == ["mine.xlsx"]
    assert not list(tmp_path.glob(".mine*"))


def test_a_book_that_there_is_not_leaves_no_file(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.says("book", "new", "payroll", tmp_path / "a.xlsx", code=1) == (
        "Error: There is no book “payroll” for li. Open to you: ledger, billing."
    )
    assert not (tmp_path / "a.xlsx").exists()


def test_a_name_that_no_spreadsheet_program_opens_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.says("book", "new", "ledger", tmp_path / "mine", code=1) == (
        f"Error: mine is no name for a workbook. Let it end in .xlsx: {tmp_path / 'mine.xlsx'}"
    )


def test_a_folder_that_there_is_not_is_named(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "no" / "a.xlsx"
    assert terminal.says("book", "new", "ledger", path, code=1) == f"Error: {path}: No such file or directory"


# Exit codes


def test_a_sync_in_step_ends_with_0(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    said = terminal.says("book", "sync", book.path, code=0)
    assert said.splitlines()[0] == "li.xlsx  ledger"


def test_something_to_look_at_ends_with_3_and_is_told_by_row(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "amount", "a hundred")
    said = terminal.says("book", "sync", book.path, code=3)
    assert "✗ Invoices, row 4, FP-0001: Amount: “a hundred” is not a number; write it as 12800.5." in said.splitlines()
    assert "Invoices: sheet and store differ in rows or amounts, each is listed (4 rows here, 4 in the store)." in said
    assert "    FP-0001 · Amount: “a hundred” here, CNY 100.00 in the store" in said


def test_a_chinese_workbook_is_reported_in_chinese(terminal: Terminal, tmp_path: Path) -> None:
    book = with_rows(terminal.world)
    path = tmp_path / "mine.xlsx"
    said = terminal.says("book", "new", "ledger", path, "--language", "zh", code=0).splitlines()
    assert said[1].split() == ["上传", "已收", "部分", "未收", "下载", "移除", "行数", "其中"]
    assert said[-1] == "控制总计相符：本表的行与金额和服务器一致。"
    mine = Workbook(path, terminal.world.server("li"), terminal.world.clock, "li")
    mine.type("invoice", 0, "amount", "一百")
    said = terminal.says("book", "sync", path, code=3).splitlines()
    assert "✗ 发票，第 4 行，FP-0001：金额：“一百”不是数字；请写成 12800.5 的形式。" in said
    assert "发票：本表与服务器的行或金额不符，差异已逐项列出（本表 4 行，服务器 4 行）。" in said
    assert "    FP-0001 · 金额：本表 “一百”，服务器 CNY 100.00" in said
    assert book.sync().agree


def test_a_table_that_was_held_back_ends_with_3(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    rename_header(book, "Invoices", "Amount", "Betrag")
    said = terminal.says("book", "sync", book.path, code=3)
    assert "Invoices: Column “Betrag” should be headed “Amount” (amount); nothing of this table was sent." in said
    assert [table["held_back"] for table in terminal.json("book", "sync", book.path, code=3)["tables"]] == [
        False,
        True,
        False,
    ]


def test_many_changes_at_once_end_with_5_and_nothing_is_sent(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    days = [dt.date(2026, 2, 1) + dt.timedelta(days=day) for day in range(30)]
    book.hands.add_all("visit", [{"day": day, "customer": "Acme Ltd"} for day in days])
    book.sync()
    book.hands.type_all("visit", "result", dict.fromkeys(range(25), "met"))
    book.hands.remove("visit", 29)
    warning = "Of 30 rows of “Visits” 1 would be removed and 25 changed at once; this needs a confirmation."
    assert terminal.says("book", "sync", book.path, code=5) == (
        f"Error: {warning}\nNothing was sent. Look with --preview; if it is meant, sync again with --yes."
    )
    assert warning in terminal.says("book", "sync", "--preview", book.path, code=0)
    assert terminal.world.stored("visit", "result") == [(None,)] * 30
    terminal.says("book", "sync", "--yes", "--reason", "all met", book.path, code=0)
    assert terminal.world.stored("visit", "result").count(("met",)) == 25


@pytest.mark.parametrize(("answer", "code", "sent"), [("y", 0, 25), ("n", 5, 0)])
def test_at_a_terminal_many_changes_are_asked_about(terminal: Terminal, answer: str, code: int, sent: int) -> None:
    book = with_rows(terminal.world)
    days = [dt.date(2026, 2, 1) + dt.timedelta(days=day) for day in range(30)]
    book.hands.add_all("visit", [{"day": day, "customer": "Acme Ltd"} for day in days])
    book.sync()
    book.hands.type_all("visit", "result", dict.fromkeys(range(25), "met"))
    shown, ended = at_a_terminal(terminal, answer, "book", "sync", str(book.path))
    assert "Of 30 rows of “Visits” 0 would be removed and 25 changed at once; this needs a confirmation." in shown
    assert "Send all of it? [y/N]" in shown
    assert shown.rstrip().endswith(AGREE if sent else "Nothing was sent.")
    assert (ended, terminal.world.stored("visit", "result").count(("met",))) == (code, sent)


def test_a_file_that_is_no_book_and_one_that_is_no_workbook(terminal: Terminal, tmp_path: Path) -> None:
    plain, text = tmp_path / "plain.xlsx", tmp_path / "text.xlsx"
    PlainWorkbook().save(plain)
    text.write_text("not a workbook", encoding="utf-8")
    assert terminal.says("book", "sync", plain, code=1) == (
        "Error: plain.xlsx: it is not a crossfoot book (it has no manifest sheet); make a new book, "
        "or import this file."
    )
    assert terminal.says("book", "sync", text, code=1) == (
        "Error: text.xlsx: it is not an .xlsx workbook; open it in a spreadsheet program and save it as .xlsx."
    )


def test_a_missing_file_is_a_wrong_call(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.says("book", "sync", tmp_path / "none.xlsx", code=2)
    assert f"File '{tmp_path / 'none.xlsx'}' does not exist." in said


def test_a_revoked_token_says_where_to_get_in_again(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    Credentials(terminal.config).keep(terminal.world.url, "cf_revoked")
    before = book.path.read_bytes()
    said = terminal.says("book", "sync", book.path, code=1)
    assert said.endswith(f"With a new token, or for a code, run: crossfoot login {terminal.world.url}")
    assert book.path.read_bytes() == before


def test_an_unreachable_server_keeps_the_edits(terminal: Terminal, world: World) -> None:
    book = with_rows(world)
    book.type("invoice", 0, "terms", "net 30")
    tell_manifest(book, "http://127.0.0.1:1")
    Credentials(terminal.config).keep("http://127.0.0.1:1", "t")
    assert terminal.says("book", "sync", book.path, code=1) == (
        "Error: http://127.0.0.1:1 did not answer (no connection). Your edits are kept; sync again when it is back."
    )
    assert book.rows("invoice", "terms")[0] == ("net 30",)


def tell_manifest(book: Workbook, server: str) -> None:
    """Let a workbook believe that it was made from another server."""
    from crossfoot_sync.engine.cells import Edits  # noqa: PLC0415 - only here

    book.hands.grid.write(Edits(manifest={"server": server}), book.hands.grid.read())


def test_a_book_of_a_server_one_is_not_logged_in_to(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    tell_manifest(book, "https://other.example.com")
    assert terminal.says("book", "sync", book.path, code=1) == (
        "Error: You are not logged in to https://other.example.com. Run: crossfoot login https://other.example.com"
    )


def test_a_workbook_that_is_open_in_a_spreadsheet_program_is_left_alone(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "terms", "net 30")
    lock = book.path.with_name(f".~lock.{book.path.name}#")
    lock.write_text(",li,laptop,2026;", encoding="utf-8")
    said = terminal.says("book", "sync", book.path, code=1)
    assert "it is open in" in said
    assert lock.name in said
    lock.unlink()
    assert terminal.says("book", "sync", book.path, code=0)


def test_two_syncs_of_one_file_never_run_at_once(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    with open_desk(book.path, Credentials(terminal.config)):
        assert terminal.says("book", "sync", book.path, code=1) == (
            "Error: li.xlsx is being synced by another program. Wait until it has finished."
        )


def test_somebody_elses_book(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    terminal.log_in("wang")
    assert terminal.says("book", "sync", book.path, code=1) == (
        "Error: li.xlsx was made for li, and you are wang. Make your own with: crossfoot book new. "
        "Nothing was sent or changed."
    )


# Looking before


def test_check_says_what_the_server_would_say_and_changes_nothing(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "terms", "net 30")
    book.type("invoice", 0, "customer", "上海电气")
    book.type("invoice", 1, "number", "FP-0001")
    book.hands.remove("invoice", 3)
    book.hands.remove("customer", 0)
    before, stored = book.path.read_bytes(), terminal.world.stored("invoice", "number", "terms")
    for call in (("check",), ("sync", "--preview")):
        said = terminal.says("book", *call, book.path, code=3)
        lines = said.splitlines()
        stays = "Rows of this table cannot be removed; it is put back. If it is done with, say so in it, as in State or"
        assert [line for line in lines if line.startswith(f"✗ Customers, KH-001: {stays}")]
        assert "● Invoices, FP-0004: This row would be removed." in lines
        assert [line.split("  Number")[0] for line in lines if " → " in line] == [
            "  Invoices FP-0001 · Number: FP-0002 → FP-0001",
            "  Invoices FP-0001 · Customer: Acme Ltd → 上海电气",
            "  Invoices FP-0001 · Terms: terms 1 → net 30",
        ]
        assert "Number “FP-0001” exists already." in said
    assert book.path.read_bytes() == before
    assert terminal.world.stored("invoice", "number", "terms") == stored


def test_a_check_names_a_new_row_as_its_user_does(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.add("customer", code="*1", name="Novagrid")
    book.add("invoice", customer="*1", issued_on=dt.date(2026, 3, 1), amount=5.0, currency="Yuan")
    book.add("invoice", customer="Novagrid", issued_on=dt.date(2026, 3, 2), amount=6.0, currency="Yuan")
    lines = terminal.says("book", "check", book.path, code=0).splitlines()
    assert [line.partition(" · ")[2] for line in lines if "· Customer:" in line] == [
        "Customer: (blank) → *1",
        "Customer: (blank) → Novagrid",
    ]


def test_a_check_without_a_finding_ends_with_0(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "terms", "net 30")
    assert terminal.says("book", "check", book.path, code=0)


# Pulling


def test_pull_brings_in_and_sends_nothing(terminal: Terminal) -> None:
    mine, theirs = with_rows(terminal.world), terminal.world.workbook("grace")
    theirs.type("invoice", 0, "terms", "from Grace")
    theirs.sync()
    mine.type("invoice", 1, "terms", "mine")
    terminal.says("book", "pull", mine.path, code=0)
    assert mine.rows("invoice", "_tick", "terms")[:2] == [("✓", "from Grace"), ("●", "mine")]
    assert ("mine",) not in terminal.world.stored("invoice", "terms")


# JSON


def test_json_holds_whole_values(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    long = "x" * 3000
    book.type("invoice", 0, "amount", -5.0)
    book.type("invoice", 1, "terms", long)
    preview = terminal.json("book", "check", book.path, code=3)
    assert [(each["column"], each["mine"]) for each in preview["fields"]] == [("Terms", long)]
    report = terminal.json("book", "sync", book.path, code=3)
    assert (report["workbook"], report["book"], report["ties"]) == ("li.xlsx", "ledger", True)
    invoice = report["tables"][1]
    assert invoice["statuses"] == {"ok": 1}
    assert invoice["totals"]["sums"] == {"amount": {"CNY": "2542.75"}}
    assert invoice["totals"]["stored_sums"] == {"amount": {"CNY": "2647.75"}}
    ids = book.column("invoice", "_id")
    assert invoice["totals"]["differences"] == [
        {"row_id": ids[0], "column": "amount", "currency": "CNY", "sheet": "-5.00", "store": "100.00"}
    ]
    assert [(row["name"], row["tick"]) for row in report["rows"]] == [("FP-0001", "✗")]


# Looking back


def test_history_tells_who_changed_what(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 1, "terms", "net 60")
    terminal.says("book", "sync", "--reason", "agreed", book.path, code=0)
    first, *rest = terminal.says("history", book.path, "invoice", "FP-0002", "--field", "terms", code=0).splitlines()
    assert first.startswith("rev 2  2026-")
    assert first.endswith("李娜 (li)  changed in ledger  “agreed”")
    assert rest[0] == "    Terms: terms 2 → net 60"
    told = terminal.json("history", book.path, "invoice", "FP-0002")
    assert told["changes"][0]["fields"] == {"terms": ["terms 2", "net 60"]}
    assert terminal.says("history", book.path, "invoice", "X", code=1) == (
        "Error: li.xlsx shows no row X in invoice, and none that you may see was removed."
    )
    assert terminal.says("history", book.path, "bids", "X", code=1) == (
        "Error: There is no table “bids” in li.xlsx. It has: customer (Customers), invoice (Invoices), visit (Visits)"
    )


@pytest.fixture
def in_lima(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose own clock is thirteen hours behind the house's."""
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_lima")
def test_every_command_and_message_tells_the_time_of_the_house_wherever_it_runs(terminal: Terminal) -> None:
    mine, _ = conflicting(terminal.world)
    told = re.search(r"changed it to 9\.00 on (2026-03-02 16:\d\d)\.", mine.message("invoice", 1))
    assert told is not None
    [change] = terminal.says("history", mine.path, "invoice", "FP-0002", "--field", "amount", code=0).splitlines()[:1]
    assert change.startswith(f"rev 2  {told[1]}  Grace Chen (grace)")
    mine.hands.remove("invoice", 0)
    terminal.says("book", "sync", mine.path, code=3)
    for call in (("removed", mine.path, "invoice"), ("batches", mine.path, "--limit", 1)):
        assert re.match(r"2026-03-02 1[67]:\d\d  ", terminal.says(*call, code=0))


def test_batches_lists_the_latest_pushes(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 1, "terms", "net 60")
    batch = terminal.json("book", "sync", "--reason", "agreed", book.path)["batch"]
    newest = terminal.says("batches", book.path, "--limit", 1, code=0)
    assert newest.endswith(f"李娜  1 ok  “agreed”  {batch}")
    assert terminal.json("batches", book.path)["batches"][0]["id"] == batch
    assert terminal.json("batches", book.path, "--batch", batch[:-1])["summary"]["id"] == batch


# The command itself


@pytest.mark.parametrize(
    ("call", "suggestion"),
    [(("boook",), "book"), (("histroy",), "history"), (("book", "snyc"), "sync"), (("book", "nwe"), "new")],
)
def test_an_unknown_command_suggests_the_nearest(terminal: Terminal, call: tuple[str, ...], suggestion: str) -> None:
    assert f"Did you mean “{suggestion}”?" in terminal.says(*call, code=2)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_help_loads_nothing_that_it_does_not_need() -> None:
    program = (
        "import sys; from crossfoot_sync.cli import main; main(['--help'], standalone_mode=False); "
        "heavy = {'flask', 'sqlalchemy', 'rich', 'openpyxl', 'requests', 'lxml', 'msgspec', 'asyncio'}; "
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = python("-c", program)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]")


BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "flask":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocked())
from crossfoot_server.accounts import apply_organisation
from crossfoot_sync.cli import main
main(prog_name="crossfoot")
"""


def test_a_missing_extra_is_named_with_what_to_install(tmp_path: Path) -> None:
    done = python("-c", BLOCKED, "serve", "--store", str(tmp_path / "store.sqlite"), "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: “crossfoot serve” needs flask. In a checkout, run: pip install '.[server]'\n"
    assert python("-c", BLOCKED, "book", "sync", "--help").returncode == 0


def test_the_command_as_a_program(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "amount", "?")
    done = python("-m", "crossfoot_sync", "book", "sync", str(book.path), CROSSFOOT_CONFIG=str(terminal.config))
    assert (done.returncode, done.stderr) == (3, "")
    assert "✗ Invoices, row 4, FP-0001: Amount: “?” is not a number; write it as 12800.5." in done.stdout


def test_output_that_cannot_show_a_sign_does_not_fail(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("invoice", 0, "amount", "?")
    environment = {"CROSSFOOT_CONFIG": str(terminal.config), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = python("-m", "crossfoot_sync", "book", "sync", str(book.path), **environment)
    assert (done.returncode, done.stderr) == (3, "")
    assert "? Invoices, row 4, FP-0001: Amount: ?" in done.stdout


def test_json_is_utf_8_whatever_the_terminal_speaks(terminal: Terminal) -> None:
    book = with_rows(terminal.world)
    book.type("customer", 1, "notes", "备注 ✗")
    done = subprocess.run(
        [sys.executable, "-m", "crossfoot_sync", "book", "check", str(book.path), "--json"],
        capture_output=True,
        check=True,
        env=os.environ | {"CROSSFOOT_CONFIG": str(terminal.config), "PYTHONIOENCODING": "ascii"},
    )
    assert [each["mine"] for each in json.loads(done.stdout.decode("utf-8"))["fields"]] == ["备注 ✗"]
