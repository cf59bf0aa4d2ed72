"""The same played in another process, in which sets are ordered otherwise."""

from __future__ import annotations

import os
import subprocess
import sys


def printed(program: str, hash_seed: str) -> bytes:
    """What a Python program prints where sets are ordered by ``hash_seed``."""
    told = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    return told.stdout
