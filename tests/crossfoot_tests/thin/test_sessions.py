"""A workbook kept in step by a thin client, request by request."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crossfoot_server.thin import sessions
from crossfoot_server.thin.wire import Begin, GridCall, Trouble
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_sync.grids.thin.given import GivenSheet, GivenTable, Piece
from crossfoot_templates.layout import FIRST_ROW, ID, MESSAGE, TICK
from crossfoot_tests.end_to_end.test_computed_columns import CATALOG_WITH
from crossfoot_tests.server.documented import body_of
from crossfoot_tests.thin.host import PlainClient
from crossfoot_tests.thin.pane import FailedError, PythonPane, RefusedError, selected
from crossfoot_tests.thin.place import Place, company, shows

pytestmark = pytest.mark.slow


@pytest.fixture
def both(place: Place) -> tuple[PythonPane, PythonPane]:
    """李娜 and Grace before workbooks that show the same customer."""
    li, grace = place.pane("li"), place.pane("grace")
    with li.facts.hands() as sheet:
        sheet.append(code="*1", name="Acme Ltd")
    li.does("sync")
    grace.does("sync")
    return li, grace


def types(pane: PythonPane, column: str, value: str, row: int = FIRST_ROW) -> None:
    """Type into a cell of the customers."""
    with pane.facts.hands() as sheet:
        sheet.set(row, column, value)


def test_what_is_typed_reaches_the_store_and_the_workbooks_of_others(
    place: Place, both: tuple[PythonPane, PythonPane]
) -> None:
    assert place.stored("customer", "code", "name") == [("KH-001", "Acme Ltd")]
    for pane in both:
        assert shows(pane.facts, "customer", TICK, "code", "name") == [("✓", "KH-001", "Acme Ltd")]


def test_the_workbook_may_come_in_parts(place: Place) -> None:
    pane = place.pane("li", parts=7)
    with pane.facts.hands() as sheet:
        sheet.append(code="*1", name="Acme Ltd")
    assert pane.does("sync").agree is True
    assert place.stored("customer", "name") == [("Acme Ltd",)]


def test_computed_cells_come_as_formulas_in_several_rows(tmp_path: Path) -> None:
    with company(tmp_path, CATALOG_WITH) as place:
        pane = place.pane("li")
        with pane.facts.hands() as sheet:
            sheet.append(name="Acme Ltd")
        with pane.facts.hands("invoice") as sheet:
            for amount in (113.0, 226.0):
                day = dt.date(2026, 1, 5)
                sheet.append(customer="Acme Ltd", issued_on=day, amount=amount, currency="Yuan")
        assert pane.does("sync").agree is True
        assert shows(pane.facts, "invoice", TICK, "number", "net") == [("✓", "FP-0001", 100.0), ("✓", "FP-0002", 200.0)]
        with pane.facts.hands("invoice") as sheet:
            nets = [row[sheet.place("net")] for row in sheet.rows]
        assert [isinstance(each, Formula) for each in nets] == [True, True]


def test_a_sync_says_what_travelled(both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    outcome = li.does("sync")
    assert outcome.said == [
        "Customers: sent 1, taken 1, 1 row (✓1)",
        "Invoices: 0 rows",
        "Visits: 0 rows",
        "Control totals agree: the sheets have the rows and the money of the store.",
    ]
    assert (outcome.language, outcome.agree, outcome.rows, len(outcome.batch)) == ("en", True, [], 27)


def test_a_preview_changes_nothing(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    before = msgspec.json.encode(li.facts)
    outcome = li.does("preview")
    assert msgspec.json.encode(li.facts) == before
    assert place.stored("customer", "name") == [("Acme Ltd",)]
    assert "KH-001 · Name: Acme Ltd → Acme Limited" in outcome.said


@pytest.mark.parametrize(("task", "kept"), [("keep_mine", "Acme, Inc."), ("take_theirs", "Acme Limited")])
def test_a_conflict_is_listed_and_settled_for_the_selected_rows(
    place: Place, both: tuple[PythonPane, PythonPane], task: str, kept: str
) -> None:
    li, grace = both
    types(grace, "name", "Acme Limited")
    grace.does("sync")
    types(li, "name", "Acme, Inc.")
    outcome = li.does("sync")
    assert [(row.sheet, row.row, row.tick) for row in outcome.rows] == [("Customers", FIRST_ROW - 1, "⚠")]
    listed = li.does("problems").rows
    assert [(row.sheet, row.row, row.name, row.tick) for row in listed] == [("Customers", FIRST_ROW - 1, "KH-001", "⚠")]
    assert "Acme Limited" in listed[0].message
    li.does(msgspec.convert(task, type=str), rows=selected("Customers", FIRST_ROW))
    assert shows(li.facts, "customer", TICK, "name") == [("✓", kept)]
    assert place.stored("customer", "name") == [(kept,)]
    assert li.does("problems").rows == []


def test_the_history_of_the_selected_cell_is_told(both: tuple[PythonPane, PythonPane]) -> None:
    li, grace = both
    types(grace, "name", "Acme Limited")
    grace.does("sync")
    li.does("sync")
    columns = [each.name for each in li.facts.grid.sheets["customer"].columns]
    told = li.does("history", rows=selected("Customers", FIRST_ROW), column=columns.index("name"))
    assert told.said == ["Name"]
    assert [(row.name.split(" ", 2)[2], row.message) for row in told.rows] == [
        ("Grace Chen", "Name: Acme Ltd → Acme Limited"),
        ("李娜", "Name: (blank) → Acme Ltd"),
    ]


def test_the_last_sync_is_undone(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    li.does("sync")
    li.does("undo")
    assert place.stored("customer", "name") == [("Acme Ltd",)]
    assert shows(li.facts, "customer", TICK, "name") == [("✓", "Acme Ltd")]


def test_batches_say_what_they_were_made_with(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    li.does("sync", reason="as on their letterhead")
    li.does("undo")
    listed = place.server("li").batches("ledger", 10).batches
    assert [(each.client, each.workbook) for each in listed] == [("crossfoot-pane/1", li.workbook)] * 3
    assert listed[1].reason == "as on their letterhead"


@pytest.mark.parametrize(
    ("task", "code"), [("keep_mine", "nothing_chosen"), ("history", "not_on_table"), ("undo", "nothing_to_undo")]
)
def test_what_cannot_be_done_is_told_in_both_languages(place: Place, task: str, code: str) -> None:
    pane = place.pane("li")
    pane.does("sync")
    with pytest.raises(FailedError) as caught:
        pane.does(msgspec.convert(task, type=str), rows=selected("Customers", 99))
    trouble = caught.value.trouble
    assert (trouble.code, trouble.zh == trouble.en, bool(trouble.zh)) == (code, False, True)


def test_a_workbook_made_for_somebody_else_is_not_touched(place: Place) -> None:
    facts = place.workbook("grace")
    before = msgspec.json.encode(facts)
    with pytest.raises(FailedError) as caught:
        place.pane("li", facts).does("sync")
    assert caught.value.trouble.code == "somebody_elses"
    assert msgspec.json.encode(facts) == before


def test_much_at_once_asks_first_and_goes_out_when_it_is_confirmed(place: Place) -> None:
    pane = place.pane("li")
    with pane.facts.hands() as sheet:
        for number in range(30):
            sheet.append(code=f"*{number}", name=f"Customer {number}")
    pane.does("sync")
    with pane.facts.hands() as sheet:
        sheet.delete_rows(range(FIRST_ROW, FIRST_ROW + 25))
    with pytest.raises(FailedError) as caught:
        pane.does("sync")
    assert caught.value.trouble.code == "asks"
    pane.does("sync", confirmed=True)
    assert len(shows(pane.facts, "customer", ID)) == 30  # its policy brings removed customers back


def test_what_a_person_types_while_a_sync_is_under_way_stays_and_goes_out_with_the_next(
    place: Place, both: tuple[PythonPane, PythonPane]
) -> None:
    li, grace = both
    types(grace, "name", "Acme Limited")
    grace.does("sync")
    typed: list[str] = []

    def before(what: str) -> None:
        if what == "apply" and not typed:
            typed.append(what)
            types(li, "notes", "call on Monday")

    li.before = before
    li.does("sync")
    assert shows(li.facts, "customer", "notes") == [("call on Monday",)]
    li.does("sync")
    assert place.stored("customer", "name", "notes") == [("Acme Limited", "call on Monday")]
    assert shows(li.facts, "customer", TICK, "name", "notes") == [("✓", "Acme Limited", "call on Monday")]


def test_rows_that_a_person_sorts_between_reading_and_writing_are_found_again(place: Place) -> None:
    li = place.pane("li")
    with li.facts.hands() as sheet:
        for name in ("c", "a", "b"):
            sheet.append(code=f"*{name}", name=name)
    acts = iter(("name", "code", "name", "code"))

    def before(what: str) -> None:
        by = next(acts, None) if what == "apply" else None
        if by is not None:
            with li.facts.hands() as sheet:
                sheet.sort(by)

    li.before = before
    li.does("sync")
    assert sorted(place.stored("customer", "name")) == [("a",), ("b",), ("c",)]
    li.before = lambda _: None
    li.does("sync")
    assert sorted(shows(li.facts, "customer", "name", "code", TICK)) == [
        (name, code, "✓") for name, code in place.stored("customer", "name", "code")
    ]


def test_every_request_may_be_sent_twice(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    first = li.asks

    def twice(call: GridCall) -> object:
        reply = first(call)
        assert first(call) == reply
        return reply

    li.asks = twice  # type: ignore[method-assign, assignment]
    outcome = li.does("sync")
    assert outcome.agree is True
    assert len(place.server("li").batches("ledger", 10).batches) == 2


def test_another_session_of_the_same_workbook_waits_or_takes_over(both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    types(li, "name", "Acme Limited")
    session = "a-session-left-open"
    asked = li.asks(GridCall(session, begin=Begin("sync", li.workbook)))
    with pytest.raises(RefusedError) as caught:
        li.does("preview")
    assert (caught.value.problem.status, caught.value.problem.code) == (409, "workbook_at_work")
    assert "sync" in caught.value.problem.detail
    said = r"工作簿正在同步：您的另一个窗口自 \S+ 起正在处理此工作簿（sync）。请稍候，或由此窗口接管。"
    assert re.fullmatch(said, caught.value.problem.text("zh"))
    assert li.does("sync", take_over=True).agree is True
    with pytest.raises(RefusedError) as ended:
        li.asks(GridCall(session, asked.step, asked.mark, given=PlainClient(li.facts).look()))
    assert ended.value.problem.code == "unknown_session"


def test_what_the_server_refuses_is_told_in_both_languages(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    place.takes_grants("li")
    with pytest.raises(FailedError) as caught:
        li.does("sync")
    assert caught.value.trouble == Trouble(
        "not_allowed",
        "没有权限：li 没有业务簿“ledger”的权限；请向维护组织文件的人申请。",
        "Not allowed: li has no grant for book 'ledger'; ask whoever keeps the organisation file for one.",
    )


def test_a_session_that_was_left_is_no_obstacle(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    li.asks(GridCall("a-session-left-open", begin=Begin("sync", li.workbook)))
    place.clock.at += dt.timedelta(minutes=10)
    assert li.does("sync").agree is True


def test_sessions_run_out(place: Place, both: tuple[PythonPane, PythonPane]) -> None:
    li, grace = both
    session = "a-session-left-open"
    asked = li.asks(GridCall(session, begin=Begin("sync", li.workbook)))
    place.clock.at += dt.timedelta(hours=2)
    grace.does("sync")
    with pytest.raises(RefusedError) as caught:
        li.asks(GridCall(session, asked.step, asked.mark, given=PlainClient(li.facts).look()))
    assert caught.value.problem.code == "unknown_session"
    schema = place.store.schema
    with place.store.reading() as connection:
        kept = {row.session for row in connection.execute(schema.session_entry.select())}
    assert session not in kept


def test_nobody_answers_in_the_session_of_somebody_else(both: tuple[PythonPane, PythonPane]) -> None:
    li, grace = both
    session = "a-session-left-open"
    asked = li.asks(GridCall(session, begin=Begin("sync", li.workbook)))
    for call in (
        GridCall(session, asked.step, asked.mark, given=PlainClient(grace.facts).look()),
        GridCall(session, begin=Begin("sync", grace.workbook)),
    ):
        with pytest.raises(RefusedError) as caught:
            grace.asks(call)
        assert caught.value.problem.code == "unknown_session"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (GridCall("a-session-of-a-test", 1), "bad_request"),
        (GridCall("a-session-of-a-test", 1, begin=Begin("sync", "w")), "bad_request"),
        (GridCall("short", begin=Begin("sync", "w")), "bad_request"),
    ],
)
def test_what_does_not_fit_is_refused(place: Place, call: GridCall, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        place.pane("li").asks(call)
    assert caught.value.problem.code == code


def test_a_session_is_about_the_workbook_that_it_was_begun_for(place: Place) -> None:
    pane = place.pane("li")
    session, other = "a-session-of-a-test", new_row_id()
    asked = pane.asks(GridCall(session, begin=Begin("sync", other)))
    with pytest.raises(RefusedError) as caught:
        pane.asks(GridCall(session, asked.step, asked.mark, given=PlainClient(pane.facts).look()))
    assert (caught.value.problem.code, other in caught.value.problem.detail) == ("bad_request", True)


def test_an_answer_to_something_else_ends_the_session(both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    session = "a-session-of-a-test"
    asked = li.asks(GridCall(session, begin=Begin("sync", li.workbook)))
    with pytest.raises(RefusedError) as caught:
        li.asks(GridCall(session, asked.step, "another mark", given=PlainClient(li.facts).look()))
    assert caught.value.problem.code == "unknown_session"


@pytest.mark.parametrize(
    "changes",
    [
        {"pieces": [Piece("Customers", 0, 10**9, [1])]},
        {"pieces": [Piece("Customers", 10**9, 0, [1])]},
        {"pieces": [Piece("Customers", 0, 0, [1], formats=[("General", 10**12)])]},
        {"pieces": [Piece("Customers", 0, 0, [1], formats=[("General", -1)])]},
        {"pieces": [Piece("Customers", 0, 0, [1], {7: "=1"})]},
        {"pieces": [Piece("Customers", 0, 0, [1], {0: "=" + '"' * 9000})]},
        {"tables": [GivenTable("cf_customer", "Customers", 0, 0, 10**9, 3)]},
        {"sheets": [GivenSheet("Customers", merged=["A1:B2"] * 1000)]},
        {"names": {f"cf.{number}": "" for number in range(20_000)}},
    ],
    ids=["row", "column", "formats", "no format", "formula", "long formula", "table", "merged", "names"],
)
def test_what_can_stand_in_no_workbook_is_refused(both: tuple[PythonPane, PythonPane], changes: dict[str, Any]) -> None:
    li, _ = both
    session = "a-session-of-a-test"
    asked = li.asks(GridCall(session, begin=Begin("sync", li.workbook)))
    given = msgspec.structs.replace(PlainClient(li.facts).look(), **changes)
    with pytest.raises(RefusedError) as caught:
        li.asks(GridCall(session, asked.step, asked.mark, given=given))
    said = caught.value.problem
    assert (said.code, said.detail[:5]) == ("bad_request", "given")
    assert re.fullmatch(r"given：\$\S*：[^a-z]+。此请求的内容都未被接受；请改正后重新发送。", said.detail_zh)


def test_a_session_holds_so_much_and_no_more(
    both: tuple[PythonPane, PythonPane], monkeypatch: pytest.MonkeyPatch
) -> None:
    li, _ = both
    monkeypatch.setattr(sessions, "MOST_BYTES", 2000)
    with pytest.raises(RefusedError) as caught:
        li.does("sync")
    assert (caught.value.problem.status, caught.value.problem.code) == (413, "session_too_large")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("ledger/workbook?server=nowhere", 400, "bad_parameter"),
        ("ledger/workbook", 400, "bad_parameter"),
        ("ledger/workbook?server=https://a.example.com&language=fr", 400, "bad_parameter"),
        ("nothing/workbook?server=https://a.example.com", 404, "unknown_book"),
    ],
)
def test_a_workbook_is_made_for_a_server_in_a_language_that_there_is(
    place: Place, path: str, status: int, code: str
) -> None:
    pane = place.pane("li")
    response = pane.open_client().get(f"/api/v1/books/{path}", headers=pane.headers)
    assert (response.status_code, body_of(response)["code"]) == (status, code)


def test_the_message_of_a_row_says_what_became_of_it(both: tuple[PythonPane, PythonPane]) -> None:
    li, _ = both
    with li.facts.hands("invoice") as sheet:
        sheet.append(customer="nobody", amount=5.0)
    li.does("sync")
    ((tick, message),) = shows(li.facts, "invoice", TICK, MESSAGE)
    assert tick == "✗"
    assert "nobody" in str(message)
