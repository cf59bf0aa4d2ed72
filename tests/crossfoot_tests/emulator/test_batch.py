"""Batches of changes: sheets and cells."""

from __future__ import annotations

from typing import Any

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.batch import NOT_CARRIED_OUT, REQUESTS
from crossfoot_tests.emulator.sharing import Shared, grid_range


def test_every_request_of_google_s_is_carried_out_or_refused_by_name(discovery: Discovery) -> None:
    assert REQUESTS.keys() | NOT_CARRIED_OUT == discovery.kinds_of_requests()


def test_a_request_that_is_not_carried_out_says_so(shared: Shared) -> None:
    assert shared.refused({"addSlicer": {}}) == "Invalid requests[0]: the emulator does not carry out addSlicer."


def test_a_batch_is_all_or_nothing(shared: Shared) -> None:
    shared.put([["old"]])
    message = shared.refused(
        {"updateCells": {"start": {"sheetId": 0}, "rows": [text_row("new")], "fields": "userEnteredValue"}},
        {"addSheet": {"properties": {"title": "Another"}}},
        {"deleteSheet": {"sheetId": 77}},
    )
    assert message == "Invalid requests[2].deleteSheet: No grid with id: 77"
    assert shared.values() == [["old"]]
    assert [each["properties"]["title"] for each in shared.get()["sheets"]] == ["Sheet1"]


def test_what_google_does_not_know_is_refused_in_its_words(shared: Shared) -> None:
    message = shared.refused({"addSheet": {"properties": {"titel": "Kunden"}}})
    place = "requests[0].add_sheet.properties"
    assert message == f"Invalid JSON payload received. Unknown name \"titel\" at '{place}': Cannot find field."


def test_a_change_needs_its_fields_named(shared: Shared) -> None:
    message = shared.refused({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "x"}}})
    assert message == (
        "Invalid requests[0].updateSheetProperties: At least one field must be listed in 'fields'. "
        "(Use '*' to indicate all fields.)"
    )


def test_a_request_without_what_it_needs_says_what(shared: Shared) -> None:
    message = "Invalid requests[0].repeatCell: range must be specified."
    assert shared.refused({"repeatCell": {"fields": "*"}}) == message
    assert shared.refused({}) == "Invalid requests[0]: exactly one kind of request must be set."


def test_a_mask_that_cannot_be_read_is_refused(shared: Shared) -> None:
    request = {"range": grid_range(0, 0, 1, 1), "cell": {}, "fields": "note("}
    message = "Error expanding 'fields' parameter. Cannot find matching fields for path 'note('."
    assert shared.refused({"repeatCell": request}) == f"Invalid requests[0].repeatCell: {message}"


def test_an_empty_batch_is_refused(shared: Shared) -> None:
    assert shared.refused() == "Must specify at least one request."


def test_the_answer_can_hold_the_spreadsheet_as_it_is_afterwards(shared: Shared) -> None:
    shared.put([["a", "b"], ["c", "d"]])
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    answer = shared.batch(
        {"insertDimension": {"range": row}},
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=["Sheet1!A1:A3"],
    )
    rows = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"]
    assert [[cell["formattedValue"] for cell in each.get("values", ())] for each in rows] == [[], ["a"], ["c"]]
    assert answer["replies"] == [{}]


def test_an_answer_is_cut_down_to_the_fields_asked_for(shared: Shared) -> None:
    body = {
        "requests": [{"addSheet": {"properties": {"sheetId": 4, "title": "New"}}}],
        "includeSpreadsheetInResponse": True,
    }
    answer = shared.ask("POST", ":batchUpdate", body, fields="updatedSpreadsheet.sheets.properties.title").json()
    titles = [{"properties": {"title": title}} for title in ("Sheet1", "New")]
    assert answer == {"updatedSpreadsheet": {"sheets": titles}}


def text_row(*texts: str) -> Json:
    """A row of cell data."""
    return {"values": [{"userEnteredValue": {"stringValue": each}} for each in texts]}


