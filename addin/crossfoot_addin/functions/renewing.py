"""When answers that functions have kept are too old, said by one process of Python to another.

Excel starts Python anew for each button, and keeps one that answers the functions in cells. They meet at a file: the
time at which it was last touched.
"""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def stamp() -> Path:
    """The file, in the folder of its user."""
    return user_data_path("crossfoot") / "functions.renewed"


def renew(at: Path | None = None) -> None:
    """Let functions ask the server anew from now on. A folder that cannot be written to ends no command."""
    path = at or stamp()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return


def renewed(at: Path | None = None) -> float:
    """When that was last said, in seconds since 1970; 0 where it never was."""
    try:
        return (at or stamp()).stat().st_mtime
    except OSError:
        return 0.0
