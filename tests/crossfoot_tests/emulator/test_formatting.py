"""How things look, and what a paste takes over."""

from __future__ import annotations

import pytest

from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import Shared, grid_range

BOLD = {"textFormat": {"bold": True}}


def formats(shared: Shared, at: str) -> list[Json]:
    """The formats set on the cells of a row."""
    rows = shared.first("data.rowData.values.userEnteredFormat", ranges=at)["data"][0].get("rowData", [])
    return [each.get("userEnteredFormat", {}) for each in rows[0].get("values", [])] if rows else []


def test_bands_are_added_changed_and_taken_away(shared: Shared) -> None:
    band = {"bandedRangeId": 4, "range": grid_range(0, 0, 5, 2), "rowProperties": {"headerColor": {"red": 1}}}
    reply = shared.batch({"addBanding": {"bandedRange": band}})["replies"][0]["addBanding"]["bandedRange"]
    assert reply["rowProperties"] == {"headerColor": {"red": 1}}
    overlapping = {"addBanding": {"bandedRange": {**band, "bandedRangeId": 5}}}
    assert "already has alternating background colors" in shared.refused(overlapping)
    moved = {"bandedRangeId": 4, "range": grid_range(5, 0, 9, 2)}
    shared.batch({"updateBanding": {"bandedRange": moved, "fields": "range"}})
    assert shared.first("bandedRanges.range")["bandedRanges"][0]["range"]["startRowIndex"] == 5
    shared.batch({"deleteBanding": {"bandedRangeId": 4}})
    assert shared.first("bandedRanges") == {}
    assert shared.refused({"deleteBanding": {"bandedRangeId": 4}}).endswith("No banded range with id: 4")


def test_columns_are_fitted_to_their_texts_and_rows_to_none(shared: Shared) -> None:
    shared.put([["x" * 30, "short"]])
    for dimension in ("COLUMNS", "ROWS"):
        span = {"sheetId": 0, "dimension": dimension, "startIndex": 0, "endIndex": 3}
        shared.batch({"autoResizeDimensions": {"dimensions": span}})
    data = shared.first("data(columnMetadata,rowMetadata)", ranges="A1:C1")["data"][0]
    widths = [each["pixelSize"] for each in data["columnMetadata"]]
    assert widths[0] > 200 > widths[1]
    assert (widths[2], data["rowMetadata"]) == (100, [{"pixelSize": 21}])


def test_a_group_is_folded_up(shared: Shared) -> None:
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    group = {"range": span, "depth": 1, "collapsed": True}
    shared.batch(
        {"addDimensionGroup": {"range": span}},
        {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}},
    )
    rows = shared.first("data.rowMetadata.hiddenByUser", ranges="A1:A4")["data"][0]["rowMetadata"]
    assert rows == [{}, {"hiddenByUser": True}, {"hiddenByUser": True}, {}]
    assert shared.first("rowGroups.collapsed") == {"rowGroups": [{"collapsed": True}]}
    wrong = {"updateDimensionGroup": {"dimensionGroup": {**group, "depth": 2}, "fields": "collapsed"}}
    assert "No dimension group of depth 2" in shared.refused(wrong)
    other = {"sheetId": 0, "dimension": "ROWS", "startIndex": 7, "endIndex": 8}
    assert "No dimension group found" in shared.refused({"deleteDimensionGroup": {"range": other}})


