"""``crossfoot serve`` as a program: it says where it is, answers, and ends when told to."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
import requests
from click.testing import CliRunner
from sqlalchemy import make_url

from crossfoot_server.cli.opening import place_at
from crossfoot_server.cli.serve import serve
from crossfoot_server.listener import bind
from crossfoot_sync.engine.wire import Whoami
from crossfoot_tests.server.test_accounts_commands import ORGANISATION

PROGRAM = [sys.executable, "-m", "crossfoot_server.cli"]
SETTINGS = Path(__file__).parents[3] / "docs" / "reference" / "server-settings.md"


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server over the store in ``folder``, once it has said its address."""
    store = folder / "store.sqlite"
    command = [*PROGRAM, "serve", "--port", "0", "--store", str(store), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            line = rf"crossfoot serves (http://127\.0\.0\.1:\d+) from {re.escape(str(store))}\n"
            told = re.fullmatch(line, program.stdout.readline())
            assert told, program.communicate(timeout=10)
            yield program, told[1]
        finally:
            program.kill()


def run_accounts(folder: Path, *arguments: str) -> str:
    command = [*PROGRAM, "accounts", *arguments, "--store", str(folder / "store.sqlite")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def begin(folder: Path, organisation: str = ORGANISATION) -> None:
    """Make the store in ``folder``, with the people of ``organisation``."""
    (folder / "organisation.toml").write_text(organisation, "utf-8")
    run_accounts(folder, "apply", str(folder / "organisation.toml"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_answers_until_a_signal_and_then_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    begin(tmp_path)
    token = run_accounts(tmp_path, "token", "chen").strip()
    with served(tmp_path) as (program, url), requests.Session() as session:
        reply = session.get(f"{url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=30)
        assert msgspec.json.decode(reply.content, type=Whoami).login == "chen"
        # The connection is kept alive: an idle client does not hold up the end.
        asked = time.monotonic()
        program.send_signal(number)
        stdout, stderr = program.communicate(timeout=20)
        assert time.monotonic() - asked < 4
    lines = [json.loads(line) for line in stderr.splitlines()]
    assert (program.returncode, stdout) == (0, "")
    # On a busy machine the first request comes before waitress' threads wait for one, and it warns of its queue.
    told = [line for line in lines if line["logger"] != "waitress.queue"]
    assert [(line["event"], line["status"], line["login"]) for line in told] == [("request", 200, "chen")]
    assert token not in stderr


@pytest.mark.slow
def test_a_second_server_on_the_same_port_is_told_so(tmp_path: Path) -> None:
    begin(tmp_path)
    with served(tmp_path) as (_, url):
        port = url.rsplit(":", 1)[1]
        other = tmp_path / "other.sqlite"
        second = subprocess.run(
            [*PROGRAM, "serve", "--port", port, "--store", str(other)], capture_output=True, text=True, check=False
        )
    assert (second.returncode, second.stdout) == (5, "")
    assert second.stderr == (
        f"Error: cannot listen on 127.0.0.1 port {port}: Address already in use. "
        "Another program uses it: end that one or choose another with --port.\n"
    )
    assert not other.exists()


@pytest.mark.slow
def test_a_server_whose_store_has_no_users_says_so(tmp_path: Path) -> None:
    begin(tmp_path, "users = []\n")
    with served(tmp_path) as (program, _):
        assert program.stdout is not None
        assert program.stdout.readline() == (
            f"The store {tmp_path / 'store.sqlite'} has no users yet; write an organisation file and run: "
            "crossfoot accounts apply FILE\n"
        )


def test_a_store_that_is_not_there_is_named_and_not_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(serve, ["--port", "0", "--store", str(tmp_path / "nope" / "typo.sqlite")])
    assert (result.exit_code, result.stdout, result.stderr) == (
        4,
        "",
        (
            f"Error: There is no store {tmp_path / 'nope' / 'typo.sqlite'}. Name the right one with --store or in "
            "CROSSFOOT_STORE; a new one is begun with: crossfoot accounts apply FILE\n"
        ),
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:////srv/crossfoot/store.sqlite", "/srv/crossfoot/store.sqlite"),
        ("postgresql://admin:hidden@db/ledger?password=hidden", "postgresql://admin:***@db/ledger"),
    ],
)
def test_the_store_that_is_served_is_told_without_a_password(url: str, place: str) -> None:
    assert place_at(make_url(url)) == place


@pytest.mark.slow
def test_help_does_not_wait_for_flask_or_the_store() -> None:
    code = (
        "import sys; from crossfoot_server.cli.__main__ import main; main(['serve', '--help'], standalone_mode=False); "
        "print(sorted({'flask', 'sqlalchemy', 'waitress', 'alembic'} & sys.modules.keys()))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.startswith("Usage: ")
    assert told.splitlines()[-1] == "[]"


def test_a_taken_port_is_refused_before_the_store_is_touched(tmp_path: Path) -> None:
    with closing(bind("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(serve, ["--port", port, "--store", str(tmp_path / "store.sqlite")])
    assert result.exit_code == 5
    assert not (tmp_path / "store.sqlite").exists()


def test_definitions_with_errors_are_refused_before_anything_is_served(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "ours.toml").write_text("tables = 7\n", "utf-8")
    options = ["--port", "0", "--store", str(tmp_path / "store.sqlite"), "--overlay", str(overlay)]
    result = CliRunner().invoke(serve, options, env={"LC_ALL": "C.UTF-8"})
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"Error: The definitions have errors; nothing was started.\n\n{overlay / 'ours.toml'}:1: key tables\n"
        "  there is no key “tables” here; there are book, choices, table, share. Is it “table”?\n"
    )


def test_errors_in_definitions_are_told_in_chinese_at_a_chinese_terminal(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("tables = 7\n", "utf-8")
    options = ["--port", "0", "--store", str(tmp_path / "store.sqlite"), "--overlay", str(tmp_path)]
    result = CliRunner().invoke(serve, options, env={"LC_ALL": None, "LC_MESSAGES": None, "LANG": "zh_CN.UTF-8"})
    assert result.stderr == (
        f"错误：定义有误，未启动任何程序。\n\n{tmp_path / 'ours.toml'}:1: key tables\n"
        "  没有键“tables”；可用的键：book、choices、table、share。是否为“table”？\n"
    )


def test_a_store_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_text("no store at all, but long enough to be looked at", "utf-8")
    result = CliRunner().invoke(serve, ["--port", "0", "--store", str(tmp_path / "store.sqlite")])
    assert (result.exit_code, result.stdout) == (4, "")
    assert "file is not a database" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--log-level", "loud"],
        ["--body-limit", "0"],
        ["--threads", "many"],
        ["--address", "http://ledger.example.com"],
        ["--address", "https://ledger.example.com/path"],
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(options: list[str]) -> None:
    assert CliRunner().invoke(serve, options).exit_code == 2


def test_a_setting_may_come_from_the_environment() -> None:
    result = CliRunner().invoke(serve, [], env={"CROSSFOOT_PORT": "none"})
    assert result.exit_code == 2
    assert "'none' is not a valid integer" in result.stderr


def test_every_setting_is_documented() -> None:
    page = SETTINGS.read_text("utf-8")
    rows = dict(re.findall(r"^\| `(--[a-z-]+)` \| (.*) \|$", page, re.MULTILINE))
    assert rows.keys() == {option.opts[0] for option in serve.params}
    for option in serve.params:
        variable, default = rows[option.opts[0]].split(" | ")[:2]
        assert variable == f"`{option.envvar}`"
        if isinstance(option.default, str | int):
            assert default.split()[0] == f"`{option.default}`"
