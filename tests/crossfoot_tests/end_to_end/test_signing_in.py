"""``crossfoot login --code`` on one computer, and how somebody lets it in from another."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crossfoot_sync.client.credentials import ENVIRONMENT, Credentials
from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import World

pytestmark = pytest.mark.slow


def logs_in_by_code(world: World, config: Path, let_in: Callable[[str], None]) -> tuple[int, str]:
    """How ``crossfoot login --code`` ends on a computer whose settings are in ``config``, and the last line it says."""
    environment = os.environ | {ENVIRONMENT: str(config)}
    command = [sys.executable, "-m", "crossfoot_sync", "login", world.url, "--code"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        shown = re.fullmatch(r"Code: ([A-Z]{4}-[A-Z]{4})\n", process.stdout.readline().decode())
        assert shown is not None
        let_in(shown[1])
        said, _ = process.communicate(timeout=60)
    return process.returncode, said.decode().strip()


def test_somebody_who_is_logged_in_lets_another_program_in_as_themselves(
    world: World, terminal: Terminal, tmp_path: Path
) -> None:
    def lets_in(code: str) -> None:
        refused = terminal.run("let-in", code, input_="n\n")
        assert (refused.exit_code, "Let it in as 李娜 (li)?" in refused.output) == (1, True)
        agreed = terminal.run("let-in", code.lower(), input_="y\n")
        assert re.search(r"“crossfoot @ .*” is in\.$", agreed.output.strip())

    ended = logs_in_by_code(world, tmp_path / "other", lets_in)
    assert ended == (0, f"Logged in to {world.url} as 李娜 (li). Books: ledger, billing")
    other = Terminal(tmp_path / "other", world)
    assert Credentials(other.config).token(world.url) != Credentials(terminal.config).token(world.url)
    assert "Invoice" in other.says("columns", "ledger", code=0)


def test_a_code_that_nobody_shows_lets_nobody_in(terminal: Terminal) -> None:
    assert terminal.says("let-in", "BBBB-BBBB", code=1).startswith(
        "Error: Unknown code: No program shows the code 'BBBB-BBBB' now."
    )
