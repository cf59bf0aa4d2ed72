from __future__ import annotations

from crossfoot_sync.emulator.json_types import Json
from crossfoot_tests.emulator.sharing import SHEETS, Shared

ROW: Json = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}}


def create(metadata_id: int, key: str, location: Json, **more: str) -> Json:
    """A request to create developer metadata."""
    made = {"metadataId": metadata_id, "metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def found(shared: Shared, **lookup: object) -> list[int]:
    """The ids that a look-up finds."""
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    answer = shared.ask("POST", "/developerMetadata:search", body)
    assert answer.status_code == 200, answer.text
    matched = answer.json().get("matchedDeveloperMetadata", [])
    return [each["developerMetadata"]["metadataId"] for each in matched]


def test_metadata_stands_on_the_spreadsheet_a_sheet_a_row_or_a_column(shared: Shared) -> None:
    shared.batch(
        create(1, "book", {"spreadsheet": True}, metadataValue="v"),
        create(2, "sheet", {"sheetId": 0}),
        create(3, "row", ROW),
    )
    assert shared.get("developerMetadata") == {
        "developerMetadata": [
            {
                "metadataId": 1,
                "metadataKey": "book",
                "metadataValue": "v",
                "location": {"locationType": "SPREADSHEET", "spreadsheet": True},
                "visibility": "DOCUMENT",
            }
        ]
    }
    on_sheet = shared.first("developerMetadata")["developerMetadata"]
    assert [each["location"] for each in on_sheet] == [{"locationType": "SHEET", "sheetId": 0}]
    rows = shared.first("data.rowMetadata.developerMetadata", ranges="A4:A6")["data"][0]["rowMetadata"]
    span = {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    expected = {"locationType": "ROW", "dimensionRange": span}
    assert [each.get("developerMetadata", [{}])[0].get("location") for each in rows] == [None, expected, None]


def test_one_is_given_out_by_its_id(shared: Shared) -> None:
    shared.batch(create(1, "book", {"spreadsheet": True}))
    assert shared.ask("GET", "/developerMetadata/1").json()["metadataKey"] == "book"
    assert shared.ask("GET", "/developerMetadata/2").status_code == 404


def test_metadata_is_looked_up_by_all_that_is_said_of_it(shared: Shared) -> None:
    shared.batch(
        create(1, "k", {"spreadsheet": True}, metadataValue="a"),
        create(2, "k", {"sheetId": 0}, metadataValue="b"),
        create(3, "k", ROW, metadataValue="b"),
    )
    assert found(shared, metadataKey="k") == [1, 2, 3]
    assert found(shared, metadataKey="k", metadataValue="b") == [2, 3]
    assert found(shared, locationType="ROW") == [3]
    assert found(shared, metadataLocation={"sheetId": 0}) == [2]
    intersecting = "INTERSECTING_LOCATION"
    assert found(shared, metadataLocation={"sheetId": 0}, locationMatchingStrategy=intersecting) == [2, 3]
    assert found(shared, metadataLocation={"spreadsheet": True}, locationMatchingStrategy=intersecting) == [1, 2, 3]
    assert found(shared, metadataLocation=ROW) == [3]


def test_metadata_is_found_by_the_rows_it_stands_on(shared: Shared) -> None:
    shared.batch(create(1, "k", {"sheetId": 0}), create(2, "k", ROW))
    body = {"dataFilters": [{"a1Range": "Sheet1!A5:Z5"}, {"gridRange": {"sheetId": 0}}]}
    matched = shared.ask("POST", "/developerMetadata:search", body).json()["matchedDeveloperMetadata"]
    found_by = {each["developerMetadata"]["metadataId"]: len(each["dataFilters"]) for each in matched}
    assert found_by == {1: 1, 2: 2}


def test_metadata_moves_to_another_place(shared: Shared) -> None:
    shared.batch(create(1, "k", {"sheetId": 0}))
    column = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}}
    made = {"metadataKey": "new", "visibility": "PROJECT", "location": column}
    lookup = {"developerMetadataLookup": {"metadataId": 1}}
    shared.batch({"updateDeveloperMetadata": {"dataFilters": [lookup], "developerMetadata": made, "fields": "*"}})
    span = {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    assert shared.ask("GET", "/developerMetadata/1").json() == {
        "metadataId": 1,
        "metadataKey": "new",
        "visibility": "PROJECT",
        "location": {"locationType": "COLUMN", "dimensionRange": span},
    }
    shared.put([["", "", "c"]])
    values = shared.ask("POST", "/values:batchGetByDataFilter", {"dataFilters": [lookup]}).json()["valueRanges"]
    assert values[0]["valueRange"] == {"range": "Sheet1!C1:C1000", "majorDimension": "ROWS", "values": [["c"]]}


def test_metadata_needs_a_key_a_place_and_somebody_to_see_it(shared: Shared) -> None:
    nowhere = {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT"}}}
    assert shared.refused(nowhere).endswith("must have a location.")
    assert shared.refused(create(1, "", ROW)).endswith("must have a key.")
    unseen = {"metadataKey": "k", "location": ROW}
    assert shared.refused({"createDeveloperMetadata": {"developerMetadata": unseen}}).endswith(
        "must have a visibility."
    )
    answer = shared.ask("POST", "/values:batchGetByDataFilter", {"dataFilters": [{}]})
    assert answer.json()["error"]["message"] == "No filter specified in the data filter."


def test_metadata_is_changed_and_deleted_by_filters(shared: Shared) -> None:
    shared.batch(create(1, "k", {"sheetId": 0}), create(2, "k", ROW))
    lookup = {"developerMetadataLookup": {"metadataKey": "k"}}
    change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "new"}, "fields": "metadataValue"}
    reply = shared.batch({"updateDeveloperMetadata": change})["replies"][0]["updateDeveloperMetadata"]
    assert [each["metadataValue"] for each in reply["developerMetadata"]] == ["new", "new"]
    reply = shared.batch({"deleteDeveloperMetadata": {"dataFilter": lookup}})["replies"][0]
    assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 2
    assert found(shared, metadataKey="k") == []


