"""``crossfoot worker`` as a program, and what it says in its log."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crossfoot_tests.sheets.served import Served

PROGRAM = [sys.executable, "-m", "crossfoot_server.cli", "worker"]


@dataclass
class Worker:
    """A worker that runs."""

    program: subprocess.Popen[str]

    def says(self, event: str, **facts: object) -> dict[str, Any]:
        """The next line of its log that tells of ``event`` with these facts; it is waited for.

        Raises:
            AssertionError: it ended without saying so.
        """
        assert self.program.stderr is not None
        lines = []
        for line in self.program.stderr:
            lines.append(line)
            said: dict[str, Any] = json.loads(line)
            if said["event"] == event and facts.items() <= said.items():
                return said
        raise AssertionError(f"the worker never said {event} {facts}:\n{''.join(lines[-20:])}")

    def ends(self) -> int:
        """Ask it to end, and its exit code."""
        self.program.send_signal(signal.SIGTERM)
        self.program.communicate(timeout=60)
        return self.program.returncode

    def is_killed(self) -> None:
        """End it at once."""
        self.program.kill()
        self.program.wait()


@contextmanager
def working(served: Served, *options: str) -> Iterator[Worker]:
    """A worker that has begun."""
    command = [*PROGRAM, *served.options(), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout is not None
            told = program.stdout.readline()
            assert told == f"crossfoot worker acts as {served.worker.email}\n", program.communicate(timeout=30)
            yield Worker(program)
        finally:
            program.kill()
