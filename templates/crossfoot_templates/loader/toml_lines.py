"""On which line each key of a TOML text stands: ``tomllib`` says what a text means, not where."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a document: ``("table", 0, "column", 3, "max")``."""

_INLINE_GAP = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED_KEY = re.compile(r"""(?P<basic>"(?:\\.|[^"\\])*")|(?P<literal>'[^']*')""")
_TEXT = re.compile(
    r'''"""(?:\\.|[^\\])*?""""{0,2}'''  # a closing run may hold up to two quotes that belong to the text
    r"""|'''.*?''''{0,2}"""
    r'''|"(?:\\.|[^"\\])*"'''
    r"""|'[^']*'""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\n#]+")


def lines_of(text: str) -> dict[Path, int]:
    """The 1-based line of every table, key and list item of ``text``, which ``tomllib`` must have accepted."""
    return _Walk(text.replace("\r\n", "\n")).document()


class _Walk:
    """One pass over a valid text. ``position`` is the next character to read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.lines: dict[Path, int] = {}
        self.listed: dict[Path, int] = {}
        self.line_ends = [at for at, character in enumerate(text) if character == "\n"]

    def document(self) -> dict[Path, int]:
        inside: Path = ()
        self.skip(_GAP)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                inside = self.header()
            else:
                self.pair(inside)
            self.skip(_GAP)
        return self.lines

    def header(self) -> Path:
        line = self.line()
        brackets = 2 if self.text.startswith("[[", self.position) else 1
        self.position += brackets
        *above, last = self.key()
        self.position += brackets
        path: Path = ()
        for part in above:
            path = self.latest((*path, part))
            self.lines.setdefault(path, line)
        path = (*path, last)
        if brackets == 2:
            self.lines.setdefault(path, line)
            self.listed[path] = self.listed.get(path, -1) + 1
            path = self.latest(path)
        self.lines[path] = line
        return path

    def latest(self, path: Path) -> Path:
        """``path``, or its newest item where it is an array of tables."""
        return (*path, self.listed[path]) if path in self.listed else path

    def pair(self, inside: Path) -> None:
        line = self.line()
        for part in self.key():
            inside = (*inside, part)
            self.lines.setdefault(inside, line)
        self.position += 1  # the equals sign
        self.value(inside)

    def key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self.skip(_INLINE_GAP)
            quoted = _QUOTED_KEY.match(self.text, self.position)
            if quoted:
                self.position = quoted.end()
                parts.append(tomllib.loads(f"key = {quoted[0]}")["key"])
            else:
                parts.append(self.skip(_BARE_KEY))
            self.skip(_INLINE_GAP)
            if self.text[self.position] != ".":
                return parts
            self.position += 1

    def value(self, path: Path) -> None:
        self.skip(_INLINE_GAP)
        opening = self.text[self.position]
        if opening in "[{":
            self.position += 1
            closing = "]" if opening == "[" else "}"
            self.items(path, closing)
        else:
            self.skip(_TEXT if opening in "\"'" else _PLAIN)

    def items(self, path: Path, closing: str) -> None:
        count = 0
        self.skip(_GAP)
        while self.text[self.position] != closing:
            if closing == "]":
                self.lines[(*path, count)] = self.line()
                self.value((*path, count))
            else:
                self.pair(path)
            count += 1
            self.skip(_GAP)
            if self.text[self.position] == ",":
                self.position += 1
                self.skip(_GAP)
        self.position += 1

    def line(self) -> int:
        return bisect_left(self.line_ends, self.position) + 1

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        if match is None:
            raise ValueError(f"TOML that tomllib did not accept, at character {self.position}")
        self.position = match.end()
        return match[0]
