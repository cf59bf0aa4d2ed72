"""``crossfoot removed``: the rows of a table that are out of force."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.cli.telling import book_called, why
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.books import connect, read_manifest
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.finding import open_workbook, table_of
from crossfoot_sync.client.naming import stored_name
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.grids.xlsx import XlsxGrid


@click.command(short_help="The rows of a table that were removed, and by whom.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("table")
@click.option("--limit", default=40, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "json_", is_flag=True, help="Print the rows as JSON, with all they held.")
def removed(path: Path, table: str, limit: int, json_: bool) -> None:
    """Print the rows of TABLE that were removed, the latest first, as the book at PATH may see them."""
    with failing(TRY_AGAIN, path):
        server = connect(read_manifest(path).server, Credentials())
        workbook = open_workbook(XlsxGrid(path), server)
        sheet = table_of(workbook, path.name, table)
        listed = server.removed(workbook.manifest.book, sheet.name, limit)
    language = workbook.manifest.language
    if json_:
        click.echo(msgspec.json.encode(listed))
        return
    if not listed.rows:
        click.echo(word("none_removed", language, table=table))
    for each in listed.rows:
        name = stored_name(workbook.display, sheet.view.table, each.values)
        book = book_called(each.book, workbook.view.book, language)
        who = word(f"{each.kind}_by", language, who=each.actor_name, book=book)
        click.echo(f"{moment(each.at)}  {name}  {who}{why(each.reason)}  {each.id}")