def test_a_project_s_own_metadata_is_hidden_from_others(shared: Shared) -> None:
    shared.batch(create(1, "secret", {"spreadsheet": True}, visibility="PROJECT"))
    other = shared.google.service_account("other", project="200000000002")
    shared.ann.shares(shared.id, other)
    session = shared.google.session(other)
    assert "developerMetadata" not in session.get(f"{SHEETS}/{shared.id}").json()
    assert session.get(f"{SHEETS}/{shared.id}/developerMetadata/1").status_code == 404
    assert found(shared, metadataKey="secret") == [1]


def test_metadata_stands_on_one_row_and_not_on_several(shared: Shared) -> None:
    rows = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 6}}
    message = shared.refused(create(1, "k", rows))
    assert message.endswith("Developer metadata must stand on exactly one row or column of the sheet.")


def test_an_id_is_there_once(shared: Shared) -> None:
    shared.batch(create(1, "k", {"sheetId": 0}))
    message = "Cannot add developer metadata with ID [1] because developer metadata with that ID already exists."
    assert (
        shared.refused(create(1, "other", {"sheetId": 0})) == f"Invalid requests[0].createDeveloperMetadata: {message}"
    )


def test_metadata_of_more_than_30000_characters_is_refused(shared: Shared) -> None:
    shared.batch(create(1, "k", {"sheetId": 0}, metadataValue="x" * 29_000))
    message = shared.refused(create(2, "k", {"sheetId": 0}, metadataValue="x" * 1_000))
    assert message.endswith("Developer metadata would exceed the limit of 30000 characters of the sheet.")
    shared.batch(create(2, "k", {"spreadsheet": True}, metadataValue="x" * 1_000))


def test_metadata_goes_with_its_sheet(shared: Shared) -> None:
    shared.batch({"addSheet": {"properties": {"sheetId": 4, "title": "New"}}}, create(1, "k", {"sheetId": 4}))
    shared.batch({"deleteSheet": {"sheetId": 4}})
    assert found(shared, metadataKey="k") == []
