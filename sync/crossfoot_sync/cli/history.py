"""``crossfoot history``: the versions of one row."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import Failure, failing
from crossfoot_sync.client.books import connect, read_manifest
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.finding import Found, find_row
from crossfoot_sync.engine.wire import RowHistory


@click.command(short_help="Who changed a row, when, from which book.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("table")
@click.argument("row")
@click.option("--field", help="Only changes of this column, by its machine name.")
@click.option("--json", "json_", is_flag=True, help="Print the history as JSON.")
def history(path: Path, table: str, row: str, field: str | None, json_: bool) -> None:
    """Print the versions of ROW (its key or id) of TABLE, as the book at PATH may see them, the newest first."""
    with failing():
        manifest = read_manifest(path)
        server = connect(manifest.server, Credentials())
        found = find_row(path, server.view(manifest.book), table, row)
        if found is None:
            raise Failure(f"{path.name} shows no row {row} in {table}.")
        told = server.history(manifest.book, table, found.row_id)
    if json_:
        click.echo(msgspec.json.encode(told))
    else:
        _print(told, found, field)


def _print(told: RowHistory, found: Found, field: str | None) -> None:
    for change in told.changes:
        fields = {name: pair for name, pair in change.fields.items() if field in (None, name)}
        if field is not None and not fields:
            continue
        why = f"  “{change.reason}”" if change.reason else ""
        click.echo(f"rev {change.rev}  {change.at}  {change.actor_name} ({change.actor})  {change.kind}{why}")
        for name, (before, after) in fields.items():
            click.echo(f"    {found.label(name)}: {found.text(name, before)} → {found.text(name, after)}")
