from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_addin.installing.places import NoExcelHereError, Places, VariableMissingError, places


def test_excel_of_windows_starts_what_is_in_xlstart() -> None:
    assert places("win32", {"APPDATA": "/u/AppData/Roaming", "USERPROFILE": "/u"}) == Places(
        addin=Path("/u/AppData/Roaming/Microsoft/Excel/XLSTART/crossfoot.xlam"),
        settings=Path("/u/.crossfoot/crossfoot.conf"),
        interpreter="INTERPRETER_WIN",
    )


def test_excel_of_a_mac_starts_what_is_in_its_own_folder_and_runs_scripts_from_one_only() -> None:
    assert places("darwin", {"HOME": "/Users/li"}) == Places(
        addin=Path(
            "/Users/li/Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
            "/crossfoot.xlam"
        ),
        settings=Path("/Users/li/Library/Containers/com.microsoft.Excel/Data/crossfoot.conf"),
        interpreter="INTERPRETER_MAC",
        scripts=Path("/Users/li/Library/Application Scripts/com.microsoft.Excel"),
    )


def test_elsewhere_there_is_no_excel() -> None:
    with pytest.raises(NoExcelHereError, match=r"no Excel with macros on this system \(linux\)"):
        places("linux", {"HOME": "/home/li"})


def test_a_variable_that_is_missing_is_named() -> None:
    with pytest.raises(VariableMissingError, match="The variable APPDATA is not set"):
        places("win32", {"USERPROFILE": "/u"})
