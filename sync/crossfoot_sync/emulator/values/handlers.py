"""The methods of ``spreadsheets.values``."""

from __future__ import annotations

from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.sheet import Place
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.spreadsheets.datafilters import areas, matching
from crossfoot_sync.emulator.values.appending import append as append_rows
from crossfoot_sync.emulator.values.options import Rendering, entering, rows_of
from crossfoot_sync.emulator.values.reading import value_range
from crossfoot_sync.emulator.values.writing import Written, write
from crossfoot_sync.emulator.values.writing import clear as clear_area


def get(call: Call) -> Answer:
    """``values.get``."""
    book = call.read().book
    sheet, area = book.locate(call.names["range"])
    return value_range(call.state.calculator(book), sheet, area, Rendering.of_query(call.request))


def batch_get(call: Call) -> Answer:
    """``values.batchGet``."""
    book = call.read().book
    rendering, calculator = Rendering.of_query(call.request), call.state.calculator(book)
    found = [value_range(calculator, *book.locate(each), rendering) for each in call.request.many("ranges")]
    return {"spreadsheetId": book.id, **({"valueRanges": found} if found else {})}


def batch_get_by_data_filter(call: Call) -> Answer:
    """``values.batchGetByDataFilter``."""
    book, body = call.read().book, call.request.json()
    rendering, calculator = Rendering.of_body(body), call.state.calculator(book)
    found = [
        {"valueRange": value_range(calculator, sheet, area, rendering), "dataFilters": filters}
        for (sheet, area), filters in matching(book, body.get("dataFilters", []), call.account.project)
    ]
    return {"spreadsheetId": book.id, **({"valueRanges": found} if found else {})}


def update(call: Call) -> Answer:
    """``values.update``."""
    edit, body = call.edit(), call.request.json()
    _check_range(body, call.names["range"])
    rows = rows_of(body)
    option = entering(call.request.one("valueInputOption"))
    written = write(edit, edit.book.locate(call.names["range"]), rows, option)
    answer = written.counts(edit.book.id)
    if call.request.true("includeValuesInResponse"):
        answer["updatedData"] = _read_back(edit, written, Rendering.of_query(call.request, "response"))
    edit.commit()
    return answer


def append(call: Call) -> Answer:
    """``values.append``."""
    edit, body = call.edit(), call.request.json()
    rows = rows_of(body)
    option = entering(call.request.one("valueInputOption"))
    place = edit.book.locate(call.names["range"])
    inserting = call.request.one("insertDataOption") == "INSERT_ROWS"
    table, written = append_rows(edit, place, rows, option, inserting=inserting)
    updates = written.counts(edit.book.id)
    if call.request.true("includeValuesInResponse"):
        updates["updatedData"] = _read_back(edit, written, Rendering.of_query(call.request, "response"))
    edit.commit()
    found = {"tableRange": a1.written(place.sheet.title, table)} if table else {}
    return {"spreadsheetId": edit.book.id, **found, "updates": updates}


def batch_update(call: Call) -> Answer:
    """``values.batchUpdate``."""
    body = call.request.json()
    edit = call.edit()
    option = entering(body.get("valueInputOption", ""))
    written = []
    for at, each in enumerate(body.get("data", [])):
        try:
            written.append(write(edit, edit.book.locate(each.get("range", "")), rows_of(each), option))
        except InvalidArgumentError as error:
            raise error.inside(f"data[{at}]") from None
    responses = [each.counts(edit.book.id) for each in written]
    if body.get("includeValuesInResponse"):
        rendering = Rendering.of_body(body, "response")
        for answer, each in zip(responses, written, strict=True):
            answer["updatedData"] = _read_back(edit, each, rendering)
    edit.commit()
    return {"spreadsheetId": edit.book.id, **_totals(written), **({"responses": responses} if responses else {})}


def batch_update_by_data_filter(call: Call) -> Answer:
    """``values.batchUpdateByDataFilter``."""
    body = call.request.json()
    edit = call.edit()
    option = entering(body.get("valueInputOption", ""))
    rendering = Rendering.of_body(body, "response")
    written: list[Written] = []
    responses: list[Json] = []
    for each in body.get("data", []):
        for place in areas(edit.book, each.get("dataFilter", {}), call.account.project):
            done = write(edit, place, rows_of(each), option)
            answer = {name: value for name, value in done.counts(edit.book.id).items() if name != "spreadsheetId"}
            if body.get("includeValuesInResponse"):
                answer["updatedData"] = _read_back(edit, done, rendering)
            written.append(done)
            responses.append({**answer, "dataFilter": each.get("dataFilter", {})})
    edit.commit()
    return {"spreadsheetId": edit.book.id, **_totals(written), **({"responses": responses} if responses else {})}


def clear(call: Call) -> Answer:
    """``values.clear``."""
    edit = call.edit()
    cleared = clear_area(edit, *edit.book.locate(call.names["range"]))
    edit.commit()
    return {"spreadsheetId": edit.book.id, "clearedRange": cleared}


def batch_clear(call: Call) -> Answer:
    """``values.batchClear``."""
    edit = call.edit()
    return _cleared(edit, [edit.book.locate(each) for each in call.request.json().get("ranges", [])])


def batch_clear_by_data_filter(call: Call) -> Answer:
    """``values.batchClearByDataFilter``."""
    edit = call.edit()
    filters = call.request.json().get("dataFilters", [])
    return _cleared(edit, [place for place, _ in matching(edit.book, filters, call.account.project)])


def _cleared(edit: Edit, places: list[Place]) -> Json:
    cleared = [clear_area(edit, sheet, area) for sheet, area in places]
    edit.commit()
    return {"spreadsheetId": edit.book.id, **({"clearedRanges": cleared} if cleared else {})}


def _totals(written: list[Written]) -> Json:
    places = [(each.sheet.id, *place) for each in written for place in each.cells]
    totals = {
        "totalUpdatedRows": len({(sheet, row) for sheet, row, _ in places}),
        "totalUpdatedColumns": len({(sheet, column) for sheet, _, column in places}),
        "totalUpdatedCells": len(set(places)),
        "totalUpdatedSheets": len({sheet for sheet, _, _ in places}),
    }
    return {name: count for name, count in totals.items() if count}


def _read_back(edit: Edit, written: Written, rendering: Rendering) -> Json:
    return value_range(edit.calculator(), written.sheet, written.area, rendering)


def _check_range(body: Json, address: str) -> None:
    said = body.get("range")
    if said is not None and said != address:
        raise InvalidArgumentError(
            f"Requested writing within range [{address}], but the range of the values is [{said}]"
        )
