"""The application on a real socket."""

from __future__ import annotations

import gzip
import socket
import threading
from contextlib import closing
from datetime import datetime
from urllib.parse import urlsplit

import msgspec
import pytest
import requests

from crossfoot_server.accounts import issue_token
from crossfoot_server.app import create_app
from crossfoot_server.listener import Listener, bind
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import Problem, Whoami
from crossfoot_tests.server.live import NOW, Live, serving


def test_a_client_gets_answers_over_the_network(live: Live) -> None:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {live.token('chen')}"
        reply = session.get(f"{live.url}/api/v1/me", timeout=10)
    assert msgspec.json.decode(reply.content, type=Whoami).name == "陈静"
    assert "Server" not in reply.headers


def test_a_large_body_gets_our_refusal_and_not_the_web_servers(store: Store) -> None:
    with serving(store, Settings(body_limit=1000, threads=2)) as live, requests.Session() as session:
        headers = {"Authorization": f"Bearer {live.token('chen')}", "Content-Type": "application/json"}
        url = f"{live.url}/api/v1/books/sales/sync"
        refused = session.post(url, data=b" " * 3000, headers=headers, timeout=10)
        chunked = session.post(url, data=iter([b" " * 600, b" " * 600]), headers=headers, timeout=10)
        bomb = session.post(
            url, data=gzip.compress(b" " * 900_000), headers={**headers, "Content-Encoding": "gzip"}, timeout=10
        )
    assert [reply.status_code for reply in (refused, chunked, bomb)] == [413, 413, 400]
    codes = [msgspec.json.decode(reply.content, type=Problem).code for reply in (refused, chunked, bomb)]
    assert codes == ["body_too_large", "body_too_large", "bad_request"]


def test_many_callers_at_once_are_all_answered(live: Live) -> None:
    token = live.token("chen")
    answers: list[int] = []

    def ask() -> None:
        with requests.Session() as session:
            for _ in range(5):
                reply = session.get(
                    f"{live.url}/api/v1/books/sales", headers={"Authorization": f"Bearer {token}"}, timeout=30
                )
                answers.append(reply.status_code)

    callers = [threading.Thread(target=ask) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert answers == [200] * 40


def test_a_request_that_is_being_answered_when_the_server_is_stopped_gets_its_answer(store: Store) -> None:
    asked, released, answers = threading.Event(), threading.Event(), list[int]()

    def clock() -> datetime:
        asked.set()
        assert released.wait(10)
        return NOW

    listener = Listener(create_app(store, Settings(), clock), bind("127.0.0.1", 0), Settings(threads=1))
    token = issue_token(store, "chen", "test", NOW)

    def ask() -> None:
        reply = requests.get(f"{listener.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=30)
        answers.append(reply.status_code)

    server, client = threading.Thread(target=listener.run), threading.Thread(target=ask)
    server.start()
    client.start()
    assert asked.wait(10)
    listener.stop()
    released.set()
    client.join()
    server.join()
    assert answers == [200]


def test_a_server_that_was_stopped_takes_no_more_connections(store: Store) -> None:
    with serving(store) as live:
        address = urlsplit(live.url)
        assert address.hostname is not None
        assert address.port is not None
    with closing(socket.socket()) as client, pytest.raises(ConnectionRefusedError):
        client.connect((address.hostname, address.port))
