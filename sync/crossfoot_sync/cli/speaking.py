"""Which language a command speaks: that of the workbook that it works on, or else that of the terminal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.label import Language
from crossfoot_templates.terminal import terminal_language


def language_for(path: Path | None = None) -> Language:
    """The language of the workbook at ``path``; of the terminal where there is none, or nobody can read it."""
    if path is not None:
        with suppress(GridError, ManifestError, OSError):
            return Manifest.read(XlsxGrid(path).read().manifest).language
    return terminal_language()
