"""Somebody's terminal: the ``crossfoot`` command as people run it, and what they do to a file beside it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from crossfoot_sync.cli import main
from crossfoot_sync.client.credentials import ENVIRONMENT, Credentials
from crossfoot_tests.end_to_end.world import Workbook, World

AGREE = "Control totals agree: the sheets have the rows and the money of the store."
"""The last line of a sync after which there is nothing to look at."""


@dataclass
class Terminal:
    """Somebody's terminal, logged in to the server; ``locale`` is what it says of its language."""

    config: Path
    world: World
    locale: str = "C.UTF-8"

    def run(self, *arguments: object, input_: str | None = None) -> Result:
        """Run ``crossfoot`` with ``arguments``."""
        environment = {
            ENVIRONMENT: str(self.config),
            "CROSSFOOT_TOKEN": "",
            "COLUMNS": "200",
            "LC_ALL": self.locale,
        }
        return CliRunner().invoke(main, [str(each) for each in arguments], env=environment, input=input_)

    def says(self, *arguments: object, code: int) -> str:
        """What ``crossfoot`` prints, error or result, when it ends with ``code``."""
        result = self.run(*arguments)
        assert result.exit_code == code, result.output
        assert (result.stdout == "") == (code in {1, 2, 5})
        return result.output.rstrip("\n")

    def json(self, *arguments: object, code: int = 0) -> Any:
        """What ``crossfoot`` prints as JSON."""
        result = self.run(*arguments, "--json")
        assert (result.exit_code, result.stderr) == (code, "")
        return json.loads(result.stdout)

    def log_in(self, login: str = "li") -> None:
        """Keep the token of ``login``."""
        Credentials(self.config).keep(self.world.url, self.world.tokens[login])


def at_a_terminal(terminal: Terminal, typed: str, *arguments: str) -> tuple[str, int]:
    """What ``crossfoot`` shows somebody who types ``typed``, and how it ends."""
    ours, theirs = os.openpty()
    environment = os.environ | {ENVIRONMENT: str(terminal.config), "TERM": "dumb"}
    command = [sys.executable, "-m", "crossfoot_sync", *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.STDOUT, env=environment) as process:
        os.close(theirs)
        os.write(ours, typed.encode() + b"\n")
        shown = b""
        # A terminal that nobody holds open any more cannot be read.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 4096):
                shown += part
        ended = process.wait(timeout=60)
    os.close(ours)
    return shown.decode(), ended


def rename_header(book: Workbook, sheet: str, label: str, to: str) -> None:
    """Type over a heading, as somebody does in a spreadsheet program."""
    opened = load_workbook(book.path)
    cell = next(cell for cell in opened[sheet][3] if cell.value == label)
    cell.value = to
    opened.save(book.path)
