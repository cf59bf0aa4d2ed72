"""``crossfoot batches``: the latest pushes."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import failing
from crossfoot_sync.client.books import connect, read_manifest
from crossfoot_sync.client.credentials import Credentials


@click.command(short_help="The latest pushes to a book and how they fared.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--json", "json_", is_flag=True, help="Print the list as JSON.")
def batches(path: Path, limit: int, json_: bool) -> None:
    """Print the latest batches pushed to the book of the workbook at PATH."""
    with failing():
        manifest = read_manifest(path)
        listed = connect(manifest.server, Credentials()).batches(manifest.book, limit)
    if json_:
        click.echo(msgspec.json.encode(listed))
        return
    for each in listed.batches:
        fared = ", ".join(f"{count} {status}" for status, count in each.statuses.items())
        why = f"  “{each.reason}”" if each.reason else ""
        click.echo(f"{each.received_at}  {each.actor_name}  {fared}{why}  {each.id}")
