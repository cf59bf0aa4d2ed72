"""The settings that the macros read: a line for each, ``"NAME","value"``."""

from __future__ import annotations

import csv
import locale
from dataclasses import dataclass, field
from pathlib import Path


class UnreadableForMacrosError(Exception):
    """A value with characters that macros cannot read: they know only those of the system's own code page."""

    def __init__(self, value: str, encoding: str) -> None:
        super().__init__(
            f"Macros of Excel cannot read {value} here: it has characters that are not in {encoding}. Install Python "
            f"and crossfoot in a folder whose name has plain letters, and name it with --python."
        )


@dataclass(frozen=True)
class Settings:
    """The settings in a file. ``encoding`` is the one in which macros read files."""

    path: Path
    encoding: str = field(default_factory=locale.getencoding)

    def read(self) -> dict[str, str]:
        """Every setting, by name in capitals; none where there is no file."""
        try:
            text = self.path.read_text(self.encoding, errors="replace")
        except FileNotFoundError:
            return {}
        return {line[0].upper(): line[1] for line in csv.reader(text.splitlines()) if len(line) == 2}

    def write(self, settings: dict[str, str]) -> None:
        """Set these; others stay.

        Raises:
            UnreadableForMacrosError: macros could not read a value.
            OSError: the file cannot be written.
        """
        lines = []
        for name, value in (self.read() | settings).items():
            try:
                lines.append(f'"{name}","{value}"\r\n'.encode(self.encoding))
            except UnicodeEncodeError as error:
                raise UnreadableForMacrosError(value, self.encoding) from error
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(b"".join(lines))
