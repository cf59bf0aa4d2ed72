"""The same over LibreOffice, for whoever wants to see it run before Excel does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.at_excel.running import prepared
from crossfoot_tests.macros.recorded import open_addin


@contextmanager
def rehearsal() -> Iterator[Place]:
    """A LibreOffice that has the add-in open, until the block ends."""
    with tempfile.TemporaryDirectory() as folder, libreoffice(macros=True) as app:
        open_addin(app, Path(folder))
        yield prepared(Place(app, Path(folder), rehearsed=True))
