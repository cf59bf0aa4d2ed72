"""What keeps the add-in from working, looked for in the order in which it would show, each with the way out."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path

import requests

from crossfoot_addin.installing.placing import Machine, script_of
from crossfoot_addin.installing.registry import LOCATIONS, OFFICE, POLICY, POLICY_LOCATIONS, trusted
from crossfoot_sync.client.books import connect
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.http import session_for

AGAIN = "Run: crossfoot addin install"
LONGEST_DIFFERENCE = dt.timedelta(minutes=5)

_LOOK = "import crossfoot_addin.commands, xlwings; from importlib.metadata import version; print(version('crossfoot'))"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``way_out`` is empty where it is as it should be."""

    said: str
    way_out: str = ""

    @property
    def wrong(self) -> bool:
        """Whether somebody has to do something."""
        return bool(self.way_out)


@dataclass(frozen=True)
class Patient:
    """What is looked at.

    Attributes:
        about: which add-in this version of crossfoot makes; ``read_about`` tells which one a file is.
        now: the clock of this machine.
    """

    machine: Machine
    credentials: Credentials
    about: str
    read_about: Callable[[bytes], str]
    now: Callable[[], dt.datetime]


def examine(patient: Patient) -> Iterator[Finding]:
    """Everything that was looked at."""
    for look in (addin, python, functions, script, macro_security, servers):
        yield from look(patient)


def addin(patient: Patient) -> Iterator[Finding]:
    """Whether the add-in is in its place, and the one of this version."""
    path = patient.machine.places.addin
    if not path.exists():
        yield Finding(f"The add-in is not installed: there is no {path}.", AGAIN)
        return
    found = patient.read_about(path.read_bytes())
    if found == patient.about:
        yield Finding(f"The add-in is in its place: {path}")
    else:
        yield Finding(
            f"{path} is another add-in ({found or 'it does not say which'}) than this version makes ({patient.about}).",
            f"Close Excel. {AGAIN}",
        )


def python(patient: Patient) -> Iterator[Finding]:
    """Whether the Python that the macros start is there, and has what they call."""
    settings, name = patient.machine.settings, patient.machine.places.interpreter
    named = settings.read().get(name, "")
    if not named:
        yield Finding(f"{settings.path} does not say which Python to start ({name}).", AGAIN)
        return
    if not Path(named).exists():
        yield Finding(f"The Python that the add-in starts is gone: {named}", f"Install crossfoot again, then {AGAIN}")
        return
    try:
        done = subprocess.run([named, "-c", _LOOK], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - the program that the add-in starts
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Finding(f"{named} does not run: {error}", f"Name another Python with --python. {AGAIN}")
        return
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        yield Finding(f"{named} cannot run the commands: {last}", _what_to_install(last))
    elif done.stdout.strip() != version("crossfoot"):
        yield Finding(
            f"{named} has crossfoot {done.stdout.strip()}, and this is {version('crossfoot')}.",
            f"Run crossfoot of that Python, or name this one: {AGAIN}",
        )
    else:
        yield Finding(f"Python is there, with crossfoot {version('crossfoot')}: {named}")


def functions(patient: Patient) -> Iterator[Finding]:
    """Whether Windows has the library of xlwings through which functions in cells reach Python."""
    named = patient.machine.settings.read().get(patient.machine.places.interpreter, "")
    if patient.machine.registry is None or not named:
        return
    libraries = [f"xlwings{bits}-{version('xlwings')}.dll" for bits in (64, 32)]
    folders = [Path(named).parent, Path(named).parent.parent]
    found = next((folder / each for folder in folders for each in libraries if (folder / each).exists()), None)
    if found is None:
        yield Finding(
            f"Functions in cells cannot reach Python: there is no {libraries[0]} in {folders[0]} or {folders[1]}.",
            "Install xlwings there again with: pip install --force-reinstall xlwings",
        )
    else:
        yield Finding(f"Functions in cells reach Python through {found}")


def script(patient: Patient) -> Iterator[Finding]:
    """Whether a Mac lets macros start Python."""
    folder = patient.machine.places.scripts
    if folder is not None:
        path = script_of(folder)
        if path.exists():
            yield Finding(f"The script that starts Python is in its place: {path}")
        else:
            yield Finding(f"The script that starts Python is missing: {path}", AGAIN)


def macro_security(patient: Patient) -> Iterator[Finding]:
    """Whether Excel runs macros from the folder of the add-in."""
    registry = patient.machine.registry
    if registry is None:
        return
    folder = patient.machine.places.addin.parent
    policy, own = registry.values(POLICY), registry.values(OFFICE)
    if policy.get("VBAWarnings", own.get("VBAWarnings", 2)) == 1:
        yield Finding(
            "Excel runs macros of every file without asking.",
            "Choose “Disable all macros with notification” in Excel's Trust Center; the add-in does not need more.",
        )
    trust_none = (registry.values(key).get("AllLocationsDisabled") for key in (LOCATIONS, POLICY_LOCATIONS))
    if 1 in trust_none:
        yield Finding(
            "Excel trusts no folder at all, so it runs signed macros only.",
            "Ask your administrator for a signed add-in: docs/how-to/install-the-add-in.md",
        )
    elif trusted(registry, str(folder)):
        yield Finding(f"Excel runs macros from {folder} without asking.")
    else:
        yield Finding(
            f"{folder} is not in Excel's list of trusted folders under its own name; Excel trusts it unless somebody "
            f"took it off. Where the tab is missing: crossfoot addin install --trust"
        )


def servers(patient: Patient) -> Iterator[Finding]:
    """Whether the servers that its user is signed in to answer, know the token, and have the same time."""
    addresses = patient.credentials.servers()
    if not addresses:
        yield Finding("You are not signed in to any server.", "Press Sign in in Excel, or run: crossfoot login")
    for address in addresses:
        try:
            who = connect(address, patient.credentials).me()
        except ClientError as error:
            yield Finding(str(error), "Mend that, then run: crossfoot addin doctor")
            continue
        yield Finding(f"{address} answers, and knows you as {who.name} ({who.login}).")
        yield from _clock(patient, address)


def _clock(patient: Patient, address: str) -> Iterator[Finding]:
    there = _time_of(address)
    if there is not None and abs(there - patient.now()) > LONGEST_DIFFERENCE:
        minutes = round(abs(there - patient.now()).total_seconds() / 60)
        yield Finding(
            f"The clock of this machine and that of {address} differ by {minutes:,} minutes.",
            "Let the system set its clock by itself.",
        )


def _time_of(address: str) -> dt.datetime | None:
    """What time a server says it is; ``None`` where it does not."""
    try:
        with session_for(address) as session:
            reply = session.get(f"{address}/api/v1/me", timeout=10, allow_redirects=False)
        return parsedate_to_datetime(reply.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None


def _what_to_install(said: str) -> str:
    if "crossfoot" in said:
        return f"Install crossfoot there with: pip install 'crossfoot[excel]', or name another Python. {AGAIN}"
    return "Install what is missing there with: pip install 'crossfoot[excel]'"
