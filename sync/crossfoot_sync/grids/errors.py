"""What can go wrong with a workbook. Each message names the file, the cause and the way out."""

from __future__ import annotations


class GridError(Exception):
    """A workbook that cannot be read or written."""

    def __init__(self, name: str, cause: str, way_out: str) -> None:
        super().__init__(f"{name}: {cause} {way_out}".strip())
        self.name = name
        self.cause = cause
        self.way_out = way_out
