"""No request, however odd, makes the server stumble: it is answered, or refused with a cause that is documented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Batch, FieldColumn, SyncRequest, TablePush
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.server.live import CATALOG, NOW, ORGANISATION, fixed_clock

IDS = st.sampled_from([*(new_row_id(milliseconds=at, randomness=at) for at in range(1, 5)), "", "x", "0" * 27])
TABLES = st.sampled_from(["customer", "invoice", "user", "salary", ""])
COLUMNS = st.sampled_from(
    ["code", "name", "customer", "gross", "currency", "number", "owner", "entity", "team", "notes", "_id", "x", ""]
)
NUMBERS = st.integers(-2, 3) | st.sampled_from([2**31, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)])
VALUES = (
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(max_size=4)
    | st.sampled_from(["CNY", "chen", "HQ", "12.50", "1e400", "NaN", "-0.00", "9" * 30, "2026-02-30", "\x00", "=1+1"])
)
TEXTS = st.sampled_from(["", "a", "客", "9:abcd:", "1:0000:AAAAAA"])


def parallel(length: int) -> st.SearchStrategy[TablePush]:
    """A push whose lists mostly run parallel, as the protocol wants."""

    def of(item: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
        return st.lists(item, min_size=length, max_size=length) | st.lists(item, max_size=2)

    column = st.builds(
        FieldColumn,
        rows=st.just(list(range(length))) | st.lists(NUMBERS, max_size=2),
        values=st.lists(VALUES, min_size=length, max_size=length),
        revs=st.dictionaries(NUMBERS, NUMBERS, max_size=1),
    )
    return st.builds(
        TablePush,
        table=TABLES,
        ids=of(IDS),
        kinds=of(st.sampled_from(["new", "new", "change", "remove"])),
        revs=of(NUMBERS),
        bases=of(TEXTS),
        layout=st.lists(COLUMNS, max_size=3),
        columns=st.dictionaries(COLUMNS, column, max_size=4),
    )


BATCHES = st.builds(
    Batch, id=st.uuids().map(str) | TEXTS, client=TEXTS, workbook=TEXTS, created_at=TEXTS, reason=st.text(max_size=3)
)
REQUESTS = st.builds(
    SyncRequest,
    language=st.sampled_from(["zh", "en"]),
    epoch=TEXTS,
    version=TEXTS,
    cursor=NUMBERS,
    batch=BATCHES | st.none(),
    push=st.lists(st.integers(0, 2).flatmap(parallel), max_size=2),
    want=st.dictionaries(TABLES, st.lists(IDS, max_size=2), max_size=2),
    known=st.dictionaries(TABLES, st.dictionaries(IDS, NUMBERS, max_size=2), max_size=2),
    lists=st.dictionaries(TABLES, TEXTS, max_size=2),
)


@pytest.fixture(scope="module")
def caller() -> Iterator[tuple[FlaskClient, dict[str, str]]]:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        token = issue_token(store, "manager", "test", NOW)
        yield client_of(create_app(store, Settings(), fixed_clock)), {"Authorization": f"Bearer {token}"}


@pytest.mark.slow
@given(request=REQUESTS, verb=st.sampled_from(["sync", "check", "pull"]))
@hypothesis_settings(deadline=None, max_examples=300)
def test_any_request_is_answered_or_refused(
    caller: tuple[FlaskClient, dict[str, str]], request: SyncRequest, verb: str
) -> None:
    client, headers = caller
    response = client.post(
        f"/api/v1/books/sales/{verb}",
        data=msgspec.json.encode(request),
        headers={**headers, "Content-Type": "application/json"},
    )
    assert response.status_code in {200, 400, 409}, (response.data, msgspec.json.encode(request))
