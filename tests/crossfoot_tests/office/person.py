"""A person who works in workbooks with LibreOffice."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).with_name("driver.py")
SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that LibreOffice's bridge was built for."""


class LibreOffice:
    """LibreOffice, started once; each call opens a file, works in it and saves it."""

    def __init__(self, profile: Path) -> None:
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, str(DRIVER), str(profile)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def work(self, path: Path, *actions: tuple[Any, ...]) -> list[Any]:
        """Carry out ``actions`` (see ``driver.Actions``) in the workbook at ``path`` and save it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"path": str(path), "actions": actions}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        answers: list[Any] = answer["answers"]
        return answers

    def close(self) -> None:
        """End LibreOffice."""
        self.process.communicate(timeout=60)
