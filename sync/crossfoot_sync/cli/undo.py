"""``crossfoot undo``: take a push back."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot_sync.cli.failing import failing
from crossfoot_sync.cli.telling import batch_line
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials


@click.command(short_help="Take a push back, as far as nobody changed it since.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("batch", default="")
@click.option("--preview", is_flag=True, help="Show what would go back; change nothing.")
@click.option("--reason", default="", help="Why; kept with the batch that the undo is. [default: it names the batch]")
@click.option("--json", "json_", is_flag=True, help="Print the report as JSON.")
def undo(path: Path, batch: str, preview: bool, reason: str, json_: bool) -> None:
    """Undo BATCH, or the newest batch of the workbook at PATH that still stands, and bring the workbook up to date.

    What somebody changed since stays, and the report says who.
    """
    from crossfoot_sync.cli.stepping import finish  # noqa: PLC0415 - rich is slow to load
    from crossfoot_sync.client import stepping_back  # noqa: PLC0415 - with the rest of it
    from crossfoot_sync.client.back_report import describe_back  # noqa: PLC0415 - the same
    from crossfoot_sync.client.finding import open_workbook  # noqa: PLC0415 - the same

    with failing(), open_desk(path, Credentials()) as desk:
        found = stepping_back.batch_to_undo(desk, batch)
        if not json_:
            click.echo(f"To undo: {batch_line(found)}")
        stepped = stepping_back.preview_undo(desk, found.id) if preview else stepping_back.undo(desk, found.id, reason)
        report = describe_back(path.name, desk.server, stepped, open_workbook(desk.grid, desk.server))
    finish(report, json_=json_)
