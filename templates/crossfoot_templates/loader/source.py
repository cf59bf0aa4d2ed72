"""Definition files as trees that know their lines. The only module of the loader that reads files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path

from crossfoot_templates.loader import toml_lines
from crossfoot_templates.loader.errors import Place, Problems

_FORMULA = re.compile(r"\s*(\w+)\s*=\s*[\"'“”‘’]?\s*[=＝]")
"""The beginning of a line that was meant to hold a formula, which has quotes of its own."""
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Node:
    """A TOML table: its values, where it stands in its file, and what it is called in messages."""

    file: str
    lines: dict[toml_lines.Path, int]
    keys: toml_lines.Path
    path: tuple[str, ...]
    values: dict[str, object]

    def at(self, key: str | None = None) -> Place:
        """The place of this table, or of one of its keys (the table's own where the key is not there)."""
        if key is None:
            return Place(self.file, self.lines.get(self.keys, 1), self.path)
        line = self.lines.get((*self.keys, key), self.lines.get(self.keys, 1))
        return Place(self.file, line, (*self.path, f"key {key}"))

    def under(self, path: tuple[str, ...]) -> Node:
        """The same table, called by ``path`` and its own name."""
        return Node(self.file, self.lines, self.keys, (*path, *self.path), self.values)

    def child(self, key: str, values: dict[str, object]) -> Node:
        """The table ``values`` at ``key``."""
        return Node(self.file, self.lines, (*self.keys, key), (*self.path, _called(key, values, None)), values)

    def children(self, key: str, tables: list[dict[str, object]]) -> Iterator[Node]:
        """The array of tables at ``key``."""
        for number, values in enumerate(tables):
            called = _called(key, values, number)
            yield Node(self.file, self.lines, (*self.keys, key, number), (*self.path, called), values)


def _called(key: str, values: dict[str, object], number: int | None) -> str:
    """``column amount``; ``column #3`` where it has no name."""
    noun = "item" if key == "items" else key
    for naming in ("name", "code", "table"):
        name = values.get(naming)
        if isinstance(name, str) and name:
            return f"{noun} {name}"
    return noun if number is None else f"{noun} #{number + 1}"


def shipped(problems: Problems) -> list[Node]:
    """The definitions that come with crossfoot, by file name."""
    folder = resources.files("crossfoot_templates") / "books"
    files = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    read = (parse(f"books/{each.name}", each.read_bytes(), problems) for each in files)
    return [node for node in read if node is not None]


def laid_over(folder: Path, problems: Problems) -> list[Node]:
    """A company's definitions: every ``*.toml`` directly in ``folder``, by file name."""
    if not folder.is_dir():
        problems.add(Place(str(folder), 0), "not_a_folder", found=str(folder))
        return []
    nodes = []
    for file in sorted(folder.glob("*.toml")):
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.add(Place(str(file), 0), "unreadable", found=error.strerror or str(error))
            continue
        node = parse(str(file), data, problems)
        if node is not None:
            nodes.append(node)
    return nodes


def parse(name: str, data: bytes, problems: Problems) -> Node | None:
    """The document in ``data``, or ``None`` and a problem. Numbers with a point are exact."""
    try:
        text = data.decode("utf-8-sig")  # Windows' Notepad writes the mark
    except UnicodeDecodeError as error:
        problems.add(Place(name, data.count(b"\n", 0, error.start) + 1), "not_utf8")
        return None
    try:
        values = tomllib.loads(text, parse_float=_exact)
        return Node(name, toml_lines.lines_of(text), (), (), values)
    except RecursionError:
        problems.add(Place(name, 0), "too_deep")
    except ValueError as error:
        line = _line(str(error), text)
        formula = _FORMULA.match(text.split("\n")[line - 1]) if line else None
        found = _AT_LINE.sub("", str(error))
        if formula is None:
            problems.add(Place(name, line), "not_toml", found=found)
        else:
            expected = f"{formula[1]} = '=[@kind]=\"invoice\"'"
            problems.add(Place(name, line), "formula_quotes", found=found, expected=expected)
    return None


def _exact(text: str) -> Decimal:
    """A TOML float as an exact number; one out of all bounds becomes NaN, which no option takes."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _line(message: str, text: str) -> int:
    match = _AT_LINE.search(message)
    if match is None:
        return 0
    return int(match[1]) if match[1] else text.count("\n") + 1
