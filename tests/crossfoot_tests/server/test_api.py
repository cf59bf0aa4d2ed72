"""Requests and replies over the real store: who may, what travels, and what is said when it goes wrong."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from crossfoot_server.accounts import issue_token, list_tokens, revoke_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import (
    Batch,
    BatchDetail,
    BatchList,
    BeforeAfter,
    FieldColumn,
    RowHistory,
    SyncReply,
    SyncRequest,
    TablePush,
    Totals,
    Whoami,
)
from crossfoot_templates.model import BookView
from crossfoot_tests.server.documented import body_of, client_of
from crossfoot_tests.server.live import CATALOG, NOW, fixed_clock

ROW = new_row_id(milliseconds=1_767_000_000_000, randomness=1)
BATCH = new_row_id(milliseconds=1_767_000_000_000, randomness=2)


@dataclass
class Caller:
    """Somebody with a token, speaking JSON."""

    client: FlaskClient
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, body: bytes | SyncRequest, **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes) else msgspec.json.encode(body)
        return self.client.post(path, data=data, headers=self._headers({"Content-Type": "application/json", **headers}))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return client_of(create_app(store, Settings(body_limit=20_000, inflated_limit=50_000), fixed_clock))


@pytest.fixture
def chen(client: FlaskClient, store: Store) -> Caller:
    return Caller(client, issue_token(store, "chen", "test", NOW))


@pytest.fixture
def wang(client: FlaskClient, store: Store) -> Caller:
    return Caller(client, issue_token(store, "wang", "test", NOW))


def new_customer(code: str = "C1", name: str = "宏远", row: str = ROW, batch: str = BATCH) -> SyncRequest:
    return SyncRequest(
        batch=Batch(id=batch, client="test", workbook="book.xlsx", created_at="2026-03-02T08:29:00Z"),
        push=[
            TablePush(
                table="customer",
                ids=[row],
                kinds=["new"],
                revs=[0],
                bases=[""],
                layout=["code", "name"],
                columns={"code": FieldColumn([0], [code]), "name": FieldColumn([0], [name])},
            )
        ],
    )


def problem_of(response: TestResponse) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(response.data)
    assert problem.pop("request_id") == response.headers["X-Request-Id"]
    assert problem["status"] == response.status_code
    assert problem["type"] == f"urn:crossfoot:problem:{problem['code']}"
    return problem


def code_of(response: TestResponse) -> str:
    return str(problem_of(response)["code"])


# Who may


def test_a_request_without_a_token_is_told_how_to_get_one(client: FlaskClient) -> None:
    response = client.get("/api/v1/me")
    assert problem_of(response) == {
        "type": "urn:crossfoot:problem:token_missing",
        "title": "A token is needed",
        "status": 401,
        "detail": "Send the header 'Authorization: Bearer TOKEN'. Whoever runs the server makes a token with "
        "'crossfoot accounts token LOGIN'.",
        "code": "token_missing",
        "title_zh": "需要令牌",
        "detail_zh": "请发送标头 Authorization: Bearer TOKEN。管理员用 crossfoot accounts token LOGIN 生成令牌。",
    }
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="crossfoot"'


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic Y2hlbjpwdw==", "cf_1_2"])
def test_another_scheme_or_no_token_counts_as_none(client: FlaskClient, header: str) -> None:
    assert code_of(client.get("/api/v1/me", headers={"Authorization": header})) == "token_missing"


@pytest.mark.parametrize("token", ["x", "cf_000000000000_00", "cf__", "宏远", "a b c", "x" * 5000])
def test_an_unknown_token_is_refused(client: FlaskClient, token: str) -> None:
    response = client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert code_of(response) == "token_refused"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="crossfoot", error="invalid_token"'


def test_a_revoked_token_is_refused(chen: Caller, store: Store) -> None:
    assert chen.get("/api/v1/me").status_code == 200
    [entry] = list_tokens(store, "chen")
    revoke_token(store, entry.id, NOW)
    response = chen.get("/api/v1/me")
    assert code_of(response) == "token_revoked"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="crossfoot", error="invalid_token"'


def test_a_token_holds_until_its_last_moment_and_not_longer(store: Store) -> None:
    hour = timedelta(hours=1)
    token = issue_token(store, "chen", "test", NOW, hour)

    def at(moment: datetime) -> int:
        client = client_of(create_app(store, Settings(), lambda: moment))
        return Caller(client, token).get("/api/v1/me").status_code

    assert at(NOW + hour - timedelta(seconds=1)) == 200
    assert at(NOW + hour) == 401


def test_me_names_the_person_and_the_books_open_to_them(chen: Caller, store: Store) -> None:
    assert msgspec.json.decode(chen.get("/api/v1/me").data, type=Whoami) == Whoami(
        login="chen", name="陈静", language="zh", roles=["sales"], books=["sales"], epoch=store.epoch
    )


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("/api/v1/books/{book}", "GET"),
        ("/api/v1/books/{book}/sync", "POST"),
        ("/api/v1/books/{book}/check", "POST"),
        ("/api/v1/books/{book}/pull", "POST"),
        ("/api/v1/books/{book}/batches", "GET"),
        ("/api/v1/books/{book}/batches/B1", "GET"),
        ("/api/v1/books/{book}/tables/invoice/rows/" + ROW + "/history", "GET"),
    ],
)
def test_books_that_are_not_open_or_not_there_are_told_apart(chen: Caller, address: str, method: str) -> None:
    def ask(book: str) -> str:
        path = address.format(book=book)
        return code_of(chen.post(path, b"{}") if method == "POST" else chen.get(path))

    assert ask("closing") == "not_allowed"
    assert ask("nowhere") == "unknown_book"


# The view of a book


def test_a_book_is_the_view_that_the_roles_give(chen: Caller) -> None:
    response = chen.get("/api/v1/books/sales")
    expected = CATALOG.view("sales", ["sales"])
    assert msgspec.json.decode(response.data, type=BookView) == expected
    assert response.headers["ETag"] == f'W/"{expected.version}"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert set(response.headers["Vary"].split(", ")) == {"Accept-Encoding", "Authorization"}


def test_a_book_the_caller_has_already_is_not_sent_again(chen: Caller) -> None:
    etag = chen.get("/api/v1/books/sales").headers["ETag"]
    for held in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        response = chen.get("/api/v1/books/sales", If_None_Match=held)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == etag
    assert chen.get("/api/v1/books/sales", If_None_Match='"other"').status_code == 200


# Push and pull


def test_a_pushed_row_is_stored_listed_and_told(chen: Caller, store: Store) -> None:
    reply = msgspec.json.decode(chen.post("/api/v1/books/sales/sync", new_customer()).data, type=SyncReply)
    assert (reply.epoch, reply.replayed) == (store.epoch, False)
    assert [(table.ids, table.status, table.revs) for table in reply.outcome] == [([ROW], ["ok"], [1])]

    pulled = msgspec.json.decode(chen.post("/api/v1/books/sales/pull", SyncRequest()).data, type=SyncReply)
    customers = next(table for table in pulled.pull if table.table == "customer")
    assert (customers.ids, customers.columns["name"]) == ([ROW], ["宏远"])

    history = chen.get(f"/api/v1/books/sales/tables/customer/rows/{ROW}/history")
    told = msgspec.json.decode(history.data, type=RowHistory)
    assert [(each.rev, each.actor_name, each.batch, each.kind) for each in told.changes] == [
        (1, "陈静", BATCH, "created")
    ]
    assert told.changes[0].fields["name"] == (None, "宏远")

    listed = msgspec.json.decode(chen.get("/api/v1/books/sales/batches?limit=1").data, type=BatchList)
    assert [(each.id, each.actor, each.workbook, each.statuses) for each in listed.batches] == [
        (BATCH, "chen", "book.xlsx", {"ok": 1})
    ]
    detail = msgspec.json.decode(chen.get(f"/api/v1/books/sales/batches/{BATCH}").data, type=BatchDetail)
    assert detail == BatchDetail(summary=listed.batches[0], outcome=reply.outcome, totals=reply.totals)
    assert reply.totals == {"customer": BeforeAfter(before=Totals(0, {}), after=Totals(1, {}))}


def test_the_same_batch_again_gives_the_stored_result(chen: Caller) -> None:
    first = msgspec.json.decode(chen.post("/api/v1/books/sales/sync", new_customer()).data, type=SyncReply)
    again = msgspec.json.decode(chen.post("/api/v1/books/sales/sync", new_customer()).data, type=SyncReply)
    assert (again.replayed, again.outcome) == (True, first.outcome)


def test_a_batch_id_with_other_content_is_refused(chen: Caller) -> None:
    assert chen.post("/api/v1/books/sales/sync", new_customer()).status_code == 200
    assert code_of(chen.post("/api/v1/books/sales/sync", new_customer(name="别的"))) == "batch_reused"


def test_check_writes_nothing(chen: Caller) -> None:
    reply = msgspec.json.decode(chen.post("/api/v1/books/sales/check", new_customer()).data, type=SyncReply)
    assert [table.status for table in reply.outcome] == [["ok"]]
    assert code_of(chen.get(f"/api/v1/books/sales/tables/customer/rows/{ROW}/history")) == "unknown_row"
    listed = msgspec.json.decode(chen.get("/api/v1/books/sales/batches").data, type=BatchList)
    assert listed == BatchList([])


def test_a_row_outside_the_scope_is_as_if_it_were_not_there(chen: Caller, wang: Caller) -> None:
    assert chen.post("/api/v1/books/sales/sync", new_customer()).status_code == 200
    pulled = msgspec.json.decode(wang.post("/api/v1/books/sales/pull", SyncRequest()).data, type=SyncReply)
    assert [row for table in pulled.pull for row in table.ids] == []
    history = f"/api/v1/books/sales/tables/customer/rows/{ROW}/history"
    other = new_row_id(milliseconds=1, randomness=1)
    assert problem_of(wang.get(history)) == {
        **problem_of(wang.get(history.replace(ROW, other))),
        "detail": f"There is no row {ROW!r} of 'customer' within your scope; look it up in a fresh book.",
        "detail_zh": f"在您的权限范围内，“customer”没有行“{ROW}”；请在新的工作簿中查找。",
    }
    assert code_of(wang.get(f"/api/v1/books/sales/batches/{BATCH}")) == "unknown_batch"


def test_a_table_the_book_does_not_show_is_unknown(chen: Caller) -> None:
    assert code_of(chen.get(f"/api/v1/books/sales/tables/salary/rows/{ROW}/history")) == "unknown_table"


@pytest.mark.parametrize("verb", ["sync", "check", "pull"])
def test_another_protocol_is_refused(chen: Caller, verb: str) -> None:
    response = chen.post(f"/api/v1/books/sales/{verb}", SyncRequest(protocol=99))
    assert problem_of(response) == {
        "type": "urn:crossfoot:problem:protocol_mismatch",
        "title": "Another protocol version",
        "status": 426,
        "detail": "The client speaks protocol 99, the server 1; bring the server up to date.",
        "code": "protocol_mismatch",
        "title_zh": "协议版本不同",
        "detail_zh": "客户端使用协议版本 99，服务器使用 1；请升级服务器。",
    }


@pytest.mark.parametrize("limit", ["0", "501", "-1", "ten", "", "1.5", "９", "9" * 5000])
def test_a_limit_that_makes_no_sense_is_refused(chen: Caller, limit: str) -> None:
    problem = problem_of(chen.get(f"/api/v1/books/sales/batches?limit={limit}"))
    assert problem["code"] == "bad_parameter"
    assert problem["detail"] == f"Parameter 'limit' is {limit[:40]!r}; it must be a whole number from 1 to 500."


# Bodies


def test_json_that_cannot_be_read_is_a_problem_that_names_the_place(chen: Caller) -> None:
    assert problem_of(chen.post("/api/v1/books/sales/sync", b'{"push": [{"table": 7}]}')) == {
        "type": "urn:crossfoot:problem:bad_request",
        "title": "The request does not follow the protocol",
        "status": 400,
        "detail": "$.push[0].table: Expected `str`, got `int`. Nothing of the request was taken; mend it and send it "
        "again.",
        "code": "bad_request",
        "title_zh": "请求不符合协议",
        "detail_zh": "$.push[0].table：Expected `str`, got `int`。此请求的内容都未被接受；请改正后重新发送。",
    }


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff", b'{"epoch": "\xff"}'])
def test_what_is_no_request_is_a_bad_request(chen: Caller, body: bytes) -> None:
    assert code_of(chen.post("/api/v1/books/sales/pull", body)) == "bad_request"


def test_bodies_travel_as_gzip_both_ways(chen: Caller) -> None:
    packed = gzip.compress(msgspec.json.encode(new_customer()))
    response = chen.post("/api/v1/books/sales/sync", packed, Content_Encoding="gzip")
    assert body_of(response)["outcome"][0]["status"] == ["ok"]

    plain = chen.get("/api/v1/books/sales")
    compressed = chen.get("/api/v1/books/sales", Accept_Encoding="deflate, gzip;q=0.5")
    assert plain.headers.get("Content-Encoding") is None
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < len(plain.data) / 3


def test_small_replies_and_unwilling_callers_get_plain_json(chen: Caller) -> None:
    assert chen.get("/api/v1/me", Accept_Encoding="gzip").headers.get("Content-Encoding") is None
    unwilling = chen.get("/api/v1/books/sales", Accept_Encoding="gzip;q=0, identity")
    assert unwilling.headers.get("Content-Encoding") is None


@pytest.mark.parametrize(
    ("body", "encoding", "detail", "detail_zh"),
    [
        (
            b" " * 20_001,
            "identity",
            "The body has 20001 bytes as it travels; at most 20000 are taken.",
            "请求正文传输时的字节数：20001，最多接受 20000。",
        ),
        (
            gzip.compress(b" " * 2_000_000),
            "gzip",
            "The body has more than 50000 bytes when inflated; at most 50000 are taken.",
            "请求正文解压后的字节数：超过 50000，最多接受 50000。",
        ),
    ],
)
def test_a_body_that_is_too_large_is_told_its_size_the_limit_and_the_way_out(
    chen: Caller, body: bytes, encoding: str, detail: str, detail_zh: str
) -> None:
    assert problem_of(chen.post("/api/v1/books/sales/sync", body, Content_Encoding=encoding)) == {
        "type": "urn:crossfoot:problem:body_too_large",
        "title": "The request is too large",
        "status": 413,
        "detail": f"{detail} Send fewer rows per batch, or have the server's limit raised.",
        "code": "body_too_large",
        "title_zh": "请求过大",
        "detail_zh": f"{detail_zh}请减少每批的行数，或请管理员提高服务器的上限。",
    }


def test_a_body_of_exactly_the_limit_is_taken(chen: Caller) -> None:
    assert chen.post("/api/v1/books/sales/pull", b"{}".ljust(20_000)).status_code == 200
    assert chen.post("/api/v1/books/sales/pull", b"{}".ljust(20_001)).status_code == 413


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_refused(chen: Caller, media_type: str) -> None:
    assert code_of(chen.post("/api/v1/books/sales/sync", b"{}", Content_Type=media_type)) == "unsupported_type"


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_another_compression_is_refused(chen: Caller, encoding: str) -> None:
    response = chen.post("/api/v1/books/sales/sync", b"{}", Content_Encoding=encoding)
    assert code_of(response) == "unsupported_encoding"
    assert response.headers["Accept-Encoding"] == "gzip"


def test_a_strangers_body_is_not_looked_at(client: FlaskClient) -> None:
    response = client.post("/api/v1/books/sales/sync", data=b"x" * 30_000, headers={"Content-Encoding": "br"})
    assert code_of(response) == "token_missing"


# What every reply has


def test_a_request_id_is_echoed_and_an_unfit_one_replaced(chen: Caller) -> None:
    assert chen.get("/api/v1/me", X_Request_Id="sync-17.a_B").headers["X-Request-Id"] == "sync-17.a_B"
    for unfit in ("", "two words", "x" * 65, "<script>", "é"):
        given = chen.get("/api/v1/me", X_Request_Id=unfit).headers["X-Request-Id"]
        assert given != unfit
        assert len(given) == 32


@pytest.mark.parametrize("address", ["/health", "/ready", "/api/v1/openapi.json", "/api/v1/me", "/nowhere"])
def test_every_reply_has_the_headers_that_guard_it(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert {name: headers[name] for name in ("Cache-Control", "Content-Security-Policy", "X-Content-Type-Options")} == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize("address", ["/", "/api/v1", "/api/v1/me/", "//api/v1/me", "/api/v1/books/a/b/c", "/static/x"])
def test_an_unknown_address_is_a_problem(chen: Caller, address: str) -> None:
    assert code_of(chen.get(address)) == "unknown_address"


def test_another_method_is_a_problem_that_names_those_allowed(chen: Caller) -> None:
    response = chen.post("/api/v1/me", b"{}")
    assert code_of(response) == "method_not_allowed"
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert chen.get("/api/v1/books/sales/sync").headers["Allow"] == "POST"


# The server's own trouble


def test_a_mistake_of_ours_is_a_problem_without_internals(store: Store) -> None:
    def broken_clock() -> datetime:
        raise RuntimeError("inner workings")

    response = client_of(create_app(store, Settings(), broken_clock)).get("/api/v1/me")
    assert problem_of(response) == {
        "type": "urn:crossfoot:problem:internal_error",
        "title": "The server made a mistake",
        "status": 500,
        "detail": "Something unexpected happened. Report the request id; the server's log has the details.",
        "code": "internal_error",
        "title_zh": "服务器出错",
        "detail_zh": "出现意外错误。请报告请求编号；服务器的日志中有详情。",
    }


@pytest.fixture
def unusable(tmp_path: Path) -> Iterator[Store]:
    """A store whose file went away while the server runs."""
    file = tmp_path / "gone" / "store.sqlite"
    file.parent.mkdir()
    with closing(Store.open(f"sqlite:///{file}", CATALOG)) as opened:
        opened.engine.dispose()
        for each in file.parent.iterdir():
            each.unlink()
        file.parent.rmdir()
        yield opened


def test_a_server_without_its_store_is_alive_but_not_ready(unusable: Store) -> None:
    client = client_of(create_app(unusable, Settings(), fixed_clock))
    assert body_of(client.get("/health")) == {"status": "ok"}
    response = client.get("/ready")
    assert code_of(response) == "store_unavailable"
    assert response.headers["Retry-After"] == "1"


def test_requests_to_a_server_without_its_store_are_to_be_sent_again(unusable: Store) -> None:
    client = client_of(create_app(unusable, Settings(), lambda: datetime.now(UTC)))
    assert code_of(Caller(client, "cf_1_2").get("/api/v1/me")) == "store_unavailable"


def test_a_server_with_its_store_is_ready(client: FlaskClient) -> None:
    assert body_of(client.get("/ready")) == {"status": "ready"}
