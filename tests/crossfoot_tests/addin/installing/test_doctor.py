from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from crossfoot_addin.installing.doctor import (
    AGAIN,
    Finding,
    Patient,
    addin,
    examine,
    functions,
    macro_security,
    python,
    script,
    servers,
)
from crossfoot_addin.installing.placing import Machine, install
from crossfoot_addin.installing.registry import LOCATIONS, OFFICE, POLICY, POLICY_LOCATIONS, Registry
from crossfoot_macros.excel import about_addin, build_addin, read_about
from crossfoot_sync.client.credentials import Credentials
from crossfoot_tests.addin.installing.machines import mac, windows
from crossfoot_tests.end_to_end.world import World


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    """A machine of Windows with everything installed, and nobody signed in."""
    machine = windows(tmp_path / "home", "utf-8")
    list(install(machine, build_addin(), Path(sys.executable)))
    return Patient(machine, Credentials(tmp_path / "config"), about_addin(), read_about, now)


def registry_of(patient: Patient) -> Registry:
    assert patient.machine.registry is not None
    return patient.machine.registry


def test_an_add_in_in_its_place_is_well(patient: Patient) -> None:
    assert list(addin(patient)) == [Finding(f"The add-in is in its place: {patient.machine.places.addin}")]


def test_an_add_in_that_is_missing_is_named(patient: Patient) -> None:
    path = patient.machine.places.addin
    path.unlink()
    assert list(addin(patient)) == [Finding(f"The add-in is not installed: there is no {path}.", AGAIN)]


def test_an_add_in_of_another_version_is_told_from_this(patient: Patient) -> None:
    (found,) = addin(replace(patient, about="crossfoot 9.9"))
    assert found.said.endswith(f"is another add-in ({about_addin()}) than this version makes (crossfoot 9.9).")
    patient.machine.places.addin.write_bytes(b"something else")
    (found,) = addin(patient)
    assert "is another add-in (it does not say which)" in found.said
    assert found.way_out == f"Close Excel. {AGAIN}"


@pytest.mark.slow
def test_a_python_with_crossfoot_is_well(patient: Patient) -> None:
    said = f"Python is there, with crossfoot {version('crossfoot')}: {sys.executable}"
    assert list(python(patient)) == [Finding(said)]


def test_a_python_that_is_gone_is_named(patient: Patient) -> None:
    patient.machine.settings.write({"INTERPRETER_WIN": "/gone/python"})
    (found,) = python(patient)
    assert (found.said, found.wrong) == ("The Python that the add-in starts is gone: /gone/python", True)
    patient.machine.settings.path.unlink()
    (found,) = python(patient)
    assert found.said.endswith("crossfoot.conf does not say which Python to start (INTERPRETER_WIN).")


