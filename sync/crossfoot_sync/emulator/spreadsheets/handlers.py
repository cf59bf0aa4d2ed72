"""The methods of ``spreadsheets``."""

from __future__ import annotations

from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError, PermissionDeniedError
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.batch import carry_out
from crossfoot_sync.emulator.requests.cells import update_cells
from crossfoot_sync.emulator.requests.named_ranges import add_named_range
from crossfoot_sync.emulator.requests.sheets import add_sheet, update_spreadsheet_properties
from crossfoot_sync.emulator.spreadsheets.datafilters import matching
from crossfoot_sync.emulator.spreadsheets.giving import sheet_properties, spreadsheet


def get(call: Call) -> Answer:
    """``spreadsheets.get``."""
    request = call.request
    view = _view(call)
    places = [view.book.locate(each) for each in request.many("ranges")] or None
    return spreadsheet(view, places, fields=request.one("fields"), data=request.true("includeGridData"))


def get_by_data_filter(call: Call) -> Answer:
    """``spreadsheets.getByDataFilter``."""
    body, view = call.request.json(), _view(call)
    found = [place for place, _ in matching(view.book, body.get("dataFilters", []), call.account.project)]
    data = bool(body.get("includeGridData"))
    return spreadsheet(view, found if "dataFilters" in body else None, fields=call.request.one("fields"), data=data)


def create(call: Call) -> Answer:
    """``spreadsheets.create``.

    Raises:
        PermissionDeniedError: a service account would own the file, and has no storage.
    """
    if call.account.service and not call.state.service_accounts_own_files:
        raise PermissionDeniedError
    body = call.request.json()
    title = body.get("properties", {}).get("title", "Untitled spreadsheet")
    file = call.state.create(title, call.account)
    edit = Edit(call.state, file, file.book, call.account)
    given = {name: value for name, value in body.get("properties", {}).items() if value}
    if given:
        update_spreadsheet_properties(edit, {"properties": given, "fields": ",".join(given)})
    if body.get("sheets"):
        file.book.sheets.clear()
        for each in body["sheets"]:
            _add_given(edit, each)
    for named in body.get("namedRanges", []):
        add_named_range(edit, {"namedRange": named})
    return spreadsheet(edit)


def _add_given(edit: Edit, sheet: Json) -> None:
    reply = add_sheet(edit, {"properties": sheet.get("properties", {})})
    for data in sheet.get("data", []):
        start = {"rowIndex": data.get("startRow", 0), "columnIndex": data.get("startColumn", 0)}
        start["sheetId"] = reply["properties"]["sheetId"]
        if data.get("rowData"):
            update_cells(edit, {"start": start, "rows": data["rowData"], "fields": "*"})


def batch_update(call: Call) -> Answer:
    """``spreadsheets.batchUpdate``: all of the requests or none."""
    body, edit = call.request.json(), call.edit()
    if not body.get("requests"):
        raise InvalidArgumentError("Must specify at least one request.")
    replies = carry_out(edit, body["requests"])
    answer: Json = {"spreadsheetId": edit.book.id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        places = [edit.book.locate(each) for each in body.get("responseRanges", [])] or None
        answer["updatedSpreadsheet"] = spreadsheet(edit, places, data=bool(body.get("responseIncludeGridData")))
    edit.commit()
    return answer


def copy_sheet(call: Call) -> Answer:
    """``spreadsheets.sheets.copyTo``."""
    source = call.read().book.sheet(int(call.names["sheet"]))
    target = call.state.spreadsheet(call.request.json().get("destinationSpreadsheetId", ""), call.account, writing=True)
    edit = Edit(call.state, target, target.book.copy(), call.account)
    copied = copied_sheet(edit, source, f"Copy of {source.title}")
    edit.book.sheets.append(copied)
    edit.book.check_size()
    edit.commit()
    return sheet_properties(edit.book, copied)


def copied_sheet(edit: Edit, source: Sheet, title: str) -> Sheet:
    """A copy of a sheet under a new id and a title of its own; protections stay behind."""
    copied = source.copy()
    copied.id, copied.protected = edit.book.new_id(), []
    copied.title = title
    number = 1
    while edit.book.titled(copied.title):
        number += 1
        copied.title = f"{title} {number}"
    return copied


def _view(call: Call) -> Edit:
    file = call.read()
    return Edit(call.state, file, file.book, call.account)
