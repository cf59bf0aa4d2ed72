from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from python_calamine import CalamineWorkbook

from crossfoot_macros.excel import ADDIN, about_addin, build_addin, read_about, ribbon_xml
from crossfoot_macros.excel.borrowed import python_caller
from crossfoot_macros.excel.texts import read_texts
from crossfoot_sync.cli import main
from crossfoot_tests.macros.interpreted import part

BUILD = """
import sys, time
now = time.time
time.time = lambda: now() + float(sys.argv[1])
from crossfoot_macros.excel import build_addin
sys.stdout.buffer.write(build_addin())
"""


@pytest.mark.slow
def test_every_build_gives_the_same_bytes_wherever_and_whenever_it_is_made(tmp_path: Path) -> None:
    built = set()
    for number, (zone, later) in enumerate((("UTC", "0"), ("Asia/Shanghai", "400000000"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        surroundings = os.environ | {"TMPDIR": str(folder), "TZ": zone, "PYTHONHASHSEED": str(number + 1)}
        done = subprocess.run(
            [sys.executable, "-c", BUILD, later], cwd=folder, env=surroundings, check=True, stdout=subprocess.PIPE
        )
        built.add(done.stdout)
    assert built == {build_addin()}


def test_it_is_the_package_that_excel_takes_for_an_add_in() -> None:
    addin = build_addin()
    with zipfile.ZipFile(BytesIO(addin)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        types = package.read("[Content_Types].xml")
        targets = [each.get("Target") for each in etree.fromstring(package.read("_rels/.rels"))]
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert targets == ["xl/workbook.xml", "docProps/core.xml", "customUI/customUI14.xml"]
    assert part(addin, "customUI/customUI14.xml") == ribbon_xml()


def test_its_sheet_has_every_text_in_both_languages() -> None:
    sheet = CalamineWorkbook.from_filelike(BytesIO(build_addin())).get_sheet_by_name("texts")
    shown = {key: (zh, en) for key, zh, en in sheet.to_python()}
    assert shown == read_texts()
    assert all(zh and en for zh, en in read_texts().values())


def test_a_file_says_which_add_in_it_is() -> None:
    said = read_about(build_addin())
    assert said == about_addin()
    assert said.startswith(f"crossfoot {version('crossfoot')}, xlwings {version('xlwings')}, sources ")
    assert read_about(b"no zip at all") == ""
    assert read_about(_zip({"a": b""})) == ""


def test_what_is_borrowed_keeps_its_licence_and_reads_no_settings_of_a_workbook() -> None:
    source = python_caller()
    assert "Redistributions of source code must retain the above copyright notice" in source
    settings = source.partition('\'Attribute VB_Name = "Config"')[2].partition('\'Attribute VB_Name = "Utils"')[0]
    assert ("ThisWorkbook" in settings, "ActiveWorkbook" in settings) == (True, False)


def test_the_command_writes_the_file_and_names_it(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    for _ in range(2):
        result = CliRunner().invoke(main, ["addin", "build", str(folder)])
        assert (result.exit_code, result.output) == (0, f"{folder / ADDIN}\n{about_addin()}\n")
        assert (folder / ADDIN).read_bytes() == build_addin()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["addin", "build", str(tmp_path / "file" / "built")])
    assert result.exit_code == 1
    assert f"“{tmp_path / 'file' / 'built'}” cannot be written to" in result.output


def _zip(parts: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return content.getvalue()
