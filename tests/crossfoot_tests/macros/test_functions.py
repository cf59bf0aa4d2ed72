"""The functions in cells as the macros hand them on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyopenvba.interpreter import EMPTY, VBAObject, VBARuntimeError

import crossfoot_addin.functions
from crossfoot_macros.excel.building import own_modules
from crossfoot_macros.excel.texts import read_texts
from crossfoot_tests.macros.interpreted import CHINESE, CONFIG, ENGLISH, INSTALLED, Interpreted

Start = Callable[..., Interpreted]

NUMBER = 7500.0


@pytest.fixture
def start(addin: Path) -> Start:
    def started(files: Mapping[str, str] = INSTALLED, ui: int = ENGLISH) -> Interpreted:
        return Interpreted(addin, dict(files), ui)

    return started


def in_a_cell(excel: Interpreted, facts: Mapping[str, str]) -> None:
    """Let the formula stand in a workbook with these facts on its hidden sheet."""
    sheet = excel.sheet(1, workbook=excel.application.active_book)
    for row, (key, value) in enumerate(facts.items(), start=1):
        sheet.set_value(f"A{row}", key)
        sheet.set_value(f"B{row}", value)
    if facts:
        sheet.sheet.vba_set("Name", "_crossfoot", [], {}, by_ref=False)
    excel.excel.in_cell = sheet.sheet.vba_get("Range", ["D1"], {})


CALLS = [
    ("BALANCE", ("K1",), ("balance", ["K1", None, None])),
    ("BALANCE", ("K1", "2025-03-31", "CNY"), ("balance", ["K1", "2025-03-31", "CNY"])),
    ("OVERDUE", ("K1", "2025-03-31"), ("overdue", ["K1", "2025-03-31", None])),
    ("AGING", ("K1", "1-30"), ("aging", ["K1", "1-30", None, None, None])),
    ("AGING", ("K1", "1-30", EMPTY, "CNY", "audit"), ("aging", ["K1", "1-30", EMPTY, "CNY", "audit"])),
    ("LOOKUP", ("customer", "K1", "grade"), ("lookup", ["customer", "K1", "grade"])),
]


@pytest.mark.parametrize("prefix", ["", "CF_"], ids=["of the module CF", "without a dot"])
@pytest.mark.parametrize(("function", "written", "handed"), CALLS)
def test_a_function_hands_on_what_was_written(
    start: Start, prefix: str, function: str, written: tuple[object, ...], handed: tuple[str, list[object]]
) -> None:
    excel, (called, given) = start(), handed
    in_a_cell(excel, {"book": "receivables", "server": "https://ledger.example.com"})
    assert excel.run(prefix + function, *written) == NUMBER
    arguments = ["https://ledger.example.com", "en", *given]
    assert excel.python.called == [("crossfoot_addin.functions", called, arguments)]
    signature = inspect.signature(getattr(crossfoot_addin.functions, called))
    assert len(signature.parameters) == len(arguments)


def test_the_functions_stand_in_a_module_that_gives_their_names_the_dot() -> None:
    assert own_modules()["CF"].startswith('Attribute VB_Name = "CF"\n')


def test_a_workbook_that_is_none_of_ours_names_no_server_and_excel_speaks_chinese(start: Start) -> None:
    excel = start(ui=CHINESE)
    excel.run("BALANCE", "K1")
    in_a_cell(excel, {})
    excel.run("BALANCE", "K1")
    in_a_cell(excel, {"book": "receivables"})
    excel.run("BALANCE", "K1")
    assert [given[:3] for _, _, given in excel.python.called] == [["", "zh", "K1"]] * 3


@pytest.mark.parametrize(("files", "key"), [({}, "not_installed"), ({CONFIG: INSTALLED[CONFIG]}, "python_gone")])
def test_without_python_the_cell_says_so_and_no_box_opens(start: Start, files: dict[str, str], key: str) -> None:
    excel = start(files)
    said = str(excel.run("BALANCE", "K1"))
    assert said.startswith(f"#CF! {read_texts()[key][1].partition(chr(10))[0]}")
    assert ("\n" in said, excel.say(), excel.python.called) == (False, [], [])


def test_what_python_could_not_answer_is_said_in_the_cell(start: Start) -> None:
    def failing() -> object:
        raise VBARuntimeError(1000, "ModuleNotFoundError: No module named 'crossfoot_addin'")

    excel = start()
    excel.python.answer = failing
    said = str(excel.run("BALANCE", "K1"))
    assert said.startswith("#CF! crossfoot is not installed, or a part of it is missing: ModuleNotFoundError")
    assert excel.say() == []


@pytest.mark.parametrize(
    ("command", "times"), [("sync", 1), ("refresh", 1), ("undo_sync", 1), ("preview", 0), ("help", 0)]
)
def test_after_what_brings_something_in_cells_are_calculated_anew(start: Start, command: str, times: int) -> None:
    excel = start()
    excel.run("CrossfootRun", command)
    assert excel.excel.calculated == 0
    excel.run("BALANCE", "K1")
    excel.run("CrossfootRun", command)
    assert excel.excel.calculated == times


def test_an_object_that_excel_gives_for_a_range_goes_along_as_it_is(start: Start) -> None:
    excel = start()
    block = excel.sheet(1, workbook=excel.application.active_book).sheet.vba_get("Range", ["A1:A3"], {})
    excel.run("BALANCE", block)
    ((_, _, given),) = excel.python.called
    assert isinstance(given[2], VBAObject)
