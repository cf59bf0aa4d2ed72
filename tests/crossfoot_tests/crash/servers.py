"""Server processes over one store, which are killed without warning.

Each is ``crossfoot serve`` in a process of its own.
"""

from __future__ import annotations

import faulthandler
import os
import re
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from threading import Condition
from time import monotonic

from crossfoot_tests.crash.forking import FORKING

_ADDRESS = re.compile(r"crossfoot serves (http://127\.0\.0\.1:\d+) from .+\n")
_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """One server process and its address."""

    process: BaseProcess
    url: str

    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)


def start(store: Path, log: Path) -> tuple[BaseProcess, Connection]:
    """Start ``crossfoot serve`` on a free port; what it prints comes out of the connection."""
    printed, prints = FORKING.Pipe(duplex=False)
    process = FORKING.Process(target=_serve, args=(store, log, prints), daemon=True)
    process.start()
    prints.close()
    return process, printed


def _serve(store: Path, log: Path, prints: Connection) -> None:
    from crossfoot_server.cli.serve import serve  # noqa: PLC0415 - in the process that is killed, not in the tests'

    os.dup2(prints.fileno(), 1)
    with log.open("ab") as errors:
        os.dup2(errors.fileno(), 2)
    faulthandler.enable()  # a server that dies of itself says where
    serve.main(["--store", str(store), "--port", "0", "--log-level", "warning"])


def address(process: BaseProcess, printed: Connection) -> str:
    """Where a server that was started listens.

    Raises:
        RuntimeError: it said nothing of an address.
    """
    with printed:
        said = os.read(printed.fileno(), 1000).decode() if printed.poll(_SECONDS) else ""
    found = _ADDRESS.fullmatch(said)
    if found is None:
        raise RuntimeError(f"server {process.pid} said {said!r} (exit code {process.exitcode})")
    return found[1]


def is_being_written(store: Path) -> bool:
    """Whether some process is inside a transaction that writes."""
    while True:
        with closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    return True
                if "locking protocol" in str(error):
                    continue  # the log of a server that was killed is being gone through: that passes
                raise
            connection.execute("ROLLBACK")
            return False


@dataclass
class Fleet:
    """Servers over the store at ``store``, ``size`` of them.

    Attributes:
        kills: how many were killed; ``inside`` how many of the kills ended a transaction that was writing.
    """

    store: Path
    random: Random
    size: int = 3
    serving: list[Served] = field(default_factory=list)
    kills: int = 0
    inside: int = 0
    _coming: list[tuple[BaseProcess, Connection]] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)

    def pick(self) -> str:
        """The address of one that serves; where none does, the first that will."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.serving, _SECONDS), "no server came up"
            return self.random.choice(self.serving).url

    def refill(self) -> None:
        """Start as many as were killed, without waiting for them."""
        while len(self.serving) + len(self._coming) < self.size:
            self._coming.append(start(self.store, self.store.with_suffix(".log")))

    def welcome(self, least: int) -> None:
        """Take in servers that have come up, and wait until ``least`` serve."""
        for process, printed in list(self._coming):
            if len(self.serving) < least or printed.poll():
                self._coming.remove((process, printed))
                served = Served(process, address(process, printed))
                with self._changed:
                    self.serving.append(served)
                    self._changed.notify_all()

    def wait_for_commit(self) -> None:
        """Wait until a transaction is being written down, which SQLite does at its end, beside the store."""
        log = self.store.with_name(self.store.name + "-wal")
        before = log.stat().st_mtime_ns
        given_up = monotonic() + _SECONDS
        while log.stat().st_mtime_ns == before:
            assert monotonic() < given_up, "nobody commits"

    def kill(self, victims: list[Served]) -> bool:
        """Kill ``victims`` at the instruction they are at, and say whether that ended a transaction that was writing.

        Everybody is halted meanwhile, so that nobody else takes the place of whoever was writing.
        """
        for each in self.serving:
            assert each.process.exitcode is None, f"a server ended by itself ({each.process.exitcode}); see its log"
            each.signal(signal.SIGSTOP)
        before = is_being_written(self.store)
        for each in victims:
            each.signal(signal.SIGKILL)
        for each in victims:
            each.process.join(_SECONDS)
        inside = before and not is_being_written(self.store)
        with self._changed:
            self.serving = [each for each in self.serving if each not in victims]
        for each in self.serving:
            each.signal(signal.SIGCONT)
        self.kills += len(victims)
        self.inside += inside
        return inside

    def close(self) -> None:
        """Kill whoever is left."""
        for process, printed in self._coming:
            printed.close()
            process.kill()
        for each in self.serving:
            each.process.kill()
        for process in [*(process for process, _ in self._coming), *(each.process for each in self.serving)]:
            process.join(_SECONDS)
