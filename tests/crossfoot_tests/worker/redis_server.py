"""A Redis of one's own on 127.0.0.1, without a file."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager


@contextmanager
def redis_server() -> Iterator[str]:
    """Its URL, until the block ends."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            for line in program.stdout:
                if "Ready to accept connections" in line:
                    break
            else:
                raise AssertionError("Redis ended before it was ready")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            program.terminate()
            program.communicate(timeout=10)
