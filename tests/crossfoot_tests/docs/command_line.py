"""The page on the command line: what every command says of itself when it is asked for help."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click
from click.testing import CliRunner

from crossfoot_sync.cli import main

WIDTH, PAGE_WIDTH = 100, 120

NOTES: dict[str, str] = {
    "crossfoot": (
        "Exit codes and JSON output: [use in scripts](../how-to/use-in-scripts.md). A command speaks the language of "
        "the workbook that it works on; without one that of the terminal, which is Chinese where the first of "
        "`LC_ALL`, `LC_MESSAGES` and `LANG` that is set begins with `zh`, or on Windows, where none is set, where "
        "Windows is."
    ),
    "crossfoot login": (
        "Where the token is kept, and what a code is: [accounts](accounts.md#where-tokens-are-kept). A workbook never "
        "holds a token."
    ),
    "crossfoot book new": (
        "An existing file is never overwritten. Which books are open to you, `crossfoot login` says."
    ),
    "crossfoot book check": (
        "The server judges the workbook and writes nothing; the file stays as it is, byte for byte."
    ),
    "crossfoot book sync": (
        "What happens in a sync: [sync](sync.md). `--yes` answers the question that is asked when more than 20 rows "
        "and more than a fifth of a table were changed or removed at once. At a terminal the question is put to you."
    ),
    "crossfoot book pull": "Rows you added are given their ids, and are not sent.",
    "crossfoot resolve": (
        "See [settle a conflict](../how-to/settle-a-conflict.md). Without `--mine` or `--theirs` it only lists."
    ),
    "crossfoot history": (
        "TABLE is `opportunity`, `商机` or `Opportunities`. A row that was removed is found as well. A key of several "
        "columns is written with ` / ` between them, as in `2026-03-31 / 李娜 / 1`."
    ),
    "crossfoot removed": "Voided and deleted rows alike, as far as you would see them if they were still there.",
    "crossfoot restore": "See [restore an older version](../how-to/restore-an-older-version.md).",
    "crossfoot undo": "See [undo a sync](../how-to/undo-a-sync.md).",
    "crossfoot batches": "Your own batches; everybody's for those who see every row.",
    "crossfoot columns": "Columns that you may not read are left out.",
    "crossfoot import": "See [bring in an old list](../how-to/bring-in-an-old-list.md).",
    "crossfoot demo": "The folder is emptied only if it is one that an earlier demo made.",
    "crossfoot serve": ("See [run a server](../how-to/run-a-server.md) and [server settings](server-settings.md)."),
    "crossfoot accounts": "See [accounts](accounts.md).",
    "crossfoot sheet": "See [sheets that teams share](sheets.md).",
    "crossfoot sheet link": "See [link a Google sheet](../how-to/link-a-google-sheet.md).",
    "crossfoot worker": "See [when a sheet is looked at](sheets.md#when-a-sheet-is-looked-at).",
    "crossfoot backup-restored": (
        "See [restore the store from a backup](../how-to/restore-the-store-from-a-backup.md)."
    ),
}

HEAD = """\
# The command line

What each command says with `--help`. This page is written by `python -m crossfoot_tests.docs.generate`, and a test
compares it with the commands; the [server's settings](server-settings.md) have a page of their own.
"""


def page() -> str:
    """The whole page."""
    sections = [HEAD]
    for path in sorted(_commands(main, ()), key=_order):
        name = " ".join(("crossfoot", *path))
        note = textwrap.fill(NOTES.get(name, ""), PAGE_WIDTH, break_on_hyphens=False)
        sections.append(
            "\n".join([f"## `{name}`", "", *([note, ""] if note else []), "```text", help_text(*path), "```", ""])
        )
    return "\n".join(sections)


def help_text(*path: str) -> str:
    """What the command at ``path`` answers to ``--help``."""
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="crossfoot", terminal_width=WIDTH)
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.rstrip().splitlines())


def _commands(group: click.Group, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    yield above
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*above, name))
        else:
            yield (*above, name)


def _order(path: tuple[str, ...]) -> tuple[int, ...]:
    """The order of the groups' own lists, which is the order in which people need the commands."""
    top = [*main.list_commands(click.Context(main))]
    return (0,) if not path else (1 + top.index(path[0]),)
