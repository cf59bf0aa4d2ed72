"""Requests below the level of the document: odd addresses, headers, bodies and ways to pack them."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import msgspec
import pytest
from flask import Flask, Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse, run_wsgi_app

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.hostile.spoiling import flip_bytes, truncate
from crossfoot_tests.server.documented import check
from crossfoot_tests.server.live import CATALOG, NOW, ORGANISATION, fixed_clock

GOOD = msgspec.json.encode(SyncRequest())
SETTINGS = Settings(body_limit=20_000, inflated_limit=50_000)


@dataclass(frozen=True)
class Asked:
    """A request as it comes over the wire."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Caller:
    """Asks an application as a web server does, and holds every reply against the document."""

    application: Flask
    token: str

    def ask(self, asked: Asked) -> TestResponse:
        """The reply to a request as it came over the wire, however odd; a test client would refuse to send some."""
        environment = {
            "REQUEST_METHOD": asked.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(asked.path).decode("latin-1"),
            "QUERY_STRING": asked.query.encode().decode("latin-1"),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(asked.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(asked.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
        }
        for name, value in asked.headers.items():
            key = name.upper().replace("-", "_")
            environment[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
        answer = run_wsgi_app(self.application.wsgi_app, environment, buffered=True)
        response = TestResponse(*answer, request=Request(environment))
        check(self.application, response)
        return response


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        yield Caller(create_app(store, SETTINGS, fixed_clock), issue_token(store, "chen", "test", NOW))


LATIN = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Content-Type",
            "Content-Encoding",
            "Accept",
            "Accept-Encoding",
            "If-None-Match",
            "X-Request-Id",
            "Content-Length",
            "Transfer-Encoding",
            "Range",
            "Authorization",
            "X-HTTP-Method-Override",
            "Host",
            "Expect",
        ]
    ),
    LATIN
    | st.sampled_from(
        [
            "application/json",
            "application/json; charset=utf-16",
            "text/plain",
            "gzip",
            "GZIP ",
            "br",
            "identity",
            "gzip;q=0",
            "*;q=nan",
            "gzip, gzip",
            "*",
            '"',
            'W/"x"',
            "-1",
            "99999999999",
            "chunked",
            "a" * 5000,
            "",
            ";",
        ]
    ),
    max_size=4,
)
SEGMENTS = st.sampled_from(
    [
        "sales",
        "api",
        "v1",
        "books",
        "sync",
        "pull",
        "..",
        ".",
        "",
        "%2e%2e",
        "%00",
        "%ff",
        "é",
        "tables",
        "batches",
        "a" * 999,
    ]
)
PATHS = st.lists(SEGMENTS, max_size=8).map(lambda parts: "/" + "/".join(parts)) | st.sampled_from(
    [
        "/api/v1/books/sales/sync",
        "/api/v1/books/sales/pull",
        "/api/v1/me",
        "/ready",
        "/api/v1/books/sales/batches",
        "/api/v1/books/sales/tables/customer/rows/%F0%9F%98%80/history",
        "/api/v1/books/%00",
        "//",
        "/api/v1/openapi.json",
    ]
)
QUERIES = st.text(st.sampled_from("limit=&%+0123456789-.é\x00;"), max_size=30) | st.sampled_from(
    ["limit=1", "limit=0", "limit=501", "limit=", "limit=1&limit=2", "limit=%31", "limit=１", "limit=1e2", "limit=%ff"]
)
METHODS = st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "get", "FOO"])
BODIES = st.binary(max_size=60) | st.sampled_from([b"", GOOD, gzip.compress(GOOD), zlib.compress(GOOD), b"[" * 19_000])


@pytest.mark.slow
@given(st.builds(Asked, METHODS, PATHS, QUERIES, HEADERS, BODIES))
@examples(250)
def test_any_request_at_all_gets_a_reply_that_is_described(caller: Caller, asked: Asked) -> None:
    assert caller.ask(asked).status_code < 500


@pytest.mark.slow
@given(st.data(), st.sampled_from([GOOD, GOOD + b" " * 60_000, b"[" * 40_000, b"{}" * 10, b"\xff\xfe" + GOOD]))
@examples(150)
def test_any_spoiled_body_is_taken_or_refused(caller: Caller, data: st.DataObject, content: bytes) -> None:
    packed = gzip.compress(content)
    for spoil in data.draw(st.lists(st.sampled_from([truncate, flip_bytes]), max_size=2)):
        packed = spoil(data, packed)
    packed += data.draw(st.sampled_from([b"", b"", b"\0", packed, gzip.compress(b"")]))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    response = caller.ask(Asked("POST", "/api/v1/books/sales/pull", "", headers, packed))
    assert response.status_code in {200, 400, 413}


@pytest.mark.parametrize("host", ["", "a" * 64, "a" * 5000, "a..b", "é", "[", "a b", "127.0.0.1:x"])
def test_a_host_header_that_names_no_host_is_no_mistake_of_the_servers(caller: Caller, host: str) -> None:
    assert caller.ask(Asked("GET", "/health", "", {"Host": host}, b"")).status_code == 200
