"""What keeps people from mishaps: protected ranges, conditional formats (decision 0022)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crossfoot_sync.google.errors import ProtectedRange
from crossfoot_sync.grids.google.batch import grid_range
from crossfoot_sync.grids.google.sheet import Area
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.sheets.conditions import OURS
from crossfoot_templates.sheets.protections import add_protection, is_ours, sheet_protection
from crossfoot_tests.at_google.place import Place, extended, lines, put, refusal
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told

_PROTECTED = "sheets(properties,protectedRanges)"
_FORMULA = f"=AND(ROW()>ROW(A$1),$B1>1,{OURS})"


def ours(place: Place) -> Iterator[Finding]:
    """Protections that we add let us write, and are known again by their description."""
    warned, whole = place.sheet([["a"], ["b"]], more=_warning), place.sheet([["a"], ["b"]])
    account = place.transport.account.email
    place.batch(add_protection(sheet_protection(whole, "en", account)))
    for sheet, warns in ((warned, True), (whole, False)):
        (found,) = place.one(sheet, _PROTECTED)["protectedRanges"]
        kind = "one that warns" if warns else "that of a whole sheet"
        yield compared(f"{kind}: whether it warns", warns, bool(found.get("warningOnly")))
        yield compared(f"{kind}: it is known as ours", True, is_ours(found))
        yield compared(f"{kind}: we may edit it", True, bool(found.get("requestingUserCanEdit")))
        said = found.get("editors", {}).get("users", [])
        yield told(f"{kind}: editors that Google tells of, ourselves among them", (len(said), account in said))
        place.batch(put(sheet, [["written"]]), {"deleteDimension": {"range": lines(sheet, "ROWS", 1)}})
        yield compared(f"{kind}: written, and a row deleted", [["written"]], place.entered(sheet))
    (found,) = place.one(whole, _PROTECTED)["protectedRanges"]
    yield compared("the range of a whole sheet", {"sheetId": whole}, found.get("range"))


def against_us(place: Place) -> Iterator[Finding]:
    """A write into a range that somebody protects against us is refused, and says so in words that we know."""
    found = place.get("sheets(properties.sheetId,protectedRanges(range,requestingUserCanEdit,warningOnly))")["sheets"]
    barred = [
        (int(sheet["properties"].get("sheetId", 0)), each.get("range", {}))
        for sheet in found
        for each in sheet.get("protectedRanges", ())
        if not each.get("requestingUserCanEdit") and not each.get("warningOnly")
    ]
    if not barred:
        raise NotAsked("nothing in the spreadsheet is protected against the account: protect a cell of it")
    sheet, where = barred[0]
    row, column = where.get("startRowIndex", 0), where.get("startColumnIndex", 0)
    # What stands there is put there again: nothing would be spoiled if it were let through.
    stands = extended(place.look(sheet).cell(row, column).user_entered_value)
    start = {"sheetId": sheet, "rowIndex": row, "columnIndex": column}
    cells: list[Json] = [{"values": [{"userEnteredValue": stands} if stands else {}]}]
    same = {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue"}}
    error = refusal(lambda: place.batch(same))
    yield compared("what we take it for", ProtectedRange.__name__, type(error).__name__)
    yield told("in which words", getattr(error, "said", ""))
    answer = place.answer("post", ":batchUpdate", {"requests": [same]})
    yield told("the whole answer", _body(answer))


def conditions(place: Place) -> Iterator[Finding]:
    """A conditional format that begins with the headings takes in a row that is inserted below them."""
    sheet = place.sheet([["name", "amount"], ["a", 1], ["b", 2]], rows=6, more=_coloured)
    yield compared("as it was added", [(0, 6, _FORMULA)], _rules(place, sheet))
    place.batch({"insertDimension": {"range": lines(sheet, "ROWS", 1, 3), "inheritFromBefore": False}})
    yield compared("after two rows were inserted below the headings", [(0, 8, _FORMULA)], _rules(place, sheet))
    place.batch({"moveDimension": {"source": lines(sheet, "COLUMNS", 1), "destinationIndex": 0}})
    moved = _FORMULA.replace("$B1", "$A1")
    rules = [formula.replace("ROW(B$1)", "ROW(A$1)") for _, _, formula in _rules(place, sheet)]
    yield compared("after its columns changed places", [moved], rules)
    (rule,) = place.one(sheet, "sheets(properties,conditionalFormats)")["conditionalFormats"]
    yield told("the rule as Google gives it back", _without_ids(rule))


def _rules(place: Place, sheet: int) -> list[tuple[int, int, str]]:
    """First row, row after the last, and formula of every rule; a range without an end ends with the sheet."""
    found = place.one(sheet, "sheets(properties,conditionalFormats)")
    rows = found["properties"]["gridProperties"]["rowCount"]
    return [
        (area.get("startRowIndex", 0), area.get("endRowIndex", rows), _formula(rule))
        for rule in found.get("conditionalFormats", ())
        for area in rule["ranges"]
    ]


def _formula(rule: Json) -> str:
    values = rule["booleanRule"]["condition"].get("values", [{}])
    return str(values[0].get("userEnteredValue", ""))


def _without_ids(rule: Json) -> Json:
    return rule | {"ranges": [{name: at for name, at in each.items() if name != "sheetId"} for each in rule["ranges"]]}


def _coloured(sheet: int) -> list[Json]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": _FORMULA}]}
    look = {"backgroundColorStyle": {"rgbColor": {"red": 1, "green": 0.9, "blue": 0.6}}}
    area = {"sheetId": sheet, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 2}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": look}}
    return [{"addConditionalFormatRule": {"rule": rule, "index": 0}}]


def _warning(sheet: int) -> list[Json]:
    area = grid_range(sheet, Area(0, 0, 2, 2))
    return [add_protection({"range": area, "description": "crossfoot: a check", "warningOnly": True})]


def _body(answer: Any) -> object:
    try:
        return answer.json()
    except ValueError:
        return answer.text
