"""``crossfoot restore``: put a row back to an older version."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot_sync.cli.failing import failing
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials


@click.command(short_help="Put a row, or some of its cells, back to an older version.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("table")
@click.argument("row")
@click.option("--rev", required=True, type=click.IntRange(1), help="The version, as crossfoot history numbers them.")
@click.option("--field", "fields", multiple=True, help="Only this column, by its name or heading; may be given again.")
@click.option("--preview", is_flag=True, help="Show what would go back; change nothing.")
@click.option("--reason", default="", help="Why; kept with the batch that the restore is.")
@click.option("--json", "json_", is_flag=True, help="Print the report as JSON.")
def restore(
    path: Path, table: str, row: str, rev: int, fields: tuple[str, ...], preview: bool, reason: str, json_: bool
) -> None:
    """Put ROW (its key or id) of TABLE back to what it was at revision REV, and bring the workbook at PATH up to date.

    A row that was removed comes back. What somebody changed since the workbook's last sync stays.
    """
    from crossfoot_sync.cli.stepping import finish  # noqa: PLC0415 - rich is slow to load
    from crossfoot_sync.client import stepping_back  # noqa: PLC0415 - with the rest of it
    from crossfoot_sync.client.back_report import describe_back  # noqa: PLC0415 - the same
    from crossfoot_sync.client.finding import find_row, open_workbook  # noqa: PLC0415 - the same
    from crossfoot_sync.client.meaning import column_meant  # noqa: PLC0415 - the same

    with failing(path=path), open_desk(path, Credentials()) as desk:
        found = find_row(open_workbook(desk.grid, desk.server), path.name, desk.server, table, row)
        columns = tuple(column_meant(each, found.table.view.table) for each in fields)
        wanted = stepping_back.Wanted(found, rev, columns)
        if preview:
            stepped = stepping_back.preview_restore(desk, wanted)
        else:
            stepped = stepping_back.restore(desk, wanted, reason)
        report = describe_back(path.name, desk.server, stepped, open_workbook(desk.grid, desk.server))
    finish(report, json_=json_)
