"""Rows and columns, and everything that hangs on them and has to follow."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import Shared, everything, grid_range


def line(start: int, end: int, dimension: Literal["ROWS", "COLUMNS"] = "ROWS") -> Json:
    """A DimensionRange of the first sheet."""
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def insert(start: int, end: int, dimension: Literal["ROWS", "COLUMNS"] = "ROWS") -> Json:
    """A request to insert."""
    return {"insertDimension": {"range": line(start, end, dimension)}}


def delete(start: int, end: int, dimension: Literal["ROWS", "COLUMNS"] = "ROWS") -> Json:
    """A request to delete."""
    return {"deleteDimension": {"range": line(start, end, dimension)}}


def move(start: int, end: int, to: int) -> Json:
    """A request to move rows."""
    return {"moveDimension": {"source": line(start, end), "destinationIndex": to}}


def test_cells_move_with_rows_and_columns(shared: Shared) -> None:
    shared.put([["a", "b"], ["c", "d"], ["e", "f"]])
    shared.batch(insert(1, 2), delete(0, 1), insert(0, 1, "COLUMNS"), move(2, 3, 0))
    assert shared.values() == [["", "e", "f"], [], ["", "c", "d"]]


def test_new_rows_look_like_those_before_them_where_it_is_asked_for(shared: Shared) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    shared.batch(
        {"repeatCell": {"range": grid_range(0, 0, 1, 1), "cell": bold, "fields": "userEnteredFormat"}},
        {"insertDimension": {"range": line(1, 3), "inheritFromBefore": True}},
    )
    rows = shared.first("data.rowData.values.userEnteredFormat")["data"][0]["rowData"]
    assert rows == [{"values": [bold]}] * 3


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"insertDimension": {"range": line(0, 1), "inheritFromBefore": True}},
            "insertDimension: inheritFromBefore cannot be true if inserting at the start of the sheet.",
        ),
        (delete(0, 1000), "deleteDimension: You can't delete all the rows on the sheet."),
        (
            delete(998, 1001),
            (
                "deleteDimension: Cannot delete a row that doesn't exist. "
                "Tried to delete row index 1000 but there are only 1000 rows."
            ),
        ),
        (move(1, 4, 2), "moveDimension: destinationIndex[2] cannot be inside the source range[1, 4)."),
        ({"insertDimension": {"range": {"sheetId": 0, "endIndex": 1}}}, "insertDimension: No dimension specified."),
        (
            {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "endIndex": 1}}},
            "insertDimension: range.startIndex must be set",
        ),
        (
            insert(1000, 1001),
            "insertDimension: range.startIndex must be less than the grid size (1000) if inheritFromBefore is false.",
        ),
        (insert(1001, 1002), "insertDimension: range.startIndex is larger than current grid size (1000)"),
    ],
)
def test_what_cannot_be_done_with_rows_is_refused(shared: Shared, request_: Json, message: str) -> None:
    assert shared.refused(request_) == f"Invalid requests[0].{message}"


def test_rows_are_inserted_at_the_end_only_after_those_before(shared: Shared) -> None:
    shared.batch({"insertDimension": {"range": line(1000, 1002), "inheritFromBefore": True}})
    assert shared.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1002


def test_rows_of_a_merged_cell_do_not_part(shared: Shared) -> None:
    shared.batch({"mergeCells": {"range": grid_range(1, 0, 3, 1), "mergeType": "MERGE_ALL"}})
    message = "Sorry, it is not possible to move a row to a position that crosses a merged cell."
    assert message in shared.refused(move(1, 2, 9))
    assert message in shared.refused(move(5, 6, 2))


def test_rows_are_hidden_and_sized_and_stay_so_when_they_move(shared: Shared) -> None:
    properties = {"hiddenByUser": True, "pixelSize": 40}
    request = {"range": line(1, 2), "properties": properties, "fields": "hiddenByUser,pixelSize"}
    shared.batch({"updateDimensionProperties": request}, insert(0, 2))
    rows = shared.first("data.rowMetadata", ranges="A1:A5")["data"][0]["rowMetadata"]
    assert rows == [{"pixelSize": 21}] * 3 + [{"pixelSize": 40, "hiddenByUser": True}, {"pixelSize": 21}]


def test_rows_are_appended(shared: Shared) -> None:
    shared.batch({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}})
    assert shared.get()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1005


def test_groups_are_nested_and_parted(shared: Shared) -> None:
    shared.batch({"addDimensionGroup": {"range": line(1, 6)}}, {"addDimensionGroup": {"range": line(2, 4)}})
    outer = {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 6}, "depth": 1}
    inner = {"range": {"dimension": "ROWS", "startIndex": 2, "endIndex": 4}, "depth": 2}
    assert shared.first("rowGroups") == {"rowGroups": [outer, inner]}
    reply = shared.batch({"deleteDimensionGroup": {"range": line(3, 6)}})["replies"][0]["deleteDimensionGroup"]
    stretches = [
        (each["range"]["startIndex"], each["range"]["endIndex"], each["depth"]) for each in reply["dimensionGroups"]
    ]
    assert stretches == [(1, 4, 1), (2, 3, 2)]


def hanging(shared: Shared) -> Json:
    """Where everything hangs now; ``None`` for what is gone."""
    sheet = shared.first("merges,protectedRanges,basicFilter,bandedRanges,conditionalFormats")
    named = shared.get("namedRanges").get("namedRanges", [])
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "row"}}]}
    found = shared.ask("POST", "/developerMetadata:search", lookup).json().get("matchedDeveloperMetadata", [])
    formats = sheet.get("conditionalFormats", [])

    def only(things: list[Any], name: str = "range") -> Any:
        return things[0][name] if things else None

    condition = formats[0]["booleanRule"]["condition"]["values"][0]["userEnteredValue"] if formats else None
    span = found[0]["developerMetadata"]["location"]["dimensionRange"]["startIndex"] if found else None
    return {
        "named": only(named),
        "protected": only(sheet.get("protectedRanges", [])),
        "merged": (sheet.get("merges") or [None])[0],
        "filter": sheet.get("basicFilter", {}).get("range"),
        "criteria": sheet.get("basicFilter", {}).get("criteria"),
        "banded": only(sheet.get("bandedRanges", [])),
        "formatted": formats[0]["ranges"][0] if formats else None,
        "condition": condition,
        "metadata": span,
    }


def expected(top: int, left: int, bottom: int, right: int, metadata: int | None) -> Json:
    """Everything on that range; ``metadata`` is the row with the developer metadata."""
    area = {name: value for name, value in grid_range(top, left, bottom, right).items() if name != "sheetId"}
    letter = "ABCDEFG"[left]
    return {
        "named": area,
        "protected": area,
        "merged": area,
        "filter": area,
        "criteria": {str(left): {"hiddenValues": ["x"]}},
        "banded": area,
        "formatted": area,
        "condition": f"=${letter}{top + 1}>0",
        "metadata": metadata,
    }


@pytest.mark.parametrize(
    ("requests", "place"),
    [
        ([insert(0, 2)], (4, 1, 6, 3, 4)),
        ([insert(2, 3)], (3, 1, 5, 3, 3)),
        ([insert(3, 5)], (2, 1, 6, 3, 2)),
        ([insert(4, 5)], (2, 1, 4, 3, 2)),
        ([insert(1, 2, "COLUMNS")], (2, 2, 4, 4, 2)),
        ([delete(0, 1)], (1, 1, 3, 3, 1)),
        ([delete(3, 4)], (2, 1, 3, 3, 2)),
        ([move(0, 1, 10)], (1, 1, 3, 3, 1)),
    ],
)
def test_everything_follows_rows_and_columns(
    shared: Shared, requests: list[Json], place: tuple[int, int, int, int, int]
) -> None:
    everything(shared)
    shared.batch(*requests)
    assert hanging(shared) == expected(*place)


def test_what_stood_on_deleted_rows_only_is_gone(shared: Shared) -> None:
    everything(shared)
    shared.batch(delete(2, 4))
    assert set(hanging(shared).values()) == {None}


def test_the_name_of_a_deleted_range_stays_taken(shared: Shared) -> None:
    everything(shared)
    shared.batch(delete(2, 4))
    message = shared.refused({"addNamedRange": {"namedRange": {"name": "block", "range": grid_range(0, 0, 1, 1)}}})
    assert message == (
        "Invalid requests[0].addNamedRange: "
        "Cannot add named range with name: block, a named range with that name already exists."
    )


def test_ranges_go_along_with_the_rows_they_stand_on(shared: Shared) -> None:
    here = grid_range(2, 1, 4, 3)
    shared.batch(
        {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Block", "range": here}}}, move(2, 4, 8)
    )
    assert shared.get("namedRanges")["namedRanges"][0]["range"]["startRowIndex"] == 6
    shared.batch(move(6, 8, 0))
    assert shared.get("namedRanges")["namedRanges"][0]["range"]["startRowIndex"] == 0


def test_a_sort_leaves_metadata_where_it_was(shared: Shared) -> None:
    shared.put([["b"], ["a"]])
    location = {"dimensionRange": line(0, 1)}
    made = {"metadataId": 3, "metadataKey": "row", "visibility": "DOCUMENT", "location": location}
    shared.batch({"createDeveloperMetadata": {"developerMetadata": made}})
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    shared.batch({"sortRange": {"range": grid_range(0, 0, 2, 1), "sortSpecs": specs}})
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataId": 3}}]}
    found = shared.ask("POST", "/values:batchGetByDataFilter", body).json()["valueRanges"][0]["valueRange"]
    assert found == {"range": "Sheet1!A1:Z1", "majorDimension": "ROWS", "values": [["a"]]}


def test_a_filter_hides_rows_and_forgets_them_when_it_goes(shared: Shared) -> None:
    shared.put([["name", "n"], ["a", 1], ["b", 2], ["c", 3]])
    criteria = {"1": {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1"}]}}}
    criteria["0"] = {"hiddenValues": ["c"]}  # type: ignore[dict-item]
    shared.batch({"setBasicFilter": {"filter": {"range": grid_range(0, 0, 4, 2), "criteria": criteria}}})

    def hidden() -> list[bool]:
        rows = shared.first("data.rowMetadata", ranges="A1:A4")["data"][0]["rowMetadata"]
        return [each.get("hiddenByFilter", False) for each in rows]

    assert hidden() == [False, True, False, True]
    shared.batch({"clearBasicFilter": {"sheetId": 0}})
    assert hidden() == [False] * 4
    assert len(shared.values()) == 4


def test_a_filter_can_sort_the_rows_below_its_header(shared: Shared) -> None:
    shared.put([["z"], ["b"], ["a"]])
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    shared.batch({"setBasicFilter": {"filter": {"range": grid_range(0, 0, 3, 1), "sortSpecs": specs}}})
    assert shared.values() == [["z"], ["a"], ["b"]]


def test_conditional_formats_are_kept_in_order(shared: Shared) -> None:
    def rule(text: str) -> Json:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
        return {
            "ranges": [grid_range(0, 0, 1, 1)],
            "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}},
        }

    shared.batch(
        {"addConditionalFormatRule": {"rule": rule("a"), "index": 0}},
        {"addConditionalFormatRule": {"rule": rule("b"), "index": 0}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}},
        {"updateConditionalFormatRule": {"index": 0, "rule": rule("c")}},
    )

    def texts() -> list[str]:
        kept = shared.first("conditionalFormats").get("conditionalFormats", [])
        return [each["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for each in kept]

    assert texts() == ["c", "b"]
    gone = shared.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})["replies"][0]
    assert gone["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": "c"}
    ]
    assert texts() == ["b"]
    message = shared.refused({"deleteConditionalFormatRule": {"sheetId": 0, "index": 4}})
    assert message.endswith("No conditional format on sheet: 0 at index: 4")


def test_named_ranges_are_changed_and_deleted(shared: Shared) -> None:
    area = grid_range(0, 0, 2, 2)
    shared.batch({"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Old", "range": area}}})
    assert "already exists" in shared.refused({"addNamedRange": {"namedRange": {"name": "old", "range": area}}})
    assert "is not valid" in shared.refused({"addNamedRange": {"namedRange": {"name": "A1", "range": area}}})
    shared.batch({"updateNamedRange": {"namedRange": {"namedRangeId": "n", "name": "New"}, "fields": "name"}})
    assert [each["name"] for each in shared.get("namedRanges")["namedRanges"]] == ["New"]
    shared.batch({"deleteNamedRange": {"namedRangeId": "n"}})
    assert shared.get("namedRanges") == {}
