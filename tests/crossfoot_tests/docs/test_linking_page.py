"""The page on linking a Google sheet, carried out over the emulator in the place of Google."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from crossfoot_sync.emulator import Google, Server, no_quota
from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.docs.playing import Player
from crossfoot_tests.office.person import LibreOffice

PAGE = DOCS / "how-to" / "link-a-google-sheet.md"


@dataclass
class AtTheEmulator(Player):
    """Somebody whose Google is an emulator."""

    google: str = ""

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"CROSSFOOT_GOOGLE": self.google}


@pytest.mark.slow
def test_the_page_on_linking_goes_as_it_is_told(tmp_path: Path, libreoffice: LibreOffice) -> None:
    google = Google(quota=no_quota())
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    (tmp_path / "key.json").write_bytes(msgspec.json.encode(google.key(worker)))
    ann.shares(ann.creates("East", locale="zh_CN", time_zone="Asia/Shanghai"), worker)
    assert worker.email in PAGE.read_text(encoding="utf-8")
    server = Server(google.handle)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        player = AtTheEmulator(tmp_path, libreoffice, "nobody", google=f"http://127.0.0.1:{server.server_port}")
        assert player.play(PAGE) == 7
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
