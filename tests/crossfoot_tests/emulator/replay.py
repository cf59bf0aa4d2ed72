"""Answers that Google once gave, held against the emulator's.

gspread keeps recordings of its tests against the real service. This takes the folder of a checkout of it, sends each
recorded request to the emulator, and compares the answers::

    python -m crossfoot_tests.emulator.replay ~/gspread/tests/cassettes

Nothing of those recordings is in this repository. Ids are taken over from the recording; times are not compared.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crossfoot_sync.emulator import Google, no_quota
from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.emulator.json_types import Json

_TIMES = {"createdTime", "modifiedTime"}
_GIVEN_IDS = {
    "addSheet": ("properties", "sheetId"),
    "addProtectedRange": ("protectedRange", "protectedRangeId"),
    "addNamedRange": ("namedRange", "namedRangeId"),
}
_RECORDER = "telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com"


@dataclass(frozen=True)
class Compared:
    """One recorded exchange and what the emulator answered."""

    recording: str
    request: str
    theirs: object
    ours: object

    @property
    def alike(self) -> bool:
        return self.theirs == self.ours


def replayed(folder: Path) -> Iterator[Compared]:
    """Every exchange of every recording, in order; each recording has a Google of its own."""
    for path in sorted(folder.glob("*.json")):
        google = Google(service_accounts_own_files=True, quota=no_quota())
        account = google.state.accounts.setdefault(_RECORDER, Account(_RECORDER, _RECORDER, service=True))
        token = google.token(account)
        stranger = google.person("stranger@example.com")
        for each in json.loads(path.read_text("utf-8"))["interactions"]:
            if each["response"]["status"]["code"] == 403:
                _there_but_closed(google, stranger.creates("private"), each["request"]["uri"])
            yield _compared(google, token, path.stem, each)


def _compared(google: Google, token: str, name: str, exchange: Json) -> Compared:
    recorded = exchange["request"]
    theirs = _read(exchange["response"]["body"]["string"])
    if isinstance(theirs, dict):
        _there_before(google, theirs.get("files", []))
    body = recorded["body"] or ""
    if body and recorded["uri"].endswith(":batchUpdate") and "values:" not in recorded["uri"]:
        body = _with_ids(body, theirs)
    headers = {"Authorization": f"Bearer {token}"}
    answer = google.handle(Request.to(recorded["method"], recorded["uri"], body.encode(), headers))
    ours = _read(answer.body.decode())
    if recorded["method"] == "POST" and isinstance(theirs, dict) and theirs.get("kind") == "drive#file":
        _take_over_id(google, ours, theirs["id"])
    said = f"{recorded['method']} {recorded['uri']} {recorded['body'] or ''}"
    status = exchange["response"]["status"]["code"]
    return Compared(name, said, (status, _timeless(theirs)), (answer.status, _timeless(ours)))


def _there_before(google: Google, files: list[Json]) -> None:
    """Files that a listing tells of and that no recorded request made: they were in the recorder's Drive before."""
    recorder = google.person(_RECORDER)
    for each in reversed(files):
        if each["id"] not in google.state.files:
            made = google.state.files.pop(recorder.creates(each["name"]))
            made.book.id = each["id"]
            google.state.files[each["id"]] = made


def _there_but_closed(google: Google, file_id: str, uri: str) -> None:
    wanted = uri.partition("/spreadsheets/")[2].partition("?")[0]
    google.state.files[wanted] = google.state.files.pop(file_id)
    google.state.files[wanted].book.id = wanted


def _take_over_id(google: Google, ours: Any, recorded_id: str) -> None:
    file = google.state.files.pop(ours["id"])
    file.book.id = ours["id"] = recorded_id
    google.state.files[recorded_id] = file


def _with_ids(body: str, answer: Any) -> str:
    batch = json.loads(body)
    for request, reply in zip(batch["requests"], answer.get("replies", []), strict=False):
        for kind, (part, name) in _GIVEN_IDS.items():
            if kind in request and kind in reply:
                request[kind][part][name] = reply[kind][part][name]
    return json.dumps(batch)


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _timeless(value: Any) -> object:
    if isinstance(value, dict):
        return {name: _timeless(each) for name, each in value.items() if name not in _TIMES}
    return [_timeless(each) for each in value] if isinstance(value, list) else value


def differing(theirs: Any, ours: Any, place: str = "") -> Iterator[tuple[str, object, object]]:
    """The places where two answers differ, and what each has there."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in [*theirs, *(each for each in ours if each not in theirs)]:
            yield from differing(theirs.get(name, "nothing"), ours.get(name, "nothing"), f"{place}.{name}")
    elif isinstance(theirs, list | tuple) and isinstance(ours, list | tuple) and len(theirs) == len(ours):
        for at, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            yield from differing(one, other, f"{place}[{at}]")
    elif theirs != ours:
        yield place, theirs, ours


def main(folder: Path) -> int:
    """Compare all of a folder, tell what differs, and return how many do."""
    outcomes: Counter[bool] = Counter()
    for each in replayed(folder):
        outcomes[each.alike] += 1
        if not each.alike:
            print(f"{each.recording}: {each.request[:300]}")
            for place, theirs, ours in differing(each.theirs, each.ours):
                print(f"    {place}: Google {str(theirs)[:200]}, ours {str(ours)[:200]}")
    print(f"{outcomes.total()} compared, {outcomes[True]} alike, {outcomes[False]} differ")
    return outcomes[False]


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
