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
from crossfoot_sync.engine.wire import Batch, FieldColumn, RestoreRequest, SyncRequest, TablePush, UndoRequest
from crossfoot_templates.types import WireValue
from crossfoot_tests.server.documented import client_of
from crossfoot_tests.server.live import CATALOG, CUSTOMER, INVOICE, NOW, ORGANISATION, fixed_clock

IDS = [new_row_id(milliseconds=at, randomness=at) for at in range(1, 6)]
NUMBERS = st.integers(-2, 3) | st.sampled_from([2**31, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)])
VALUES = (
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(max_size=4)
    | st.sampled_from(["CNY", "chen", "HQ", "12.50", "1e400", "NaN", "-0.00", "9" * 30, "2026-02-30", "\x00", "=1+1"])
    | st.sampled_from(IDS)
)
TEXTS = st.sampled_from(["", "a", "客", "9:abcd:", "1:0000:AAAAAA", *IDS])
TABLES = st.sampled_from(["customer", "invoice", "user", ""])
FITTING: dict[str, st.SearchStrategy[WireValue]] = {
    "code": st.sampled_from(["C1", "C2", "c1", "0001", "C1 "]),
    "text": st.sampled_from(["宏远", "A", "x" * 400, "=1+1"]),
    "long_text": st.text(max_size=4) | st.none(),
    "money": st.sampled_from(["0.00", "12.50", "-1.00", "99999999999.99", "1.005"]),
    "choice": st.sampled_from(["CNY", "USD", "QQQ"]),
    "reference": st.sampled_from([*IDS, "chen", "wang", "HQ"]) | st.none(),
}
"""Values of the right form for a column type; the rest of what is wrong with them is for the rules to say."""
KINDS = st.sampled_from(["new", "new", "change", "remove"])
BATCHES = st.builds(Batch, id=st.builds(new_row_id), client=TEXTS, workbook=TEXTS, created_at=TEXTS, reason=TEXTS)


def exactly(length: int, item: st.SearchStrategy[Any], *, unique: bool = False) -> st.SearchStrategy[list[Any]]:
    return st.lists(item, min_size=length, max_size=length, unique=unique)


@st.composite
def plausible(draw: st.DrawFn) -> TablePush:
    """A push that keeps to the protocol's form; what its fields hold fits mostly."""
    table = draw(st.sampled_from([CUSTOMER, INVOICE]))
    length = draw(st.integers(1, 3))
    left_out = draw(st.sets(st.sampled_from([*table.by_name, "entity", "team", "owner"]), max_size=2))
    columns = [column for column in table.columns if column.name not in left_out]
    odd = draw(st.booleans()) and draw(st.booleans())
    kinds = draw(exactly(length, KINDS))
    revs = [0 if kind == "new" else draw(st.integers(1, 3)) for kind in kinds]
    return TablePush(
        table=table.name,
        ids=draw(exactly(length, st.sampled_from(IDS), unique=True)),
        kinds=kinds,
        revs=revs,
        bases=["" if rev == 0 else draw(TEXTS) for rev in revs],
        layout=[column.name for column in columns],
        columns={
            column.name: FieldColumn(
                list(range(length)), draw(exactly(length, VALUES if odd else FITTING[column.type.name]))
            )
            for column in columns
        },
    )


ODD = st.builds(
    TablePush,
    table=TABLES,
    ids=st.lists(TEXTS, max_size=2),
    kinds=st.lists(KINDS, max_size=2),
    revs=st.lists(NUMBERS, max_size=2),
    bases=st.lists(TEXTS, max_size=2),
    layout=st.lists(TEXTS, max_size=2),
    columns=st.dictionaries(
        st.sampled_from(["code", "name", "customer", "_id", ""]),
        st.builds(
            FieldColumn,
            rows=st.lists(NUMBERS, max_size=2),
            values=st.lists(VALUES, max_size=2),
            revs=st.dictionaries(NUMBERS, NUMBERS, max_size=1),
        ),
        max_size=2,
    ),
)
PULLS = {
    "language": st.sampled_from(["zh", "en"]),
    "epoch": TEXTS,
    "version": TEXTS,
    "cursor": NUMBERS,
    "want": st.dictionaries(TABLES, st.lists(TEXTS, max_size=2), max_size=2),
    "known": st.dictionaries(TABLES, st.dictionaries(TEXTS, NUMBERS, max_size=2), max_size=2),
    "lists": st.dictionaries(TABLES, TEXTS, max_size=2),
    "only": st.none() | st.lists(TABLES, max_size=2),
}
REQUESTS = (
    st.builds(SyncRequest, batch=BATCHES, push=st.lists(plausible(), min_size=1, max_size=2))
    | st.builds(SyncRequest, batch=BATCHES | st.none(), push=st.lists(ODD, min_size=1, max_size=2))
    | st.builds(SyncRequest, **PULLS)
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


BACK = st.tuples(
    st.builds("batches/{}/undo".format, st.sampled_from(["x", *IDS])),
    st.builds(UndoRequest, batch=BATCHES),
) | st.tuples(
    st.builds("tables/{}/rows/{}/restore".format, st.sampled_from(["customer", "invoice"]), st.sampled_from(IDS)),
    st.builds(
        RestoreRequest,
        batch=BATCHES,
        rev=NUMBERS,
        seen=NUMBERS,
        columns=st.none() | st.lists(st.sampled_from(["code", "name", "gross", "_id"]), max_size=2),
    ),
)


@pytest.mark.slow
@given(pushes=st.lists(plausible(), min_size=1, max_size=2), back=BACK, verb=st.sampled_from(["", "/check"]))
@hypothesis_settings(deadline=None, max_examples=150)
def test_any_step_back_is_answered_or_refused(
    caller: tuple[FlaskClient, dict[str, str]],
    pushes: list[TablePush],
    back: tuple[str, UndoRequest | RestoreRequest],
    verb: str,
) -> None:
    client, headers = caller
    as_json = {**headers, "Content-Type": "application/json"}
    pushed = SyncRequest(batch=Batch(new_row_id(), "test", "", ""), push=pushes)
    client.post("/api/v1/books/sales/sync", data=msgspec.json.encode(pushed), headers=as_json)
    path, request = back
    response = client.post(f"/api/v1/books/sales/{path}{verb}", data=msgspec.json.encode(request), headers=as_json)
    assert response.status_code in {200, 400, 404, 409}, (response.data, msgspec.json.encode(request))
