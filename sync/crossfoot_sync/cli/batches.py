"""``crossfoot batches``: the latest pushes, or one of them in full."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.cli.telling import batch_line
from crossfoot_sync.client.books import connect, read_manifest
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.finding import names_of, open_workbook
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.rowid import completed
from crossfoot_sync.engine.wire import BatchDetail
from crossfoot_sync.grids.xlsx import XlsxGrid


@click.command(short_help="The latest pushes to a book and how they fared.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--batch", help="Only this batch, with what became of its rows and the totals before and after.")
@click.option("--json", "json_", is_flag=True, help="Print what the server answers as JSON.")
def batches(path: Path, limit: int, batch: str | None, json_: bool) -> None:
    """Print the latest batches pushed to the book of the workbook at PATH."""
    with failing(TRY_AGAIN, path):
        manifest = read_manifest(path)
        server = connect(manifest.server, Credentials())
        if batch is not None:
            _detail(server, path, server.batch(manifest.book, completed(batch)), json_=json_)
            return
        listed = server.batches(manifest.book, limit)
    if json_:
        click.echo(msgspec.json.encode(listed))
        return
    for each in listed.batches:
        click.echo(batch_line(each, manifest.language))


def _detail(server: Server, path: Path, detail: BatchDetail, *, json_: bool) -> None:
    if json_:
        click.echo(msgspec.json.encode(detail))
        return
    from crossfoot_sync.cli.printing import print_batch  # noqa: PLC0415 - rich is slow to load

    workbook = open_workbook(XlsxGrid(path), server)
    names = {
        each.table: names_of(workbook, server, each) for each in detail.outcome if each.table in workbook.view.by_name
    }
    click.echo(batch_line(detail.summary, workbook.manifest.language))
    print_batch(detail, workbook, names)
