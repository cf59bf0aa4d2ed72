"""Whatever is inserted, deleted and moved: what stands on rows and columns stays in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_sync.emulator import Discovery, Google, ManualClock, no_quota
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import DOCUMENTS, Shared, everything

DISCOVERY = Discovery(DOCUMENTS)
KINDS = st.sampled_from(["insertDimension", "deleteDimension", "moveDimension"])
STEPS = st.lists(
    st.tuples(KINDS, st.sampled_from(["ROWS", "COLUMNS"]), st.integers(0, 5), st.integers(1, 8)), min_size=1, max_size=6
)


def structural(kind: str, dimension: str, start: int, more: int) -> Json:
    """A request that shifts rows or columns."""
    if kind == "moveDimension":
        source = {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": start + 1}
        return {kind: {"source": source, "destinationIndex": more}}
    span = {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": start + more}
    return {kind: {"range": span}}


def ranges_in(value: Any) -> Iterator[Json]:
    """Every GridRange in an answer."""
    if isinstance(value, dict):
        if "startRowIndex" in value or "endRowIndex" in value:
            yield value
        for each in value.values():
            yield from ranges_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from ranges_in(each)


def a_sheet_with_everything() -> tuple[Shared, str]:
    """Ten rows and eight columns with one of each kind of thing on B3:C4."""
    google = Google(quota=no_quota(), discovery=DISCOVERY)
    ann, worker = google.person("ann@example.com"), google.service_account()
    shared = Shared(google, ManualClock(), ann, worker, ann.creates("x"))
    ann.shares(shared.id, worker)
    size = {"sheetId": 0, "gridProperties": {"rowCount": 10, "columnCount": 8}}
    fields = "gridProperties.rowCount,gridProperties.columnCount"
    shared.batch({"updateSheetProperties": {"properties": size, "fields": fields}})
    shared.put([[f"r{row}c{column}" for column in range(8)] for row in range(10)])
    everything(shared)
    return shared, shared.ask("GET", "", includeGridData=True).text


@pytest.mark.slow
@settings(max_examples=50)
@given(STEPS)
def test_whatever_is_shifted_all_ranges_stay_inside_the_grid(steps: list[tuple[str, str, int, int]]) -> None:
    shared, _ = a_sheet_with_everything()
    for step in steps:
        shared.ask("POST", ":batchUpdate", {"requests": [structural(*step)]})  # some are refused: that is allowed
    answer = shared.get(includeGridData=True)
    grid = answer["sheets"][0]["properties"]["gridProperties"]
    for each in ranges_in([answer["sheets"], answer.get("namedRanges", [])]):
        assert 0 <= each["startRowIndex"] < each["endRowIndex"] <= grid["rowCount"]
        assert 0 <= each["startColumnIndex"] < each["endColumnIndex"] <= grid["columnCount"]
    rows = answer["sheets"][0]["data"][0].get("rowData", [])
    assert len(rows) <= grid["rowCount"]
    assert max((len(each.get("values", ())) for each in rows), default=0) <= grid["columnCount"]


@pytest.mark.slow
@settings(max_examples=50)
@given(STEPS)
def test_a_batch_that_is_refused_at_its_end_leaves_everything_as_it_was(steps: list[tuple[str, str, int, int]]) -> None:
    shared, before = a_sheet_with_everything()
    requests = [structural(*step) for step in steps]
    refused = shared.ask("POST", ":batchUpdate", {"requests": [*requests, {"deleteSheet": {"sheetId": 99}}]})
    assert refused.status_code == 400
    assert shared.ask("GET", "", includeGridData=True).text == before


@pytest.mark.slow
@settings(max_examples=50)
@given(STEPS)
def test_a_person_takes_back_whatever_was_shifted_with_all_that_stands_on_it(
    steps: list[tuple[str, str, int, int]],
) -> None:
    shared, before = a_sheet_with_everything()
    states = [before]
    for step in steps:
        try:
            shared.hands.asks(structural(*step))
        except InvalidArgumentError:
            continue
        states.append(shared.ask("GET", "", includeGridData=True).text)
    for expected in reversed(states[:-1]):
        shared.hands.undoes()
        assert shared.ask("GET", "", includeGridData=True).text == expected
