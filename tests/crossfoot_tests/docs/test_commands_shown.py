"""Commands that the pages show exist, with the options that they are shown with."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from crossfoot_sync.cli import main
from crossfoot_tests.docs.places import DOCS, ROOT, name_of, pages

_BLOCK = re.compile(r"^```(?:console|sh|text)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CROSSFOOT = re.compile(r"(?:^|[\s`$(/])crossfoot ((?:[a-z]|--)[^\n`;&|)]*)", re.MULTILINE)
_TARGET = re.compile(r"(?:^|`|\$ )make ([a-z]+)", re.MULTILINE)
GENERATED = DOCS / "reference" / "command-line.md"


def shown_calls(page: Path) -> list[list[str]]:
    """The arguments of every call of ``crossfoot`` in blocks of code and in code within a line."""
    text = re.sub(r"\\\n\s*", "", page.read_text(encoding="utf-8"))
    inline = re.findall(r"`(crossfoot [^`\n]+)`", text)
    calls = []
    for block in [*_BLOCK.findall(text), *inline]:
        lines = [line for line in block.splitlines() if not line.startswith("crossfoot serves ")]
        calls += [shlex.split(call, comments=True) for call in _CROSSFOOT.findall("\n".join(lines))]
    return calls


def problem(arguments: list[str]) -> str | None:
    """What is wrong with a call: a command or an option that does not exist."""
    command: click.Command = main
    context = click.Context(main)
    for argument in arguments:
        if isinstance(command, click.Group) and not argument.startswith("-"):
            found = command.get_command(context, argument)
            if found is None:
                return f"no command {argument!r} in {arguments}"
            command = found
        elif argument.startswith("--") and argument not in ("--help", *_options(command)):
            return f"{command.name} has no option {argument!r}"
    return None


def _options(command: click.Command) -> list[str]:
    return [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]


@pytest.mark.parametrize("page", [page for page in pages() if page != GENERATED], ids=name_of)
def test_every_call_of_crossfoot_on_a_page_can_be_made(page: Path) -> None:
    assert [each for each in map(problem, shown_calls(page)) if each] == []


def test_calls_are_found_and_wrong_ones_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ crossfoot book sync a.xlsx --now\n```\nor `crossfoot bok new`\n", encoding="utf-8")
    assert [problem(call) for call in shown_calls(page)] == [
        "sync has no option '--now'",
        "no command 'bok' in ['bok', 'new']",
    ]


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_make_target_on_a_page_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {*_TARGET.findall(page.read_text(encoding="utf-8"))} - targets == set()


def test_the_readme_opens_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = _BLOCK.findall(readme)[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]
