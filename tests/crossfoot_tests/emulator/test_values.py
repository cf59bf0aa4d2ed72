from __future__ import annotations

from typing import Any

import pytest

from crossfoot_tests.emulator.sharing import Shared


def test_empty_rows_and_cells_at_the_end_are_not_given_out(shared: Shared) -> None:
    shared.put([["a", "", "c"], ["", "", ""], ["", "e", ""]])
    assert shared.values("A1:Z100") == [["a", "", "c"], [], ["", "e"]]


def test_an_empty_range_has_no_values_at_all(shared: Shared) -> None:
    assert shared.ask("GET", "/values/B2:C3").json() == {"range": "Sheet1!B2:C3", "majorDimension": "ROWS"}


def test_columns_come_as_the_outer_lists_where_it_is_asked_for(shared: Shared) -> None:
    shared.put([["a", "b"], ["c"]])
    assert shared.values("A1:B2", majorDimension="COLUMNS") == [["a", "c"], ["b"]]


def test_raw_keeps_texts_as_they_are(shared: Shared) -> None:
    shared.put([["0042", "=1+1", "2024-03-05", 7, 7.5, True]])
    assert shared.values(valueRenderOption="UNFORMATTED_VALUE") == [["0042", "=1+1", "2024-03-05", 7, 7.5, True]]


def test_a_number_of_many_digits_loses_those_that_a_double_does_not_hold(shared: Shared) -> None:
    shared.put([[12345678901234567890, 123456789012345678]])
    assert shared.values(valueRenderOption="UNFORMATTED_VALUE") == [[1.2345678901234567e19, 123456789012345680]]


def test_typed_values_are_read_as_a_person_s_would_be(shared: Shared) -> None:
    shared.put([["0042", "=1+1", "2024-03-05", "1,234.50", "12%", "true", "'0042", "$5"]], option="USER_ENTERED")
    assert shared.values() == [["42", "2", "2024-03-05", "1,234.50", "12%", "TRUE", "0042", "$5"]]
    unformatted = shared.values(valueRenderOption="UNFORMATTED_VALUE")
    assert unformatted == [[42, 2, 45356, 1234.5, 0.12, True, "0042", 5]]


def test_a_formula_is_given_out_as_it_was_typed(shared: Shared) -> None:
    shared.put([["= 1 / 4", 2]], option="USER_ENTERED")
    assert shared.values(valueRenderOption="FORMULA") == [["= 1 / 4", 2]]


def test_dates_come_as_texts_where_it_is_asked_for(shared: Shared) -> None:
    shared.put([["2024-03-05", 45356]], option="USER_ENTERED")
    query = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert shared.values(**query) == [["2024-03-05", 45356]]


def test_null_leaves_a_cell_and_an_empty_text_empties_it(shared: Shared) -> None:
    shared.put([["a", "b", "c"]])
    shared.put([[None, "", "x"]])
    assert shared.values() == [["a", "", "x"]]


def test_only_rows_and_columns_with_a_value_count_as_updated(shared: Shared) -> None:
    assert shared.put([["a", None], [None, None], [None, "b"]], "A1:B3") == {
        "spreadsheetId": shared.id,
        "updatedRange": "Sheet1!A1:B3",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 2,
    }


