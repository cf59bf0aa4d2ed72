from __future__ import annotations

import ast
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

import crossfoot_addin.libreoffice as package
from crossfoot_addin.libreoffice import OfficeError, install, libreoffice

ENDS_AT_ONCE = """
import os, signal
from crossfoot_addin.libreoffice import libreoffice
with libreoffice() as app:
    book = app.books.add()
    print(app.pid, app.impl.office.profile, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_needs_the_part_of_xlwings_that_needs_a_licence() -> None:
    imported = set()
    for path in Path(package.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported |= {f"{node.module}.{each.name}" for each in node.names}

    assert {name for name in imported if name.startswith("xlwings.")} == {
        "xlwings.XlwingsError",
        "xlwings.base_classes",
    }


@pytest.mark.slow
def test_an_app_ends_with_its_block(tmp_path: Path) -> None:
    before = xw.engines.active
    with libreoffice() as app:
        process, profile = os.pidfd_open(app.pid), app.impl.office.profile
        app.books.add()
        meanwhile = (xw.engines["libreoffice"].impl.apps.keys()[0] == app.pid, app in list(xw.apps), profile.is_dir())

    assert meanwhile == (True, True, True)
    assert (_ended(process), profile.exists(), app in list(install().apps)) == (True, False, False)
    assert xw.engines.active is before


@pytest.mark.slow
def test_an_app_ends_with_its_owner_even_if_that_is_killed() -> None:
    owner = subprocess.Popen([sys.executable, "-c", ENDS_AT_ONCE], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pid, profile = owner.stdout.readline().split()
    process = os.pidfd_open(int(pid)) if Path(f"/proc/{pid}").exists() else None

    killed = owner.wait(30)
    owner.stdout.close()

    assert killed == -signal.SIGKILL
    assert process is None or _ended(process)
    assert Path(profile).name.startswith("crossfoot-libreoffice-")


@pytest.mark.slow
def test_an_app_ends_itself_and_no_other(app: xw.App) -> None:
    with libreoffice() as other:
        pids = {app.pid, other.pid}
        other.kill()

    book = app.books.add()
    book.sheets[0]["A1"].value = 1
    assert (len(pids), book.sheets[0]["A1"].value) == (2, 1.0)
    book.close()


@pytest.mark.slow
def test_what_is_left_of_an_app_that_crashed_is_cleaned_up() -> None:
    with libreoffice() as app:
        profile = app.impl.office.profile
        app.books.add()
        process = os.pidfd_open(app.pid)
        os.killpg(app.pid, signal.SIGKILL)
        ended = _ended(process)

    assert (ended, profile.exists()) == (True, False)


def _ended(process: int) -> bool:
    """Whether a process ends within half a minute."""
    ended = bool(select.select([process], [], [], 30)[0])
    os.close(process)
    return ended


@pytest.mark.slow
def test_what_libreoffice_has_nothing_for_keeps_its_value(app: xw.App) -> None:
    with app.properties(status_bar="Syncing", screen_updating=False, display_alerts=False, enable_events=False):
        during = (app.status_bar, app.screen_updating, app.display_alerts, app.enable_events)

    assert during == ("Syncing", False, False, False)
    assert (app.status_bar, app.screen_updating, app.display_alerts, app.enable_events) == (False, True, True, True)


@pytest.mark.slow
def test_selection_and_scroll_position_are_the_persons(app: xw.App, book: xw.Book) -> None:
    first = book.sheets[0]
    second = book.sheets.add("second", after=first)
    second["C3:D9"].select()
    book.api.CurrentController.FirstVisibleRow = 40

    first["A1:B2"].value = 1
    first["5:5"].insert("down")
    first["A1:B2"].copy(first["D1"])

    assert (book.sheets.active, book.selection, app.selection) == (second, second["C3:D9"], second["C3:D9"])
    assert book.api.CurrentController.FirstVisibleRow == 40


@pytest.mark.slow
def test_sheets_come_go_and_change_places(book: xw.Book) -> None:
    book.sheets[0].name = "one"
    book.sheets.add("two", after=book.sheets["one"])
    book.sheets.add("zero", before=book.sheets["one"])
    book.sheets["two"]["A1"].value = "copied"
    book.sheets["two"].copy(name="three")
    book.sheets["zero"].visible = False
    book.sheets["one"].delete()

    assert [(sheet.name, sheet.index, sheet.visible) for sheet in book.sheets] == [
        ("zero", 1, False),
        ("two", 2, True),
        ("three", 3, True),
    ]
    assert book.sheets["three"]["A1"].value == "copied"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a/b", "x" * 32, "sheet1", "", "'quoted'"])
def test_a_name_that_no_sheet_can_have_is_refused(book: xw.Book, name: str) -> None:
    book.sheets.add("other")

    with pytest.raises((OfficeError, ValueError)):
        book.sheets["other"].name = name

    assert {sheet.name for sheet in book.sheets} == {"other", "Sheet1"}


@pytest.mark.slow
def test_the_last_sheet_stays(book: xw.Book) -> None:
    with pytest.raises(OfficeError, match="must have one sheet"):
        book.sheets[0].delete()
    with pytest.raises(OfficeError, match="must show one sheet"):
        book.sheets[0].visible = False


@pytest.mark.slow
def test_an_error_carries_what_excels_errors_carry(sheet: xw.Sheet) -> None:
    with pytest.raises(OfficeError) as raised:
        sheet.range("no such thing")

    error = raised.value
    assert (error.hresult, error.excepinfo) == (
        -2147352567,
        (
            0,
            "LibreOffice Calc",
            f"“no such thing” is no address, name or table of {sheet.book.name}.",
            None,
            0,
            -2146827284,
        ),
    )


def test_alerts_are_answered_by_whoever_was_named(app: xw.App) -> None:
    with pytest.raises(NotImplementedError, match="nobody could answer"):
        app.alert("Sync?", "crossfoot", "yes_no")
    asked: list[tuple[str, str]] = []

    def answer(text: str, buttons: str) -> str:
        asked.append((text, buttons))
        return "yes" if buttons == "yes_no" else "ok"

    app.impl.answer = answer
    try:
        assert [app.alert("Sync?", "crossfoot", "yes_no"), app.alert("Done.")] == ["yes", "ok"]
    finally:
        app.impl.answer = None
    assert asked == [("Sync?", "yes_no"), ("Done.", "ok")]