@pytest.mark.parametrize(
    ("kind", "values", "format_", "note"),
    [
        ("PASTE_NORMAL", [["=B2"]], BOLD, "n"),
        ("PASTE_FORMULA", [["=B2"]], {}, ""),
        ("PASTE_VALUES", [[7]], {}, ""),
        ("PASTE_FORMAT", [["old"]], BOLD, ""),
        ("PASTE_CONDITIONAL_FORMATTING", [["old"]], {}, ""),
    ],
)
def test_a_paste_takes_over_what_it_says(
    shared: Shared, kind: str, values: list[list[object]], format_: Json, note: str
) -> None:
    data = {"userEnteredValue": {"formulaValue": "=B1"}, "userEnteredFormat": BOLD, "note": "n"}
    shared.batch({"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [data]}], "fields": "*"}})
    shared.put([[7]], "B1")
    shared.put([["old"]], "A2")
    target = grid_range(1, 0, 2, 1)
    shared.batch({"copyPaste": {"source": grid_range(0, 0, 1, 1), "destination": target, "pasteType": kind}})
    assert shared.values("A2", valueRenderOption="FORMULA") == values
    assert (formats(shared, "A2") or [{}])[0] == format_
    assert shared.sheet.get_note("A2") == note


def test_a_paste_can_leave_the_borders(shared: Shared) -> None:
    solid = {"style": "SOLID"}
    shared.batch(
        {"updateBorders": {"range": grid_range(0, 0, 1, 1), "top": solid}},
        {"updateBorders": {"range": grid_range(1, 0, 2, 1), "left": solid}},
        {
            "repeatCell": {
                "range": grid_range(0, 0, 1, 1),
                "cell": {"userEnteredFormat": BOLD},
                "fields": "userEnteredFormat.textFormat",
            }
        },
        {
            "copyPaste": {
                "source": grid_range(0, 0, 1, 1),
                "destination": grid_range(1, 0, 2, 1),
                "pasteType": "PASTE_NO_BORDERS",
            }
        },
    )
    assert formats(shared, "A2") == [{**BOLD, "borders": {"left": solid}}]
    shared.batch({"updateBorders": {"range": grid_range(1, 0, 2, 1), "left": {"style": "NONE"}}})
    assert formats(shared, "A2") == [BOLD]


def test_a_validation_can_be_pasted_alone(shared: Shared) -> None:
    rule = {"condition": {"type": "BOOLEAN"}}
    shared.put([["x"], ["y"]])
    shared.batch(
        {"setDataValidation": {"range": grid_range(0, 0, 1, 1), "rule": rule}},
        {
            "copyPaste": {
                "source": grid_range(0, 0, 1, 1),
                "destination": grid_range(1, 0, 2, 1),
                "pasteType": "PASTE_DATA_VALIDATION",
            }
        },
    )
    rows = shared.first("data.rowData.values.dataValidation")["data"][0]["rowData"]
    assert rows == [{"values": [{"dataValidation": rule}]}] * 2
    assert shared.values() == [["x"], ["y"]]
    shared.batch({"setDataValidation": {"range": grid_range(0, 0, 2, 1)}})
    assert shared.first("data.rowData.values.dataValidation")["data"][0] == {}


def test_a_validation_has_a_kind(shared: Shared) -> None:
    request = {"setDataValidation": {"range": grid_range(0, 0, 1, 1), "rule": {"strict": True}}}
    assert shared.refused(request).endswith("The condition of a data validation rule must have a type.")


def test_cells_are_merged_by_rows_or_by_columns(shared: Shared) -> None:
    shared.batch({"mergeCells": {"range": grid_range(0, 0, 2, 2), "mergeType": "MERGE_COLUMNS"}})
    without_id = [
        {name: value for name, value in grid_range(0, at, 2, at + 1).items() if name != "sheetId"} for at in (0, 1)
    ]
    assert shared.first("merges")["merges"] == without_id
    half = {"unmergeCells": {"range": grid_range(0, 0, 1, 2)}}
    assert shared.refused(half).endswith("You must select all cells in a merged range to merge or unmerge them.")
    shared.batch({"unmergeCells": {"range": grid_range(0, 0, 2, 2)}})
    assert shared.first("merges") == {}
    shared.batch({"mergeCells": {"range": grid_range(0, 0, 2, 2), "mergeType": "MERGE_ROWS"}})
    assert len(shared.first("merges")["merges"]) == 2


def test_a_conditional_format_has_ranges_of_one_sheet_and_one_rule(shared: Shared) -> None:
    shared.batch({"addSheet": {"properties": {"sheetId": 3}}})
    boolean = {"condition": {"type": "BLANK"}, "format": BOLD}
    here, there = grid_range(0, 0, 1, 1), grid_range(0, 0, 1, 1, 3)

    def refused(rule: Json, index: int = 0) -> str:
        return shared.refused({"addConditionalFormatRule": {"rule": rule, "index": index}})

    assert "At least one range" in refused({"booleanRule": boolean})
    assert "on the same sheet" in refused({"ranges": [here, there], "booleanRule": boolean})
    assert "must have a boolean rule or a gradient rule" in refused({"ranges": [here]})
    assert "is after the last" in refused({"ranges": [here], "booleanRule": boolean}, 1)


@pytest.mark.parametrize(
    "request_",
    [
        {"mergeCells": {"range": grid_range(1, 1, 1, 2), "mergeType": "MERGE_ALL"}},
        {"addNamedRange": {"namedRange": {"name": "None", "range": grid_range(1, 1, 1, 2)}}},
        {"addProtectedRange": {"protectedRange": {"range": grid_range(1, 1, 1, 2)}}},
        {"setBasicFilter": {"filter": {"range": grid_range(1, 1, 1, 2)}}},
        {"addBanding": {"bandedRange": {"range": grid_range(1, 1, 1, 2)}}},
        {"copyPaste": {"source": grid_range(1, 1, 1, 2), "destination": grid_range(0, 0, 1, 1)}},
    ],
)
def test_nothing_hangs_on_a_range_without_cells(shared: Shared, request_: Json) -> None:
    assert shared.refused(request_).endswith("The range has no cells: its end must be greater than its start.")


def test_a_link_and_runs_of_a_text_are_kept_until_the_text_changes(shared: Shared) -> None:
    runs = [{"startIndex": 0, "format": {"bold": True}}]
    data = {"userEnteredValue": {"stringValue": "text"}, "textFormatRuns": runs}
    request = {"start": {"sheetId": 0}, "rows": [{"values": [data]}], "fields": "userEnteredValue,textFormatRuns"}
    shared.batch({"updateCells": request})
    field = "data.rowData.values.textFormatRuns"
    assert shared.first(field)["data"][0]["rowData"] == [{"values": [{"textFormatRuns": runs}]}]
    shared.put([["other"]])
    assert shared.first(field)["data"][0] == {}


def test_a_colour_is_kept_beside_its_style(shared: Shared) -> None:
    style = {"rgbColor": {"red": 1}}
    text = {"textFormat": {"foregroundColorStyle": style}}
    request = {
        "range": grid_range(0, 0, 1, 1),
        "cell": {"userEnteredFormat": text},
        "fields": "userEnteredFormat.textFormat.foregroundColorStyle",
    }
    shared.batch({"repeatCell": request})
    both = {"textFormat": {"foregroundColorStyle": style, "foregroundColor": {"red": 1}}}
    assert formats(shared, "A1") == [both]
