from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_addin.commands.saving import SavedOutbox, file_of, outbox_of, place_of
from crossfoot_sync.client.outbox import FileOutbox, MemoryOutbox
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_sync.grids.errors import GridError

REQUEST = SyncRequest(language="en", cursor=7)


def test_a_saved_workbook_has_its_outbox_where_the_command_line_looks(tmp_path: Path) -> None:
    file = tmp_path / "销售 2026.xlsx"
    assert outbox_of(str(file), "01A", tmp_path / "data").path == FileOutbox(file).path
    assert place_of(str(file), "01A") == str(file)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "name", ["https://d.docs.live.net/1234/sales.xlsx", "https://x.sharepoint.com/sites/a/sales.xlsx", "Book1", ""]
)
def test_one_that_is_in_no_folder_has_it_among_its_users_own_files(tmp_path: Path, name: str) -> None:
    assert file_of(name) is None
    outbox = outbox_of(name, "01A", tmp_path)
    outbox.put(REQUEST)
    assert outbox.path.parent == tmp_path / "outbox"
    assert outbox_of(name, "01A", tmp_path).load() == REQUEST
    assert outbox_of(name, "01B", tmp_path).load() is None
    assert place_of(name, "01A") == "01A"


def test_an_id_that_somebody_changed_leads_to_no_other_folder(tmp_path: Path) -> None:
    outbox = outbox_of("Book1", "../../elsewhere", tmp_path)
    assert outbox.path.parent == tmp_path / "outbox"


def test_the_workbook_is_saved_before_a_push_goes_out_and_before_it_is_forgotten() -> None:
    saved: list[bool] = []
    inner = MemoryOutbox()
    outbox = SavedOutbox(inner, lambda: saved.append(inner.load() is not None))
    outbox.put(REQUEST)
    assert (saved, outbox.load()) == ([False], REQUEST)
    outbox.close()
    assert (saved, outbox.load()) == ([False, True], None)
    outbox.close()
    assert saved == [False, True]


def test_what_cannot_be_saved_is_not_sent_and_not_forgotten() -> None:
    def refuse() -> None:
        raise GridError("sales.xlsx", "cannot_save", detail="full")

    inner = MemoryOutbox()
    outbox = SavedOutbox(inner, refuse)
    with pytest.raises(GridError):
        outbox.put(REQUEST)
    assert inner.load() is None
    inner.put(REQUEST)
    with pytest.raises(GridError):
        outbox.close()
    assert inner.load() == REQUEST
