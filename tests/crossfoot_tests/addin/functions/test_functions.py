"""The functions in cells, against a real server."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from xlwings.conversion.framework import accessors

from crossfoot_addin import functions
from crossfoot_addin.functions import aging, answering, balance, lookup, overdue
from crossfoot_addin.functions.renewing import stamp
from crossfoot_server.store import Store
from crossfoot_sync.client.credentials import Credentials
from crossfoot_tests.books.conftest import finance, house
from crossfoot_tests.books.test_receivables import ALLOC_1, INV1, R1, item, receipt
from crossfoot_tests.server.builders import Desk, row_id
from crossfoot_tests.server.live import Live, serving

__all__ = ["finance", "house"]

pytestmark = pytest.mark.slow

ON = "2025-03-31"


@pytest.fixture(autouse=True)
def signed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is signed in, and nothing is kept."""
    monkeypatch.setenv("CROSSFOOT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield
    for server in Credentials().servers():
        answering._transport(server).close()
    answering._transport.cache_clear()
    answering._kept.cache_clear()


@pytest.fixture
def ledger(house: Store, finance: Desk) -> Iterator[Live]:
    """ALLOC-1, allocated first in, first out, and finance is signed in to the server of it."""
    finance.sync(
        item(INV1, "invoice", "2025-01-10", "10000.00", "2025-02-09"),
        item(102, "invoice", "2025-02-05", "6000.00", "2025-03-07"),
        item(103, "invoice", "2025-03-01", "8000.00", "2025-03-31"),
        item(104, "credit_note", "2025-03-05", "-1500.00", source=row_id(102)),
        receipt(R1, "15000.00"),
    )
    finance.sync(*ALLOC_1["first in, first out"][0])
    with serving(house) as live:
        Credentials().keep(live.url, live.token("fin"))
        yield live


def test_the_worked_numbers_stand_in_cells(ledger: Live) -> None:
    assert balance("", "en", "K1", ON) == 7500.0
    assert balance(ledger.url, "en", "Acme", dt.datetime(2025, 3, 19), "CNY") == 22500.0
    assert overdue("", "en", "K1", 45735.0) == 14500.0
    assert aging("", "en", "K1", "31-60", "2025/3/19") == 10000.0
    assert aging("", "zh", "K1", "未到期", ON, None, "standard") == 7500.0
    assert lookup("", "en", "receivable", "N103", "Due on") == dt.datetime(2025, 3, 31)
    assert lookup("", "zh", "应收单", "N103", "单据类型") == "发票"


def test_blocks_are_answered_as_blocks_and_blanks_with_blanks(ledger: Live) -> None:
    customers = [["K1"], [None], ["K2"], ["K9"]]
    assert balance("", "en", customers, [[ON]]) == [
        [7500.0], [""], [0.0], ["#CF! You see no customer “K9”; write the code or the full name."],
    ]  # fmt: skip
    assert aging("", "en", customers[:3], [["not due", "1-30", "total"]], ON) == [
        [7500.0, 0.0, 7500.0], ["", "", ""], [0.0, 0.0, 0.0],
    ]  # fmt: skip
    assert lookup("", "en", "customer", [["K1"], ["K2"]], [["name", "grade"]]) == [["Acme", ""], ["Bolt", ""]]
    assert balance("", "en", None, ON) == balance("", "en", [[None]], ON) == ""


def test_what_no_server_would_read_keeps_no_other_cell_from_its_answer(ledger: Live) -> None:
    unknown = "#CF! You see no customer “{}”; write the code or the full name."
    assert balance("", "en", [["x" * 1000], ["\ud800"], ["K1"]], ON) == [
        [unknown.format("x" * 500)], [unknown.format("?")], [7500.0],
    ]  # fmt: skip


def test_blocks_of_different_sizes_are_told(ledger: Live) -> None:
    assert balance("", "en", [["K1"], ["K2"]], [[ON], [ON], [ON]]) == (
        "#CF! The ranges differ in size: 2×1, 3×1, 1×1. Give ranges of the same rows and columns, "
        "or one row, column or cell."
    )


def test_what_changed_shows_after_a_press_of_a_button(ledger: Live, finance: Desk) -> None:
    assert balance("", "en", "K1", ON) == 7500.0
    finance.sync(item(105, "invoice", "2025-03-25", "100.00", "2025-04-24"))
    assert balance("", "en", "K1", ON) == 7500.0
    later = dt.datetime.now(tz=dt.UTC).timestamp() + 1
    stamp().parent.mkdir(parents=True)
    stamp().touch()
    os.utime(stamp(), (later, later))
    assert balance("", "en", "K1", ON) == 7600.0


def test_what_keeps_it_from_asking_is_said_in_the_cell() -> None:
    assert balance("", "en", "K1") == "#CF! You are not signed in. Press Sign in."
    assert balance("http://elsewhere", "zh", "K1") == "#CF! 您尚未登录 http://elsewhere。请点击“登录”。"
    for name in ("http://one", "http://two"):
        Credentials().keep(name, "token")
    assert balance("", "en", "K1") == (
        "#CF! You are signed in to several servers: http://one, http://two. Use the function in a workbook of "
        "crossfoot."
    )


def test_a_server_that_is_gone_is_told_at_once(ledger: Live) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    Credentials().keep(gone, "token")
    told = (
        f"#CF! {gone} did not answer (no connection). Nothing you typed is lost. Check the network and try again in a "
        "while."
    )
    assert [balance(gone, "en", key) for key in ("K1", "K2")] == [told, told]


@pytest.mark.parametrize("function", [balance, overdue, aging, lookup])
def test_xlwings_knows_the_hints_of_every_function(function: Callable[..., Any]) -> None:
    hints = get_type_hints(function, include_extras=True)
    assert [name for name, hint in hints.items() if hint not in accessors] == []
    assert list(hints)[:2] == ["server", "language"] == list(inspect.signature(function).parameters)[:2]
    assert getattr(functions, function.__name__) is function


def test_xlwings_hands_on_what_excel_gives_and_gives_excel_what_is_answered(ledger: Live) -> None:
    missing = {"missing": True}
    calls = [
        ("balance", ["", "en", "K1", missing, missing]),
        ("balance", ["", "en", {"range": [["K1"]]}, {"range": [[45747.0]]}, "CNY"]),
        (
            "aging",
            ["", "en", {"range": [["K1"], [""], ["K2"]]}, {"range": [["not due", "total"]]}, ON, missing, missing],
        ),
        ("lookup", ["", "en", "receivable", {"range": [["N101"], ["N103"]]}, "issued_on"]),
        ("overdue", ["http://elsewhere", "en", "K1", missing, missing]),
    ]
    program = ["-m", "crossfoot_tests.addin.functions.through_xlwings"]
    done = subprocess.run(
        [sys.executable, *program], input=json.dumps(calls), check=True, stdout=subprocess.PIPE, text=True
    )
    assert json.loads(done.stdout) == [
        [[7500.0]],
        [[7500.0]],
        [[7500.0, 7500.0], ["", ""], [0.0, 0.0]],
        [["2025-01-10T00:00:00"], ["2025-03-01T00:00:00"]],
        [["#CF! You are not signed in to http://elsewhere. Press Sign in."]],
    ]
