"""Where Google did otherwise than the emulator, a probe would tell, with what was expected and what came."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crossfoot_sync.emulator.edit import Edit
from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.batch import REQUESTS
from crossfoot_tests.at_google.rehearsing import Rehearsal, rehearsal
from crossfoot_tests.at_google.running import prepared, run
from crossfoot_tests.at_google.test_probes import named
from crossfoot_tests.probing.probe import Finding, Outcome

Handle = Callable[[Request], Response]


def outcome(name: str, made: Rehearsal) -> Outcome:
    """What comes of one probe."""
    return run(prepared(made.place), [named(name)])[0]


def otherwise(outcome: Outcome) -> dict[str, tuple[object, object]]:
    """What was expected, and what came instead."""
    assert outcome.verdict == "otherwise", outcome
    wrong: list[Finding] = [each for each in outcome.findings if not each.as_expected]
    return {each.what: (each.expected, each.came) for each in wrong}


def test_a_copy_without_the_rows_that_a_filter_hides(private_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_hidden(edit: Edit, request: Json) -> None:
        sheet, area = edit.book.covering(request["source"])
        to = request["destination"].get("startRowIndex", 0)
        for row in (each for each in range(area.top, area.bottom) if not sheet.rows.hidden(each)):
            source = {**request["source"], "startRowIndex": row, "endRowIndex": row + 1}
            target = {**request["destination"], "startRowIndex": to, "endRowIndex": to + 1}
            copy(edit, {**request, "source": source, "destination": target})
            to += 1

    copy = REQUESTS["copyPaste"]
    monkeypatch.setitem(REQUESTS, "copyPaste", without_hidden)
    whole = [["name", 0], ["a", 1], ["hide", 2], ["b", 3], ["hide", 4], ["c", 5]]
    visible = [["name", 0], ["a", 1], ["b", 3], ["c", 5]]
    with rehearsal(private_key=private_key) as made:
        found = otherwise(outcome("copy-filtered", made))
    assert found == {f"rows that came with PASTE_{kind}": (whole, visible) for kind in ("FORMULA", "NORMAL")}


def test_a_named_range_that_is_deleted_although_it_is_not_there(
    private_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgiving(edit: Edit, request: Json) -> None:
        edit.book.named = [each for each in edit.book.named if each["namedRangeId"] != request["namedRangeId"]]

    def without_names(edit: Edit, request: Json) -> Any:
        edit.book.named = [each for each in edit.book.named if each["name"] != request["namedRange"]["name"]]
        return add(edit, request)

    add = REQUESTS["addNamedRange"]
    monkeypatch.setitem(REQUESTS, "deleteNamedRange", forgiving)
    monkeypatch.setitem(REQUESTS, "addNamedRange", without_names)
    with rehearsal(private_key=private_key) as made:
        found = otherwise(outcome("turns", made))
    assert found["a write of somebody who does not know of it"] == ("Refused", "NoneType")
    assert {"the same batch, come late a second time", "what stands there"} <= found.keys()


def test_a_batch_of_which_the_beginning_stays(private_key: str) -> None:
    with rehearsal(private_key=private_key) as made:
        listening = made.google.handle

        def in_parts(request: Request) -> Response:
            answer = listening(request)
            if request.path.endswith(":batchUpdate") and answer.status == 400:
                begun = {"requests": json.loads(request.body)["requests"][:-1]}
                listening(replace(request, body=json.dumps(begun).encode()))
            return answer

        made.answered_by(in_parts)
        found = otherwise(outcome("whole-or-not", made))
    assert found == {"the sheet": ([["as it was"]], [[], [], ["changed"]])}


@pytest.mark.slow
def test_conditions_that_come_back_in_words_that_do_not_compare(private_key: str) -> None:
    with rehearsal(private_key=private_key) as made:
        listening = made.google.handle

        def reworded(request: Request) -> Response:
            answer = listening(request)
            changed = answer.body.replace(b'N(\\"crossfoot\\")=0)', b'(N(\\"crossfoot\\")=0))')
            return Response(answer.status, changed, answer.headers)

        made.answered_by(reworded)
        found = otherwise(outcome("book-bids", made))
    added, deleted = "addConditionalFormatRule", "deleteConditionalFormatRule"
    (_, came), *_ = found.values()
    assert isinstance(came, dict)
    assert {*came} == {added, deleted}
    assert came[added] == came[deleted] > 10


def test_a_refusal_in_words_that_nobody_knows(private_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(edit: Edit, request: Json) -> None:
        raise InvalidArgumentError("This cell is someone else's.")

    with rehearsal(private_key=private_key) as made:
        monkeypatch.setitem(REQUESTS, "updateCells", refused)
        found = otherwise(outcome("protected", made))
    assert found == {"what we take it for": ("ProtectedRange", "Refused")}
