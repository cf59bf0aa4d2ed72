"""The page on messages: what is said of a row, of a workbook and of a spreadsheet at Google, in both languages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

from crossfoot_addin.commands import words
from crossfoot_server.files import troubles as file_troubles
from crossfoot_server.sheets import errors as sheet_errors
from crossfoot_server.sheets import wording
from crossfoot_sync.client import wrongs
from crossfoot_sync.google import errors as google_errors
from crossfoot_sync.grids import errors
from crossfoot_templates import messages
from crossfoot_tests.server.refusals import refusals

HEAD = """\
# Messages

Everything crossfoot can say of a row, of a workbook or of a spreadsheet at Google, in both languages. Names in braces
are filled in. Programs look at the code, which does not change; sentences may. This page is written by
`python -m crossfoot_tests.docs.generate` from `messages.py`, `grids/errors.py`, `google/errors.py`,
`files/troubles.py`, `sheets/wording.py`, `sheets/errors.py`, `commands/words.py`, `client/wrongs.py` and what the
server may refuse, and a test compares it with them.

What the server answers to a program is in the [HTTP interface](http-api.md); errors of a definition are described in
[definitions](definitions.md).
"""

WORKBOOKS = """\
# About a workbook as a whole

These end a command with exit code 1. The file's name stands in front.
"""

UPLOADS = """\
# About a workbook that somebody uploads

[The page for uploads](../how-to/work-in-a-browser.md) says these, and those above. The file's name stands in front.
"""

SHEETS = """\
# About a sheet that a team shares

`crossfoot sheet` says these, and the worker writes some of them into the sheet's status line.
"""

SPREADSHEETS = """\
# About a spreadsheet at Google

The spreadsheet's address stands in front, or the service account's, the key file's, or the host's.
"""

REFUSALS = """\
# About what the server refuses

Said of a request as a whole, by every program that asks the server: the task pane, the page for uploads, the buttons in
Excel and the status line of a shared sheet in the language of their user, the command line in English. The title stands
in front of the sentence where there is room.
"""

BUTTONS = """\
# About what a button in Excel did

In the status bar and in message boxes; [what the buttons do](ribbon.md).
"""

WRONGS = """\
# About what went wrong

Before a command line, where each ends a command with exit code 1 or 5, and before the buttons of Excel. In English the
command line says the same with the commands that help; `{said}` is what the server says, or the name of a file and what
is wrong with it.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            *_tables(inspect.getsource(messages), messages.SENTENCES, "##"),
            WORKBOOKS.replace("# ", "## "),
            *_tables(inspect.getsource(errors), errors.REASONS, "###"),
            UPLOADS.replace("# ", "## "),
            *_tables(inspect.getsource(file_troubles), file_troubles.REASONS, "###"),
            SPREADSHEETS.replace("# ", "## "),
            *_tables(inspect.getsource(google_errors), google_errors.REASONS, "###"),
            SHEETS.replace("# ", "## "),
            *_tables(inspect.getsource(wording), wording.SENTENCES, "###"),
            *_tables(inspect.getsource(sheet_errors), sheet_errors.REASONS, "###"),
            REFUSALS.replace("# ", "## "),
            *_refusals(),
            BUTTONS.replace("# ", "## "),
            *_tables(inspect.getsource(words), words.WORDS, "###"),
            WRONGS.replace("# ", "## "),
            *_causes(),
        ]
    )


def _tables(source: str, sentences: Mapping[str, tuple[str, str]], level: str) -> Iterator[str]:
    """One table for each group; the comments of the source name the groups."""
    group: list[str] = []
    for line in source.splitlines():
        heading = re.fullmatch(r"    # (.+)", line)
        code = re.match(r'    "(\w+)": \(', line)
        if heading:
            yield from _closed(group)
            yield f"{level} {heading[1]}\n"
            group = ["| code | 中文 | English |", "|---|---|---|"]
        elif code and code[1] in sentences:
            zh, en = sentences[code[1]]
            group.append(f"| `{code[1]}` | {_cell(zh)} | {_cell(en)} |")
    yield from _closed(group)


def _refusals() -> Iterator[str]:
    """What the server says of each request that it cannot answer."""
    rows = (
        f"| `{cause.code}` | {_cell(f'{cause.title.zh}：{cause.detail.zh}')} "
        f"| {_cell(_without_conversions(f'{cause.title.en}: {cause.detail.en}'))} |"
        for cause in refusals()
    )
    yield from _closed(["| code | 中文 | English |", "|---|---|---|", *rows])


def _without_conversions(text: str) -> str:
    return text.replace("!r}", "}")


def _causes() -> Iterator[str]:
    """What is said of each thing that can go wrong."""
    rows = []
    for kind, each in wrongs.WRONGS.items():
        said = each.pattern("zh", "command line"), each.pattern("zh", "buttons"), each.pattern("en", "buttons")
        rows.append(f"| {kind.__name__} | {' | '.join(map(_cell, said))} |")
    yield from _closed(["| cause | 中文, terminal | 中文, Excel | English, Excel |", "|---|---|---|---|", *rows])


def _closed(group: list[str]) -> Iterator[str]:
    if group:
        yield "\n".join(group) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
