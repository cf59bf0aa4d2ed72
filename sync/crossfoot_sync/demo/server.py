"""The server of the demo: the real one, as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from crossfoot_sync.client.errors import ClientError

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_SECONDS = 60


def crossfoot(*arguments: str, config: Path) -> str:
    """Run the ``crossfoot`` command and return what it printed.

    Raises:
        ClientError: it failed; the message is what it said.
    """
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "crossfoot_sync", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CROSSFOOT_CONFIG": str(config), "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode not in (0, 3):
        raise ClientError(f"crossfoot {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class ServerProcess:
    """``crossfoot serve`` over a store of its own; ``options`` are further ones of that command."""

    def __init__(self, store: Path, log: Path, port: int, *options: str) -> None:
        self._log = log.open("w", encoding="utf-8")
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "crossfoot_sync", "serve", "--store", str(store), "--port", str(port), *options],
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.address = self._wait_for_address()

    def _wait_for_address(self) -> str:
        """The address it says it listens on.

        Raises:
            ClientError: it ended, or said nothing for a minute.
        """
        given_up = threading.Timer(_SECONDS, self.process.kill)
        given_up.start()
        try:
            assert self.process.stdout is not None  # noqa: S101 - it was asked for above
            for line in self.process.stdout:
                found = _ADDRESS.search(line)
                if found:
                    return found[0]
        finally:
            given_up.cancel()
        raise ClientError(f"The server did not start; {self._log.name} says why.")

    def wait(self) -> None:
        """Serve until it is ended."""
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        self.process.terminate()
        self.process.wait(timeout=30)
        self._log.close()