class TestSheets:
    def test_a_sheet_is_added_with_an_id_and_a_title_of_google_s_choice(self, shared: Shared) -> None:
        reply = shared.batch({"addSheet": {}})["replies"][0]["addSheet"]["properties"]
        assert {**reply, "sheetId": 0} == {
            "sheetId": 0,
            "title": "Sheet2",
            "index": 1,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 1000, "columnCount": 26},
        }
        assert reply["sheetId"] > 0

    def test_a_title_is_there_once(self, shared: Shared) -> None:
        assert shared.refused({"addSheet": {"properties": {"title": "sheet1"}}}) == (
            'Invalid requests[0].addSheet: A sheet with the name "sheet1" already exists. Please enter another name.'
        )

    def test_the_last_visible_sheet_stays(self, shared: Shared) -> None:
        assert shared.refused({"deleteSheet": {"sheetId": 0}}) == (
            "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."
        )

    def test_a_sheet_moves_to_the_place_counted_before_it_is_taken_out(self, shared: Shared) -> None:
        shared.batch(*({"addSheet": {"properties": {"sheetId": at, "title": f"S{at}"}}} for at in (1, 2, 3)))
        shared.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}})
        assert [each["properties"]["sheetId"] for each in shared.get()["sheets"]] == [1, 0, 2, 3]

    def test_ids_and_titles_of_sheets_are_checked(self, shared: Shared) -> None:
        assert shared.refused({"addSheet": {"properties": {"sheetId": 0}}}).endswith("Sheet ID 0 already exists.")
        size = {"gridProperties": {"rowCount": 0, "columnCount": 1}}
        assert shared.refused({"addSheet": {"properties": size}}).endswith("0 is less than 1.")
        nameless = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": ""}, "fields": "title"}}
        assert shared.refused(nameless).endswith("Sheet name cannot be empty.")
        hidden = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
        assert shared.refused(hidden).endswith("You can't hide all the sheets in a document.")
        shared.batch({"addSheet": {"properties": {"sheetId": 3, "hidden": True}}})
        assert shared.refused({"deleteSheet": {"sheetId": 0}}).endswith(
            "You can't remove all the visible sheets in a document."
        )
        taken = {"updateSheetProperties": {"properties": {"sheetId": 3, "title": "sheet1"}, "fields": "title"}}
        assert 'A sheet with the name "sheet1" already exists.' in shared.refused(taken)

    def test_copies_count_up(self, shared: Shared) -> None:
        shared.batch({"duplicateSheet": {"sourceSheetId": 0}}, {"duplicateSheet": {"sourceSheetId": 0}})
        body = {"destinationSpreadsheetId": shared.id}
        assert shared.ask("POST", "/sheets/0:copyTo", body).json()["title"] == "Copy of Sheet1 3"

    def test_whatever_hangs_on_a_sheet_goes_into_its_duplicate(self, shared: Shared) -> None:
        here = grid_range(0, 0, 2, 2)
        rule = {"ranges": [here], "booleanRule": {"condition": {"type": "BLANK"}, "format": {}}}
        shared.batch(
            {"setBasicFilter": {"filter": {"range": here}}},
            {"addConditionalFormatRule": {"rule": rule, "index": 0}},
            {"addProtectedRange": {"protectedRange": {"protectedRangeId": 5, "range": here}}},
            {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8}},
        )
        fields = (
            "sheets(properties.sheetId,basicFilter,conditionalFormats.ranges,protectedRanges(protectedRangeId,range))"
        )
        (twin,) = [each for each in shared.get(fields)["sheets"] if each["properties"]["sheetId"] == 8]
        there = grid_range(0, 0, 2, 2, 8)
        assert (twin["basicFilter"], twin["conditionalFormats"]) == ({"range": there}, [{"ranges": [there]}])
        assert [(each["range"], each["protectedRangeId"] != 5) for each in twin["protectedRanges"]] == [(there, True)]

    def test_all_properties_can_be_set_at_once(self, shared: Shared) -> None:
        grid = {"rowCount": 10, "columnCount": 5, "hideGridlines": True}
        properties = {"sheetId": 0, "title": "All", "index": 0, "gridProperties": grid, "rightToLeft": True}
        shared.batch({"updateSheetProperties": {"properties": properties, "fields": "*"}})
        assert shared.get()["sheets"][0]["properties"] == {**properties, "sheetType": "GRID"}

    def test_a_move_to_just_behind_itself_is_none(self, shared: Shared) -> None:
        shared.batch({"addSheet": {"properties": {"sheetId": 1}}})
        shared.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 1}, "fields": "index"}})
        assert [each["properties"]["sheetId"] for each in shared.get()["sheets"]] == [0, 1]

    def test_new_rows_are_counted_before_columns_are_taken_away(self, shared: Shared) -> None:
        size = {"sheetId": 0, "gridProperties": {"rowCount": 400_000, "columnCount": 2}}
        request = {"properties": size, "fields": "gridProperties.rowCount,gridProperties.columnCount"}
        assert "above the limit of 10000000 cells" in shared.refused({"updateSheetProperties": request})

    def test_shrinking_a_sheet_drops_what_lies_outside(self, shared: Shared) -> None:
        shared.put([["a", "b"], ["c", "d"]])
        size = {"sheetId": 0, "gridProperties": {"rowCount": 1, "columnCount": 1}}
        shared.batch(
            {
                "updateSheetProperties": {
                    "properties": size,
                    "fields": "gridProperties.rowCount,gridProperties.columnCount",
                }
            }
        )
        assert shared.values() == [["a"]]

    def test_a_duplicate_has_all_that_the_original_has(self, shared: Shared) -> None:
        shared.put([["a", "=A1"]], option="USER_ENTERED")
        shared.batch(
            {"mergeCells": {"range": grid_range(2, 0, 3, 2), "mergeType": "MERGE_ALL"}},
            {"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 8, "newSheetName": "Twin", "insertSheetIndex": 1}},
        )
        twin = shared.get()["sheets"][1]
        assert (twin["properties"]["title"], twin["merges"]) == ("Twin", [grid_range(2, 0, 3, 2, 8)])
        assert shared.values("Twin", valueRenderOption="FORMULA") == [["a", "=A1"]]

    def test_a_sheet_is_copied_to_another_spreadsheet(self, shared: Shared) -> None:
        shared.put([["a"]])
        other = shared.ann.creates("Other")
        shared.ann.shares(other, shared.worker)
        body = {"destinationSpreadsheetId": other}
        assert shared.ask("POST", "/sheets/0:copyTo", body).json()["title"] == "Copy of Sheet1"
        assert shared.ann.opens(other, "Copy of Sheet1").sees() == [["a"]]

    def test_a_frozen_row_and_a_colour_are_kept(self, shared: Shared) -> None:
        properties = {
            "sheetId": 0,
            "gridProperties": {"frozenRowCount": 1},
            "tabColorStyle": {"rgbColor": {"red": 0.5}},
        }
        fields = "gridProperties.frozenRowCount,tabColorStyle"
        shared.batch({"updateSheetProperties": {"properties": properties, "fields": fields}})
        kept = shared.get()["sheets"][0]["properties"]
        assert kept["gridProperties"]["frozenRowCount"] == 1
        assert kept["tabColor"] == kept["tabColorStyle"]["rgbColor"] == {"red": 0.49803922}


class TestSpreadsheet:
    def test_locale_and_time_zone_are_set(self, shared: Shared) -> None:
        properties = {"locale": "zh_CN", "timeZone": "Asia/Shanghai"}
        shared.batch({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}})
        found = shared.get("properties(locale,timeZone)")
        assert found == {"properties": properties}

    @pytest.mark.parametrize(
        ("properties", "message"),
        [
            ({"locale": "xx_YY"}, "Unsupported locale: xx_YY"),
            ({"timeZone": "Mars/Olympus"}, "Invalid time zone: Mars/Olympus"),
            ({"title": ""}, "Spreadsheet title cannot be empty."),
        ],
    )
    def test_what_there_is_not_is_refused(self, shared: Shared, properties: Json, message: str) -> None:
        request = {"updateSpreadsheetProperties": {"properties": properties, "fields": next(iter(properties))}}
        assert shared.refused(request) == f"Invalid requests[0].updateSpreadsheetProperties: {message}"

    def test_a_person_s_spreadsheet_is_created_with_sheets_and_data(self, shared: Shared) -> None:
        body: Json = {
            "properties": {"title": "New", "locale": "de_DE"},
            "sheets": [
                {"properties": {"title": "Kunden", "sheetId": 3}, "data": [{"rowData": [text_row("a", "b")]}]},
            ],
        }
        session = shared.google.session(shared.ann.account)
        answer = session.post("https://sheets.googleapis.com/v4/spreadsheets", json=body).json()
        assert shared.ann.opens(answer["spreadsheetId"], "Kunden").sees() == [["a", "b"]]
        assert answer["properties"]["locale"] == "de_DE"


