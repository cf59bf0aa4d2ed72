"""One log line a request: what it tells, and what it never tells."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crossfoot_server import logs
from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.server.live import NOW, fixed_clock
from crossfoot_tests.server.test_api import BATCH, Caller, new_customer


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    written = io.StringIO()
    with logs.lines_to(written, "info"):
        yield written


@pytest.fixture
def chen(store: Store) -> Caller:
    return Caller(client_of(create_app(store, Settings(), fixed_clock)), issue_token(store, "chen", "test", NOW))


def lines_of(stream: io.StringIO) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [json.loads(line) for line in stream.getvalue().splitlines()]
    for line in lines:
        datetime.fromisoformat(line.pop("at"))
        if line["event"] == "request":
            assert line.pop("ms") >= 0
    return lines


def test_a_sync_tells_its_batch_and_how_the_rows_fared(chen: Caller, stream: io.StringIO) -> None:
    reply = chen.post("/api/v1/books/sales/sync", new_customer(), X_Request_Id="sync-1")
    [line] = lines_of(stream)
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "crossfoot.request",
        "method": "POST",
        "route": "/api/v1/books/<book>/sync",
        "path": "/api/v1/books/sales/sync",
        "status": 200,
        "request_id": "sync-1",
        "login": "chen",
        "bytes_in": reply.request.content_length,
        "bytes_out": len(reply.data),
        "batch": BATCH,
        "replayed": False,
        "rows": {"ok": 1},
        "rows_out": 1,
    }


def test_a_refusal_tells_its_cause(chen: Caller, stream: io.StringIO) -> None:
    chen.get("/api/v1/books/nowhere", X_Request_Id="a")
    chen.get("/nowhere/宏远", X_Request_Id="b")
    found = [(line["request_id"], line["route"], line["status"], line["problem"]) for line in lines_of(stream)]
    assert found == [("a", "/api/v1/books/<book>", 404, "unknown_book"), ("b", None, 404, "unknown_address")]


def test_neither_tokens_nor_values_of_rows_are_logged(chen: Caller, stream: io.StringIO) -> None:
    chen.post("/api/v1/books/sales/sync", new_customer(name="机密客户"))
    chen.post("/api/v1/books/sales/sync", b'{"epoch": ')
    Caller(chen.client, f"{chen.token}x").get("/api/v1/me")
    written = stream.getvalue()
    assert len(lines_of(stream)) == 3
    assert chen.token.split("_")[2] not in written
    assert "机密客户" not in written


def test_a_mistake_of_ours_is_logged_with_its_traceback(store: Store, stream: io.StringIO) -> None:
    def broken_clock() -> datetime:
        raise RuntimeError("inner workings")

    client = client_of(create_app(store, Settings(), broken_clock))
    client.get("/api/v1/me", headers={"X-Request-Id": "r1", "Authorization": "Bearer cf_1_topsecret"})
    mistake, request = lines_of(stream)
    assert (mistake["event"], mistake["level"], mistake["request_id"]) == ("unexpected", "error", "r1")
    assert mistake["exception"].startswith("Traceback")
    assert mistake["exception"].endswith("RuntimeError: inner workings")
    assert (request["status"], request["problem"], request["request_id"]) == (500, "internal_error", "r1")
    assert "topsecret" not in stream.getvalue()


def test_trouble_with_the_store_is_logged_without_the_values_of_the_statement(
    store: Store, stream: io.StringIO
) -> None:
    store.engine.dispose()
    Path(store.engine.url.database or "").write_bytes(b"no store at all" * 1000)
    client = client_of(create_app(store, Settings(), fixed_clock))
    client.get("/api/v1/me", headers={"Authorization": "Bearer cf_tokenid_secret"})
    trouble, request = lines_of(stream)
    assert (trouble["event"], request["status"], request["problem"]) == ("unexpected", 503, "store_unavailable")
    assert "file is not a database" in trouble["exception"]
    assert "tokenid" not in stream.getvalue()
