"""Starts a program and ends it when its owner does: run as a script, beside the owner, with a pipe from it.

Whoever dies without a word (killed, crashed) closes the pipe, and so the program never outlives its owner. It ends
the program that it started and nothing else, by the process group that it made for it.

    python guard.py FOLDER PROGRAM ARGUMENT…

FOLDER belongs to the program and is removed after it.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
import sys

PATIENCE = 10.0
"""Seconds that the program has to end by itself."""
LOOKING = 0.5
"""Seconds between looks at whether the program still runs."""


def main(folder: str, *command: str) -> None:
    """Start ``command``, say its process id, and wait until either side ends."""
    process = subprocess.Popen(  # noqa: S603  # the owner's own command
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        print(process.pid, flush=True)
        _until_either_ends(process)
    finally:
        _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _until_either_ends(process: subprocess.Popen[bytes]) -> None:
    with selectors.DefaultSelector() as looking:
        looking.register(sys.stdin, selectors.EVENT_READ)
        while process.poll() is None:
            if looking.select(LOOKING) and not os.read(sys.stdin.fileno(), 1):
                return


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main(*sys.argv[1:])
