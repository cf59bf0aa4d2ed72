"""How far a spreadsheet is, as Drive tells it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.google.errors import NotGoogle
from crossfoot_sync.google.probe import Version, version
from crossfoot_tests.google.reach import Reach
from crossfoot_tests.google.unplugged import Unplugged


def test_a_version_grows_with_every_change_and_names_who_was_last(reach: Reach) -> None:
    before = version(reach.transport, reach.id)
    reach.time.clock.advance(90)
    reach.ann.opens(reach.id).types("A1", "C-001")
    after = version(reach.transport, reach.id)
    expected = Version(after.number, datetime(2026, 3, 2, 9, 1, 30, tzinfo=UTC), "Ann", "ann@example.com")
    assert (after, after.number > before.number) == (expected, True)
    assert version(reach.transport, reach.id) == after


def test_probing_uses_up_no_reads(discovery: Discovery, private_key: str) -> None:
    reach = Reach.new(discovery, private_key)
    for _ in range(100):
        version(reach.transport, reach.id)
    reach.read()
    assert (reach.time.sleeps, dict(reach.transport.counts.requests)) == ([], {"drive": 100, "read": 1})


def test_a_file_in_a_shared_drive_is_found(reach: Reach) -> None:
    file_id = reach.ann.creates("Team", drive=reach.google.shared_drive("Sales"))
    reach.ann.shares(file_id, reach.worker)
    seen: list[tuple[tuple[str, str], ...]] = []
    reach.google.between = lambda request: seen.append(request.query)
    assert version(reach.transport, file_id).modified == reach.time.now()
    fields = "version,modifiedTime,lastModifyingUser(displayName,emailAddress)"
    assert seen == [(("fields", fields), ("supportsAllDrives", "true"))]


def answered(reach: Reach, body: dict[str, object]) -> Version:
    """What is made of an answer of Drive."""

    def handle(_: Request) -> Response:
        return Response.of(body)

    reach.line.session.mount("https://www.googleapis.com", Unplugged(handle))
    return version(reach.transport, reach.id)


def test_drive_need_not_tell_who_it_was(reach: Reach) -> None:
    told: dict[str, object] = {"version": "12", "modifiedTime": "2026-03-02T09:00:00.000Z"}
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert answered(reach, told) == Version(12, moment)
    assert answered(reach, told | {"lastModifyingUser": {"displayName": "李娜"}}) == Version(12, moment, "李娜")


@pytest.mark.parametrize("body", [{}, {"version": "x", "modifiedTime": "2026-03-02T09:00:00Z"}, {"version": "1"}])
def test_an_answer_without_a_version_is_not_drive_s(reach: Reach, body: dict[str, object]) -> None:
    with pytest.raises(NotGoogle, match=r"www\.googleapis\.com: something other than Google answered \(HTTP 200\)"):
        answered(reach, body)