class TestGivingOut:
    def test_grid_data_has_value_format_note_and_validation(self, shared: Shared) -> None:
        rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
        bold = {"textFormat": {"bold": True}}
        data = {
            "userEnteredValue": {"formulaValue": "=1+1"},
            "userEnteredFormat": bold,
            "note": "sum",
            "dataValidation": rule,
        }
        shared.batch(
            {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [data]}], "fields": "*"}},
        )
        cell: Json = shared.first("data", ranges="A1:B2")["data"][0]["rowData"][0]["values"][0]
        assert cell.pop("effectiveFormat")["textFormat"] == bold["textFormat"]
        assert cell == {**data, "effectiveValue": {"numberValue": 2}, "formattedValue": "2"}

    def test_grid_data_begins_where_the_range_does(self, shared: Shared) -> None:
        shared.put([["x"]], "C3")
        data = shared.first("data(startRow,startColumn,rowData.values.formattedValue)", ranges="B2:D4")["data"][0]
        rows = [{}, {"values": [{}, {"formattedValue": "x"}]}]
        assert data == {"startRow": 1, "startColumn": 1, "rowData": rows}

    def test_only_merges_in_the_ranges_asked_for_are_told(self, shared: Shared) -> None:
        shared.batch({"mergeCells": {"range": grid_range(1, 1, 3, 3), "mergeType": "MERGE_ALL"}})
        assert "merges" in shared.first("merges", ranges="C3")
        assert shared.first("merges", ranges="A1") == {}

    def test_a_mask_that_names_what_there_is_not_is_refused(self, shared: Shared) -> None:
        answer = shared.ask("GET", "", fields="sheets.propertys").json()
        message = "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.propertys'."
        assert answer["error"]["message"] == message

    def test_the_spreadsheet_is_given_out_by_data_filters(self, shared: Shared) -> None:
        shared.put([["a", "b"]])
        body = {"dataFilters": [{"a1Range": "Sheet1!B1"}], "includeGridData": True}
        answer = shared.ask("POST", ":getByDataFilter", body).json()
        assert answer["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "b"


class TestCells:
    def test_a_whole_range_is_emptied_of_what_has_no_data(self, shared: Shared) -> None:
        shared.put([["a", "b"], ["c", "d"]])
        request = {"range": grid_range(0, 0, 2, 2), "rows": [text_row("x")], "fields": "userEnteredValue"}
        shared.batch({"updateCells": request})
        assert shared.values() == [["x"]]

    def test_numbers_texts_and_truth_values_stay_what_they_are(self, shared: Shared) -> None:
        values: list[Json] = [{"stringValue": "=1"}, {"numberValue": 1.5}, {"boolValue": False}, {"stringValue": "007"}]
        row = {"values": [{"userEnteredValue": each} for each in values]}
        shared.batch({"updateCells": {"start": {"sheetId": 0}, "rows": [row], "fields": "userEnteredValue"}})
        assert shared.values(valueRenderOption="UNFORMATTED_VALUE") == [["=1", 1.5, False, "007"]]

    def test_only_masked_parts_of_a_format_change(self, shared: Shared) -> None:
        both = {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}, "wrapStrategy": "WRAP"}}
        fields = "userEnteredFormat"
        shared.batch({"repeatCell": {"range": grid_range(0, 0, 1, 1), "cell": both, "fields": fields}})
        plain: Json = {"userEnteredFormat": {"textFormat": {}}}
        fields = "userEnteredFormat.textFormat.bold"
        shared.batch({"repeatCell": {"range": grid_range(0, 0, 1, 1), "cell": plain, "fields": fields}})
        cell = shared.first("data.rowData.values.userEnteredFormat")["data"][0]["rowData"][0]["values"][0]
        assert cell["userEnteredFormat"] == {"textFormat": {"italic": True}, "wrapStrategy": "WRAP"}

    def test_a_repeated_formula_moves_its_references(self, shared: Shared) -> None:
        cell = {"userEnteredValue": {"formulaValue": "=A1*2"}}
        request = {"range": grid_range(0, 1, 3, 2), "cell": cell, "fields": "userEnteredValue"}
        shared.batch({"repeatCell": request})
        assert shared.values("B1:B3", valueRenderOption="FORMULA") == [["=A1*2"], ["=A2*2"], ["=A3*2"]]

    def test_writing_over_the_edge_is_refused(self, shared: Shared) -> None:
        request = {"start": {"sheetId": 0, "rowIndex": 999}, "rows": [text_row("a"), text_row("b")], "fields": "*"}
        message = (
            "Invalid requests[0].updateCells: Attempting to write row: 1000, beyond the last requested row of: 999"
        )
        assert shared.refused({"updateCells": request}) == message

    def test_cells_are_appended_below_all_data_and_the_grid_grows(self, shared: Shared) -> None:
        shared.put([["last"]], "C1000")
        shared.batch({"appendCells": {"sheetId": 0, "rows": [text_row("a")], "fields": "userEnteredValue"}})
        assert shared.values("A1001") == [["a"]]

    @pytest.mark.parametrize(
        ("range_", "address"),
        [
            ({"startRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 2}, "A1001:B"),
            (grid_range(1000, 0, 1001, 2), "A1001:B1001"),
            (grid_range(0, 26, 2, 27), "AA1:AA2"),
            ({"endRowIndex": 2, "startColumnIndex": 26}, "AA1:2"),
        ],
    )
    def test_a_range_that_begins_outside_is_named(self, shared: Shared, range_: Json, address: str) -> None:
        request = {"range": {"sheetId": 0, **range_}, "cell": {"note": "x"}, "fields": "note"}
        message = f"Range (Sheet1!{address}) exceeds grid limits. Max rows: 1000, max columns: 26"
        assert shared.refused({"repeatCell": request}) == f"Invalid requests[0].repeatCell: {message}"

    @pytest.mark.parametrize("rows", [(999, 1003), (3, 3)])
    def test_a_range_that_ends_outside_or_has_no_cells_is_taken(self, shared: Shared, rows: tuple[int, int]) -> None:
        request = {"range": grid_range(rows[0], 0, rows[1], 1), "cell": {"note": "x"}, "fields": "note"}
        shared.batch({"repeatCell": request})
        assert shared.first("properties.gridProperties")["properties"]["gridProperties"]["rowCount"] == 1000

    def test_appended_cells_make_the_grid_no_wider(self, shared: Shared) -> None:
        request = {"sheetId": 0, "rows": [text_row(*"abcdefghijklmnopqrstuvwxyz", "aa")], "fields": "userEnteredValue"}
        message = (
            "Invalid requests[0].appendCells: Attempting to write column: 26, beyond the last requested column of: 25"
        )
        assert shared.refused({"appendCells": request}) == message

    def test_data_must_fit_into_its_range(self, shared: Shared) -> None:
        request = {"range": grid_range(0, 0, 1, 1), "rows": [text_row("a", "b")], "fields": "userEnteredValue"}
        message = (
            "Invalid requests[0].updateCells: Attempting to write column: 1, beyond the last requested column of: 0"
        )
        assert shared.refused({"updateCells": request}) == message

    def test_merging_keeps_the_first_value_in_the_first_cell(self, shared: Shared) -> None:
        shared.put([["", "b"], ["c", "d"]])
        shared.batch({"mergeCells": {"range": grid_range(0, 0, 2, 2), "mergeType": "MERGE_ALL"}})
        assert shared.values() == [["b"]]
        half = {"mergeCells": {"range": grid_range(0, 0, 1, 2), "mergeType": "MERGE_ALL"}}
        assert shared.refused(half).endswith("You must select all cells in a merged range to merge or unmerge them.")

    def test_texts_are_found_and_replaced(self, shared: Shared) -> None:
        shared.put([["an apple", "Apple"], ["apples", 7]])
        request = {"find": "apple", "replacement": "pear", "allSheets": True}
        reply = shared.batch({"findReplace": request})["replies"][0]["findReplace"]
        assert reply == {"valuesChanged": 3, "occurrencesChanged": 3, "rowsChanged": 2, "sheetsChanged": 1}
        assert shared.values() == [["an pear", "pear"], ["pears", "7"]]

    def test_a_found_text_can_be_a_pattern_with_groups(self, shared: Shared) -> None:
        shared.put([["2024-03"]])
        request = {"find": r"(\d+)-(\d+)", "replacement": "$2.$1", "searchByRegex": True, "sheetId": 0}
        shared.batch({"findReplace": request})
        assert shared.values() == [["3.2024"]]

    def test_texts_are_split_into_columns(self, shared: Shared) -> None:
        shared.put([["a; b;3"]])
        shared.batch({"textToColumns": {"source": grid_range(0, 0, 1, 1), "delimiterType": "SEMICOLON"}})
        assert shared.values(valueRenderOption="UNFORMATTED_VALUE") == [["a", "b", 3]]

    def test_a_text_to_find_can_be_bounded(self, shared: Shared) -> None:
        shared.put([["a", "A"], ["=A1&1", "ab"]], option="USER_ENTERED")
        here = {"range": grid_range(0, 0, 2, 2), "matchCase": True, "matchEntireCell": True}
        shared.batch({"findReplace": {"find": "a", "replacement": "x", **here}})
        assert shared.values(valueRenderOption="FORMULA") == [["x", "A"], ["=A1&1", "ab"]]
        formulas = {"find": "A1", "replacement": "B1", "sheetId": 0, "includeFormulas": True}
        reply = shared.batch({"findReplace": formulas})["replies"][0]["findReplace"]
        assert reply == {"formulasChanged": 1, "occurrencesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1}
        assert shared.values("A2", valueRenderOption="FORMULA") == [["=B1&1"]]

    @pytest.mark.parametrize(
        ("request_", "message"),
        [
            ({"allSheets": True}, "The text to find must not be empty."),
            ({"find": "("}, "One of range, sheetId or allSheets must be specified."),
            ({"find": "(", "searchByRegex": True, "allSheets": True}, "Invalid regular expression '('"),
        ],
    )
    def test_what_cannot_be_looked_for_is_refused(self, shared: Shared, request_: Json, message: str) -> None:
        assert message in shared.refused({"findReplace": request_})

    def test_a_formula_begins_with_an_equals_sign(self, shared: Shared) -> None:
        data = {"userEnteredValue": {"formulaValue": "A1"}}
        request = {"start": {"sheetId": 0}, "rows": [{"values": [data]}], "fields": "userEnteredValue"}
        assert "does not start with '='" in shared.refused({"updateCells": request})

    def test_one_column_is_split_by_one_delimiter(self, shared: Shared) -> None:
        shared.put([["a|b"]])
        wide = {"source": grid_range(0, 0, 1, 2), "delimiterType": "COMMA"}
        assert shared.refused({"textToColumns": wide}).endswith("must span exactly one column.")
        one = grid_range(0, 0, 1, 1)
        assert shared.refused({"textToColumns": {"source": one, "delimiterType": "CUSTOM"}}).endswith(
            "must be specified."
        )
        shared.batch({"textToColumns": {"source": one, "delimiterType": "CUSTOM", "delimiter": "|"}})
        assert shared.values() == [["a", "b"]]

    def test_space_around_texts_is_trimmed(self, shared: Shared) -> None:
        shared.put([["  a  b ", "c"]])
        reply = shared.batch({"trimWhitespace": {"range": grid_range(0, 0, 1, 2)}})["replies"][0]
        assert (reply, shared.values()) == ({"trimWhitespace": {"cellsChangedCount": 1}}, [["a b", "c"]])

    def test_borders_are_put_around_a_range(self, shared: Shared) -> None:
        solid = {"style": "SOLID"}
        shared.batch({"updateBorders": {"range": grid_range(0, 0, 1, 2), "left": solid, "innerVertical": solid}})
        row = shared.first("data.rowData.values.userEnteredFormat")["data"][0]["rowData"][0]["values"]
        assert [set(each["userEnteredFormat"]["borders"]) for each in row] == [{"left", "right"}, {"left"}]

    def test_a_validation_must_name_a_range_that_there_is(self, shared: Shared) -> None:
        def rule(said: str) -> dict[str, Any]:
            condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": said}]}
            return {"setDataValidation": {"range": grid_range(0, 0, 2, 1), "rule": {"condition": condition}}}

        assert "ONE_OF_RANGE needs a value that names a range" in shared.refused(rule("=Nowhere!A1:A3"))
        shared.batch(rule("=Sheet1!$C$1:$C$3"))
        cells = shared.first("data.rowData.values.dataValidation")["data"][0]["rowData"]
        assert len(cells) == 2


class TestPasting:
    def test_a_copy_is_repeated_as_often_as_it_fits(self, shared: Shared) -> None:
        shared.put([["a", "=A1"]], option="USER_ENTERED")
        request = {"source": grid_range(0, 0, 1, 2), "destination": grid_range(1, 0, 3, 4)}
        shared.batch({"copyPaste": request})
        copied = ["a", "=A2", "a", "=C2"]
        rows = shared.values("A2:D3", valueRenderOption="FORMULA")
        assert rows == [copied, ["a", "=A3", "a", "=C3"]]

    def test_only_values_can_be_pasted_and_turned_over(self, shared: Shared) -> None:
        shared.put([["=1+1", "b"]], option="USER_ENTERED")
        request = {
            "source": grid_range(0, 0, 1, 2),
            "destination": grid_range(2, 0, 3, 1),
            "pasteType": "PASTE_VALUES",
            "pasteOrientation": "TRANSPOSE",
        }
        shared.batch({"copyPaste": request})
        assert shared.values("A3:A4", valueRenderOption="FORMULA") == [[2], ["b"]]

    def test_a_cut_moves_cells_and_leaves_their_formulas_as_they_were(self, shared: Shared) -> None:
        shared.put([["1", "=A1"]], option="USER_ENTERED")
        spot = {"sheetId": 0, "rowIndex": 4, "columnIndex": 1}
        shared.batch({"cutPaste": {"source": grid_range(0, 1, 1, 2), "destination": spot}})
        assert shared.values("A1:B5", valueRenderOption="FORMULA") == [[1], [], [], [], ["", "=A1"]]


class TestSorting:
    def test_numbers_come_before_texts_and_empty_cells_last_in_both_orders(self, shared: Shared) -> None:
        shared.put([["b"], [""], [10], ["A"], [9], [True]])
        for order, expected in (
            ("ASCENDING", [["9"], ["10"], ["A"], ["b"], ["TRUE"]]),
            ("DESCENDING", [["TRUE"], ["b"], ["A"], ["10"], ["9"]]),
        ):
            specs = [{"dimensionIndex": 0, "sortOrder": order}]
            shared.batch({"sortRange": {"range": grid_range(0, 0, 6, 1), "sortSpecs": specs}})
            assert shared.values() == expected

    def test_rows_that_are_equal_keep_their_order(self, shared: Shared) -> None:
        shared.put([["b", 1], ["a", 2], ["b", 3], ["a", 4]])
        specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
        shared.batch({"sortRange": {"range": grid_range(0, 0, 4, 2), "sortSpecs": specs}})
        assert shared.values() == [["b", "1"], ["b", "3"], ["a", "2"], ["a", "4"]]

    def test_hidden_rows_stay_where_they_are(self, shared: Shared) -> None:
        shared.put([["d"], ["c"], ["b"], ["a"]])
        row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
        hide = {"range": row, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
        shared.batch(
            {"updateDimensionProperties": hide},
            {"sortRange": {"range": grid_range(0, 0, 4, 1), "sortSpecs": specs}},
        )
        assert shared.values() == [["a"], ["c"], ["b"], ["d"]]

    def test_cells_merged_over_rows_are_not_sorted(self, shared: Shared) -> None:
        shared.batch({"mergeCells": {"range": grid_range(1, 1, 3, 2), "mergeType": "MERGE_ALL"}})
        message = "You can't sort a range containing vertical merges. There is a vertical merge at B2:B3"
        request = {"sortRange": {"range": grid_range(0, 0, 9, 9), "sortSpecs": []}}
        assert shared.refused(request) == f"Invalid requests[0].sortRange: {message}"

    def test_notes_formats_and_own_row_formulas_go_along(self, shared: Shared) -> None:
        shared.put([["b", "=A1&1"], ["a", "=A2&2"]], option="USER_ENTERED")
        shared.sheet.insert_note("A1", "of b")
        specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
        shared.batch({"sortRange": {"range": grid_range(0, 0, 2, 2), "sortSpecs": specs}})
        assert shared.values(valueRenderOption="FORMULA") == [["a", "=A1&2"], ["b", "=A2&1"]]
        assert shared.sheet.get_note("A2") == "of b"
