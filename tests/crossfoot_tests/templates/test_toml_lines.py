"""Lines of keys: against a writer of TOML that notes where it puts each key, and against ``tomllib``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_templates.loader.toml_lines import Path, lines_of

TRICKY = [
    *("", "#", "a # b", "[x]", "[[x]]\n", 'k = "v"', "''", '""', "]", "}", ",", "=", "\\", "多行\n[table]\n# no"),
    *("'''", "it's", "a'", 'a"', 'a"""b', '"""b""'),
]
KEYS = st.sampled_from(["a", "b", "c-d", "with space", "点.点", "1", "#", "]", '"', ""])
TEXTS = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
SCALARS = st.integers(-99, 99) | st.booleans() | st.dates() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@dataclass
class Writer:
    """Writes documents in every style that TOML has, noting the line of each key, table and item."""

    draw: st.DrawFn
    text: str = ""
    lines: dict[Path, int] = field(default_factory=dict)

    def note(self, path: Path) -> None:
        self.lines[path] = self.text.count("\n") + 1

    def filler(self) -> None:
        self.text += self.draw(st.sampled_from(["", "", "\n", "# [comment]\n", "\t\n\n", '# a = """\n']))

    def key(self, key: str) -> str:
        basic = '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'
        styles = [basic]
        if key and all(each.isascii() and (each.isalnum() or each in "-_") for each in key):
            styles.append(key)
        if "'" not in key:
            styles.append(f"'{key}'")
        return self.draw(st.sampled_from(styles))

    def string(self, text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        styles = ['"' + escaped.replace("\n", "\\n") + '"', f'"""\n{escaped}"""', f'"""\\\n   {escaped}"""']
        if "'" not in text and "\n" not in text:
            styles.append(f"'{text}'")
        if "'''" not in text and not text.startswith("\n"):
            styles.append(f"'''{text}'''")  # it may end in one or two quotes of its own
        if not text.startswith("\n") and not text.endswith('"""'):
            styles.append('"""' + text.replace("\\", "\\\\").replace('"""', '\\"""') + '"""')
        if text.lstrip() != text:  # the backslash would swallow leading blanks
            styles.pop(2)
        return self.draw(st.sampled_from(styles))

    def value(self, path: Path, value: object) -> None:
        if isinstance(value, dict):
            self.text += self.draw(st.sampled_from(["{", "{ "]))
            for at, (key, inner) in enumerate(value.items()):
                self.text += ", " if at else ""
                self.note((*path, key))
                self.text += self.key(key) + " = "
                self.value((*path, key), inner)
            self.text += " }"
        elif isinstance(value, list):
            inside_table = "{" in self.text.rsplit("\n", 1)[-1]
            gaps = ["", " "] if inside_table else ["", " ", "\n  ", " # ]\n"]
            self.text += "["
            for at, inner in enumerate(value):
                self.text += ("," if at else "") + self.draw(st.sampled_from(gaps))
                self.note((*path, at))
                self.value((*path, at), inner)
            self.text += self.draw(st.sampled_from(gaps)) + "]"
        elif isinstance(value, str):
            self.text += self.string(value)
        elif isinstance(value, bool):
            self.text += str(value).lower()
        else:
            self.text += str(value)

    def pairs(self, path: Path, pairs: Mapping[str, object]) -> None:
        for key, value in pairs.items():
            self.filler()
            self.note((*path, key))
            self.text += self.key(key) + self.draw(st.sampled_from([" = ", "=", "\t=  "]))
            self.value((*path, key), value)
            self.text += self.draw(st.sampled_from(["\n", " # x = [\n"]))


PAIRS = st.dictionaries(KEYS, VALUES, max_size=4)
TABLES = st.lists(st.tuples(PAIRS, st.lists(PAIRS, max_size=2)), max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, object], dict[Path, int]]:
    """A text, what it means, and the lines of its paths: top keys, a table, arrays of tables inside each other."""
    writer = Writer(draw)
    top, one, many = draw(PAIRS), draw(PAIRS), draw(TABLES)
    document: dict[str, object] = dict(top)
    writer.pairs((), top)
    writer.filler()
    writer.note(("one",))
    writer.note(("one", "two"))
    writer.text += draw(st.sampled_from(["[one.two]\n", "[ one . two ] # here\n"]))
    writer.pairs(("one", "two"), one)
    document["one"] = {"two": one}
    for at, (pairs, inner) in enumerate(many):
        writer.filler()
        if at == 0:
            writer.note(("many",))
        writer.note(("many", at))
        writer.text += "[[many]]\n"
        writer.pairs(("many", at), pairs)
        for under, inner_pairs in enumerate(inner):
            if under == 0:
                writer.note(("many", at, "inner"))
            writer.note(("many", at, "inner", under))
            writer.text += "[[many.inner]]\n"
            writer.pairs(("many", at, "inner", under), inner_pairs)
    if many:
        document["many"] = [pairs | ({"inner": inner} if inner else {}) for pairs, inner in many]
    return writer.text, document, writer.lines


@pytest.mark.slow
@settings(max_examples=150)
@given(documents())
def test_every_key_is_found_on_the_line_it_was_written_on(
    written: tuple[str, dict[str, object], dict[Path, int]],
) -> None:
    text, document, lines = written
    assert tomllib.loads(text) == document
    assert lines_of(text) == lines


@settings(max_examples=25)
@given(documents())
def test_windows_line_ends_move_nothing(written: tuple[str, dict[str, object], dict[Path, int]]) -> None:
    text, _, lines = written
    assert lines_of(text.replace("\n", "\r\n")) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", {}),
        ("# only a comment", {}),
        ("a.b.c = 1", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 1}),
        ("a.x = 1\n\na.y = 2", {("a",): 1, ("a", "x"): 1, ("a", "y"): 3}),
        ("[a.b]\n[a]\n", {("a",): 2, ("a", "b"): 1}),
        ('a = """x"""""\nb = 1', {("a",): 1, ("b",): 2}),
        ("a = 1979-05-27 07:32:00 # when\nb = 1", {("a",): 1, ("b",): 2}),
        ('"a\\"]" = 1', {('a"]',): 1}),
        ("a = [\n  [1,\n   2],\n  {b = 3},\n]", {
            ("a",): 1, ("a", 0): 2, ("a", 0, 0): 2, ("a", 0, 1): 3, ("a", 1): 4, ("a", 1, "b"): 4,
        }),
    ],
)  # fmt: skip
def test_lines_of_some_texts(text: str, lines: dict[Path, int]) -> None:
    tomllib.loads(text)
    assert lines_of(text) == lines
