from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from crossfoot_sync.emulator import Discovery, Google, Server, no_quota


@pytest.fixture
def google(discovery: Discovery) -> Google:
    return Google(quota=no_quota(), discovery=discovery)


@pytest.fixture
def base(google: Google) -> Iterator[str]:
    """The address of a server in a thread."""
    with Server(google.handle) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_it_answers_over_http(google: Google, base: str) -> None:
    ann = google.person("ann@example.com")
    file_id = ann.creates("Sheet")
    headers = {"Authorization": f"Bearer {google.token(ann.account)}"}
    address = f"{base}/v4/spreadsheets/{file_id}/values/Sheet1%21A1"
    body = {"values": [["中文", 1]]}
    with requests.Session() as session:
        written = session.put(address, json=body, params={"valueInputOption": "RAW"}, headers=headers)
        read = session.get(f"{address}:B1", headers=headers)
        assert (written.json()["updatedCells"], read.json()["values"]) == (2, [["中文", "1"]])
        assert session.get(address).status_code == 403


def test_an_answer_that_never_comes_ends_the_connection(google: Google, base: str) -> None:
    ann = google.person("ann@example.com")
    file_id = ann.creates("Sheet")
    google.fail_next("timed out after commit")
    headers = {"Authorization": f"Bearer {google.token(ann.account)}"}
    with pytest.raises(requests.ConnectionError):
        requests.put(
            f"{base}/v4/spreadsheets/{file_id}/values/A1?valueInputOption=RAW",
            json={"values": [["x"]]},
            headers=headers,
            timeout=10,
        )
    assert ann.opens(file_id).sees() == [["x"]]


@pytest.mark.slow
def test_it_is_started_by_hand_and_gives_out_a_key(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    command = [sys.executable, "-u", "-m", "crossfoot_sync.emulator", "--key", str(key), "--no-quota"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(2)]
        base = lines[1].removeprefix("listening on ")
        scopes = ["https://www.googleapis.com/auth/spreadsheets"]
        credentials = Credentials.from_service_account_file(str(key), scopes=scopes)  # type: ignore[no-untyped-call]
        with AuthorizedSession(credentials) as session:  # type: ignore[no-untyped-call]
            made = session.post(f"{base}/v4/spreadsheets", json={"properties": {"title": "New"}})
        process.terminate()
    assert lines[0] == f"key of {json.loads(key.read_text())['client_email']}: {key}"
    assert made.json()["properties"]["title"] == "New"
