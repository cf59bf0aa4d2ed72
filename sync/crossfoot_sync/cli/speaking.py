"""Which language a command speaks: that of the workbook that it works on, or else that of the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.label import Language

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What says in which language messages are wanted; the first that is set counts."""


def language_for(path: Path | None = None) -> Language:
    """The language of the workbook at ``path``; of the terminal where there is none, or nobody can read it."""
    if path is not None:
        with suppress(GridError, ManifestError, OSError):
            return Manifest.read(XlsxGrid(path).read().manifest).language
    return language_of(os.environ)


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of a terminal with these variables."""
    wanted = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if wanted.lower().startswith("zh") else "en"
