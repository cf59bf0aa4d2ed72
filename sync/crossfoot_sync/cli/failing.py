"""How commands end: exit codes for scripts, and errors as one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import IO, Any

import click

from crossfoot_sync.client.errors import ClientError, TooManyChangesError, UnreachableError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.label import Label, Language
from crossfoot_templates.terminal import ERROR


class Exit(IntEnum):
    """Exit codes; 2 is click's own for a wrong call."""

    IN_STEP = 0
    FAILED = 1
    NEEDS_A_LOOK = 3
    DOES_NOT_TIE = 4
    ASKS_FIRST = 5


class Failure(click.ClickException):
    """An error told in one sentence."""

    exit_code = Exit.FAILED

    def __init__(self, message: str, language: Language = "en") -> None:
        super().__init__(message)
        self.language = language

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it where errors go."""
        click.echo(f"{ERROR.in_(self.language)}{self.format_message()}", file=file, err=file is None)


class AsksFirst(Failure):
    """So much changed that the person has to say it is meant; ``lines`` say what."""

    exit_code = Exit.ASKS_FIRST

    def __init__(self, message: str, language: Language, lines: list[str]) -> None:
        super().__init__(message, language)
        self.lines = lines


EDITS_KEPT = Label("您的改动没有丢失；服务器恢复后请再次同步。", "Your edits are kept; sync again when it is back.")
TRY_AGAIN = Label("服务器恢复后请再试一次。", "Try again when it is back.")
"""What to do where the server did not answer: to one who works in a workbook, and to one who only asks."""


@contextmanager
def failing(unanswered: Label = EDITS_KEPT, path: Path | None = None) -> Iterator[None]:
    """Turn what can go wrong into a sentence and an exit code; ``unanswered`` is said where no answer came.

    It is said in the language of the workbook at ``path``, or else in that of the terminal.
    """
    try:
        yield
    except (ClientError, GridError, OSError) as error:
        from crossfoot_sync.cli.speaking import language_for  # noqa: PLC0415 - slow to load, and rarely wanted
        from crossfoot_sync.client.wrongs import in_plain_words  # noqa: PLC0415 - the same

        language = language_for(path)
        said = in_plain_words(error, language, "command line")
        if isinstance(error, TooManyChangesError):
            raise AsksFirst(said, language, error.lines) from error
        if isinstance(error, UnreachableError):
            said += ("" if language == "zh" else " ") + unanswered.in_(language)
        raise Failure(said, language) from error


def exit_code(report: SyncReport) -> Exit:
    """What a script should know of a finished sync."""
    if not report.ties:
        return Exit.DOES_NOT_TIE
    held_back = any(table.held_back for table in report.tables)
    if any(report.open_rows()) or any(each.verdict for each in report.fields) or report.missed or held_back:
        return Exit.NEEDS_A_LOOK
    return Exit.IN_STEP
