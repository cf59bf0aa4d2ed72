"""Replacing a file safely: never while another program has it open, and all or nothing.

What a write that was cut off leaves beside the file is swept away by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crossfoot_sync.grids.faults import Unusable

_LOCKS = (
    ("~${}", 0, "Excel"),
    (".~lock.{}#", 0, "LibreOffice"),
    (".~{}", 0, "WPS"),
    (".~{}", 1, "WPS"),
    (".~{}", 2, "WPS"),
)
"""Files that programs lay beside a workbook while they have it open, and how much of its name they leave out in front.

Those of WPS are from what Seafile's programs look for: docs/reference/wps.md.
"""

_UNFINISHED, _PREVIOUS = ".crossfoot-tmp", ".crossfoot-backup"
"""How files end that lie beside a workbook while it is replaced: the new one, and a second name of the old one."""


def refuse_unwritable(path: Path) -> None:
    """Raise :class:`Unusable` where the file is open in a spreadsheet program or may not be replaced."""
    for pattern, without, program in _LOCKS:
        lock = path.with_name(pattern.format(path.name[without:]))
        if lock.exists():
            raise Unusable("open_elsewhere", program=program, lock=lock.name)
    if not _writable(path):
        raise Unusable("read_only")
    if not _writable(path.parent):
        raise Unusable("folder_read_only")


def _writable(path: Path) -> bool:
    # An administrator may write everything; a file marked read-only is meant to stay as it is all the same.
    return bool(path.stat().st_mode & 0o222) and os.access(path, os.W_OK)


def _beside(path: Path) -> str:
    """How the names of those files begin: so that people see whose they are, and no other workbook's begin alike."""
    return f".{path.stem[:40]}.{hashlib.blake2b(path.name.encode(), digest_size=4).hexdigest()}."


def _sweep(path: Path) -> None:
    """Remove what earlier writes of ``path``, which is whole, left behind when they were cut off."""
    begins = _beside(path)
    for each in path.parent.iterdir():
        if each.name.startswith(begins) and each.name.endswith((_UNFINISHED, _PREVIOUS)):
            with contextlib.suppress(OSError):  # somebody else's scanner may have it open; there is a next time
                each.unlink()


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file beside ``path`` that is gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(prefix=_beside(path), suffix=_UNFINISHED, dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w+b") as target:
            yield target, fresh
    finally:
        fresh.unlink(missing_ok=True)


def replace(path: Path, write: Callable[[BinaryIO], None], still: Callable[[], bool]) -> bool:
    """Replace the file at ``path`` by what ``write`` writes, if ``still()`` holds right before the change.

    The previous file keeps a second name until the new one has taken its place.

    Returns:
        Whether it was replaced.

    Raises:
        Unusable: it cannot be saved; the file is as it was.
    """
    try:
        _sweep(path)
        with _temporary(path) as (target, fresh):
            write(target)
            target.flush()
            os.fsync(target.fileno())
            target.close()
            shutil.copymode(path, fresh)
            if not still():
                return False
            with _kept(path):
                fresh.replace(path)
            _settle_folder(path.parent)
            return True
    except OSError as error:
        raise Unusable("cannot_save", detail=error.strerror or str(error)) from error


@contextmanager
def _kept(path: Path) -> Iterator[None]:
    """Keep the file at ``path`` under a second name; put it back should ``path`` be gone afterwards."""
    backup = path.with_name(f"{_beside(path)}{os.getpid()}{_PREVIOUS}")
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        shutil.copy2(path, backup)
    try:
        yield
    finally:
        if not path.exists():
            backup.replace(path)
        backup.unlink(missing_ok=True)


def _settle_folder(folder: Path) -> None:
    """Make the renaming last through a power failure, where folders can be opened at all."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
