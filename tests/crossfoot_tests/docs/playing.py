"""Carrying out a page: files are saved, commands are run, cells are typed, and what the page shows must come out.

A page is carried out from the top. What it holds for this is written as people read it:

- ``Save this as `name`:`` and a block of code: the file is written.
- ``In `book.xlsx`, sheet **Title**:`` and a table of cells and what to type: LibreOffice types it, saves and closes.
- a block ``console``: each line after ``$`` is run; the lines below are what it prints. ``…`` stands for anything.

The address of the server on the page stands for the one that really serves. Starting a server ends the one before.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crossfoot_tests.office.person import LibreOffice

ADDRESS = "http://127.0.0.1:8765"
SERVE = "crossfoot serve"
SERVING = "crossfoot serves "

FILE = r"Save this as `(?P<file>[^`]+)`:\n\n```\w+\n(?P<content>.*?)^```$"
TABLE = r"\|(?P<heads>[^\n]*)\|\n\|[-| ]+\n(?P<lines>(?:\|[^\n]*\n)+)"
TYPED = r"^In `(?P<book>[^`]+)`, sheet \*\*(?P<sheet>[^*]+)\*\*[^\n]*:\n\n" + TABLE
CONSOLE = r"^```console\n(?P<console>.*?)^```$"

Act = Callable[[re.Match[str]], None]

_CELL = re.compile(r"^\| `(\w+)` \|.*\| `([^`]+)` \|$", re.MULTILINE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass
class Player:
    """Carries out pages in ``folder``; whatever a page starts to serve is ended by :meth:`close`.

    ``config`` is the folder with the token of whoever runs a command that does not name one itself.
    """

    folder: Path
    libreoffice: LibreOffice
    config: str
    address: str = ADDRESS
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    def serve_again(self) -> None:
        """Serve the store in the folder at the address that its workbooks were made from."""
        self._serve(f"{SERVE} --store store.sqlite", f"{SERVING}{ADDRESS} from …")

    def acts(self) -> dict[str, Act]:
        """What a page may hold, as patterns, with what carries it out."""
        return {FILE: self._save, TYPED: self._type, CONSOLE: self._run_all}

    def play(self, page: Path) -> int:
        """Carry ``page`` out and return how many steps it had."""
        text = page.read_text(encoding="utf-8")
        steps = [
            (step, act)
            for pattern, act in self.acts().items()
            for step in re.finditer(pattern, text, re.DOTALL | re.MULTILINE)
        ]
        for step, act in sorted(steps, key=lambda each: each[0].start()):
            act(step)
        return len(steps)

    def close(self) -> None:
        """End what serves."""
        while self.servers:
            server = self.servers.pop()
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)

    def _save(self, step: re.Match[str]) -> None:
        (self.folder / step["file"]).write_text(step["content"], encoding="utf-8")

    def _type(self, step: re.Match[str]) -> None:
        typed = [
            ("type", step["sheet"], cell, float(text) if _NUMBER.fullmatch(text) else text)
            for cell, text in cells_of(step["lines"])
        ]
        self.libreoffice.work(self.folder / step["book"], *typed)

    def _run_all(self, step: re.Match[str]) -> None:
        for command, shown in _calls(step["console"]):
            self._run(command, shown)

    def _run(self, command: str, shown: str, typed: str = "") -> None:
        if command.startswith(SERVE):
            if shown.startswith(SERVING):
                self._serve(command, shown)
                return
            command += " --port 0"  # it is refused before anything is served
        done = subprocess.run(
            ["bash", "-c", command.replace(ADDRESS, self.address)],
            cwd=self.folder,
            env=self._environment(),
            input=typed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed = done.stdout.replace(self.address, ADDRESS)
        assert fits(shown, printed), f"$ {command}\n{printed}\nis not what the page shows:\n{shown}"

    def _serve(self, command: str, shown: str) -> None:
        self.close()
        port = 0 if self.address == ADDRESS else self.address.rpartition(":")[2]
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command} --port {port}"],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.servers.append(server)
        assert server.stdout is not None
        printed = server.stdout.readline()
        self.address = printed.removeprefix(SERVING).split()[0]
        assert fits(shown, printed.replace(self.address, ADDRESS))

    def _environment(self) -> dict[str, str]:
        """Ours, with the commands of this virtual environment in front and a terminal wide enough for the pages."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("CROSSFOOT_")}
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        wanted = {
            "PATH": path,
            "COLUMNS": "120",
            "LC_ALL": "C.UTF-8",
            "PYTHONIOENCODING": "utf-8",
            "CROSSFOOT_CONFIG": self.config,
        }
        return ours | wanted


@contextmanager
def playing(folder: Path, libreoffice: LibreOffice, config: str, address: str = ADDRESS) -> Iterator[Player]:
    """A player in ``folder``; ``address`` is where its workbooks look for their server, if it holds any."""
    player = Player(folder, libreoffice, config, address)
    try:
        yield player
    finally:
        player.close()


def cells_of(lines: str) -> list[tuple[str, str]]:
    """The cells of a table of what to type, each with its text."""
    typed: list[tuple[str, str]] = _CELL.findall(lines)
    assert len(typed) == len(lines.splitlines())
    return typed


def _calls(console: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the lines that are shown below it."""
    for call in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = re.sub(r"\\\n\s*", "", call).partition("\n")
        yield command, shown


def fits(shown: str, printed: str) -> bool:
    """Whether ``printed`` is what the page shows; ``…`` stands for anything, blank lines and line ends do not count."""
    pattern = ".*?".join(re.escape(part) for part in _tidy(shown).split("…"))
    return re.fullmatch(pattern, _tidy(printed), re.DOTALL) is not None


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())
