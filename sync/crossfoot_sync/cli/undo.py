"""``crossfoot undo``: take a push back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crossfoot_sync.cli.failing import Exit, failing
from crossfoot_sync.cli.speaking import language_for
from crossfoot_sync.cli.telling import batch_line
from crossfoot_sync.cli.terminal import confirm, somebody_is_there
from crossfoot_sync.cli.words import word
from crossfoot_sync.client import stepping_back
from crossfoot_sync.client.back_report import BackReport, describe_back
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.finding import open_workbook


@click.command(short_help="Take a push back, as far as nobody changed it since.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("batch", default="")
@click.option("--preview", is_flag=True, help="Show what would go back; change nothing.")
@click.option("--reason", default="", help="Why; kept with the batch that the undo is. [default: it names the batch]")
@click.option("--json", "json_", is_flag=True, help="Print the report as JSON.")
def undo(path: Path, batch: str, preview: bool, reason: str, json_: bool) -> None:
    """Undo BATCH, and bring the workbook at PATH up to date.

    Without BATCH it is the newest of the workbook that changed something and still stands: at a terminal, what would go
    back is shown first, and you are asked. What somebody changed since stays, and the report says who.
    """
    from crossfoot_sync.cli.stepping import finish, print_back  # noqa: PLC0415 - rich is slow to load

    with failing(path=path), open_desk(path, Credentials()) as desk:
        found = stepping_back.batch_to_undo(desk, batch)
        language = language_for(path)
        if not json_:
            click.echo(word("to_undo", language, batch=batch_line(found, language)))
        if preview:
            report = _tried(desk, path.name, found.id)
        else:
            if not (batch or json_) and somebody_is_there():
                tried = _tried(desk, path.name, found.id)
                print_back(tried)
                if not tried.goes_back:
                    sys.exit(Exit.IN_STEP)
                confirm(word("undo_this", language), otherwise=word("not_undone", language))
            stepped = stepping_back.undo(desk, found.id, reason)
            report = describe_back(path.name, desk.server, stepped, open_workbook(desk.grid, desk.server))
    finish(report, json_=json_)


def _tried(desk: Desk, name: str, batch: str) -> BackReport:
    """What undoing ``batch`` would come to."""
    stepped = stepping_back.preview_undo(desk, batch)
    return describe_back(name, desk.server, stepped, stepped.before)
