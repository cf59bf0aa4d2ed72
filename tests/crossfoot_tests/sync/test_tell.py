"""What a row says of itself: ticks, messages, and what is kept of an earlier one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.display import Display, cut
from crossfoot_sync.engine.openfields import OpenField, State
from crossfoot_sync.engine.references import ReferenceIndex, loosely
from crossfoot_sync.engine.tell import (
    field_line,
    kept_lines,
    moment,
    other_lines,
    row_line,
    speaks_of,
    status_line,
    tick_of,
    without_columns,
    write_message,
)
from crossfoot_sync.engine.wire import FieldOutcome, ReferenceList, RowStatus
from crossfoot_templates.messages import SENTENCES, Message, say
from crossfoot_templates.model import Column, Label, Language
from crossfoot_templates.types import Percent, WireValue
from crossfoot_tests.sync.sheets import CURRENCY, DEAL, Line, in_step, sheet

ENGLISH = Display("en", {"currency": CURRENCY}, {})
CHINESE = Display("zh", {"currency": CURRENCY}, {})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_line_about_a_field_is_known_again_by_its_column(code: str, language: Language) -> None:
    display = ENGLISH if language == "en" else CHINESE
    column = DEAL.by_name["number"]
    said = say(code, columns=column.label.in_(language), column=column.label.in_(language), value="HT-001")
    line = field_line(column, FieldOutcome(0, "number", "refused", said), "HT-001", display)
    assert speaks_of(line, column.label)
    assert list(kept_lines(write_message([line]), [column.label])) == [line]
    assert list(kept_lines(write_message([line]), [Label("编", "Numb")])) == []


@given(st.lists(st.sampled_from(["Name: a", "Days: b", "Terms: c", "It was given the number 1."]), unique=True))
def test_of_an_earlier_message_the_lines_of_open_columns_are_kept(lines: list[str]) -> None:
    labels = [DEAL.by_name[name].label for name in ("name", "terms")]
    about = {"Name: a", "Terms: c"}
    assert list(kept_lines(write_message(lines), labels)) == [line for line in lines if line in about]
    assert list(other_lines(write_message(lines), labels)) == [line for line in lines if line not in about]


@pytest.mark.parametrize(
    ("columns", "zh", "en"),
    [("days, due_on", "天数、到期日", "Days, Due on"), ("金额(含税,含运费)、备注", "金额(含税,含运费)、备注", None)],
)
def test_columns_are_told_by_their_headings_as_each_language_lists_them(columns: str, zh: str, en: str | None) -> None:
    message = say("row_refused", columns=columns)
    assert row_line(message, DEAL, "zh") == f"新行未保存：请改正{zh}。"
    assert row_line(message, DEAL, "en") == f"The new row was not stored: mend {en or columns}."


@pytest.mark.parametrize(
    ("columns", "told", "said"),
    [
        ("days, name", ("days", "name", "terms"), "The new row was not stored."),
        ("Days、Name", ("days", "name"), "The new row was not stored."),
        ("days, name", ("days",), "The new row was not stored: mend Days, Name."),
        ("Days, Margin", ("days",), "The new row was not stored: mend Days, Margin."),
    ],
)
def test_a_refused_row_names_no_columns_that_have_lines_of_their_own(
    columns: str, told: tuple[str, ...], said: str
) -> None:
    message = without_columns(say("row_refused", columns=columns), [DEAL.by_name[name] for name in told], "en")
    assert row_line(message, DEAL, "en") == said


def test_rows_of_one_name_are_told_as_each_language_lists_them() -> None:
    index = ReferenceIndex.of(ReferenceList(["a", "b"], ["K-1", "K-2"], ["Acme", "Acme"], [True, True]))
    for row_id, shown in (("a", "Acme 1"), ("b", "Acme 2")):
        index.shown[row_id] = shown
    assert index.resolve("Acme", "zh") == say("ambiguous_reference", value="Acme", candidates="Acme 1、Acme 2")
    assert index.resolve("Acme", "en") == say("ambiguous_reference", value="Acme", candidates="Acme 1, Acme 2")


def test_a_repeated_line_is_written_once_and_none_at_all_as_a_blank() -> None:
    assert write_message(["a", "b", "a"]) == "a ▪ b"
    assert write_message([]) is None


@pytest.mark.parametrize(
    ("states", "status", "pending", "tick"),
    [
        ("c", None, False, "⚠"),
        ("cr", "refused", True, "⚠"),
        ("r", None, False, "✗"),
        ("x", "ok", False, "✗"),
        ("w", None, True, "⏳"),
        ("", "refused", False, "✗"),
        ("", None, True, "●"),
        ("", "ok", False, "✓"),
    ],
)
def test_what_most_needs_an_eye_wins(states: str, status: RowStatus | None, pending: bool, tick: str) -> None:
    (row,) = sheet([in_step(1, number="HT-001", name="Acme")]).rows
    letters: list[State] = [state for state in ("c", "r", "w", "x") if state in states]
    opened = {f"f_{state}": OpenField(state, 1, "") for state in letters}
    assert tick_of(row, opened, status, pending=pending, faulty=bool(row.findings)) == tick


def test_a_new_row_that_waits_has_a_plus() -> None:
    (row,) = sheet([Line({"name": "New"})]).rows
    assert tick_of(row, {}, None, pending=True, faulty=False) == "+"


@pytest.mark.parametrize(
    ("lines", "language", "said"),
    [
        ([], "en", "0 rows"),
        ([Line({"name": "New"})], "en", "1 row   +1"),
        ([replace(in_step(1, name="a"), tick="✓"), Line({"name": "New"}, tick="✗")], "en", "2 rows   ✓1  ✗1"),
        ([replace(in_step(1, name="a"), tick="✓"), Line({"name": "New"}, tick="✗")], "zh", "2 行　✓1  ✗1"),
        ([replace(in_step(1, name="a"), tick="⏳"), Line({"name": "New"}, tick="✗")], "en", "2 rows   ⏳1 waiting  ✗1"),
        ([replace(in_step(1, name="a"), tick="⏳"), Line({"name": "New"}, tick="✗")], "zh", "2 行　⏳1 待审批  ✗1"),
    ],
)
def test_the_marks_of_the_status_line_add_up_to_its_rows(lines: list[Line], language: Language, said: str) -> None:
    now = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
    before = "上次同步 2026-03-02 16:30　" if language == "zh" else "Last sync 2026-03-02 16:30   "
    assert status_line(sheet(lines), Edits(), now, language) == before + said


def test_the_status_line_tells_what_is_wrong_with_the_columns() -> None:
    table = replace(sheet([Line({"name": "New"})]), findings=[say("column_missing", column="Limit")])
    now = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
    assert status_line(table, Edits(), now, "en") == (
        "Last sync 2026-03-02 16:30   1 row   +1   ⚠ Column “Limit” has been deleted; its stored values stay as they "
        "are. To have it back, undo that or go on in a copy from before."
    )


def test_columns_and_moments_in_a_line_about_a_row_are_those_people_know() -> None:
    assert (
        row_line(say("row_refused", columns="days, name"), DEAL, "en") == "The new row was not stored: mend Days, Name."
    )
    said = row_line(Message("row_gone", {"who": "Li", "when": "2026-03-02T08:30:00Z"}), DEAL, "en")
    assert said == "Li removed this row on 2026-03-02 16:30."
    assert moment("yesterday") == "yesterday"


@pytest.mark.parametrize(
    ("column", "wire", "text"),
    [
        ("amount", "1234567.80", "1,234,567.80"),
        ("currency", "CNY", "Yuan"),
        ("currency", "GONE", "GONE"),
        ("days", 30, "30"),
        ("due_on", "2026-03-05", "2026-03-05"),
        ("terms", None, "(blank)"),
        ("terms", "x" * 100, "x" * 79 + "…"),
    ],
)
def test_a_message_names_a_value_exactly_and_not_at_length(column: str, wire: WireValue, text: str) -> None:
    assert ENGLISH.text(DEAL.by_name[column], wire) == text
    assert cut(ENGLISH.whole(DEAL.by_name[column], wire)) == text


@pytest.mark.parametrize(("wire", "text"), [("0.050000", "5%"), ("0.125000", "12.5%"), ("1.000000", "100%")])
def test_a_share_is_named_as_a_percentage(wire: str, text: str) -> None:
    column = Column(name="share", type=Percent(), label=Label("比例", "Share"))
    assert ENGLISH.text(column, wire) == text


names = st.text(st.sampled_from("aAＡ （）()上海 "), max_size=5)


@given(st.lists(st.tuples(names, names), max_size=6), names)
def test_a_reference_names_one_row_or_says_why_not(entries: list[tuple[str, str]], text: str) -> None:
    ids = [f"id{at}" for at in range(len(entries))]
    listed = ReferenceList(ids, [key for key, _ in entries], [label for _, label in entries], [True] * len(ids))
    found = ReferenceIndex.of(listed).resolve(text)
    by_key = [row for row, (key, _) in zip(ids, entries, strict=True) if key and key == text]
    by_label = [row for row, (_, label) in zip(ids, entries, strict=True) if label and label == text]
    loose = [row for row, pair in zip(ids, entries, strict=True) if loosely(text) in {loosely(n) for n in pair if n}]
    named = next((rows for rows in (by_key, by_label, loose) if rows), [])
    if len(named) == 1:
        assert found == named[0]
    else:
        expected = "ambiguous_reference" if named else "unknown_reference"
        assert isinstance(found, Message)
        assert found.code.startswith(expected)
