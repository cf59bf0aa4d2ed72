"""Whether a workbook is open in another LibreOffice: its lock file, and whether that still means something.

LibreOffice writes ``.~lock.NAME#`` beside an open file, with who holds it, on which machine, since when and with which
profile. One that crashed leaves it behind, and opening the file then does nothing, without a word.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crossfoot_addin.libreoffice.errors import Locked

PROCESSES = Path("/proc")
PROFILE = "-env:UserInstallation="


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock file says: who, on which machine, since when, with which profile (an address)."""

    user: str
    login: str
    machine: str
    since: str
    profile: str

    @property
    def holder(self) -> str:
        """Who holds the file, for people."""
        return f"{self.user or self.login or 'LibreOffice'} on {self.machine}, since {self.since}"


def lock_of(path: Path) -> Path:
    """The lock file of a workbook."""
    return path.with_name(f".~lock.{path.name}#")


def read_lock(text: str) -> Lock:
    """What a lock file says; what is missing is empty. A backslash stands before a comma that is part of a name."""
    fields = [""]
    signs = iter(text.strip().removesuffix(";"))
    for sign in signs:
        if sign == "\\":
            fields[-1] += next(signs, "")
        elif sign == ",":
            fields.append("")
        else:
            fields[-1] += sign
    return Lock(*(fields + [""] * 5)[:5])


def clear_stale(path: Path) -> None:
    """Remove the workbook's lock file if nobody holds it any more.

    Raises:
        Locked: somebody does, or it cannot be known because the lock was made on another machine.
    """
    file = lock_of(path)
    try:
        lock = read_lock(file.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return
    if lock.machine != platform.node() or _held(lock.profile):
        raise Locked(path, lock.holder, file)
    file.unlink(missing_ok=True)


def _held(profile: str) -> bool:
    """Whether a LibreOffice with this profile runs here. One that names no profile may have any that exists."""
    exists = Path(unquote(urlsplit(profile).path)).is_dir()
    return any(used == profile or (used is None and exists) for used in _profiles_in_use())


def _profiles_in_use() -> list[str | None]:
    if not PROCESSES.is_dir():
        return [None]
    found: list[str | None] = []
    for folder in PROCESSES.iterdir():
        if folder.name.isdecimal():
            try:
                arguments = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:  # it ended meanwhile
                continue
            if Path(arguments[0]).name == "soffice.bin":
                named = [each.removeprefix(PROFILE) for each in arguments if each.startswith(PROFILE)]
                found.append(named[0] if named else None)
    return found
