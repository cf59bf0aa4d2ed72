"""A file is replaced as a whole, or not at all, and never under the hands of another program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import pytest

from crossfoot_sync.engine.cells import Edits, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_sync.grids.xlsx.saving import replace
from crossfoot_tests.sync.grids.openpyxl_books import edit_part, members, rezip
from crossfoot_tests.sync.grids.raw_books import HEADER, SHEET, parts, row, save, worksheet

EDIT = Edits(cells=[SetCell("t", 4, "name", "甲", "乙")])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book in a folder of its own."""
    return save(tmp_path / "客户.xlsx", parts(worksheet(HEADER + row(4, "a", "甲"))))


def refusal(path: Path) -> GridError:
    """Why the file cannot be written; it stays as it is and nothing is left beside it."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    grid = XlsxGrid(path)
    with pytest.raises(GridError) as error:
        grid.write(EDIT, grid.read())
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (before, beside)
    return error.value


@pytest.mark.parametrize(
    ("lock", "program"),
    [
        ("~$客户.xlsx", "Excel"),
        (".~lock.客户.xlsx#", "LibreOffice"),
        (".~客户.xlsx", "WPS"),
        (".~户.xlsx", "WPS"),
        (".~.xlsx", "WPS"),
    ],
)
def test_h24_a_file_open_in_a_program_is_read_but_not_written(path: Path, lock: str, program: str) -> None:
    path.with_name(lock).write_bytes(b"somebody")
    assert XlsxGrid(path).read().tables["t"].columns["name"] == ["甲"]
    error = refusal(path)
    assert (error.reason, error.facts) == ("open_elsewhere", {"program": program, "lock": lock})


def test_h24_a_read_only_file_is_not_written(path: Path) -> None:
    path.chmod(0o444)
    assert refusal(path).reason == "read_only"


def test_h24_a_file_in_a_read_only_folder_is_not_written(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        assert refusal(path).reason == "folder_read_only"
    finally:
        path.parent.chmod(0o755)


def test_h24_a_signed_workbook_is_not_written(path: Path) -> None:
    rezip(path, members(path) | {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert refusal(path).reason == "signed"


def test_permissions_are_kept_and_nothing_is_left_beside_the_file(path: Path) -> None:
    path.chmod(0o640)
    grid = XlsxGrid(path)
    grid.write(EDIT, grid.read())
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_a_link_goes_on_pointing_at_the_file(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    grid = XlsxGrid(link)
    grid.write(EDIT, grid.read())
    assert link.is_symlink()
    assert XlsxGrid(path).read().tables["t"].columns["name"] == ["乙"]


def test_h27_a_file_that_changes_while_it_is_written_is_left_alone(path: Path) -> None:
    def write(target: BinaryIO) -> None:
        target.write(b"new")

    before = path.read_bytes()
    assert replace(path, write, lambda: False) is False
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_an_error_while_writing_leaves_the_file_as_it_was(path: Path) -> None:
    def fail(target: BinaryIO) -> None:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    with pytest.raises(Unusable) as error:
        replace(path, fail, lambda: True)
    assert (error.value.reason, error.value.facts) == ("cannot_save", {"detail": "No space left on device"})
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_h27_a_change_by_another_program_is_seen_though_size_and_time_are_the_same(path: Path) -> None:
    grid = XlsxGrid(path)
    seen = grid.read()
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    edit_part(path, SHEET, "甲", "丁")
    os.utime(path, ns=times)
    missed = grid.write(EDIT, seen)
    assert [each.found for each in missed] == ["丁"]


def test_a_file_that_is_no_book_any_more_is_told_at_the_write(path: Path) -> None:
    grid = XlsxGrid(path)
    seen = grid.read()
    path.write_bytes(b"")
    with pytest.raises(GridError) as error:
        grid.write(EDIT, seen)
    assert error.value.reason == "empty"


def test_parts_that_keep_old_values_are_named(path: Path) -> None:
    kept = {
        "xl/pivotCache/pivotCacheRecords1.xml": b"<a/>",
        "xl/charts/chart1.xml": b"<a/>",
        "xl/charts/style1.xml": b"<a/>",
    }
    rezip(path, members(path) | kept)
    assert XlsxGrid(path).old_values() == ["xl/pivotcache/pivotcacherecords1.xml", "xl/charts/chart1.xml"]
