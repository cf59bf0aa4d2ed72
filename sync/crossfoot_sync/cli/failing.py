"""How commands end: exit codes for scripts, and errors as one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import click

from crossfoot_sync.client.errors import ClientError, TooManyChangesError, UnreachableError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.grids.errors import GridError


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


class AsksFirst(Failure):
    """So much changed that the person has to say it is meant; ``lines`` say what."""

    exit_code = Exit.ASKS_FIRST

    def __init__(self, cause: TooManyChangesError) -> None:
        super().__init__(str(cause))
        self.lines = cause.lines


EDITS_KEPT = "Your edits are kept; sync again when it is back."
TRY_AGAIN = "Try again when it is back."
"""What to do where the server did not answer: to one who works in a workbook, and to one who only asks."""


@contextmanager
def failing(unanswered: str = EDITS_KEPT) -> Iterator[None]:
    """Turn what can go wrong into a sentence and an exit code; ``unanswered`` is said where no answer came."""
    try:
        yield
    except TooManyChangesError as error:
        raise AsksFirst(error) from error
    except UnreachableError as error:
        raise Failure(f"{error} {unanswered}") from error
    except (ClientError, GridError) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or 'file'}: {error.strerror or error}") from error


def exit_code(report: SyncReport) -> Exit:
    """What a script should know of a finished sync."""
    if not report.ties:
        return Exit.DOES_NOT_TIE
    held_back = any(table.held_back for table in report.tables)
    if any(report.open_rows()) or any(each.verdict for each in report.fields) or report.missed or held_back:
        return Exit.NEEDS_A_LOOK
    return Exit.IN_STEP
