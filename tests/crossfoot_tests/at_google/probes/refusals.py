"""What Google refuses: whether we know it by status and reason (the table in ``docs/reference/google-access.md``)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from functools import partial

from requests import Response

from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_sync.google.errors import GoogleError, NotShared, Refused, SpreadsheetGone
from crossfoot_sync.google.line import DRIVE
from crossfoot_sync.google.probe import version
from crossfoot_sync.grids.google.values import Json
from crossfoot_tests.at_google.place import Place, put, refusal
from crossfoot_tests.probing.probe import Finding, NotAsked, compared, told


def nothing_there(place: Place) -> Iterator[Finding]:
    """An id that nobody has."""
    made_up = "1" + secrets.token_urlsafe(33)[:43]
    address = place.address(made_up)
    read, write = _tries(place, made_up)
    yield _known("reading", SpreadsheetGone, read)
    yield _known("writing", SpreadsheetGone, write)
    yield _known("asking Drive", SpreadsheetGone, lambda: version(place.transport, made_up))
    yield told("what Sheets answers", _body(place.transport.answer("get", address)))
    yield told("what Drive answers", _body(place.transport.answer("get", f"{DRIVE}/drive/v3/files/{made_up}")))


def not_shared(place: Place) -> Iterator[Finding]:
    """A spreadsheet that is not shared with the account."""
    closed = place.asked.not_shared
    if not closed:
        raise NotAsked("no address was given: --not-shared")
    read, write = _tries(place, closed)
    yield _known("reading", NotShared, read)
    yield _known("writing", NotShared, write)
    yield _known("asking Drive", SpreadsheetGone, lambda: version(place.transport, closed))
    yield told("what Sheets answers", _body(place.transport.answer("get", place.address(closed))))
    yield told("what Drive answers", _body(place.transport.answer("get", f"{DRIVE}/drive/v3/files/{closed}")))


def view_only(place: Place) -> Iterator[Finding]:
    """A spreadsheet that the account may only look at."""
    viewed = place.asked.view_only
    if not viewed:
        raise NotAsked("no address was given: --view-only")
    read, write = _tries(place, viewed)
    yield compared("reading", "no error", type(refusal(read)).__name__ if refusal(read) else "no error")
    yield _known("writing", NotShared, write)
    yield compared("Drive says that we may edit it", False, GoogleSpreadsheets(place.transport).facts(viewed).editable)
    answer = place.transport.answer("post", f"{place.address(viewed)}:batchUpdate", {"requests": [_nothing()]})
    yield told("what Sheets answers", _body(answer))


def wrong_requests(place: Place) -> Iterator[Finding]:
    """Requests that cannot be carried out."""
    sheet = place.sheet()
    wrong: dict[str, Json] = {
        "a name that Google does not know": {"updateSells": {}},
        "a sheet that is not there": put(2_000_000_001, [["x"]]),
        "a cell outside": put(sheet, [["x"]], top=50),
        "a conditional format that stands nowhere": {"addConditionalFormatRule": {"rule": {"ranges": []}, "index": 0}},
    }
    for what, request in wrong.items():
        error = refusal(partial(place.batch, request))
        yield compared(what, (Refused.__name__, 400), (type(error).__name__, getattr(error, "status", None)))
        yield told("in which words", getattr(error, "said", ""))
    error = refusal(lambda: place.get("sheets.nosuchfield"))
    came = type(error).__name__, getattr(error, "status", None)
    yield compared("a field that is not there", (Refused.__name__, 400), came)


def wrong_token(place: Place) -> Iterator[Finding]:
    """A token that Google does not know."""
    answer = place.transport.answer("get", place.address(), token="nobody-gave-this-one")
    yield compared("its status", 401, answer.status_code)
    yield told("what Sheets answers", _body(answer))


def _tries(place: Place, spreadsheet: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """A read, and a write that would change nothing if it were let through."""
    address = place.address(spreadsheet)
    return (
        lambda: place.transport.request("get", address, params={"fields": "spreadsheetId"}),
        lambda: place.transport.request("post", f"{address}:batchUpdate", json={"requests": [_nothing()]}),
    )


def _nothing() -> Json:
    """A request that finds nothing to replace."""
    return {"findReplace": {"find": secrets.token_hex(16), "replacement": "", "allSheets": True}}


def _known(what: str, expected: type[GoogleError], act: Callable[[], object]) -> Finding:
    error = refusal(act)
    return compared(what, expected.__name__, type(error).__name__ if error else "no error")


def _body(answer: Response) -> object:
    headers = {name: answer.headers[name] for name in ("Retry-After", "Content-Type") if name in answer.headers}
    try:
        return answer.status_code, headers, answer.json()
    except ValueError:
        return answer.status_code, headers, answer.text[:500]