def test_a_write_can_bring_back_what_stands_there_afterwards(shared: Shared) -> None:
    query = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": "true"}
    query["responseValueRenderOption"] = "UNFORMATTED_VALUE"
    answer = shared.ask("PUT", "/values/A1", {"values": [["1/4/2024", "x"]]}, **query).json()
    assert answer["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [[45295, "x"]]}


def test_values_may_not_reach_over_the_range_they_are_written_to(shared: Shared) -> None:
    answer = shared.ask("PUT", "/values/A1:B1", {"values": [["a"], ["b"]]}, valueInputOption="RAW").json()
    assert answer["error"] == {
        "code": 400,
        "message": "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
        "status": "INVALID_ARGUMENT",
    }


def test_a_range_that_begins_outside_the_grid_is_refused(shared: Shared) -> None:
    message = shared.ask("GET", "/values/A1001:B1002").json()["error"]["message"]
    assert message == "Range (Sheet1!A1001:B1002) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_a_range_that_ends_outside_the_grid_is_cut_off(shared: Shared) -> None:
    assert shared.ask("GET", "/values/Y999:AD2000").json()["range"] == "Sheet1!Y999:Z1000"


@pytest.mark.parametrize("address", ["Nowhere!A1", "A0", "A1:", "what is this"])
def test_what_is_no_range_is_refused(shared: Shared, address: str) -> None:
    answer = shared.ask("GET", f"/values/{address}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, f"Unable to parse range: {address}")


def test_the_way_of_entering_has_no_default(shared: Shared) -> None:
    message = shared.ask("PUT", "/values/A1", {"values": [["a"]]}).json()["error"]["message"]
    assert message == "'valueInputOption' is required but not specified"


def test_nothing_but_values_goes_into_a_cell(shared: Shared) -> None:
    def refused(value: object) -> str:
        answer = shared.ask("PUT", "/values/A1", {"values": [["a", value]]}, valueInputOption="RAW")
        assert answer.status_code == 400
        return str(answer.json()["error"]["message"])

    assert refused(["b", 1.5]) == (
        'Invalid values[0][1]: list_value {\n  values {\n    string_value: "b"\n  }\n'
        "  values {\n    number_value: 1.5\n  }\n}\n"
    )
    assert refused({"k": True}) == (
        'Invalid values[0][1]: struct_value {\n  fields {\n    key: "k"\n    value {\n'
        "      bool_value: true\n    }\n  }\n}\n"
    )


def test_each_row_that_is_no_list_is_named(shared: Shared) -> None:
    answer = shared.ask("PUT", "/values/A1", {"values": ["x", ["y"], "z"]}, valueInputOption="RAW")
    kind = "type.googleapis.com/google.protobuf.ListValue"
    message = f"Invalid value at 'data.values[0]' ({kind}), \"x\"\nInvalid value at 'data.values[2]' ({kind}), \"z\""
    assert answer.json()["error"]["message"] == message
    assert shared.values() == []


def test_a_text_of_more_than_50000_characters_does_not_go_into_a_cell(shared: Shared) -> None:
    shared.put([["x" * 50_000]])
    answer = shared.ask("PUT", "/values/A1", {"values": [["x" * 50_001]]}, valueInputOption="RAW").json()
    message = "Your input contains more than the maximum of 50000 characters in a single cell."
    assert answer["error"]["message"] == message


def test_several_ranges_are_read_at_once(shared: Shared) -> None:
    shared.put([["a", "b"], ["c", "d"]])
    assert shared.ask("GET", "/values:batchGet", ranges=["A1:A2", "B2"]).json() == {
        "spreadsheetId": shared.id,
        "valueRanges": [
            {"range": "Sheet1!A1:A2", "majorDimension": "ROWS", "values": [["a"], ["c"]]},
            {"range": "Sheet1!B2", "majorDimension": "ROWS", "values": [["d"]]},
        ],
    }


def test_several_ranges_are_written_at_once_or_not_at_all(shared: Shared) -> None:
    data: list[dict[str, Any]] = [{"range": "A1", "values": [["a"]]}, {"range": "Nowhere!A1", "values": [["b"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    answer = shared.ask("POST", "/values:batchUpdate", body).json()
    assert answer["error"]["message"] == "Invalid data[1]: Unable to parse range: Nowhere!A1"
    assert shared.values() == []
    data[1]["range"] = "A3"
    totals = shared.ask("POST", "/values:batchUpdate", body).json()
    assert {name: value for name, value in totals.items() if name.startswith("total")} == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 1,
        "totalUpdatedCells": 2,
        "totalUpdatedSheets": 1,
    }
    assert shared.values() == [["a"], [], ["b"]]


def test_what_was_written_or_appended_comes_back_where_it_is_asked_for(shared: Shared) -> None:
    more = {"includeValuesInResponse": "true", "valueInputOption": "RAW"}
    answer = shared.ask("POST", "/values/A1:append", {"values": [["a"]]}, **more).json()
    assert answer["updates"]["updatedData"]["values"] == [["a"]]
    body = {"valueInputOption": "RAW", "includeValuesInResponse": True, "data": [{"range": "B1", "values": [["b"]]}]}
    assert shared.ask("POST", "/values:batchUpdate", body).json()["responses"][0]["updatedData"]["values"] == [["b"]]
    here = {"dataFilter": {"a1Range": "C1"}, "values": [["c"]]}
    answer = shared.ask("POST", "/values:batchUpdateByDataFilter", {**body, "data": [here]}).json()
    assert answer["responses"][0]["updatedData"]["values"] == [["c"]]


def test_columns_are_written_as_the_outer_lists(shared: Shared) -> None:
    body = {"range": "A1:B2", "majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    assert shared.ask("PUT", "/values/A1:B2", body, valueInputOption="RAW").status_code == 200
    assert shared.values() == [["a", "c"], ["b"]]


def test_the_range_of_the_values_is_that_of_the_request(shared: Shared) -> None:
    answer = shared.ask("PUT", "/values/A1", {"range": "B1", "values": [["x"]]}, valueInputOption="RAW")
    assert answer.status_code == 400
    assert shared.values() == []


def test_clearing_takes_values_and_leaves_notes(shared: Shared) -> None:
    shared.put([["a", "b"]])
    shared.sheet.insert_note("A1", "keep me")
    assert shared.ask("POST", "/values/A1:clear").json()["clearedRange"] == "Sheet1!A1"
    assert shared.values() == [["", "b"]]
    assert shared.sheet.get_note("A1") == "keep me"


def test_several_ranges_are_cleared_at_once(shared: Shared) -> None:
    shared.put([["a", "b", "c"]])
    assert shared.ask("POST", "/values:batchClear", {"ranges": ["A1", "C1"]}).json()["clearedRanges"] == [
        "Sheet1!A1",
        "Sheet1!C1",
    ]
    assert shared.values() == [["", "b"]]


def test_appending_shifts_to_where_the_last_block_begins(shared: Shared) -> None:
    shared.put([["a", "", "c"]])
    answer = shared.ask("POST", "/values/Sheet1:append", {"values": [["x", "y"]]}, valueInputOption="RAW").json()
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:D2")


def test_appending_can_insert_rows_before_what_stands_below(shared: Shared) -> None:
    shared.put([["a"], [None], ["below"]])
    query = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    shared.ask("POST", "/values/A1:append", {"values": [["b"], ["c"]]}, **query)
    assert shared.values() == [["a"], ["b"], ["c"], [], ["below"]]


def test_appending_to_the_last_row_makes_the_grid_longer(shared: Shared) -> None:
    shared.put([["last"]], "A1000")
    shared.ask("POST", "/values/A1000:append", {"values": [["beyond"]]}, valueInputOption="RAW")
    assert shared.first("properties.gridProperties")["properties"]["gridProperties"]["rowCount"] == 1001


def test_ranges_are_picked_by_data_filters(shared: Shared) -> None:
    shared.put([["a", "b"], ["c", "d"]])
    column = {"gridRange": {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2, "endRowIndex": 2}}
    body = {"dataFilters": [column, {"a1Range": "Sheet1!A2"}], "valueRenderOption": "UNFORMATTED_VALUE"}
    assert shared.ask("POST", "/values:batchGetByDataFilter", body).json()["valueRanges"] == [
        {
            "valueRange": {"range": "Sheet1!B1:B2", "majorDimension": "ROWS", "values": [["b"], ["d"]]},
            "dataFilters": [column],
        },
        {
            "valueRange": {"range": "Sheet1!A2", "majorDimension": "ROWS", "values": [["c"]]},
            "dataFilters": [{"a1Range": "Sheet1!A2"}],
        },
    ]


def test_values_are_written_and_cleared_by_data_filters(shared: Shared) -> None:
    here = {"gridRange": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 2}}
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": here, "values": [["x", "y"]]}]}
    answer = shared.ask("POST", "/values:batchUpdateByDataFilter", body).json()
    assert answer["responses"] == [
        {"updatedRange": "Sheet1!A2:B2", "updatedRows": 1, "updatedColumns": 2, "updatedCells": 2, "dataFilter": here}
    ]
    assert shared.values() == [[], ["x", "y"]]
    shared.ask("POST", "/values:batchClearByDataFilter", {"dataFilters": [here]})
    assert shared.values() == []


def test_a_sheet_is_found_by_its_title_in_quotes_or_without_and_a_range_by_its_name(shared: Shared) -> None:
    shared.sheet.update_title("Liste d'été")
    shared.put([["a", "b"]], "'Liste d''été'!A1")
    shared.spreadsheet.sheet1.define_named_range("A1:B1", "Kopf")
    expected = [["a", "b"]]
    assert [shared.values(each) for each in ("Liste d'été", "'Liste d''été'", "Kopf")] == [expected] * 3