@pytest.mark.parametrize(
    ("prints", "said", "way_out"),
    [
        (
            "echo \"ModuleNotFoundError: No module named 'crossfoot_addin'\" >&2; exit 1",
            "cannot run the commands: ModuleNotFoundError: No module named 'crossfoot_addin'",
            f"Install crossfoot there with: pip install 'crossfoot[excel]', or name another Python. {AGAIN}",
        ),
        (
            "echo \"ModuleNotFoundError: No module named 'xlwings'\" >&2; exit 1",
            "cannot run the commands: ModuleNotFoundError: No module named 'xlwings'",
            "Install what is missing there with: pip install 'crossfoot[excel]'",
        ),
        ("echo 0.0.1", f"has crossfoot 0.0.1, and this is {version('crossfoot')}.", "Run crossfoot of that Python"),
    ],
)
def test_a_python_without_what_is_needed_says_what(
    patient: Patient, tmp_path: Path, prints: str, said: str, way_out: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{prints}\n")
    program.chmod(0o755)
    patient.machine.settings.write({"INTERPRETER_WIN": str(program)})
    (found,) = python(patient)
    assert found.said == f"{program} {said}"
    assert found.way_out.startswith(way_out)


def test_a_python_that_does_not_run_is_told(patient: Patient, tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_text("no program")
    patient.machine.settings.write({"INTERPRETER_WIN": str(program)})
    (found,) = python(patient)
    assert found.said.startswith(f"{program} does not run: ")


def test_a_mac_needs_the_script(patient: Patient, tmp_path: Path) -> None:
    machine: Machine = mac(tmp_path / "mac")
    list(install(machine, build_addin(), Path(sys.executable)))
    there = replace(patient, machine=machine)
    assert [found.wrong for found in script(there)] == [False]
    assert machine.places.scripts is not None
    for path in machine.places.scripts.iterdir():
        path.unlink()
    assert [found.way_out for found in script(there)] == [AGAIN]
    assert list(script(patient)) == list(macro_security(there)) == []


def test_macros_run_where_nothing_forbids_it(patient: Patient) -> None:
    assert [found.wrong for found in macro_security(patient)] == [False]
    folder = str(patient.machine.places.addin.parent)
    registry_of(patient).write(rf"{LOCATIONS}\Location0", {"Path": folder})
    assert list(macro_security(patient)) == [Finding(f"Excel runs macros from {folder} without asking.")]


@pytest.mark.parametrize("key", [LOCATIONS, POLICY_LOCATIONS])
def test_where_no_folder_is_trusted_a_signed_add_in_is_needed(patient: Patient, key: str) -> None:
    registry_of(patient).write(key, {"AllLocationsDisabled": 1})
    assert [found.said for found in macro_security(patient) if found.wrong] == [
        "Excel trusts no folder at all, so it runs signed macros only."
    ]


@pytest.mark.parametrize("key", [OFFICE, POLICY])
def test_macros_of_every_file_are_more_than_is_needed(patient: Patient, key: str) -> None:
    registry_of(patient).write(key, {"VBAWarnings": 1})
    assert [found.said for found in macro_security(patient) if found.wrong] == [
        "Excel runs macros of every file without asking."
    ]


def test_nobody_signed_in_is_told(patient: Patient) -> None:
    assert [found.said for found in servers(patient)] == ["You are not signed in to any server."]


@pytest.mark.slow
def test_servers_that_answer_are_named_with_whom_they_know(patient: Patient, world: World) -> None:
    patient.credentials.keep(world.url, world.tokens["li"])
    assert list(servers(patient)) == [Finding(f"{world.url} answers, and knows you as 李娜 (li).")]


@pytest.mark.slow
def test_a_clock_that_is_wrong_is_told(patient: Patient, world: World) -> None:
    patient.credentials.keep(world.url, world.tokens["li"])
    slow = replace(patient, now=lambda: now() - dt.timedelta(minutes=90))
    _, clock = servers(slow)
    assert clock.said == f"The clock of this machine and that of {world.url} differ by 90 minutes."


@pytest.mark.slow
def test_a_token_that_is_not_known_and_a_server_that_does_not_answer_are_told(patient: Patient, world: World) -> None:
    patient.credentials.keep(world.url, "cf_wrong")
    patient.credentials.keep("http://127.0.0.1:9", "cf_any")
    unknown, unreachable = sorted(servers(patient), key=lambda found: found.said)
    assert unreachable.said == "http://127.0.0.1:9 did not answer (no connection)."
    assert f"With a new token, or for a code, run: crossfoot login {world.url}" in unknown.said
    assert unreachable.wrong
    assert unknown.wrong


@pytest.mark.slow
def test_all_of_it_is_looked_at_in_the_order_in_which_it_shows(patient: Patient, world: World) -> None:
    patient.credentials.keep(world.url, world.tokens["li"])
    found = list(examine(patient))
    # Where tests run, xlwings brings no library of Windows.
    assert [each.wrong for each in found] == [False, False, True, False, False]
    assert "The add-in" in found[0].said
    assert "Functions in cells" in found[2].said
    assert found[4].said.startswith(world.url)


def test_the_library_that_functions_in_cells_go_through_is_beside_python_or_above(
    patient: Patient, tmp_path: Path
) -> None:
    interpreter = tmp_path / "python" / "Scripts" / "python.exe"
    interpreter.parent.mkdir(parents=True)
    library = f"xlwings64-{version('xlwings')}.dll"
    patient.machine.settings.write({patient.machine.places.interpreter: str(interpreter)})
    missing = (
        f"Functions in cells cannot reach Python: there is no {library} in {interpreter.parent} or "
        f"{interpreter.parent.parent}."
    )
    again = "Install xlwings there again with: pip install --force-reinstall xlwings"
    assert list(functions(patient)) == [Finding(missing, again)]
    (interpreter.parent.parent / library).touch()
    well = Finding(f"Functions in cells reach Python through {interpreter.parent.parent / library}")
    assert list(functions(patient)) == [well]


def test_on_a_mac_nothing_is_said_of_functions_in_cells(patient: Patient, tmp_path: Path) -> None:
    machine = mac(tmp_path / "mac")
    machine.settings.write({machine.places.interpreter: sys.executable})
    assert list(functions(replace(patient, machine=machine))) == []
