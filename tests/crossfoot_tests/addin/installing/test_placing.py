from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path

import pytest

from crossfoot_addin.installing.placing import ExcelHasItError, Machine, install, uninstall
from crossfoot_addin.installing.registry import LOCATIONS, trusted
from crossfoot_tests.addin.installing.machines import MemoryRegistry, files, mac, windows

PYTHON = Path("/u/crossfoot/python")
SCRIPT = f"xlwings-{version('xlwings')}.applescript"


def registry_of(machine: Machine) -> MemoryRegistry:
    assert isinstance(machine.registry, MemoryRegistry)
    return machine.registry


def test_on_windows_the_add_in_and_its_settings_are_put_in_place(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    said = list(install(machine, b"the add-in", PYTHON))
    places = machine.places
    assert said == [f"{places.settings} names {PYTHON}", f"{places.addin} is what Excel starts with"]
    assert places.addin.read_bytes() == b"the add-in"
    assert machine.settings.read() == {"INTERPRETER_WIN": str(PYTHON), "ADD_WORKBOOK_TO_PYTHONPATH": "False"}
    assert files(tmp_path) == [
        ".crossfoot/crossfoot.conf",
        "AppData/Roaming/Microsoft/Excel/XLSTART/crossfoot.xlam",
    ]
    assert registry_of(machine).keys == {}


def test_on_a_mac_the_script_that_starts_python_comes_with_it(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    assert len(list(install(machine, b"the add-in", PYTHON))) == 3
    assert machine.places.scripts is not None
    script = machine.places.scripts / SCRIPT
    assert script.read_bytes() == resources("xlwings").joinpath(SCRIPT).read_bytes()
    assert machine.settings.read()["INTERPRETER_MAC"] == str(PYTHON)


def test_one_that_is_there_is_replaced(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    for content in (b"old", b"new"):
        list(install(machine, content, PYTHON))
    assert machine.places.addin.read_bytes() == b"new"


@pytest.mark.parametrize("system", [windows, mac], ids=["windows", "mac"])
def test_what_was_installed_is_taken_away(tmp_path: Path, system: Callable[[Path], Machine]) -> None:
    machine = system(tmp_path)
    list(install(machine, b"the add-in", PYTHON))
    said = list(uninstall(machine))
    assert said == [f"{machine.places.addin} is gone", f"{machine.places.settings} is gone"]
    assert [name for name in files(tmp_path) if not name.endswith(".applescript")] == []
    assert list(uninstall(machine)) == []


def test_the_folder_is_trusted_once_and_other_folders_stay(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    registry, folder = registry_of(machine), str(machine.places.addin.parent)
    registry.write(rf"{LOCATIONS}\Location0", {"Path": r"C:\Macros", "Description": "ours"})
    for _ in range(2):
        list(install(machine, b"the add-in", PYTHON, trusted=True))
    assert registry.keys[rf"{LOCATIONS}\Location1"] == {
        "Path": folder,
        "Description": "crossfoot",
        "AllowSubFolders": 0,
    }
    assert trusted(registry, folder.upper() + "\\") == ["Location1"]
    list(uninstall(machine))
    assert registry.keys == {rf"{LOCATIONS}\Location0": {"Path": r"C:\Macros", "Description": "ours"}}


def test_a_folder_that_somebody_else_trusts_stays_trusted(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    registry = registry_of(machine)
    registry.write(rf"{LOCATIONS}\Location2", {"Path": str(machine.places.addin.parent), "Description": "User StartUp"})
    list(install(machine, b"the add-in", PYTHON, trusted=True))
    assert list(registry.keys) == [rf"{LOCATIONS}\Location2"]
    list(uninstall(machine))
    assert list(registry.keys) == [rf"{LOCATIONS}\Location2"]


def test_an_add_in_that_excel_holds_is_named(tmp_path: Path) -> None:
    class Held(type(tmp_path)):  # type: ignore[misc] # the class of paths of this system
        def write_bytes(self, data: object) -> int:
            raise PermissionError(13, "held", str(self))

    machine = windows(tmp_path)
    held = replace(machine, places=replace(machine.places, addin=Held(machine.places.addin)))
    with pytest.raises(ExcelHasItError, match=r"crossfoot\.xlam cannot be replaced: Excel is running"):
        list(install(held, b"the add-in", PYTHON))
