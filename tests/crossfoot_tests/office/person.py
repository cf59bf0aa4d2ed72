"""A person who works in workbooks with LibreOffice."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that LibreOffice's bridge was built for."""


class LibreOffice:
    """LibreOffice, started once; a file is opened in it, worked in, saved and closed."""

    def __init__(self, profile: Path) -> None:
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, "-m", "crossfoot_tests.office.driver", str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        )

    def work(self, path: Path, *actions: tuple[Any, ...]) -> list[Any]:
        """Open the workbook at ``path``, carry out ``actions`` (see ``actions.Actions``), save it and close it."""
        with self.opened(path) as screen:
            answers = screen.do(*actions)
            screen.save()
        return answers

    @contextmanager
    def opened(self, path: Path) -> Iterator[Screen]:
        """The workbook at ``path``, open on the screen until the block ends."""
        self._ask("open", str(path))
        try:
            yield Screen(self, path)
        finally:
            self._ask("close", str(path))

    def close(self) -> None:
        """End LibreOffice."""
        self.process.communicate(timeout=60)

    def _ask(self, verb: str, *arguments: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"verb": verb, "arguments": arguments}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["answer"]


class Screen:
    """An open workbook."""

    def __init__(self, office: LibreOffice, path: Path) -> None:
        self._office = office
        self.path = path

    def do(self, *actions: tuple[Any, ...]) -> list[Any]:
        """Carry out ``actions``; what each of them returned."""
        answers: list[Any] = self._office._ask("do", str(self.path), actions)
        return answers

    def save(self, password: str = "") -> None:
        """Save the workbook under its name, encrypted where a password is given."""
        self._office._ask("save", str(self.path), password)
