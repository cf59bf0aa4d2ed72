"""Defences of the task pane taken away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crossfoot_server.taskpane import FILES
from crossfoot_tests.thin import excel

Patch = pytest.MonkeyPatch


def _script(name: str, line: str, instead: str) -> Callable[[Patch], None]:
    """Another script in place of the pane's: a line of it reads otherwise."""

    def breaks(patch: Patch) -> None:
        folder = tempfile.TemporaryDirectory()
        files = Path(folder.name) / "files"
        shutil.copytree(FILES, files)
        text = (files / name).read_text(encoding="utf-8")
        assert text.count(line) == 1, f"{name} has another line than {line!r}"
        (files / name).write_text(text.replace(line, instead), encoding="utf-8")
        patch.setattr(excel, "FILES", files)
        # it is there as long as the patch is
        patch.setattr(excel, "FOLDER", folder, raising=False)

    return breaks


displaced_left = _script("writing.mjs", "if (!stand(names, batch, before) || !free) {", "if (false) {")
doubts_are_successes = _script("writing.mjs", '? "refused" : "unsure"', '? "refused" : "all"')
filters_passed_over = _script(
    "writing.mjs", "return applyOne(context, emptied(batch));", 'return { outcome: "all", said: "" };'
)
own_cells_go = _script("writing.mjs", "ours.includes(line.columnIndex + at) ||", "true ||")
texts_without_apostrophe = _script("cells.mjs", "? `'${value}`", "? value")
moved_rows_read = _script("reading.mjs", "&& (await reading.hasSameIds())", "")
merges_not_told = _script("reading.mjs", "merged: used && !used.isNullObject ?", "merged: false ?")
protection_not_told = _script("reading.mjs", "protected: sheet.protected,", "protected: false,")
